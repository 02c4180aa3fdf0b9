#include "sim/backtest/csv.hpp"

#include <algorithm>

#include "sim/backtest/trace_events.hpp"

namespace yakusoku::sim::backtest {
namespace {

std::string place(std::int64_t line, const std::string& what = {}) {
  return "line " + std::to_string(line) + (what.empty() ? "" : ", " + what);
}

Json words_of(const std::string& field) {
  if (field.find('|') == std::string::npos) return field;
  Json list = Json::array();
  for (std::size_t from = 0; from <= field.size();) {
    const std::size_t end = std::min(field.find('|', from), field.size());
    list.push(field.substr(from, end - from));
    from = end + 1;
  }
  return list;
}

}  // namespace

Outcome CsvRequests::read_header() {
  if (!TRY(rows_.next(header_)))
    return fail(ErrorCode::required, place(1), "a header such as request,at,do,by,kind is expected");
  if (header_.front().starts_with("\xEF\xBB\xBF")) header_.front().erase(0, 3);  // a spreadsheet's mark
  for (const char* needed : {"request", "at", "do"})
    if (std::ranges::find(header_, needed) == header_.end())
      return fail(ErrorCode::required, place(line_), std::string("a column ") + needed + " is expected");
  std::vector<std::string> sorted = header_;
  std::ranges::sort(sorted);
  if (const auto twice = std::ranges::adjacent_find(sorted); twice != sorted.end())
    return fail(ErrorCode::duplicate, place(line_, *twice), "each column once");
  return {};
}

Result<std::optional<CsvEvent>> CsvRequests::next_row() {
  if (header_.empty()) TRY_OUTCOME(read_header());
  std::vector<std::string> fields;
  if (!TRY(rows_.next(fields))) return std::nullopt;
  if (fields.size() != header_.size())
    return fail(ErrorCode::invalid, place(line_),
                std::to_string(header_.size()) + " fields are expected, as in the header; there are " +
                    std::to_string(fields.size()));
  CsvEvent row;
  row.line = line_;
  row.event = Json::object();
  Json facts, with;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string& name = header_[i];
    const std::string& field = fields[i];
    if (field.empty()) continue;
    if (name == "request" && row.request.empty()) {
      row.request = field;
    } else if (name == "customer") {
      row.customer = field;
    } else if (name.starts_with("fact.")) {
      facts.set(name.substr(5), words_of(field));
    } else if (name.starts_with("known.")) {
      row.known.set(name.substr(6), words_of(field));
    } else if (name.starts_with("with.")) {
      with.set(name.substr(5), field);
    } else if (name == "merged_request") {
      row.event.set("request", field);
    } else {
      row.event.set(name, name == "mark" ? words_of(field) : Json(field));
    }
  }
  if (!facts.is_null()) row.event.set("facts", std::move(facts));
  if (!with.is_null()) row.event.set("with", std::move(with));
  if (row.request.empty()) return fail(ErrorCode::required, place(line_, "request"), "the request's id is expected");
  return row;
}

Result<std::vector<CsvEvent>> CsvRequests::next_request() {
  std::vector<CsvEvent> rows;
  if (!ahead_) ahead_ = TRY(next_row());
  while (ahead_ && (rows.empty() || ahead_->request == rows.front().request)) {
    if (rows.size() >= most_events)
      return fail(ErrorCode::too_many, place(ahead_->line), "at most 10,000 events a request");
    rows.push_back(std::move(*ahead_));
    ahead_ = TRY(next_row());
  }
  return rows;
}

}  // namespace yakusoku::sim::backtest
