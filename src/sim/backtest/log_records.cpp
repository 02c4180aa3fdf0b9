#include "sim/backtest/log_records.hpp"

#include <algorithm>

#include "base/json.hpp"

namespace yakusoku::sim::backtest {
namespace {

// The first object of a JSON array, as text; empty where there is none.
std::string_view first_object(std::string_view array) {
  if (!array.starts_with("[{")) return {};
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 1; i < array.size(); ++i) {
    const char c = array[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{') {
      ++depth;
    } else if (c == '}' && --depth == 0) {
      return array.substr(1, i);
    }
  }
  return {};
}

}  // namespace

std::optional<lifecycle::Act> act_in(const std::string& json) {
  const auto parsed = parse_json(json);
  lifecycle::Act act;
  if (!parsed || !read_fields(*parsed, act)) return std::nullopt;
  return act;
}

std::optional<tickets::Opened> opened_in(std::string_view facts) {
  const auto json = parse_json(first_object(facts));
  if (!json) return std::nullopt;
  const auto fact = lifecycle::fact_from_json(*json);
  const auto* opened = fact ? std::get_if<tickets::Opened>(&*fact) : nullptr;
  return opened ? std::optional(*opened) : std::nullopt;
}

std::string moved_to_in(const std::string& facts) {
  const auto json = parse_json(facts);
  if (!json || !json->is_array()) return {};
  for (const Json& each : json->items()) {
    const auto fact = lifecycle::fact_from_json(each);
    if (const auto* moved = fact ? std::get_if<tickets::VersionSet>(&*fact) : nullptr) return moved->version;
  }
  return {};
}

std::vector<tickets::Value> known_beside(const tickets::Ticket& opened, const lifecycle::Act& act) {
  std::vector<tickets::Value> known;
  for (const tickets::Value& each : opened.values) {
    if (each.name == "handed_to" || (each.name == "channel" && !act.door.empty())) continue;
    const auto said = std::find_if(act.values.rbegin(), act.values.rend(),
                                   [&](const tickets::Value& value) { return value.name == each.name; });
    if (said == act.values.rend() || *said != each) known.push_back(each);
  }
  return known;
}

bool answered_at_once(const lifecycle::Act& opening, std::string_view facts) {
  return opening.verb == lifecycle::Verb::open && opening.actor.side != lifecycle::Side::customer &&
         facts.find(R"("event":"reply")") != std::string_view::npos;
}

lifecycle::Act answer_with(const lifecycle::Act& opening) {
  lifecycle::Act answer;
  answer.verb = lifecycle::Verb::reply;
  answer.actor = opening.actor;
  answer.door = opening.door;
  return answer;
}

}  // namespace yakusoku::sim::backtest
