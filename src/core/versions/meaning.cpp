#include "core/versions/meaning.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace yakusoku::versions {
namespace {

using program::Shape;
using Is = Shape::Is;
using Names = std::map<std::string, std::string, std::less<>>;

// What a record's key says where it is not written: a word; "yes", "no" for flags; "" for an empty list.
struct DefaultValue {
  std::string_view record, key, value;
};
constexpr DefaultValue defaults[] = {
    {"program", "in_flight", "keep"},
    {"Fact", "personal", "no"},
    {"Kind", "exempt", ""},
    {"FormField", "optional", "no"},
    {"Level", "never", "no"},
    {"Admission", "accept", "no"},
    {"Clock", "owed_by", "vendor"},
    {"Clock", "reopening", "resume"},
    {"Clock", "replaced_by", ""},
    {"Clock", "steps", ""},
    {"Clock", "warn", ""},
    {"Plan", "bought", "yes"},
    {"Ledger", "carry", "no"},
    {"Door", "out", "no"},
    {"Door", "cc", "participants"},
    {"Escalation", "order", "free"},
    {"Closing", "survey", "no"},
    {"Session", "approval", "no"},
    {"Reopen", "within", "always"},
};

bool is_default(std::string_view record, std::string_view key, const Json& value) {
  const auto found = std::ranges::find_if(
      defaults, [&](const DefaultValue& each) { return each.record == record && each.key == key; });
  if (found == std::end(defaults)) return false;
  if (value.is_bool()) return found->value == (value.boolean() ? "yes" : "no");
  if (value.is_array()) return found->value.empty() && value.items().empty();
  return value.is_string() && !found->value.empty() && value.string() == found->value;
}

bool holds_always(const Json& predicate) {
  const Json* all = predicate.find("all");
  return !predicate.find("any") && !predicate.find("none") && all && all->is_array() && all->items().empty();
}

void sort_items(Json& list) {
  std::ranges::sort(list.items(), {}, [](const Json& each) { return to_text(each); });
  const auto rest = std::ranges::unique(list.items());
  list.items().erase(rest.begin(), rest.end());
}

std::string renamed(const Names* names, const std::string& word) {
  if (!names) return word;
  const auto found = names->find(word);
  return found == names->end() ? word : found->second;
}
void rename(const Names* names, Json& word) {
  if (word.is_string()) word = renamed(names, word.string());
  if (word.is_array())
    for (Json& each : word.items()) rename(names, each);
}

// "09:00-12:00", "12:00-18:00" is one window.
Json joined_windows(const Json& windows) {
  std::vector<std::string> joined;
  for (const Json& each : windows.items()) {
    if (!each.is_string()) return windows;
    const std::string& window = each.string();
    if (!joined.empty() && joined.back().size() == 11 && window.size() == 11 &&
        joined.back().substr(6) == window.substr(0, 5)) {
      joined.back() = joined.back().substr(0, 6) + window.substr(6);
    } else {
      joined.push_back(window);
    }
  }
  Json json = Json::array();
  for (std::string& each : joined) json.push(std::move(each));
  return json;
}

class Reducer {
 public:
  Reducer(const program::Program& program, const Renames& renames) : program_(program), renames_(renames) {}

  void reduce(const Shape& shape, std::string_view key, Json& value) const {
    switch (shape.is) {
      case Is::leaf: leaf(shape.word, value); return;
      case Is::literal: return;
      case Is::reference: rename(renames_.of_space(shape.word), value); return;
      case Is::list: list(shape, key, value); return;
      case Is::names: names(shape, key, value); return;
      case Is::choice: choice(shape, value); return;
      case Is::record: record(program::record_shape(shape.word), value); return;
      case Is::any_of: any_of(shape, key, value); return;
    }
  }

  void record(const program::RecordShape& shape, Json& value) const {
    if (!value.is_object()) return;
    for (auto& [name, member] : value.members()) {
      const program::KeyShape* key = shape.key(name);
      if (!key)
        for (const program::KeyShape& common : program::common_keys())
          if (common.name == name) key = &common;
      if (key) reduce(key->shape, name, member);
    }
    std::erase_if(value.members(), [&](const Json::Member& each) {
      const bool empty_predicate = each.second.is_object() && each.first == "when" && holds_always(each.second);
      return empty_predicate || is_default(shape.name, each.first, each.second);
    });
    // Keys in the order of the table: where they stand says nothing.
    std::ranges::stable_sort(value.members(), {}, [&](const Json::Member& each) {
      return std::ranges::find(shape.keys, each.first, &program::KeyShape::name) - shape.keys.begin();
    });
  }

 private:
  void words(Json& value) const {
    if (value.is_string())
      value = Json::object({{program_.languages.empty() ? "en" : program_.languages.front(), value}});
  }
  void test(const Names* names, Json& value) const {
    if (!value.is_object()) return;
    for (auto& [name, member] : value.members()) {
      if (name == "not") test(names, member);
      if (name == "one_of" || name == "or_worse" || name == "or_better") rename(names, member);
      if (name == "one_of" && member.is_array()) sort_items(member);
    }
  }
  void predicate(Json& value) const {
    if (Json* all = value.find("all"); all && all->is_array()) {
      for (Json& each : all->items()) test(renames_.of_fact(each.get_string("fact").value_or("")), each);
      sort_items(*all);
    }
    if (Json* any = value.find("any"); any && any->is_array()) {
      for (Json& alternatives : any->items()) {
        if (!alternatives.is_array()) continue;
        for (Json& each : alternatives.items()) predicate(each);
        sort_items(alternatives);
      }
      sort_items(*any);
    }
    if (Json* none = value.find("none"); none && none->is_array()) {
      for (Json& each : none->items()) predicate(each);
      sort_items(*none);
    }
  }
  void event(Json& value) const {
    if (Json* to = value.find("to")) test(renames_.of_fact(value.get_string("fact").value_or("")), *to);
    if (Json* narrowed = value.find("narrowed"); narrowed && narrowed->is_object()) {
      for (auto& [name, each] : narrowed->members()) test(nullptr, each);
      std::ranges::sort(narrowed->members(), {}, &Json::Member::first);
    }
  }
  void action(Json& value) const {
    const std::string verb = value.get_string("do").value_or("");
    if (Json* set = value.find("value"); set && verb == "set")
      rename(renames_.of_fact(value.get_string("fact").value_or("")), *set);
    if (Json* what = value.find("what"); what && verb == "open") rename(&renames_.kinds, *what);
    if (Json* text = value.find("text")) words(*text);
    if (Json* when = value.find("when")) predicate(*when);
  }
  static void drop_written(Json& amount) {
    if (amount.is_object())
      std::erase_if(amount.members(), [](const Json::Member& each) { return each.first == "written"; });
  }
  void calendar(Json& value) const {
    if (!value.is_object()) return;
    if (Json* open = value.find("open"); open && open->is_object())
      for (auto& [day, windows] : open->members())
        if (windows.is_array()) windows = joined_windows(windows);
    if (value.find("open") && !value.find("zone") && !program_.zone.empty())
      value.set("zone", Json::array({program_.zone}));
    for (const char* parts : {"union", "intersect", "except"})
      if (Json* list = value.find(parts); list && list->is_array()) {
        for (Json& each : list->items()) calendar(each);
        if (parts != std::string_view("except")) sort_items(*list);
      }
    if (value.get_string("day") == "close")
      std::erase_if(value.members(), [](const Json::Member& each) { return each.first == "day"; });
    if (Json* title = value.find("title")) words(*title);
  }
  void leaf(std::string_view word, Json& value) const {
    if (word == "words" || word == "template") words(value);
    if (word == "amount") drop_written(value);
    if (word == "step_time")
      if (Json* amount = value.find("from_start")) drop_written(*amount);
    if (word == "predicate") predicate(value);
    if (word == "event") event(value);
    if (word == "events")
      for (const char* which : {"any", "all"})
        if (Json* list = value.find(which); list && list->is_array()) {
          for (Json& each : list->items()) event(each);
          sort_items(*list);
        }
    if (word == "actions" && value.is_array())
      for (Json& each : value.items()) action(each);
    if (word == "severity") rename(&renames_.levels, value);
    if (word == "calendar") calendar(value);
  }
  void list(const Shape& shape, std::string_view key, Json& value) const {
    if (!value.is_array()) return;
    for (Json& each : value.items()) {
      reduce(shape.of[0], key, each);
      if (key == "form" && each.is_string()) each = Json::object({{"ask", each}});
    }
    if (is_set(shape, key)) sort_items(value);
  }
  // Where a thing may be a record or only its title, it becomes the record.
  void names(const Shape& shape, std::string_view key, Json& value) const {
    if (!value.is_object()) return;
    const Shape& item = shape.of[0];
    const bool titled = item.is == Is::any_of && item.of[0].is == Is::record;
    for (auto& [name, member] : value.members()) {
      reduce(item, key, member);
      if (titled && shape_of_value(item, member).is == Is::leaf) member = Json::object({{"title", member}});
    }
    if (shape.word == "level" || shape.word == "kind" || shape.word == "plan") rename_members(shape.word, value);
  }
  void rename_members(std::string_view space, Json& value) const {
    for (auto& [name, member] : value.members()) name = renamed(renames_.of_space(space), name);
  }
  void cells(const Shape& shape, const Json& by, std::size_t depth, Json& value) const {
    if (!value.is_array()) return;
    const std::string fact =
        depth < by.items().size() && by.items()[depth].is_string() ? by.items()[depth].string() : "";
    for (Json& cell : value.items()) {
      if (Json* keys = cell.find("keys")) rename(renames_.of_fact(fact), *keys);
      if (Json* deeper = cell.find("cells")) cells(shape, by, depth + 1, *deeper);
      rule(shape, cell);
    }
  }
  void rule(const Shape& shape, Json& value) const {
    if (!value.is_object()) return;
    if (Json* when = value.find("when")) predicate(*when);
    if (Json* is = value.find("is")) reduce(shape.of[0], "is", *is);
    if (Json* says = value.find("says")) words(*says);
    for (const program::KeyShape& extra : shape.extra)
      if (Json* member = value.find(extra.name)) reduce(extra.shape, extra.name, *member);
    for (const program::KeyShape& common : program::common_keys())
      if (Json* member = value.find(common.name)) reduce(common.shape, common.name, *member);
    std::erase_if(value.members(), [](const Json::Member& each) {
      return each.first == "when" && each.second.is_object() && holds_always(each.second);
    });
  }
  void choice(const Shape& shape, Json& value) const {
    if (!value.is_array()) return;
    for (Json& each : value.items()) {
      const Json* by = each.find("by");
      if (Json* table = each.find("cells"); table && by && by->is_array()) cells(shape, *by, 0, *table);
      rule(shape, each);
    }
  }
  void any_of(const Shape& shape, std::string_view key, Json& value) const {
    const Shape* names_shape = nullptr;
    for (const Shape& each : shape.of)
      if (each.is == Is::names) names_shape = &each;
    const bool plain_names =
        value.is_array() && std::ranges::all_of(value.items(), [](const Json& each) { return each.is_string(); });
    const Shape& item = shape_of_value(shape, value);
    if (names_shape && plain_names && item.is == Is::list && item.of[0].is == Is::leaf &&
        (item.of[0].word == "name" || item.of[0].word == "value")) {
      Json map = Json::object();  // a list of plain names makes them as a map would
      for (const Json& each : value.items()) map.set(each.string(), Json::object());
      value = std::move(map);
      return;
    }
    if (&item != &shape) reduce(item, key, value);
  }

  const program::Program& program_;
  const Renames& renames_;
};

bool reads(const Shape& shape, const Json& value) {
  const bool leaf = shape.is == Is::leaf;
  if (value.is_string()) {
    if (shape.is == Is::literal) return shape.word == value.string();
    return shape.is == Is::reference || (leaf && shape.word != "predicate" && shape.word != "flag" &&
                                         shape.word != "number" && shape.word != "amount");
  }
  if (value.is_bool()) return leaf && shape.word == "flag";
  if (value.is_number()) return leaf && (shape.word == "number" || shape.word == "integer" || shape.word == "length");
  if (value.is_array()) return shape.is == Is::list;
  if (!value.is_object()) return false;
  if (leaf && shape.word == "amount") return value.find("promise") != nullptr;
  if (leaf && shape.word == "predicate") return value.find("all") != nullptr;
  if (leaf && shape.word == "number") return value.members().size() == 1 && !value.members()[0].second.is_string();
  if (leaf && shape.word == "words")
    return !value.members().empty() && std::ranges::all_of(value.members(), [](const Json::Member& each) {
      return each.second.is_string() && each.first.size() == 2;
    });
  return shape.is == Is::record || shape.is == Is::names;
}

void add_renames(const Json* was, const char* key, const Json* old_names, const Json* new_names, Names& names) {
  const Json* map = was ? was->find(key) : nullptr;
  if (!map || !map->is_object() || !old_names || !old_names->is_object() || !new_names || !new_names->is_object())
    return;
  std::vector<std::string> taken;
  for (const auto& [old_name, new_name] : map->members()) {
    if (!new_name.is_string() || !old_names->find(old_name) || new_names->find(old_name)) continue;
    // Where the new name stood before, or two old ones become one, the old one is gone: it went into that.
    if (old_names->find(new_name.string()) || !new_names->find(new_name.string())) continue;
    if (std::ranges::find(taken, new_name.string()) != taken.end()) continue;
    taken.push_back(new_name.string());
    names[old_name] = new_name.string();
  }
}

const Json* below(const Json& tree, std::string_view first, std::string_view second) {
  const Json* found = tree.find(first);
  return found ? found->find(second) : nullptr;
}

}  // namespace

const Names* Renames::of_fact(std::string_view fact) const {
  if (fact == "severity" || fact == "asked_severity") return &levels;
  if (fact == "kind") return &kinds;
  if (fact == "plan" || fact == "contract.plan" || fact == "asset.plan") return &plans;
  return nullptr;
}

const Names* Renames::of_space(std::string_view space) const {
  return space == "level" ? &levels : space == "kind" ? &kinds : space == "plan" ? &plans : nullptr;
}

Renames renames_between(const Json& before, const Json& after) {
  Renames renames;
  const Json* was = after.find("was");
  for (const char* key : {"levels", "severity"})
    add_renames(was, key, below(before, "severity", "levels"), below(after, "severity", "levels"), renames.levels);
  add_renames(was, "kinds", before.find("kinds"), after.find("kinds"), renames.kinds);
  add_renames(was, "plans", before.find("plans"), after.find("plans"), renames.plans);
  return renames;
}

Json meaning_of(const program::Program& program, const Renames& renames) {
  Json tree = program.tree;
  const Reducer reducer(program, renames);
  reducer.record(program::record_shape("program"), tree);
  if (Json* overlays = tree.find("overlay_files"); overlays && overlays->is_object())
    for (auto& [name, overlay] : overlays->members()) reducer.record(program::record_shape("program"), overlay);
  return tree;
}

bool is_set(const Shape& list, std::string_view key) {
  if (key == "pick" || key == "then" || key == "first" || key == "languages" || key == "form" || key == "by")
    return false;
  const Shape& item = list.of[0];
  const auto plain = [](const Shape& shape) {
    return shape.is == Is::literal || shape.is == Is::reference ||
           (shape.is == Is::leaf && (shape.word == "name" || shape.word == "fact" || shape.word == "permission" ||
                                     shape.word == "proof" || shape.word == "language"));
  };
  return item.is == Is::any_of ? std::ranges::all_of(item.of, plain) : plain(item);
}

const Shape& shape_of_value(const Shape& shape, const Json& value) {
  if (shape.is != Is::any_of) return shape;
  for (const Shape& each : shape.of)
    if (each.is == Is::literal && reads(each, value)) return each;
  for (const Shape& each : shape.of)
    if (each.is == Is::leaf && each.word == "words" && reads(each, value)) return each;
  for (const Shape& each : shape.of)
    if (reads(each, value)) return each;
  return shape;
}

}  // namespace yakusoku::versions
