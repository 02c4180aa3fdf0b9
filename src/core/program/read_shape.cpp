#include "core/program/read_shape.hpp"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "base/assert.hpp"
#include "core/program/calendars_written.hpp"
#include "core/program/choice_form.hpp"
#include "core/program/leaf_values.hpp"
#include "core/program/words.hpp"

namespace yakusoku::program {
namespace {

using Is = Shape::Is;

const Shape* record_in(const Shape& shape) {
  if (shape.is == Is::record) return &shape;
  for (const Shape& each : shape.of)
    if (shape.is == Is::any_of && each.is == Is::record) return &each;
  return nullptr;
}

bool is_leaf_of(const Shape& shape, std::string_view word) { return shape.is == Is::leaf && shape.word == word; }

ValueForm form_of(const Shape& value) {
  ValueForm form;
  const auto look = [&](const Shape& shape) {
    if (shape.is == Is::list || is_leaf_of(shape, "events") || is_leaf_of(shape, "actions")) form.list = true;
    if (is_leaf_of(shape, "events") || is_leaf_of(shape, "event") || is_leaf_of(shape, "calendar")) form.map = true;
  };
  look(value);
  if (value.is == Is::any_of) std::ranges::for_each(value.of, look);
  if (const Shape* record = record_in(value)) {
    for (const KeyShape& key : record_shape(record->word).keys)
      if (key.name != "when") form.inline_keys.push_back(key.name);
  }
  return form;
}

class ShapeReader {
 public:
  ShapeReader(bool partial, Report& report, Gathered& gathered)
      : partial_(partial), report_(report), gathered_(gathered) {
    sink_.report = &report;
    sink_.references = &gathered.references;
    sink_.facts = &gathered.facts;
    sink_.events = &gathered.events;
  }

  Json record(const Node& node, const RecordShape& shape, const std::string& key,
              std::vector<std::string> beside = {}) {
    if (!node.is_map()) {
      report_.error("bad_shape", node.place, key, fmt::format("{} is expected", describe_record(shape)),
                    fmt::format("a map with {}", keys_of(shape)));
      return {};
    }
    Json json = Json::object();
    for (const Node::Entry& entry : node.entries) {
      if (std::ranges::find(beside, entry.key) != beside.end()) continue;
      const std::string below = key.empty() ? entry.key : key + "." + entry.key;
      if (const KeyShape* known = shape.key(entry.key)) {
        if (entry.key == "source") remark(entry, key);
        json.set(entry.key, read(entry.value, known->shape, below));
      } else if (!common(entry, key, json)) {
        unknown_key(entry, below, shape, beside);
      }
    }
    if (const Node* level = shape.name == "EscalationLevel" ? node.find("level") : nullptr)
      define("escalation_level", level->text, level->place, key + ".level");
    for (const KeyShape& each : shape.keys) {
      if (each.required && !partial_ && !node.has(each.name)) {
        report_.error("missing_key", node.place, key.empty() ? each.name : key + "." + each.name,
                      fmt::format("{} needs the key `{}`", describe_record(shape), each.name), each.help);
      }
    }
    return json;
  }

 private:
  static std::string describe_record(const RecordShape& shape) { return shape.help; }
  static std::string keys_of(const RecordShape& shape) {
    std::vector<std::string> keys;
    for (const KeyShape& each : shape.keys) keys.push_back(each.name);
    return one_of(keys);
  }

  // title, note, source, claims, clause.
  bool common(const Node::Entry& entry, const std::string& key, Json& json) {
    for (const KeyShape& each : common_keys()) {
      if (each.name != entry.key) continue;
      remark(entry, key);
      json.set(entry.key, read(entry.value, each.shape, key.empty() ? entry.key : key + "." + entry.key));
      return true;
    }
    return false;
  }
  void remark(const Node::Entry& entry, const std::string& key) {
    Finding finding{Weight::note, "", entry.key_place, key, "", ""};
    if (entry.key == "note") {
      finding.code = "author_choice";
      finding.message = entry.value.is_map() && !entry.value.entries.empty() ? entry.value.entries.front().value.text
                                                                             : entry.value.text;
    } else if (entry.key == "source" && entry.value.is("missing")) {
      finding.code = "source_missing";
      finding.message = "the page leaves this out; the adopter fills it";
    } else {
      if (entry.key == "claims")
        for (const Node::Entry& claim : entry.value.entries)
          gathered_.claims.push_back({key, claim.key, claim.value.text, claim.key_place});
      return;
    }
    gathered_.remarks.push_back(std::move(finding));
  }
  void unknown_key(const Node::Entry& entry, const std::string& below, const RecordShape& shape,
                   const std::vector<std::string>& beside) {
    std::vector<std::string> known = beside;
    for (const KeyShape& each : shape.keys) known.push_back(each.name);
    for (const KeyShape& each : common_keys()) known.push_back(each.name);
    report_unknown_key(entry, below, known);
  }
  void report_unknown_key(const Node::Entry& entry, const std::string& below, const std::vector<std::string>& known) {
    const std::string guess = nearest(entry.key, known);
    report_.error("unknown_key", entry.key_place, below,
                  fmt::format("the key `{}` is not known here{}", entry.key,
                              guess.empty() ? "" : "; did you mean `" + guess + "`?"),
                  one_of(known));
  }

  Json read(const Node& node, const Shape& shape, const std::string& key) {
    if (report_.full()) return {};
    switch (shape.is) {
      case Is::leaf: return leaf(node, shape.word, key);
      case Is::literal: return literal(node, shape, key);
      case Is::reference: return reference(node, shape.word, {}, key);
      case Is::list: return list(node, shape, key);
      case Is::names: return names(node, shape, key);
      case Is::choice: return choice(node, shape, key);
      case Is::record: return record(node, record_shape(shape.word), key);
      case Is::any_of: return any_of(node, shape, key);
    }
    return {};
  }

  void bad_shape(const Node& node, const Shape& shape, const std::string& key) {
    const std::string found = node.is_empty()    ? "nothing stands here"
                              : node.is_scalar() ? fmt::format("`{}` does not fit here", node.text.substr(0, 60))
                              : node.is_list()   ? "a list does not fit here"
                                                 : "a map does not fit here";
    report_.error("bad_shape", node.place, key, found, describe(shape));
  }

  Json literal(const Node& node, const Shape& shape, const std::string& key) {
    if (!node.is(shape.word)) bad_shape(node, shape, key);
    return node.text;
  }
  Json reference(const Node& node, const std::string& space, std::vector<std::string> others,
                 const std::string& key) {
    if (!node.is_scalar()) {
      report_.error("bad_shape", node.place, key, "one name is expected", fmt::format("the name of a {}", space));
      return {};
    }
    gathered_.references.push_back({space, node.text, node.place, key, std::move(others)});
    return node.text;
  }
  Json list(const Node& node, const Shape& shape, const std::string& key) {
    Json json = Json::array();
    if (!node.is_list()) {
      if (node.is_empty()) {
        bad_shape(node, shape, key);
      } else {
        json.push(read(node, shape.of[0], key));
      }
      return json;
    }
    for (std::size_t i = 0; i < node.items.size(); ++i)
      json.push(read(node.items[i], shape.of[0], fmt::format("{}[{}]", key, i)));
    return json;
  }
  Json names(const Node& node, const Shape& shape, const std::string& key) {
    if (!node.is_map()) {
      bad_shape(node, shape, key);
      return {};
    }
    const bool dots =
        shape.word.empty() || shape.word == "version" || shape.word == "product" || shape.word == "text";
    Json json = Json::object();
    for (const Node::Entry& entry : node.entries) {
      const std::string below = key + "." + entry.key;
      if (!is_name(entry.key, dots) || entry.key == "else") {
        report_.error("bad_name", entry.key_place, below, fmt::format("`{}` is no name", entry.key.substr(0, 60)),
                      "letters, digits, _ and -");
      }
      define(shape.word, entry.key, entry.key_place, below);
      json.set(entry.key, read(entry.value, shape.of[0], below));
    }
    return json;
  }
  void define(const std::string& space, const std::string& name, const Place& place, const std::string& key) {
    if (!space.empty()) gathered_.names[space].push_back({name, place, key});
  }

  // ---- a value by case

  Json choice(const Node& node, const Shape& shape, const std::string& key) {
    if (node.is_empty() || (node.is_list() && node.items.empty())) {
      bad_shape(node, shape, key);
      return {};
    }
    Json rules = Json::array();
    const ValueForm form = form_of(shape.of[0]);
    for (const RuleForm& rule : rules_of(node, key, form)) rules.push(read_rule(rule, shape, form, node.is_list()));
    return rules;
  }
  Json read_rule(const RuleForm& rule, const Shape& shape, const ValueForm& form, bool in_list) {
    if (rule.bare) {
      if (in_list && !form.list && !form.map) {
        report_.error("bad_rule", rule.node->place, rule.key, "a rule is expected in this list",
                      "{when: predicate, is: " + describe(shape.of[0]) + "}");
        return {};
      }
      return Json::object({{"is", read(*rule.value, shape.of[0], rule.key)}});
    }
    Json json = Json::object();
    if (rule.when) json.set("when", to_json(read_predicate(*rule.when, rule.key + ".when", sink_)));
    if (rule.in_rule) {
      const Shape* inside = record_in(shape.of[0]);
      json.set("is", record(*rule.node, record_shape(inside->word), rule.key, {"when", "says"}));
      return json;
    }
    rule_keys(rule, shape, json);
    if (rule.value && (rule.by || rule.cells)) {
      report_.error("bad_rule", rule.node->place, rule.key, "a rule has either `is` or a table",
                    "is, or by and cells");
    } else if (rule.value) {
      json.set("is", read(*rule.value, shape.of[0], rule.key + ".is"));
    } else if (rule.by && rule.cells) {
      table(rule, shape, form, json);
    } else if (partial_ && rule.cells) {
      // Single cells of a table that the base has: what is wrong with them shows when the overlay is laid.
    } else {
      report_.error("bad_rule", rule.node->place, rule.key,
                    rule.by      ? "the table lacks `cells`"
                    : rule.cells ? "the table lacks `by`"
                                 : "the rule lacks `is`",
                    "{when: predicate, is: VALUE} or {by: [fact, ..], cells: {value: VALUE}}");
    }
    return json;
  }
  // Keys beside when, is, by, cells: the words to print, a note, and what the table allows beside `is`.
  void rule_keys(const RuleForm& rule, const Shape& shape, Json& json) {
    std::vector<std::string> known = {"when", "is", "by", "cells", "says"};
    for (const KeyShape& each : shape.extra) known.push_back(each.name);
    for (const Node::Entry& entry : rule.node->entries) {
      const std::string below = rule.key + "." + entry.key;
      if (entry.key == "says") {
        json.set("says", leaf(entry.value, "words", below));
        continue;
      }
      const auto extra = std::ranges::find(shape.extra, entry.key, &KeyShape::name);
      if (extra != shape.extra.end()) {
        json.set(entry.key, read(entry.value, extra->shape, below));
        continue;
      }
      if (std::ranges::find(known, entry.key) != known.end()) continue;
      if (!common(entry, rule.key, json)) {
        for (const KeyShape& each : common_keys()) known.push_back(each.name);
        report_unknown_key(entry, below, known);
      }
    }
  }
  void table(const RuleForm& rule, const Shape& shape, const ValueForm& form, Json& json) {
    const std::vector<std::string> facts = facts_of_table(*rule.by);
    Json by = Json::array();
    for (const std::string& fact : facts) {
      if (!is_fact_name(fact)) {
        report_.error("bad_table", rule.by->place, rule.key + ".by", "facts are expected", "by: [severity]");
        return;
      }
      by.push(fact);
    }
    if (facts.empty() || facts.size() > 6) {
      report_.error("bad_table", rule.by->place, rule.key + ".by", "a table goes by one to six facts",
                    "by: [severity]");
      return;
    }
    json.set("by", std::move(by));
    json.set("cells", cells(*rule.cells, facts, 0, shape, form, rule.key + ".cells"));
  }
  Json cells(const Node& node, const std::vector<std::string>& facts, std::size_t depth, const Shape& shape,
             const ValueForm& form, const std::string& key) {
    Json json = Json::array();
    if (!node.is_map() || node.entries.empty()) {
      report_.error(
          "bad_table", node.place, key, "cells are expected",
          fmt::format("{{value of {}: {}}}", facts[std::min(depth, facts.size() - 1)], describe(shape.of[0])));
      return json;
    }
    std::vector<std::string> seen;
    for (const Node::Entry& entry : node.entries) {
      const std::string below = key + "." + entry.key;
      Json branch = Json::object();
      Json keys = Json::array();
      for (const std::string& each : cell_keys(entry.key)) {
        if (std::ranges::find(seen, each) != seen.end()) {
          report_.error("duplicate_cell", entry.key_place, below, fmt::format("there are two cells for `{}`", each),
                        "each value once");
        }
        seen.push_back(each);
        keys.push(each);
      }
      std::vector<std::string> values = cell_keys(entry.key);
      std::erase_if(
          values, [](const std::string& value) { return value == "unknown" || value == "known" || value == "none"; });
      sink_.use(facts[depth], std::move(values), false, true, entry.key_place, below);
      branch.set("keys", std::move(keys));
      const CellForm cell = cell_of(entry.value, below, depth + 1, facts.size(), form);
      if (cell.deeper) {
        branch.set("cells", cells(*cell.deeper, facts, depth + 1, shape, form, below));
      } else {
        const Json value = read_rule(cell.rule, shape, form, false);
        if (value.is_object())
          for (const auto& [name, member] : value.members()) branch.set(name, member);
      }
      json.push(std::move(branch));
    }
    return json;
  }

  // ---- alternatives

  Json any_of(const Node& node, const Shape& shape, const std::string& key) {
    if (node.is_scalar()) return scalar_of(node, shape, key);
    const Shape* names_shape = nullptr;
    for (const Shape& each : shape.of)
      if (each.is == Is::names) names_shape = &each;
    for (const Shape& each : shape.of) {
      if (!node.is_list() || each.is != Is::list) continue;
      if (names_shape) {  // a list of plain names makes them as a map would
        for (std::size_t i = 0; i < node.items.size(); ++i) {
          if (node.items[i].is_scalar())
            define(names_shape->word, node.items[i].text, node.items[i].place, fmt::format("{}[{}]", key, i));
        }
      }
      return list(node, each, key);
    }
    if (node.is_map()) {
      const Shape* chosen = map_of(node, shape);
      if (chosen) return read(node, *chosen, key);
    }
    bad_shape(node, shape, key);
    return {};
  }
  static bool speaks_languages(const Node& node) {
    return !node.entries.empty() && std::ranges::all_of(node.entries, [](const Node::Entry& entry) {
      return is_language(entry.key) && entry.value.is_scalar();
    });
  }
  const Shape* map_of(const Node& node, const Shape& shape) const {
    const Shape* fallback = nullptr;
    for (const Shape& each : shape.of) {
      const bool words = is_leaf_of(each, "words");
      if (words && speaks_languages(node)) return &each;
      const bool takes_map = each.is == Is::record || each.is == Is::names || is_leaf_of(each, "predicate") ||
                             is_leaf_of(each, "calendar");
      if (takes_map && !fallback) fallback = &each;
    }
    return fallback;
  }
  Json scalar_of(const Node& node, const Shape& shape, const std::string& key) {
    std::vector<std::string> words;
    std::string spaces;
    for (const Shape& each : shape.of) {
      if (each.is == Is::literal && node.text == each.word) return node.text;
      if (each.is == Is::literal) words.push_back(each.word);
      if (each.is == Is::reference) spaces += (spaces.empty() ? "" : "|") + each.word;
    }
    const Shape* last = nullptr;
    for (const Shape& each : shape.of) {
      if (each.is != Is::leaf || each.word == "predicate") continue;
      last = &each;
      if (each.word == "flag" && !node.is("yes") && !node.is("no")) continue;
      if (each.word == "number" && !looks_like_number(node.text)) continue;
      return leaf(node, each.word, key);
    }
    if (!spaces.empty()) return reference(node, spaces, std::move(words), key);
    if (last && words.empty()) return leaf(node, last->word, key);
    for (const Shape& each : shape.of)
      if (each.is == Is::list) return list(node, each, key);
    bad_shape(node, shape, key);
    return {};
  }

  Json leaf(const Node& node, const std::string& word, const std::string& key) {
    if (word == "predicate") return to_json(read_predicate(node, key, sink_));
    if (word == "calendar") return read_calendar_json(node, key);
    if (word == "date_set") return read_date_set_json(node, key);
    LeafNames more{gathered_.zones, gathered_.languages, gathered_.texts};
    return read_leaf(node, word, key, sink_, more);
  }
  CalendarNotes calendar_notes() {
    return {gathered_.zones, gathered_.ics, [this](const Node::Entry& entry, const std::string& key) {
              Json ignored;
              common(entry, key, ignored);
            }};
  }
  Json read_calendar_json(const Node& node, const std::string& key) {
    CalendarNotes notes = calendar_notes();
    Json json = to_json(read_calendar(node, key, sink_, notes));
    const Node* title = node.find("title");
    if (title && (title->is_scalar() || speaks_languages(*title))) json.set("title", to_json(read_text(*title, "")));
    return json;
  }
  Json read_date_set_json(const Node& node, const std::string& key) {
    CalendarNotes notes = calendar_notes();
    return read_date_set(node, key, sink_, notes);
  }

  bool partial_;
  Report& report_;
  Gathered& gathered_;
  Sink sink_;
};

}  // namespace

Json read_record(const Node& node, const RecordShape& shape, const std::string& key, bool partial, Report& report,
                 Gathered& gathered) {
  return ShapeReader(partial, report, gathered).record(node, shape, key);
}

ValueForm value_form(std::string_view record, std::string_view key) {
  const KeyShape* shape = record_shape(record).key(key);
  ASSERT(shape && shape->shape.is == Is::choice);
  return form_of(shape->shape.of[0]);
}

std::string describe(const Shape& shape) {
  switch (shape.is) {
    case Is::leaf: return describe_leaf(shape.word);
    case Is::literal: return fmt::format("`{}`", shape.word);
    case Is::reference: return fmt::format("the name of a {}", shape.word);
    case Is::list: return fmt::format("a list of {}", describe(shape.of[0]));
    case Is::names: return fmt::format("a map of NAME: {}", describe(shape.of[0]));
    case Is::choice: return describe(shape.of[0]) + ", or by case";
    case Is::record: return record_shape(shape.word).help + " (a map)";
    case Is::any_of: {
      std::vector<std::string> parts;
      for (const Shape& each : shape.of) parts.push_back(describe(each));
      return one_of(parts);
    }
  }
  return {};
}

}  // namespace yakusoku::program
