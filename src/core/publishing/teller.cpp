#include "core/publishing/teller.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/program/leaves.hpp"

namespace yakusoku::publishing {
namespace {

std::string with_blanks(std::string_view word) {
  std::string text(word);
  std::ranges::replace(text, '_', ' ');
  return text;
}

// The title stands in the entry, of a calendar in its first case.
const Json* title_of(const Json& entry) {
  if (entry.is_array())
    return entry.items().size() == 1 && entry.items()[0].find("is") ? entry.items()[0].find("is")->find("title")
                                                                    : nullptr;
  return entry.find("title");
}

std::string_view map_of_fact(std::string_view fact) {
  constexpr std::pair<std::string_view, std::string_view> maps[] = {
      {"kind", "kinds"},       {"plan", "plans"},
      {"product", "products"}, {"environment", "environments"},
      {"team", "teams"},       {"site", "sites"},
      {"channel", "doors"},    {"tier", "escalation.tiers"},
      {"session", "sessions"}, {"reason", "closing.reasons"},
      {"door", "doors"}};
  for (const auto& [name, map] : maps)
    if (name == fact) return map;
  return {};
}

}  // namespace

Teller::Teller(const program::Program& one_program, const Options& all_options)
    : program(one_program),
      options(all_options),
      japanese(all_options.language.starts_with("ja")),
      language(japanese ? "ja" : "en") {}

Words Teller::text(const Json* words, std::string_view otherwise) const {
  const std::string first = program.languages.empty() ? "en" : program.languages.front();
  if (!words || words->is_null()) return {std::string(otherwise), {}, {}, false};
  if (words->is_string()) return {words->string(), first == language ? std::string() : first, {}, false};
  if (!words->is_object() || words->members().empty()) return {std::string(otherwise), {}, {}, false};
  if (const auto found = words->get_string(language)) return {*found, {}, {}, false};
  if (const auto found = words->get_string(first)) return {*found, first, {}, false};
  const auto& [other, said] = words->members().front();
  return {said.is_string() ? said.string() : std::string(otherwise), other, {}, false};
}

Words Teller::text(const program::Text& words, std::string_view otherwise) const {
  if (words.empty()) return {std::string(otherwise), {}, {}, false};
  if (words.has(language)) return {std::string(words.in(language)), {}, {}, false};
  return {std::string(words.in(language)), words.by_language().front().first, {}, false};
}

const Json* Teller::part(std::initializer_list<std::string_view> names) const {
  const Json* at = &program.tree;
  for (std::string_view each : names) {
    at = at->find(each);
    if (!at) return nullptr;
  }
  return at;
}

Words Teller::title(std::string_view map, std::string_view id) const {
  const Json* at = nullptr;
  if (map == "sessions" || map == "packages") {
    at = part({"engagements", map});
  } else if (const std::size_t dot = map.find('.'); dot != std::string_view::npos) {
    at = part({map.substr(0, dot), map.substr(dot + 1)});
  } else {
    at = part({map});
  }
  const Json* entry = at ? at->find(id) : nullptr;
  if (!entry) return {word(id), {}, {}, false};
  const bool plain = entry->is_string() ||
                     (entry->is_object() && !entry->members().empty() && (entry->find("en") || entry->find("ja")));
  if (const Json* words = plain ? entry : title_of(*entry)) return text(words, word(id));
  return {word(id), {}, {}, false};
}

std::string Teller::level(std::string_view id) const {
  const std::string named = name("severity.levels", id);
  // A short sign ("1", "L1") is what people say on the phone; a longer id is the author's own.
  if (id.size() > 3 || named.find(id) != std::string::npos) return named;
  if (named == id) return std::string(id);
  return fmt::format("{}{}{}", id, japanese ? "：" : " – ", named);
}

std::string Teller::calendar(std::string_view id) const {
  if (id == "always" || id == "never") return word(id);
  const Words found = title("calendars", id);
  return found.text == word(id) ? std::string() : found.text;
}

std::string Teller::word(std::string_view id) const {
  const std::string_view known = term(japanese, id);
  return known.empty() ? with_blanks(id) : std::string(known);
}

std::string Teller::fact(std::string_view id) const {
  if (part({"facts", id})) {
    if (const Json* words = title_of(*part({"facts", id}))) return text(words).text;
  }
  if (id.starts_with("clock.")) return name("clocks", id.substr(6));
  if (id.starts_with("ledger.")) return name("ledgers", id.substr(7));
  return word(id);
}

std::string Teller::value(std::string_view of, std::string_view id) const {
  if (of == "severity" || of == "asked_severity") return id == "none" ? word("none") : level(id);
  // A fact of the program's own may have a name that means something else elsewhere.
  if (const Json* values = part({"facts", of, "values"}); values && values->is_object())
    if (const Json* entry = values->find(id))
      return text(entry->find("title") ? entry->find("title") : entry, word(id)).text;
  if (const std::string_view map = map_of_fact(of); !map.empty()) return name(map, id);
  return word(id);
}

std::string Teller::listed(const std::vector<std::string>& parts) const {
  std::string all;
  for (const std::string& each : parts) all += (all.empty() ? "" : japanese ? "、" : ", ") + each;
  return all;
}

std::string Teller::either(const std::vector<std::string>& parts) const {
  std::string all;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0)
      all += japanese ? (i + 1 == parts.size() && parts.size() == 2 ? "または" : "、")
                      : (i + 1 == parts.size() ? " or " : ", ");
    all += parts[i];
  }
  return all;
}

std::string Teller::joined_cases(const std::vector<std::string>& parts) const {
  std::string all;
  for (const std::string& each : parts)
    if (!each.empty()) all += (all.empty() ? "" : japanese ? "／" : "; ") + each;
  return all;
}

std::string Teller::named_case(std::string_view of, const std::vector<std::string>& keys) const {
  std::vector<std::string> values;
  for (const std::string& each : keys) values.push_back(value(of, each));
  return say("case.is", {{"fact", fact(of)}, {"values", keys.empty() ? say("case.others") : either(values)}});
}

std::string Teller::test(const Json& json) const {
  const std::string of = json.get_string("fact").value_or("");
  const Json* inner = json.find("not");
  std::vector<std::string> parts;
  const auto shown = [&](const Json& each) {
    return each.is_string() ? value(of, each.string()) : each.is_integer() ? std::to_string(each.integer()) : "";
  };
  for (const auto& [how, what] : (inner ? *inner : json).members()) {
    if (how == "fact" || how == "not") continue;
    if (how == "one_of" && what.is_array()) {
      std::vector<std::string> values;
      for (const Json& each : what.items()) values.push_back(shown(each));
      parts.push_back(either(values));
    } else if (how == "known") {
      parts.push_back(say(what == Json(true) ? "case.known" : "case.unknown"));
    } else if (how == "in" && what.is_string()) {
      const std::string named = calendar(what.string());
      parts.push_back(say("case.in", {{"value", named.empty() ? say("hours.support") : named}}));
    } else if (how == "like") {
      parts.push_back(say("case.like", {{"value", what.is_string() ? what.string() : ""}}));
    } else {
      parts.push_back(say("case." + how, {{"value", shown(what)}}));
    }
  }
  const std::string all = listed(parts);
  return say("case.is", {{"fact", fact(of)}, {"values", inner ? say("case.not", {{"value", all}}) : all}});
}

std::string Teller::cases(const Json& predicate, std::string_view without) const {
  std::vector<std::string> parts;
  if (const Json* all = predicate.find("all"); all && all->is_array())
    for (const Json& each : all->items())
      if (const std::string of = each.get_string("fact").value_or(""); of != without) parts.push_back(test(each));
  if (const Json* any = predicate.find("any"); any && any->is_array())
    for (const Json& alternatives : any->items()) {
      std::vector<std::string> choices;
      if (alternatives.is_array())
        for (const Json& each : alternatives.items()) choices.push_back(cases(each));
      parts.push_back(either(choices));
    }
  if (const Json* none = predicate.find("none"); none && none->is_array())
    for (const Json& each : none->items()) parts.push_back(say("case.except", {{"value", cases(each)}}));
  return joined_cases(parts);
}

std::string Teller::cases(const program::Predicate& predicate, std::string_view without) const {
  return predicate.always() ? std::string() : cases(program::to_json(predicate), without);
}

}  // namespace yakusoku::publishing
