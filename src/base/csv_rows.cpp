#include "base/csv_rows.hpp"

#include <algorithm>

namespace yakusoku {
namespace {

constexpr std::size_t most_columns = 500;
constexpr std::size_t most_row = std::size_t{1} << 20;

std::string at_line(std::int64_t line) { return "line " + std::to_string(line); }

// Takes one field off the row; false: the row goes on in the next line.
bool take_field(const std::string& row, std::size_t& at, std::string& field) {
  field.clear();
  if (at >= row.size() || row[at] != '"') {
    const std::size_t end = std::min(row.find(',', at), row.size());
    field = row.substr(at, end - at);
    at = end;
    return true;
  }
  for (++at; at < row.size(); ++at) {
    if (row[at] != '"') {
      field += row[at];
    } else if (at + 1 < row.size() && row[at + 1] == '"') {
      field += '"';
      ++at;
    } else {
      ++at;
      return true;
    }
  }
  return false;
}

}  // namespace

Result<bool> CsvRows::next(std::vector<std::string>& fields) {
  std::string row;
  do {
    if (!TRY(lines_(row))) return false;
  } while (row.empty());
  const std::int64_t begun = line_;
  for (;;) {
    fields.clear();
    std::size_t at = 0;
    bool whole = true;
    std::string field;
    for (;;) {
      whole = take_field(row, at, field);
      if (!whole) break;
      if (at < row.size() && row[at] != ',')
        return fail(ErrorCode::malformed, at_line(line_),
                    "a comma is expected after a closing \"; a \" within is \"\"");
      fields.push_back(field);
      if (fields.size() > most_columns) return fail(ErrorCode::too_many, at_line(line_), "at most 500 columns");
      if (at >= row.size()) break;
      ++at;
    }
    if (whole) return true;
    std::string more;
    if (!TRY(lines_(more))) return fail(ErrorCode::malformed, at_line(begun), "a closing \" is missing");
    row += '\n' + more;
    if (row.size() > most_row) return fail(ErrorCode::too_large, at_line(begun), "a row of at most 1 MiB is expected");
  }
}

}  // namespace yakusoku
