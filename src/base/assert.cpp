#include "base/assert.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>

namespace yakusoku {

void invariant_broken(const char* condition, const char* file, int line) {
  const std::string message = std::string(file) + ":" + std::to_string(line) + ": broken invariant: " + condition;
#ifdef YAKUSOKU_RELEASE
  throw BrokenInvariant(message);
#else
  std::fprintf(stderr, "%s\n", message.c_str());
  std::abort();
#endif
}

}  // namespace yakusoku
