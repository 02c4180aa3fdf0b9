#pragma once

// Expected failures are values. A function that may say no returns Result<T>; the code and the field go out to
// whoever asked, the detail goes to the log. Our own bugs are not failures: see assert.hpp.

#include <expected>
#include <string>
#include <string_view>
#include <utility>

#include "base/error_codes.hpp"

namespace yakusoku {

struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string field;   // the key, field or line that is wrong, as the reader wrote it; empty where none is
  std::string detail;  // for the log and for developers; never the only place that names the remedy
  std::string clause;  // the program's clause that says no (PROGRAM.md section 1), empty where none does

  friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = std::expected<T, Error>;

using Outcome = Result<void>;

inline std::unexpected<Error> fail(ErrorCode code, std::string field = {}, std::string detail = {},
                                   std::string clause = {}) {
  return std::unexpected(Error{code, std::move(field), std::move(detail), std::move(clause)});
}

}  // namespace yakusoku

// g++ 12's std::expected has no and_then: TRY unwraps a Result or returns its error from the function it stands in.
#define TRY(expression)                                                 \
  __extension__({                                                       \
    auto try_result_ = (expression);                                    \
    if (!try_result_) return std::unexpected(std::move(try_result_.error())); \
    std::move(*try_result_);                                            \
  })

#define TRY_OUTCOME(expression)                                         \
  do {                                                                  \
    auto try_outcome_ = (expression);                                   \
    if (!try_outcome_) return std::unexpected(std::move(try_outcome_.error())); \
  } while (false)
