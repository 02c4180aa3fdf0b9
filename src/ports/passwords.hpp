#pragma once

// Passwords at rest. Slow on purpose (tens of milliseconds, megabytes): called outside the writer, never in a use case.

#include <string>
#include <string_view>

namespace yakusoku::ports {

class Passwords {
 public:
  virtual ~Passwords() = default;
  virtual std::string hash(std::string_view password) = 0;
  // An empty or broken hash never matches, and takes as long as a real one: nobody learns who has a password.
  virtual bool matches(std::string_view password, std::string_view hash) = 0;
};

}  // namespace yakusoku::ports
