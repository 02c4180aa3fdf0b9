#include "sim/backtest/trace.hpp"

#include <algorithm>
#include <map>

#include "sim/backtest/csv.hpp"
#include "sim/backtest/trace_events.hpp"

namespace yakusoku::sim::backtest {
namespace {

constexpr std::size_t most_line = std::size_t{1} << 20;
constexpr std::size_t most_merged = 100'000;
constexpr std::size_t most_id = 200;
constexpr std::size_t most_piece = std::size_t{4} << 20;  // bytes waiting in one
constexpr std::size_t row_weight = 1024;
constexpr std::size_t first_piece = 32, largest_piece = 512;  // requests; small at first, for an early answer

std::string with_line(std::int64_t line, const std::string& field) {
  return "line " + std::to_string(line) + (field.empty() ? "" : ", " + field);
}

Error at_line(std::int64_t line, Error error) {
  error.field = with_line(line, error.field);
  return error;
}

Outcome id_fits(const std::string& id) {
  if (id.empty()) return fail(ErrorCode::required, "id", "the request's id is expected");
  if (id.size() > most_id) return fail(ErrorCode::too_large, "id", "at most 200 bytes");
  return {};
}

// Where the ids of merged requests stand, by the place of the event among the request's.
using MergedIn = std::map<std::size_t, std::string>;

struct Read {
  PastRequest request;
  MergedIn merged_in;
};

// Checks an event's place among the others, and puts it there.
Outcome add_event(Read& read, PastEvent event, std::string merged_in) {
  auto& events = read.request.events;
  const bool opens = event.act.verb == lifecycle::Verb::open && !event.only_known;
  if (events.empty() && !opens)
    return fail(ErrorCode::invalid, "do", "a request begins with open, and its events stand together");
  if (!events.empty() && opens)
    return fail(ErrorCode::invalid, "do", "a request is opened once; give this one its own id");
  if (!events.empty() && event.at < events.back().at)
    return fail(ErrorCode::invalid, "at", "it lies before the event above it; events stand in their order");
  if (events.size() >= most_events) return fail(ErrorCode::too_many, "events", "at most 10,000 a request");
  if (!merged_in.empty()) read.merged_in[events.size()] = std::move(merged_in);
  events.push_back(std::move(event));
  return {};
}

Result<std::string> id_in(const Json& json, std::string_view name) {
  const Json* id = json.find(name);
  if (!id || id->is_null()) return std::string();
  if (id->is_integer()) return std::to_string(id->integer());
  if (id->is_string()) return id->string();
  return fail(ErrorCode::invalid, std::string(name), "a word or a number is expected");
}

Result<Read> read_request(const Json& json, std::int64_t order) {
  if (!json.is_object()) return fail(ErrorCode::invalid, "", "a request is an object with id and events");
  static constexpr std::string_view names[] = {"id", "customer", "known", "events"};
  for (const auto& [name, value] : json.members())
    if (std::ranges::find(names, name) == std::end(names))
      return fail(ErrorCode::unknown_value, name, "a request has id, customer, known and events; leave the rest out");
  Read read;
  read.request.order = order;
  read.request.id = TRY(id_in(json, "id"));
  TRY_OUTCOME(id_fits(read.request.id));
  read.request.customer = TRY(id_in(json, "customer"));
  if (const Json* known = json.find("known")) read.request.known = TRY(read_facts(*known, "known"));
  const Json* events = json.find("events");
  if (!events || !events->is_array() || events->items().empty())
    return fail(ErrorCode::required, "events", "a list of events, the first of them open, is expected");
  Reading reading;
  reading.order = order;
  for (std::size_t i = 0; i < events->items().size(); ++i) {
    const auto place = [&](Error error) {
      error.field = "events[" + std::to_string(i) + "]" + (error.field.empty() ? "" : "." + error.field);
      return std::unexpected(std::move(error));
    };
    std::string merged_in;
    auto event = read_event(events->items()[i], reading, merged_in);
    if (!event) return place(std::move(event.error()));
    if (auto added = add_event(read, std::move(*event), std::move(merged_in)); !added) return place(added.error());
  }
  return read;
}

// What one request is made of, before it is read: a line of JSON, or rows of CSV.
struct Raw {
  std::int64_t line = 0;
  std::int64_t order = 0;
  std::string text;
  std::vector<CsvEvent> rows;
};

Result<Read> read_rows(const Raw& raw) {
  Read read;
  read.request.order = raw.order;
  read.request.id = raw.rows.front().request;
  read.request.customer = raw.rows.front().customer;
  if (auto fits = id_fits(read.request.id); !fits) return std::unexpected(at_line(raw.line, fits.error()));
  Reading reading;
  reading.order = raw.order;
  for (const CsvEvent& row : raw.rows) {
    const auto place = [&](Error error) { return std::unexpected(at_line(row.line, std::move(error))); };
    if (row.known.is_object() && read.request.events.empty()) {
      auto known = read_facts(row.known, "known");
      if (!known) return place(known.error());
      read.request.known = std::move(*known);
    }
    std::string merged_in;
    auto event = read_event(row.event, reading, merged_in);
    if (!event) return place(event.error());
    if (auto added = add_event(read, std::move(*event), std::move(merged_in)); !added) return place(added.error());
  }
  return read;
}

Result<Read> read_raw(const Raw& raw) {
  if (!raw.rows.empty()) return read_rows(raw);
  const auto json = parse_json(raw.text);
  if (!json)
    return fail(ErrorCode::malformed, with_line(raw.line, ""), "a JSON object is expected; " + json.error().detail);
  auto read = read_request(*json, raw.order);
  if (!read) return std::unexpected(at_line(raw.line, read.error()));
  return read;
}

class TraceSource final : public Source {
 public:
  TraceSource(Lines lines, bool csv) : csv_(csv) {
    lines_ = [this, next = std::move(lines)](std::string& line) -> Result<bool> {
      const bool there = TRY(next(line));
      if (there) ++line_;
      if (line.ends_with('\r')) line.pop_back();
      if (there && line.size() > most_line)
        return fail(ErrorCode::too_large, with_line(line_, ""), "a line of at most 1 MiB is expected");
      return there;
    };
  }

  Result<std::size_t> next_round(std::size_t pieces) override {
    pieces_.clear();
    while (pieces_.size() < pieces) {
      std::vector<Raw> piece;
      std::size_t bytes = 0;
      while (piece.size() < piece_size_ && bytes < most_piece) {
        Raw raw;
        if (!TRY(csv_ ? next_rows(raw) : next_line(raw))) break;
        raw.order = ++order_;
        TRY_OUTCOME(remember_merged(raw));
        bytes += raw.text.size() + raw.rows.size() * row_weight;
        piece.push_back(std::move(raw));
      }
      if (piece.empty()) break;
      pieces_.push_back(std::move(piece));
    }
    piece_size_ = std::min(largest_piece, piece_size_ * 2);
    return pieces_.size();
  }

  Result<std::vector<PastRequest>> piece(std::size_t number) override {
    std::vector<PastRequest> requests;
    requests.reserve(pieces_[number].size());
    for (const Raw& raw : pieces_[number]) {
      Read read = TRY(read_raw(raw));
      link(read);
      requests.push_back(std::move(read.request));
    }
    return requests;
  }

 private:
  Result<bool> next_line(Raw& raw) {
    do {
      if (!TRY(lines_(raw.text))) return false;
    } while (raw.text.find_first_not_of(" \t") == std::string::npos);
    raw.line = line_;
    return true;
  }

  Result<bool> next_rows(Raw& raw) {
    if (!rows_) rows_.emplace(lines_, line_);
    raw.rows = TRY(rows_->next_request());
    if (raw.rows.empty()) return false;
    raw.line = raw.rows.front().line;
    return true;
  }

  // Those that were merged away are kept for the ones they went into, which stand below them.
  Outcome remember_merged(const Raw& raw) {
    const bool merged =
        raw.text.find("\"merged\"") != std::string::npos || std::ranges::any_of(raw.rows, [](const CsvEvent& row) {
          return row.event.get_string("do").value_or("") == "merged";
        });
    if (!merged) return {};
    auto read = read_raw(raw);
    if (!read) return {};  // said when its piece is read
    if (merged_.size() >= most_merged)
      return fail(ErrorCode::too_many, with_line(raw.line, ""), "at most 100,000 merged requests; split the trace");
    link(*read);
    std::string id = read->request.id;
    merged_.insert_or_assign(std::move(id), std::make_shared<const PastRequest>(std::move(read->request)));
    return {};
  }

  void link(Read& read) const {
    for (const auto& [place, id] : read.merged_in) {
      const auto found = merged_.find(id);
      if (found != merged_.end() && found->second->order < read.request.order)
        read.request.events[place].other = found->second;
    }
  }

  const bool csv_;
  Lines lines_;
  std::int64_t line_ = 0, order_ = 0;
  std::size_t piece_size_ = first_piece;
  std::optional<CsvRequests> rows_;
  std::vector<std::vector<Raw>> pieces_;
  std::map<std::string, std::shared_ptr<const PastRequest>, std::less<>> merged_;
};

}  // namespace

std::unique_ptr<Source> json_trace(Lines lines) { return std::make_unique<TraceSource>(std::move(lines), false); }
std::unique_ptr<Source> csv_trace(Lines lines) { return std::make_unique<TraceSource>(std::move(lines), true); }

Result<PastRequest> request_from_trace(const Json& json, std::int64_t order) {
  return std::move(TRY(read_request(json, order)).request);
}

}  // namespace yakusoku::sim::backtest
