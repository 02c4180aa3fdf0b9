#pragma once

// ASSERT is for our own bugs. In tests and the simulator it aborts; in release it throws to the command's boundary,
// which rolls back to its savepoint and answers 500 (DESIGN.md section 3). The only exception that crosses a port.

#include <stdexcept>

namespace yakusoku {

class BrokenInvariant : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] void invariant_broken(const char* condition, const char* file, int line);

}  // namespace yakusoku

#define ASSERT(condition) \
  ((condition) ? static_cast<void>(0) : ::yakusoku::invariant_broken(#condition, __FILE__, __LINE__))
