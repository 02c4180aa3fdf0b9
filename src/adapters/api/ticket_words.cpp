#include "adapters/api/ticket_words.hpp"

#include <algorithm>

namespace yakusoku::api {
namespace {

// What the client says exactly, in a custom field or beside; of two, the one that says something new.
Result<std::string> exact_level(const Json& ticket, const std::string& present) {
  std::string said = text_in(ticket, "severity");
  const Json* fields = ticket.find("custom_fields");
  if (!fields || !fields->is_array()) return said;
  for (const Json& each : fields->items()) {
    const std::string value = text_in(each, "value");
    if (each.get_string("id") != "severity" || value.empty() || value == said) continue;
    if (!said.empty() && said != present && value != present)
      return fail(ErrorCode::invalid, "severity", "the custom field says another level");
    if (said.empty() || said == present) said = value;
  }
  return said;
}

// The most severe level that stands behind a coarse priority.
std::string level_of_priority(const program::Program& program, const std::string& priority) {
  for (const program::Level& each : program.severity.levels)
    if (each.api_priority == priority && !each.never) return each.id;
  return {};
}

std::string coarse_type(const program::Kind& kind) { return kind.api_type.empty() ? "question" : kind.api_type; }

Result<std::string> kind_of_type(const program::Program& program, const std::string& type) {
  std::vector<std::string> fitting;
  for (const program::Kind& each : program.kinds)
    if (type.empty() || coarse_type(each) == type) fitting.push_back(each.id);
  if (fitting.size() != 1)
    return fail(ErrorCode::required, "ticket_form_id", "the type alone does not tell the kind", "kinds");
  return fitting.front();
}

Outcome add_value(std::vector<tickets::Value>& values, const std::string& name, const Json& value) {
  if (values.size() >= 50) return fail(ErrorCode::too_many, name);
  if (value.is_string()) {
    values.push_back(tickets::Value::of(name, value.string()));
  } else if (value.is_integer()) {
    values.push_back(tickets::Value::of(name, value.integer()));
  } else if (value.is_bool()) {
    values.push_back(tickets::Value::of(name, std::string(value.boolean() ? "yes" : "no")));
  } else if (!value.is_null()) {
    return fail(ErrorCode::invalid, name, "a word, a number, yes or no is expected");
  }
  return {};
}

}  // namespace

Result<std::string> wanted_level(const program::Program& program, const Json& ticket, const std::string& present) {
  const std::string exact = TRY(exact_level(ticket, present));
  const std::string priority = text_in(ticket, "priority");
  const program::Level* now = program.severity.level(exact.empty() ? present : exact);
  const bool agrees = priority.empty() || (now && now->api_priority == priority);
  if (!exact.empty() && !agrees)
    return fail(ErrorCode::invalid, "priority", "it disagrees with the severity", "severity.levels");
  if (agrees) return exact == present ? std::string() : exact;
  std::string level = level_of_priority(program, priority);
  if (level.empty() && !program.severity.levels.empty())
    return fail(ErrorCode::unknown_value, "priority", priority, "severity.levels");
  return level;
}

Result<std::string> wanted_kind(ProgramId id, const program::Program& program, const Json& ticket,
                                const std::string& present) {
  if (const std::string kind = text_in(ticket, "kind"); !kind.empty() && kind != present) return kind;
  if (const auto form = ticket.get_integer("ticket_form_id")) {
    for (std::size_t i = 0; i < program.kinds.size(); ++i) {
      if (form_id(id, i) != *form) continue;
      if (program.kinds[i].id != present) return program.kinds[i].id;
      break;
    }
    if (*form < form_id(id, 0) || *form > form_id(id, program.kinds.size() - 1))
      return fail(ErrorCode::unknown_value, "ticket_form_id");
  }
  const std::string type = text_in(ticket, "type");
  const program::Kind* now = program.kind(present);
  if (now && (type.empty() || type == coarse_type(*now))) return std::string();
  return kind_of_type(program, type);
}

Result<std::vector<tickets::Value>> wanted_values(const Json& ticket) {
  std::vector<tickets::Value> values;
  if (const Json* facts = ticket.find("facts"); facts && facts->is_object()) {
    for (const auto& [name, value] : facts->members()) TRY_OUTCOME(add_value(values, name, value));
  }
  if (const Json* fields = ticket.find("custom_fields"); fields && fields->is_array()) {
    for (const Json& each : fields->items()) {
      const Json* value = each.find("value");
      const std::string name = text_in(each, "id");
      if (name == "severity" || !value || value->is_null()) continue;
      if (name.empty()) return fail(ErrorCode::unknown_value, "custom_fields");
      TRY_OUTCOME(add_value(values, name, *value));
    }
  }
  return values;
}

Result<std::vector<std::string>> word_list(const Json& ticket, std::string_view name) {
  std::vector<std::string> words;
  const Json* list = ticket.find(name);
  if (!list || list->is_null()) return words;
  if (!list->is_array()) return fail(ErrorCode::invalid, std::string(name), "a list of words is expected");
  if (list->items().size() > 50) return fail(ErrorCode::too_many, std::string(name));
  for (const Json& each : list->items()) {
    if (!each.is_string()) return fail(ErrorCode::invalid, std::string(name), "a list of words is expected");
    words.push_back(each.string());
  }
  return words;
}

}  // namespace yakusoku::api
