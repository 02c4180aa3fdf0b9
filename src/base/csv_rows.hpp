#pragma once

// Rows of CSV (RFC 4180), field by field: commas, quotes, doubled quotes, line breaks within quotes. Our own, since Debian
// has no reader for C++ that takes a line at a time and says where it failed. Limits: 500 columns, 1 MiB a row.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace yakusoku {

class CsvRows {
 public:
  // `lines` gives the next line without its end; false: there is none. `line`: the number of the one it gave last.
  CsvRows(std::function<Result<bool>(std::string&)> lines, const std::int64_t& line)
      : lines_(std::move(lines)), line_(line) {}
  // False at the end. Empty lines are passed over. Errors name the line.
  Result<bool> next(std::vector<std::string>& fields);

 private:
  std::function<Result<bool>(std::string&)> lines_;
  const std::int64_t& line_;
};

}  // namespace yakusoku
