#include "core/calendars/time_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace yakusoku::calendars {
namespace {

constexpr std::int64_t decade = std::int64_t{3653} * 86400;
constexpr std::size_t longest_id = 200;
// Some 50 MB of stretches; then the compiled decades are forgotten and made anew as they are asked for.
constexpr std::size_t most_compiled = std::size_t{4} << 20;
constexpr std::size_t cost_of_a_calendar = 256;

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r\n") == std::string_view::npos; }

std::unexpected<Error> wrong(std::string_view what) { return fail(ErrorCode::malformed, "", std::string(what)); }

// An id is text, or an integer that means its digits.
Result<std::string> id_of(const Json& line, std::string_view key) {
  const Json* id = line.find(key);
  if (id != nullptr && id->is_integer()) return std::to_string(id->integer());
  if (id == nullptr || !id->is_string()) return wrong(fmt::format("{}: the id of a calendar is needed", key));
  if (id->string().empty() || id->string().size() > longest_id)
    return wrong(fmt::format("{}: an id has 1 to {} bytes", key, longest_id));
  return id->string();
}

Result<std::int64_t> integer_of(const Json& line, std::string_view key) {
  const auto value = line.get_integer(key);
  if (!value) return wrong(fmt::format("{}: a whole number of seconds is needed", key));
  return *value;
}

Json answer_of(Json value) {
  Json line = Json::object();
  line.set("answer", std::move(value));
  return line;
}
Json answer_of(const std::optional<Instant>& at) {
  if (!at) return answer_of(Json(nullptr));
  return answer_of(Json(at->seconds));
}

std::string error_line(const Error& error) {
  const std::string_view name = entry_of(error.code).name;
  std::string text = error.detail.empty() ? error.field : error.detail;
  text = text.empty() ? std::string(name) : fmt::format("{}: {}", name, text);
  return to_text(Json::object({{"error", std::move(text)}}));
}

}  // namespace

TimeLines::TimeLines(DueFunction due) : due_(std::move(due)) {}

std::optional<std::string> TimeLines::answer(std::string_view line) {
  if (line.size() > longest_line)
    return error_line({ErrorCode::too_large, "", fmt::format("a line has at most {} bytes", longest_line), ""});
  if (is_blank(line)) return std::nullopt;
  while (line.ends_with('\r') || line.ends_with('\n')) line.remove_suffix(1);
  const auto json = parse_json(line);
  if (!json) return error_line(json.error());
  if (json->get_string("kind") == "calendar") {
    const Outcome defined = define(*json);
    return defined ? std::nullopt : std::optional(error_line(defined.error()));
  }
  const auto response = query(*json);
  return response ? to_text(*response) : error_line(response.error());
}

Outcome TimeLines::define(const Json& line) {
  const std::string id = TRY(id_of(line, "id"));
  // What fails to replace a calendar takes it away: the old one would answer for a line that meant another.
  if (const auto old = known_.find(id); old != known_.end()) {
    for (const auto& [number, compiled] : old->second.decades) compiled_ -= compiled->size() + cost_of_a_calendar;
    known_.erase(old);
  }
  if (known_.size() >= most_calendars)
    return fail(ErrorCode::limit, "id", fmt::format("at most {} calendars", most_calendars));
  const Json* calendar = line.find("cal");
  if (calendar == nullptr) return wrong("cal: a calendar is needed");
  known_.emplace(id, Known{TRY(from_canonical(*calendar)), {}});
  return {};
}

std::shared_ptr<const Calendar> TimeLines::calendar(std::string_view id, Instant around) {
  const auto found = known_.find(id);
  if (found == known_.end()) return nullptr;
  const std::int64_t at = around.seconds;
  const std::int64_t number = at >= 0 ? at / decade : (at + 1) / decade - 1;
  auto& decades = found->second.decades;
  if (const auto ready = decades.find(number); ready != decades.end()) return ready->second;
  // A year more on either side: most answers lie near their start.
  constexpr std::int64_t margin = decade / 10;
  auto compiled = Calendar::compile(found->second.definition, Instant{number * decade - margin},
                                    Instant{(number + 1) * decade + margin});
  const std::size_t cost = compiled->size() + cost_of_a_calendar;
  if (compiled_ + cost > most_compiled) {
    for (auto& [other, known] : known_) known.decades.clear();
    compiled_ = 0;
  }
  compiled_ += cost;
  decades.emplace(number, compiled);
  return compiled;
}

Result<Json> TimeLines::query(const Json& line) {
  // "op" says enough where the kind is left out.
  if (!line.is_object() || (line.find("kind") != nullptr && line.get_string("kind") != "query"))
    return wrong("a line is an object of the kind calendar or query");
  const auto op = line.get_string("op");
  if (!op) return wrong("op: add, between, due, next_open or is_open is needed");
  const Instant start{TRY(integer_of(line, "start"))};
  if (op == "due") return due(line, start);
  if (op != "add" && op != "between" && op != "next_open" && op != "is_open")
    return wrong("op: add, between, due, next_open or is_open is needed");
  const std::string id = TRY(id_of(line, "cal"));
  const auto calendar = this->calendar(id, start);
  if (calendar == nullptr) return fail(ErrorCode::not_found, "cal", fmt::format("no calendar \"{}\"", id));
  if (op == "add") return answer_of(calendar->add(start, seconds(TRY(integer_of(line, "dur")))));
  if (op == "between") return answer_of(Json(calendar->between(start, Instant{TRY(integer_of(line, "end"))})));
  if (op == "next_open") return answer_of(calendar->next_open(start));
  return answer_of(Json(calendar->is_open(start)));
}

Result<Json> TimeLines::due(const Json& line, Instant start) {
  const auto amount = line.get_string("amount");
  if (!amount) return wrong("amount: an amount is needed");
  const auto lookup = [this, start](std::string_view id) { return calendar(id, start); };
  return answer_of(TRY(due_(*amount, start, lookup)));
}

}  // namespace yakusoku::calendars
