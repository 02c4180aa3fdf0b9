#include "core/versions/walk.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/versions/kinds.hpp"
#include "core/versions/meaning.hpp"

namespace yakusoku::versions {
namespace {

using program::Shape;
using Is = Shape::Is;

Shape leaf_shape(std::string word) {
  Shape shape;
  shape.is = Is::leaf;
  shape.word = std::move(word);
  return shape;
}

bool is_common(std::string_view key) {
  return key == "note" || key == "source" || key == "claims" || key == "clause";
}

std::string kind_of_common(std::string_view key) {
  return key == "claims" ? "claim_changed" : std::string(key) + "_changed";
}

// Whether the table of kinds tells parts of this place apart.
bool told_in_parts(std::string_view pattern) {
  return std::ranges::any_of(rows(), [&](const Row& row) {
    return row.pattern.size() > pattern.size() && row.pattern.starts_with(pattern) &&
           row.pattern[pattern.size()] == '.';
  });
}

const Json* member(const Json* json, std::string_view name) { return json ? json->find(name) : nullptr; }

// The pairs of a common longest row of equal items; what lies between them was added, removed or changed.
std::vector<std::pair<std::size_t, std::size_t>> kept_items(const Json::Array& before, const Json::Array& after) {
  const std::size_t n = before.size(), m = after.size();
  std::vector<std::vector<std::size_t>> longest(n + 1, std::vector<std::size_t>(m + 1, 0));
  for (std::size_t i = n; i-- > 0;)
    for (std::size_t j = m; j-- > 0;)
      longest[i][j] =
          before[i] == after[j] ? longest[i + 1][j + 1] + 1 : std::max(longest[i + 1][j], longest[i][j + 1]);
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t i = 0, j = 0; i < n && j < m;) {
    if (before[i] == after[j]) {
      pairs.emplace_back(i++, j++);
    } else if (longest[i + 1][j] >= longest[i][j + 1]) {
      ++i;
    } else {
      ++j;
    }
  }
  return pairs;
}

std::vector<std::string> names_of(const Json* map) {
  std::vector<std::string> names;
  if (map && map->is_object())
    for (const auto& [name, value] : map->members()) names.push_back(name);
  return names;
}
Json list_of(const std::vector<std::string>& names) {
  Json json = Json::array();
  for (const std::string& each : names) json.push(each);
  return json;
}

// note, source, claims and clause of a choice's rules and cells, in order.
void gather_remarks(const Json& rules, std::string_view key, Json& found) {
  if (!rules.is_array()) return;
  for (const Json& rule : rules.items()) {
    if (const Json* remark = rule.find(key)) found.push(*remark);
    if (const Json* cells = rule.find("cells")) gather_remarks(*cells, key, found);
  }
}

}  // namespace

const Shape& words_shape() {
  static const Shape shape = leaf_shape("words");
  return shape;
}
const Shape& text_shape() {
  static const Shape shape = leaf_shape("text");
  return shape;
}
const Shape& dates_shape() {
  static const Shape shape = leaf_shape("dates");
  return shape;
}

Place Place::key(std::string_view name) const {
  const std::string dot = path.empty() ? "" : ".";
  Place below{path + dot + std::string(name), pattern + dot + std::string(name), thing, std::string(name)};
  std::size_t parts = 0;
  const Row* row = row_of(below.pattern, parts);
  if (row && row->thing && row->pattern == below.pattern) below.thing = below.path;
  return below;
}
Place Place::name(std::string_view name) const {
  Place below{path + "." + std::string(name), pattern + ".*", thing, std::string(name)};
  std::size_t parts = 0;
  const Row* row = row_of(below.pattern, parts);
  if (row && row->thing && row->pattern == below.pattern) below.thing = below.path;
  return below;
}
Place Place::item(std::size_t index) const {
  Place below{fmt::format("{}[{}]", path, index), pattern + ".*", thing, last};
  std::size_t parts = 0;
  const Row* row = row_of(below.pattern, parts);
  if (row && row->thing && row->pattern == below.pattern) below.thing = below.path;
  return below;
}

Walk::Walk(const program::Program& before, const program::Program& after)
    : before_(before),
      after_(after),
      before_tree_(meaning_of(before, renames_between(before.tree, after.tree))),
      after_tree_(meaning_of(after, {})),
      before_space_(before_tree_),
      after_space_(after_tree_) {}

std::vector<Difference> Walk::run() {
  const Renames renames = renames_between(before_.tree, after_.tree);
  const auto tell_renames = [&](const auto& names, const char* kind, const char* where) {
    for (const auto& [old_name, new_name] : names) {
      const Json old_json(old_name), new_json(new_name);
      Place place{std::string(where) + "." + new_name, std::string(where) + ".*", std::string(where) + "." + new_name,
                  new_name};
      tell(kind, text_shape(), place, {&old_json, &new_json});
    }
  };
  tell_renames(renames.levels, "level_renamed", "severity.levels");
  tell_renames(renames.kinds, "kind_renamed", "kinds");
  tell_renames(renames.plans, "plan_renamed", "plans");
  record(program::record_shape("program"), {}, {&before_tree_, &after_tree_});
  for (Difference& each : found_)
    if (each.effect == Effect::neither) each.effect = effect_of(each);
  return std::move(found_);
}

Difference& Walk::tell(std::string kind, const Shape& shape, const Place& place, Pair pair) {
  Difference difference;
  difference.kind = std::move(kind);
  difference.path = place.path;
  difference.thing = place.thing;
  if (pair.before) difference.before = *pair.before;
  if (pair.after) difference.after = *pair.after;
  difference.shape = &shape;
  found_.push_back(std::move(difference));
  return found_.back();
}

Difference& Walk::tell(const Shape& shape, const Place& place, Pair pair) {
  std::size_t parts = 0;
  const Row* row = row_of(place.pattern, parts);
  std::string kind = "changed";
  if (row && row->thing) {
    const bool whole = row->pattern == place.pattern;
    kind = std::string(row->word) + (whole && !pair.before  ? "_added"
                                     : whole && !pair.after ? "_removed"
                                                            : "_changed");
  } else if (row) {
    kind = std::string(row->word);
  }
  return tell(std::move(kind), shape, place, pair);
}

void Walk::node(const Shape& shape, const Place& place, Pair pair) {
  if (pair.same()) return;
  std::size_t parts = 0;
  const Row* row = row_of(place.pattern, parts);
  const bool thing = row && row->thing && row->pattern == place.pattern;
  const bool one_sided = !pair.before || !pair.after;
  if (shape.is == Is::any_of) {
    const Shape& left = pair.before ? shape_of_value(shape, *pair.before) : shape_of_value(shape, *pair.after);
    const Shape& right = pair.after ? shape_of_value(shape, *pair.after) : left;
    if (&left == &right && &left != &shape) {
      node(left, place, pair);
    } else {
      tell(pair.after ? right : left, place, pair);
    }
    return;
  }
  if (shape.is == Is::choice && (place.pattern == "admit" || !(thing && one_sided))) {
    choice(shape, place, pair);
    return;
  }
  if (one_sided && (thing || !told_in_parts(place.pattern))) {
    tell(shape, place, pair);
    return;
  }
  const auto both = [&](auto is) { return (!pair.before || is(*pair.before)) && (!pair.after || is(*pair.after)); };
  const bool objects = both([](const Json& json) { return json.is_object(); });
  if (shape.is == Is::record && objects) {
    record(program::record_shape(shape.word), place, pair);
  } else if (shape.is == Is::names && objects) {
    names(shape, place, pair);
  } else if (shape.is == Is::list && both([](const Json& json) { return json.is_array(); })) {
    list(shape, place, pair);
  } else {
    tell(shape, place, pair);
  }
}

void Walk::record(const program::RecordShape& shape, const Place& place, Pair pair) {
  if (place.pattern.empty()) days(place.key("days"));
  for (const program::KeyShape& key : shape.keys) {
    if (place.pattern.empty() && key.name == "days") continue;
    // The kinds of notice are keys of the language, and things of the program.
    node(key.shape, place.pattern == "notices" ? place.name(key.name) : place.key(key.name),
         {member(pair.before, key.name), member(pair.after, key.name)});
  }
  std::vector<std::string> others = names_of(pair.before);
  for (const std::string& each : names_of(pair.after))
    if (std::ranges::find(others, each) == others.end()) others.push_back(each);
  for (const std::string& each : others) {
    if (shape.key(each)) continue;
    const Pair below{member(pair.before, each), member(pair.after, each)};
    if (below.same()) continue;
    if (place.pattern.empty() && each == "overlay_files") {
      overlays(place.key(each));
      continue;
    }
    const Shape* common = &text_shape();
    for (const program::KeyShape& key : program::common_keys())
      if (key.name == each) common = &key.shape;
    if (is_common(each)) {
      tell(kind_of_common(each), *common, place.key(each), below);
    } else {
      node(*common, place.key(each), below);
    }
  }
}

void Walk::names(const Shape& shape, const Place& place, Pair pair) {
  std::vector<std::string> all = names_of(pair.after);
  for (const std::string& each : names_of(pair.before))
    if (std::ranges::find(all, each) == all.end()) all.push_back(each);
  for (const std::string& each : all)
    node(shape.of[0], place.name(each), {member(pair.before, each), member(pair.after, each)});
  order_of_names(place, pair);
}

void Walk::order_of_names(const Place& place, Pair pair) {
  const bool values = place.pattern == "facts.*.values";
  if (place.pattern != "severity.levels" && place.pattern != "plans" && !values) return;
  std::vector<std::string> before = names_of(pair.before), after = names_of(pair.after);
  const auto keep_common = [](std::vector<std::string>& names, const std::vector<std::string>& others) {
    std::erase_if(names, [&](const std::string& each) { return std::ranges::find(others, each) == others.end(); });
  };
  keep_common(before, names_of(pair.after));
  keep_common(after, names_of(pair.before));
  if (before == after) return;
  const Json left = list_of(before), right = list_of(after);
  tell(values                     ? "fact_values_reordered"
       : place.pattern == "plans" ? "plans_reordered"
                                  : "levels_reordered",
       text_shape(), place, {&left, &right});
}

void Walk::list(const Shape& shape, const Place& place, Pair pair) {
  if (is_set(shape, place.last) || !pair.before || !pair.after || shape.of[0].is == Is::leaf) {
    const bool things = told_in_parts(place.pattern);
    if (!things || (pair.before && pair.after && is_set(shape, place.last))) {
      tell(shape, place, pair);
      return;
    }
  }
  static const Json::Array none;
  const Json::Array& before = pair.before ? pair.before->items() : none;
  const Json::Array& after = pair.after ? pair.after->items() : none;
  auto kept = kept_items(before, after);
  kept.emplace_back(before.size(), after.size());
  std::size_t i = 0, j = 0;
  for (const auto& [next_before, next_after] : kept) {
    while (i < next_before && j < next_after) {
      node(shape.of[0], place.item(j), {&before[i], &after[j]});
      ++i, ++j;
    }
    for (; i < next_before; ++i) tell(shape.of[0], place.item(i), {&before[i], nullptr});
    for (; j < next_after; ++j) tell(shape.of[0], place.item(j), {nullptr, &after[j]});
    i = next_before + 1;
    j = next_after + 1;
  }
}

// The clause of a choice's only rule: clocks tell whether it was written as a list.
ChoiceSide Walk::side(bool later, const Place& place, const Json* rules) const {
  ChoiceSide side{rules, later ? &after_space_ : &before_space_, place.path, place.path};
  const program::Program& program = later ? after_ : before_;
  if (place.pattern == "clocks.*.within") {
    const std::string name = place.path.substr(7, place.path.size() - 7 - std::string_view(".within").size());
    if (const program::ClockRule* clock = program.clock(name); clock && clock->within.rules.size() == 1)
      side.first_path = clock->within.rules.front().path;
  }
  if (place.pattern == "admit" && program.admit.size() == 1) side.first_path = program.admit.front().path;
  return side;
}

void Walk::choice(const Shape& shape, const Place& place, Pair pair) {
  const auto changes = changes_by_case(side(false, place, pair.before), side(true, place, pair.after));
  const bool calendars = place.pattern == "calendars.*";
  if (!changes) tell(shape, place, pair);
  for (const CaseChange& change : changes.value_or(std::vector<CaseChange>{})) {
    if (place.pattern == "clocks.*.within") {
      target(shape, place, change);
    } else if (calendars && change.before && change.after) {
      calendar(shape, place, change);
    } else {
      Place at = place;
      at.path = change.after ? change.after_path : change.before_path;
      if (place.pattern == "admit") at.thing = at.path;
      Difference& told =
          tell(shape, at, {change.before ? &*change.before : nullptr, change.after ? &*change.after : nullptr});
      if (calendars) told.kind = "calendar_hours_changed";
      told.cases = change.cases;
    }
  }
  remarks(place, pair);
}

void Walk::remarks(const Place& place, Pair pair) {
  for (const program::KeyShape& key : program::common_keys()) {
    if (!is_common(key.name)) continue;
    Json before = Json::array(), after = Json::array();
    if (pair.before) gather_remarks(*pair.before, key.name, before);
    if (pair.after) gather_remarks(*pair.after, key.name, after);
    if (before == after) continue;
    tell(kind_of_common(key.name), key.shape, place,
         {before.items().empty() ? nullptr : &before, after.items().empty() ? nullptr : &after});
  }
}

void Walk::target(const Shape& shape, const Place& place, const CaseChange& change) {
  const auto amount_of = [](const std::optional<Json>& given) -> const Json* {
    const Json* is = given ? given->find("is") : nullptr;
    return is && is->get_string("promise") != "none" ? is : nullptr;
  };
  const auto strength = [](const Json& amount) {
    const std::string promise = amount.get_string("promise").value_or("");
    return promise == "firm" ? 4 : promise == "aim" ? 3 : promise == "at_least" ? 2 : 1;
  };
  const auto plain_none = [](const std::optional<Json>& given) {
    return !given || *given == Json::object({{"is", Json::object({{"promise", "none"}})}});
  };
  const Json* before = amount_of(change.before);
  const Json* after = amount_of(change.after);
  // A deliberate empty cell and no cell at all are the same promise: none.
  if (!before && !after && plain_none(change.before) && plain_none(change.after)) return;
  std::string kind = after ? "target_added" : before ? "target_removed" : "target_words_changed";
  if (before && after) {
    kind = *before == *after                      ? "target_words_changed"
           : strength(*after) < strength(*before) ? "promise_softened"
           : strength(*after) > strength(*before) ? "promise_hardened"
                                                  : "target_changed";
  }
  Place at = place;
  at.path = change.after ? change.after_path : change.before_path;
  Difference& told =
      tell(kind, shape, at, {change.before ? &*change.before : nullptr, change.after ? &*change.after : nullptr});
  told.cases = change.cases;
  const Json* clocks = after_tree_.find("clocks");
  const Json* clock = clocks ? clocks->find(place.thing.substr(std::string_view("clocks.").size())) : nullptr;
  told.effect = effect_of_target(before, after, clock ? clock->get_string("owed_by").value_or("vendor") : "vendor");
}

void Walk::calendar(const Shape& shape, const Place& place, const CaseChange& change) {
  const Json &before = *change.before, &after = *change.after;
  const Json* left = before.find("is");
  const Json* right = after.find("is");
  const std::size_t told_before = found_.size();
  Place at = place;
  at.path = change.after_path;
  const auto add = [&](std::string kind, const Shape& as, Pair pair) {
    tell(std::move(kind), as, at, pair).cases = change.cases;
  };
  if (left && right && left->is_object() && right->is_object()) {
    const auto hours = [](const Json& calendar) {
      Json rest = Json::object();
      for (const auto& [name, value] : calendar.members())
        if (name != "zone" && name != "dates" && name != "day" && name != "title") rest.set(name, value);
      return rest;
    };
    const Json old_hours = hours(*left), new_hours = hours(*right);
    if (old_hours != new_hours) {
      add("calendar_hours_changed", shape.of[0], {&old_hours, &new_hours});
      found_.back().effect = effect_of_hours(old_hours, new_hours);
    }
    const auto part = [&](const char* key, const char* kind, const Shape& as) {
      const Pair pair{left->find(key), right->find(key)};
      if (!pair.same()) add(kind, as, pair);
    };
    part("zone", "calendar_zone_changed", text_shape());
    part("dates", "calendar_dates_changed", text_shape());
    part("day", "calendar_day_changed", text_shape());
    const Pair titles{left->find("title"), right->find("title")};
    if (!titles.same()) {
      Place title = at.key("title");
      title.pattern = place.pattern + ".title";
      tell(words_shape(), title, titles).cases = change.cases;
    }
  }
  if (found_.size() == told_before) tell(shape, at, {&before, &after}).cases = change.cases;
}

void Walk::overlays(const Place& place) {
  const Pair pair{before_tree_.find("overlay_files"), after_tree_.find("overlay_files")};
  static const Shape shape = [] {
    Shape one;
    one.is = Is::record;
    one.word = "program";
    return one;
  }();
  std::vector<std::string> all = names_of(pair.after);
  for (const std::string& each : names_of(pair.before))
    if (std::ranges::find(all, each) == all.end()) all.push_back(each);
  for (const std::string& each : all)
    node(shape, place.name(each), {member(pair.before, each), member(pair.after, each)});
}

std::vector<Difference> differences(const program::Program& before, const program::Program& after) {
  return Walk(before, after).run();
}

}  // namespace yakusoku::versions
