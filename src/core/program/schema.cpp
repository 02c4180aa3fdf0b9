// The language as a JSON Schema (draft 2020-12), printed from the parser's own table.

#include <set>

#include <fmt/format.h>

#include "core/program/leaf_values.hpp"
#include "core/program/leaves.hpp"
#include "core/program/program.hpp"
#include "core/program/read_shape.hpp"

namespace yakusoku::program {
namespace {

using Is = Shape::Is;

Json reference_to(std::string_view name) { return Json::object({{"$ref", fmt::format("#/$defs/{}", name)}}); }
Json list_of(Json items) { return Json::object({{"type", "array"}, {"items", std::move(items)}}); }
Json any_of(Json::Array alternatives) { return Json::object({{"anyOf", std::move(alternatives)}}); }
Json words_schema(const std::vector<std::string>& words) {
  Json values = Json::array();
  for (const std::string& word : words) values.push(word);
  return Json::object({{"enum", std::move(values)}});
}

// A scalar: YAML readers of editors turn `1`, `yes` and 2026-01-01 into other types; here all of it is text.
Json scalar_schema() { return Json::object({{"type", Json::array({"string", "number", "boolean"})}}); }

class SchemaPrinter {
 public:
  Json print() {
    Json schema = Json::object({{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                                {"$id", "urn:yakusoku:support-program"},
                                {"title", "A support program"}});
    const Json program = record(record_shape("program"));
    for (const auto& [name, value] : program.members()) schema.set(name, value);
    Json definitions = Json::object();
    for (const RecordShape& shape : language_records())
      if (shape.name != "program" && shape.name != "common") definitions.set(shape.name, record(shape));
    leaves(definitions);
    for (auto& [name, value] : choices_) definitions.set(name, std::move(value));
    schema.set("$defs", std::move(definitions));
    return schema;
  }

 private:
  Json record(const RecordShape& shape) {
    Json properties = Json::object();
    Json required = Json::array();
    const auto add = [&](const KeyShape& key) {
      Json value = of(key.shape);
      value.set("description", key.help);
      properties.set(key.name, std::move(value));
    };
    for (const KeyShape& key : shape.keys) {
      add(key);
      if (key.required) required.push(key.name);
    }
    for (const KeyShape& key : common_keys())
      if (!shape.key(key.name)) add(key);
    Json json =
        Json::object({{"type", "object"}, {"description", shape.help}, {"properties", std::move(properties)}});
    json.set("additionalProperties", false);
    if (!required.items().empty()) json.set("required", std::move(required));
    return json;
  }

  Json of(const Shape& shape) {
    switch (shape.is) {
      case Is::leaf: return reference_to("leaf_" + shape.word);
      case Is::literal: return Json::object({{"const", shape.word}});
      case Is::reference: return scalar_schema();
      case Is::list: {
        Json one = of(shape.of[0]);
        return any_of({one, list_of(one)});
      }
      case Is::names: return Json::object({{"type", "object"}, {"additionalProperties", of(shape.of[0])}});
      case Is::choice: return choice(shape);
      case Is::record: return reference_to(shape.word);
      case Is::any_of: {
        Json::Array alternatives;
        for (const Shape& each : shape.of) alternatives.push_back(of(each));
        return any_of(std::move(alternatives));
      }
    }
    return {};
  }

  // A value, one rule, or a list of rules; a rule holds `is` or a table.
  Json choice(const Shape& shape) {
    const std::string name = fmt::format("choice_{}", choices_.size() + 1);
    choices_.emplace_back(name, Json());
    const std::size_t index = choices_.size() - 1;
    const Json value = of(shape.of[0]);
    Json cell_value = Json::object({{"type", "object"},
                                    {"properties", rule_keys(shape, value, false)},
                                    {"additionalProperties", false},
                                    {"required", Json::array({"is"})}});
    Json cells = Json::object(
        {{"type", "object"},
         {"additionalProperties", any_of({value, std::move(cell_value), reference_to(name + "_cells")})}});
    choices_.emplace_back(name + "_cells", std::move(cells));
    Json rule = Json::object(
        {{"type", "object"}, {"properties", rule_keys(shape, value, true, name)}, {"additionalProperties", false}});
    rule.set("anyOf", Json::array({Json::object({{"required", Json::array({"is"})}}),
                                   Json::object({{"required", Json::array({"by", "cells"})}})}));
    choices_.emplace_back(name + "_rule", std::move(rule));
    Json one = any_of({value, reference_to(name + "_rule")});
    if (shape.of[0].is == Is::record) {  // its keys may stand in the rule itself, beside `says`
      Json inside = record(record_shape(shape.of[0].word));
      inside.find("properties")->set("says", reference_to("leaf_words"));
      one.find("anyOf")->push(std::move(inside));
    }
    choices_[index].second = any_of({one, list_of(one)});
    return reference_to(name);
  }
  Json rule_keys(const Shape& shape, const Json& value, bool table, const std::string& name = {}) {
    Json keys = Json::object({{"is", value}, {"says", reference_to("leaf_words")}});
    if (table) {
      keys.set("when", reference_to("leaf_predicate"));
      keys.set("by", any_of({scalar_schema(), list_of(scalar_schema())}));
      keys.set("cells", reference_to(name + "_cells"));
    }
    for (const KeyShape& extra : shape.extra) keys.set(extra.name, of(extra.shape));
    for (const KeyShape& key : common_keys()) keys.set(key.name, of(key.shape));
    return keys;
  }

  // ---- what stands at a leaf

  void leaves(Json& definitions) {
    const std::set<std::string_view> own = {"words",    "predicate", "event", "events",  "actions",
                                            "calendar", "date_set",  "flag",  "template"};
    for (const std::string_view word : leaf_words()) {
      if (own.contains(word)) continue;
      Json schema = scalar_schema();
      schema.set("description", describe_leaf(word));
      definitions.set(fmt::format("leaf_{}", word), std::move(schema));
    }
    definitions.set("leaf_flag", words_schema({"yes", "no"}));
    for (const std::string_view word : {"words", "template"}) {
      Json by_language =
          Json::object({{"type", "object"},
                        {"propertyNames", Json::object({{"pattern", "^[a-z]{2,3}(-[A-Za-z0-9]{2,4}){0,2}$"}})},
                        {"additionalProperties", scalar_schema()}});
      Json schema = any_of({scalar_schema(), std::move(by_language)});
      schema.set("description", describe_leaf(word));
      definitions.set(fmt::format("leaf_{}", word), std::move(schema));
    }
    predicates(definitions);
    events(definitions);
    actions(definitions);
    calendars(definitions);
  }
  void predicates(Json& definitions) {
    const Json values = any_of({scalar_schema(), list_of(scalar_schema())});
    Json tests = Json::object({{"not", any_of({values, reference_to("leaf_test")})}});
    for (const char* word : {"or_worse", "or_better", "at_least", "at_most", "below", "from", "before", "in", "like"})
      tests.set(word, scalar_schema());
    definitions.set("leaf_test", any_of({values, Json::object({{"type", "object"},
                                                               {"properties", std::move(tests)},
                                                               {"additionalProperties", false},
                                                               {"minProperties", 1},
                                                               {"maxProperties", 1}})}));
    const Json self = reference_to("leaf_predicate");
    definitions.set(
        "leaf_predicate",
        Json::object({{"type", "object"},
                      {"description", describe_leaf("predicate")},
                      {"minProperties", 1},
                      {"properties", Json::object({{"any", list_of(self)}, {"not", any_of({self, list_of(self)})}})},
                      {"propertyNames", Json::object({{"pattern", "^[a-z][a-z0-9_.-]*$"}})},
                      {"additionalProperties", reference_to("leaf_test")}}));
  }
  void events(Json& definitions) {
    Json attributes = Json::object();
    for (const std::string& each : event_attributes()) attributes.set(each, reference_to("leaf_test"));
    const Json narrowed =
        Json::object({{"type", "object"}, {"properties", std::move(attributes)}, {"additionalProperties", false}});
    const Json changed = any_of({scalar_schema(), reference_to("leaf_predicate")});
    definitions.set("leaf_event",
                    any_of({scalar_schema(), Json::object({{"type", "object"},
                                                           {"minProperties", 1},
                                                           {"maxProperties", 1},
                                                           {"properties", Json::object({{"changed", changed}})},
                                                           {"additionalProperties", narrowed}})}));
    const Json list = list_of(reference_to("leaf_event"));
    const Json all = Json::object({{"type", "object"},
                                   {"properties", Json::object({{"all", list}})},
                                   {"required", Json::array({"all"})},
                                   {"additionalProperties", false}});
    definitions.set("leaf_events", any_of({reference_to("leaf_event"), list, all}));
  }
  void actions(Json& definitions) {
    Json keys = Json::object({{"text", reference_to("leaf_words")},
                              {"who", scalar_schema()},
                              {"door", scalar_schema()},
                              {"when", reference_to("leaf_predicate")},
                              {"note", reference_to("leaf_words")},
                              {"title", reference_to("leaf_words")},
                              {"source", scalar_schema()},
                              {"clause", scalar_schema()}});
    for (const std::string& verb : action_verbs()) {
      Json what = any_of({scalar_schema(), list_of(scalar_schema()), Json::object({{"type", "null"}})});
      if (verb == "set") what = Json::object({{"type", "object"}, {"additionalProperties", scalar_schema()}});
      if (verb == "task") what = reference_to("leaf_words");
      keys.set(verb, std::move(what));
    }
    const Json one = any_of(
        {words_schema({"solve", "close", "reopen", "purge", "credit"}),
         Json::object({{"type", "object"}, {"properties", std::move(keys)}, {"additionalProperties", false}})});
    definitions.set("leaf_actions", any_of({one, list_of(one)}));
  }
  void calendars(Json& definitions) {
    const auto with_common = [&](Json keys) {
      for (const KeyShape& key : common_keys()) keys.set(key.name, of(key.shape));
      return keys;
    };
    const Json zone = any_of({scalar_schema(), list_of(scalar_schema())});
    const Json windows = Json::object({{"type", "object"}, {"additionalProperties", scalar_schema()}});
    const Json parts = list_of(reference_to("leaf_calendar"));
    Json keys = Json::object({{"zone", zone},
                              {"day", scalar_schema()},
                              {"open", windows},
                              {"dates", windows},
                              {"from", scalar_schema()},
                              {"to", scalar_schema()},
                              {"union", parts},
                              {"intersect", parts},
                              {"except", parts}});
    definitions.set("leaf_calendar",
                    any_of({scalar_schema(), Json::object({{"type", "object"},
                                                           {"description", describe_leaf("calendar")},
                                                           {"properties", with_common(std::move(keys))},
                                                           {"additionalProperties", false}})}));
    const Json sets = list_of(reference_to("leaf_date_set"));
    Json set_keys = Json::object({{"ics", scalar_schema()}, {"union", sets}, {"intersect", sets}, {"except", sets}});
    definitions.set("leaf_date_set", any_of({scalar_schema(), sets,
                                             Json::object({{"type", "object"},
                                                           {"properties", with_common(std::move(set_keys))},
                                                           {"additionalProperties", false}})}));
  }

  std::vector<std::pair<std::string, Json>> choices_;
};

}  // namespace

Json language_schema() { return SchemaPrinter().print(); }

}  // namespace yakusoku::program
