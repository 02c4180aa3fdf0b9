#pragma once
// private to the room
// CSV (RFC 4180): a header, then an event a row; the rows of one request stand together. Columns are request, customer
// and the members of an event; `fact.NAME`, `known.NAME` and `with.NAME` hold one of them each. An empty field is none,
// `a|b` in a mark or a fact is two words.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/csv_rows.hpp"
#include "base/json.hpp"

namespace yakusoku::sim::backtest {

struct CsvEvent {
  std::int64_t line = 0;
  std::string request, customer;
  Json event, known;  // known: null where the row says nothing of it
};

class CsvRequests {
 public:
  // `line`: the number of the line that `lines` gave last.
  CsvRequests(std::function<Result<bool>(std::string&)> lines, const std::int64_t& line)
      : rows_(std::move(lines), line), line_(line) {}
  // The rows of the next request; none at the end.
  Result<std::vector<CsvEvent>> next_request();

 private:
  Outcome read_header();
  Result<std::optional<CsvEvent>> next_row();

  CsvRows rows_;
  const std::int64_t& line_;
  std::vector<std::string> header_;
  std::optional<CsvEvent> ahead_;
};

}  // namespace yakusoku::sim::backtest
