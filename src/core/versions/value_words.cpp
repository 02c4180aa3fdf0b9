#include "core/versions/value_words.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "core/versions/terms.hpp"
#include "core/wording/time_words.hpp"

namespace yakusoku::versions {
namespace {

const Json* resolve(const Json& json, std::string_view rest) {
  if (rest.empty()) return &json;
  if (rest.starts_with('.')) rest.remove_prefix(1);
  if (rest.starts_with('[') && json.is_array()) {
    std::size_t index = 0;
    const auto read = std::from_chars(rest.data() + 1, rest.data() + rest.size(), index);
    const std::size_t end = rest.find(']');
    if (read.ec != std::errc() || end == std::string_view::npos || index >= json.items().size()) return nullptr;
    return resolve(json.items()[index], rest.substr(end + 1));
  }
  if (!json.is_object()) return nullptr;
  for (const auto& [name, value] : json.members()) {
    if (!rest.starts_with(name)) continue;
    const std::string_view after = rest.substr(name.size());
    if (!after.empty() && after[0] != '.' && after[0] != '[') continue;
    if (const Json* found = resolve(value, after)) return found;
  }
  return nullptr;
}

std::string map_of(std::string_view space) {
  if (space == "level") return "severity.levels";
  if (space == "reason") return "closing.reasons";
  if (space == "session" || space == "package") return fmt::format("engagements.{}s", space);
  return std::string(space) + "s";
}

std::string wall_time(std::int64_t seconds) { return fmt::format("{}:{:02}", seconds / 3600, seconds / 60 % 60); }

}  // namespace

const Json* ValueWords::at(const Json& tree, std::string_view path) const { return resolve(tree, path); }

std::string ValueWords::length(std::int64_t seconds) const { return wording::length_words(language_, seconds); }
std::string ValueWords::quoted(const std::string& text) const { return japanese_ ? "「" + text + "」" : text; }
std::string ValueWords::listed(const std::vector<std::string>& parts) const {
  std::string text;
  for (const std::string& each : parts) text += (text.empty() ? "" : japanese_ ? "、" : ", ") + each;
  return text;
}
std::string ValueWords::joined(const std::vector<std::string>& parts, bool all) const {
  std::string text;
  const std::string_view between = japanese_ ? (all ? "、かつ" : "、または") : all ? " and " : " or ";
  for (const std::string& each : parts) text += (text.empty() ? std::string() : std::string(between)) + each;
  return text;
}

std::string ValueWords::text(const Json& words) const {
  if (words.is_string()) return words.string();
  if (!words.is_object() || words.members().empty()) return any(words);
  for (const std::string& wanted : {language_, first_language_})
    if (const auto found = words.get_string(wanted)) return *found;
  const Json& first = words.members().front().second;
  return first.is_string() ? first.string() : to_text(words);
}

std::string ValueWords::name_of(std::string_view path) const {
  for (const Json* tree : trees_) {
    const Json* found = at(*tree, path);
    const Json* title = found ? found->find("title") : nullptr;
    if (!title && found && path.starts_with("calendars.") && found->is_array() && !found->items().empty()) {
      const Json* is = found->items()[0].find("is");
      title = is ? is->find("title") : nullptr;
    }
    if (title) return text(*title);
    if (found && path.starts_with("marks.") && (found->is_string() || (found->is_object() && !found->find("means"))))
      return text(*found);
  }
  // A list's entry has no name but its place.
  const std::size_t bracket = path.rfind('[');
  if (bracket != std::string_view::npos && path.ends_with(']')) {
    int index = 0;
    std::from_chars(path.data() + bracket + 1, path.data() + path.size(), index);
    return japanese_ ? fmt::format("{}件目", index + 1) : fmt::format("no. {}", index + 1);
  }
  if (path.starts_with("overlay_files.")) return std::string(path.substr(std::string_view("overlay_files.").size()));
  const std::size_t dot = path.rfind('.');
  return std::string(dot == std::string_view::npos ? path : path.substr(dot + 1));
}

std::string ValueWords::titled(std::string_view map, std::string_view name) const {
  return name_of(fmt::format("{}.{}", map, name));
}

std::string ValueWords::reference(std::string_view space, std::string_view name) const {
  if (space == "calendar" && (name == "always" || name == "never")) return term(name, language_);
  if (name == "none") return term(name, language_);
  const std::string title = titled(map_of(space), name);
  if (space == "level" && title.find(name) == std::string::npos)
    return japanese_ ? fmt::format("{}（{}）", name, title) : fmt::format("{} ({})", name, title);
  return title == name ? term(name, language_) : quoted(title);
}

// ---- facts and predicates

std::string ValueWords::fact(std::string_view name) const {
  for (const Json* tree : trees_)
    if (at(*tree, fmt::format("facts.{}", name))) return titled("facts", name);
  if (name.starts_with("clock.")) return titled("clocks", name.substr(6));
  if (name.starts_with("ledger.")) return titled("ledgers", name.substr(7));
  return term(name, language_);
}

std::string ValueWords::fact_value(std::string_view name, std::string_view value) const {
  if (name == "severity" || name == "asked_severity") return reference("level", value);
  for (const char* space : {"kind", "plan", "product", "environment", "team", "site"})
    if (name == space) return reference(space, value);
  if (name == "channel") return reference("door", value);
  if (name == "language") return language_term(value, language_);
  const std::string path = fmt::format("facts.{}.values", name);
  for (const Json* tree : trees_)
    if (at(*tree, path + "." + std::string(value))) return quoted(titled(path, value));
  return term(value, language_);
}

std::string ValueWords::test(std::string_view name, const Json& test) const {
  if (!test.is_object()) return any(test);
  const std::string what = fact(name);
  if (const Json* inner = test.find("not")) {
    const std::string text = this->test(name, *inner);
    return japanese_ ? text + "、以外" : "not: " + text;
  }
  std::vector<std::string> parts;
  for (const auto& [word, value] : test.members()) {
    if (word == "fact") continue;
    if (word == "one_of" && value.is_array()) {
      std::vector<std::string> values;
      for (const Json& each : value.items())
        values.push_back(each.is_string() ? fact_value(name, each.string()) : any(each));
      const bool flag =
          value.items().size() == 1 && (value.items()[0] == Json("yes") || value.items()[0] == Json("no"));
      if (flag && japanese_) {
        parts.push_back(fmt::format("{}：{}", what, values[0]));
      } else {
        parts.push_back(japanese_ ? fmt::format("{}が{}", what, joined(values, false).replace(0, 0, ""))
                                  : fmt::format("{} is {}", what, joined(values, false)));
      }
      continue;
    }
    const std::string shown = value.is_string() ? fact_value(name, value.string()) : any(value);
    if (word == "known")
      parts.push_back(value == Json(true) ? (japanese_ ? what + "がわかっている" : what + " is known")
                                          : (japanese_ ? what + "が不明" : what + " is unknown"));
    if (word == "or_worse")
      parts.push_back(japanese_ ? fmt::format("{}が{}以上", what, shown)
                                : fmt::format("{} is {} or worse", what, shown));
    if (word == "or_better")
      parts.push_back(japanese_ ? fmt::format("{}が{}以下", what, shown)
                                : fmt::format("{} is {} or better", what, shown));
    if (word == "at_least")
      parts.push_back(japanese_ ? fmt::format("{}が{}以上", what, shown)
                                : fmt::format("{} is at least {}", what, shown));
    if (word == "at_most")
      parts.push_back(japanese_ ? fmt::format("{}が{}以下", what, shown)
                                : fmt::format("{} is at most {}", what, shown));
    if (word == "below")
      parts.push_back(japanese_ ? fmt::format("{}が{}未満", what, shown)
                                : fmt::format("{} is below {}", what, shown));
    if (word == "from")
      parts.push_back(japanese_ ? fmt::format("{}が{}以降", what, shown)
                                : fmt::format("{} is {} or later", what, shown));
    if (word == "before")
      parts.push_back(japanese_ ? fmt::format("{}が{}より前", what, shown)
                                : fmt::format("{} is before {}", what, shown));
    if (word == "like")
      parts.push_back(japanese_ ? fmt::format("{}が{}に合う", what, shown)
                                : fmt::format("{} is like {}", what, shown));
    if (word == "in" && value.is_string()) {
      const std::string calendar = reference("calendar", value.string());
      parts.push_back(japanese_ ? fmt::format("{}が{}の時間内", what, calendar)
                                : fmt::format("{} is within {}", what, calendar));
    }
  }
  return joined(parts, true);
}

std::string ValueWords::predicate(const Json& predicate) const {
  std::vector<std::string> parts;
  if (const Json* all = predicate.find("all"); all && all->is_array())
    for (const Json& each : all->items()) parts.push_back(test(each.get_string("fact").value_or(""), each));
  if (const Json* any = predicate.find("any"); any && any->is_array())
    for (const Json& alternatives : any->items()) {
      std::vector<std::string> choices;
      if (alternatives.is_array())
        for (const Json& each : alternatives.items()) choices.push_back(this->predicate(each));
      const std::string either = joined(choices, false);
      parts.push_back(japanese_ ? fmt::format("（{}）", either) : fmt::format("({})", either));
    }
  if (const Json* none = predicate.find("none"); none && none->is_array())
    for (const Json& each : none->items())
      parts.push_back(japanese_ ? fmt::format("（{}）ではない", this->predicate(each))
                                : fmt::format("not ({})", this->predicate(each)));
  if (parts.empty()) return japanese_ ? "すべて" : "all requests";
  return joined(parts, true);
}

std::string ValueWords::cases(const std::vector<Case>& cases) const {
  std::vector<std::string> parts;
  for (const Case& each : cases) {
    if (!each.condition.is_null()) {
      parts.push_back(each.condition.members().empty() ? fact(each.fact) : test(each.fact, each.condition));
      continue;
    }
    std::vector<std::string> values;
    for (const auto& value : each.values)
      values.push_back(value ? fact_value(each.fact, *value) : japanese_ ? "指定なし" : "not given");
    if (each.other) values.push_back(japanese_ ? "その他" : "any other");
    const std::string text = listed(values);
    if (each.all_but) {
      parts.push_back(japanese_ ? fmt::format("{}が{}以外", fact(each.fact), text)
                                : fmt::format("{} other than {}", fact(each.fact), text));
    } else {
      parts.push_back(japanese_ ? fact(each.fact) + text : fact(each.fact) + " " + text);
    }
  }
  std::string text;
  for (const std::string& each : parts) text += (japanese_ ? "、" : ", ") + each;
  return text;
}

// ---- amounts

std::string ValueWords::bare_amount(const Json& amount) const {
  const std::string form = amount.get_string("form").value_or("");
  const std::string calendar =
      amount.get_string("calendar") ? reference("calendar", *amount.get_string("calendar")) : std::string();
  const std::string time = length(amount.get_integer("seconds").value_or(0));
  const std::int64_t days = amount.get_integer(form == "moment" ? "day" : "days").value_or(0);
  if (form == "length") return time;
  if (form == "length_in")
    return japanese_ ? fmt::format("{}の時間内で{}", calendar, time) : fmt::format("{} within {}", time, calendar);
  if (form == "length_then_in")
    return japanese_ ? fmt::format("{}（{}の時間外に当たる場合は、次の開始時）", time, calendar)
                     : fmt::format("{} (outside {}: by its next opening)", time, calendar);
  if (form == "business_days")
    return japanese_ ? fmt::format("{} 営業日（{}）", days, calendar)
                     : fmt::format("{} business day{} ({})", days, days == 1 ? "" : "s", calendar);
  if (form == "by_next_opening")
    return japanese_ ? fmt::format("{}の次の開始時まで", calendar)
                     : fmt::format("by the next opening of {}", calendar);
  if (form == "by_fact" || form == "from_fact") {
    const std::string name = fact(amount.get_string("fact").value_or(""));
    return form == "from_fact" ? name : japanese_ ? name + "まで" : "by " + name;
  }
  if (form == "moment") {
    const std::string which = amount.get_string("time").value_or("");
    const std::string when = which == "at"      ? wall_time(amount.get_integer("time_of_day").value_or(0))
                             : which == "close" ? (japanese_ ? "終業" : "close")
                                                : (japanese_ ? "始業" : "opening");
    if (japanese_) {
      const std::string day = days == 0 ? "当日" : days == 1 ? "翌営業日" : fmt::format("{} 営業日後", days);
      return fmt::format("{}の{}まで（{}）", day, when, calendar);
    }
    const std::string day = days == 0   ? "the same day"
                            : days == 1 ? "the next business day"
                                        : fmt::format("business day {}", days);
    return fmt::format("by {} on {} ({})", when, day, calendar);
  }
  return amount.get_string("written").value_or("");
}

std::string ValueWords::amount(const Json& amount) const {
  const std::string promise = amount.get_string("promise").value_or("");
  if (promise == "none" || promise.empty()) return term("none", language_);
  if (promise == "best_effort") return japanese_ ? "ベストエフォート" : "best effort";
  const std::string bare = bare_amount(amount);
  if (promise == "aim") return japanese_ ? fmt::format("目安{}", bare) : fmt::format("aim for {}", bare);
  if (promise == "at_least") return japanese_ ? fmt::format("最短でも{}", bare) : fmt::format("at least {}", bare);
  return bare;
}

std::string ValueWords::step_time(const Json& time) const {
  if (const auto percent = time.get_integer("percent"))
    return japanese_ ? fmt::format("期限までの{}%が経過した時点", *percent) : fmt::format("at {}%", *percent);
  if (const auto lead = time.get_integer("seconds_before_due"))
    return japanese_ ? fmt::format("期限の{}前", length(*lead)) : fmt::format("{} before it is due", length(*lead));
  if (const auto late = time.get_integer("seconds_late"))
    return japanese_ ? fmt::format("期限の{}後", length(*late)) : fmt::format("{} late", length(*late));
  if (const Json* start = time.find("from_start"))
    return japanese_ ? fmt::format("開始から{}", amount(*start)) : fmt::format("after {}", amount(*start));
  return japanese_ ? "期限の時点" : "when it is due";
}

// ---- events and actions

std::string ValueWords::event(const Json& event) const {
  if (!event.is_object()) return any(event);
  const std::string name = event.get_string("event").value_or("");
  std::string text;
  if (const auto clock = event.get_string("clock"))
    text = japanese_ ? fmt::format("{}の{}", reference("clock", *clock), event_term(name, language_))
                     : fmt::format("{} of {}", event_term(name, language_), reference("clock", *clock));
  else if (const auto changed = event.get_string("fact"))
    text = japanese_ ? fmt::format("{}の変更", fact(*changed)) : fmt::format("change of {}", fact(*changed));
  else
    text = event_term(name, language_);
  if (const Json* to = event.find("to"))
    text += fmt::format("{}{}{}", japanese_ ? "（" : " (", test(event.get_string("fact").value_or(""), *to),
                        japanese_ ? "）" : ")");
  if (const Json* narrowed = event.find("narrowed"); narrowed && narrowed->is_object())
    for (const auto& [name_of_test, each] : narrowed->members())
      text += fmt::format("{}{}{}", japanese_ ? "（" : " (", test(name_of_test, each), japanese_ ? "）" : ")");
  return text;
}

std::string ValueWords::events(const Json& events) const {
  if (!events.is_object()) return any(events);
  for (const char* which : {"any", "all"}) {
    const Json* list = events.find(which);
    if (!list || !list->is_array()) continue;
    std::vector<std::string> parts;
    for (const Json& each : list->items()) parts.push_back(event(each));
    return joined(parts, which == std::string_view("all"));
  }
  return event(events);
}

std::string ValueWords::action(const Json& action) const {
  const std::string verb = action.get_string("do").value_or("");
  const std::string what = action.get_string("what").value_or("");
  const std::string who = action.get_string("who").value_or("");
  const std::string words = action.find("text") ? text(*action.find("text")) : std::string();
  const auto say = [&](std::string_view en, std::string_view ja, const std::string& value) {
    std::string phrase(japanese_ ? ja : en);
    if (const std::size_t at = phrase.find("{}"); at != std::string::npos) phrase.replace(at, 2, value);
    return phrase;
  };
  std::string said;
  if (verb == "tell") said = say("tell {}", "{}に知らせる", term(what, language_));
  if (verb == "remind")
    said = say("remind {}", "{}にご確認をお願いする", term(what.empty() ? "customer" : what, language_));
  if (verb == "task") said = say("task \"{}\"", "作業「{}」を作る", words);
  if (verb == "assign") said = say("assign {}", "担当を割り当てる{}", what.empty() ? "" : term(what, language_));
  if (verb == "escalate")
    said = say("escalate to {}", "{}にエスカレーションする", reference("escalation.level", what));
  if (verb == "allow")
    said = say("the customer may escalate to {}", "お客様が{}までエスカレーションできる",
               reference("escalation.level", what));
  if (verb == "set")
    said = say("set {}", "{}に設定する",
               fact(action.get_string("fact").value_or("")) + (japanese_ ? "を" : " to ") +
                   fact_value(action.get_string("fact").value_or(""), action.get_string("value").value_or("")));
  if (verb == "solve") said = say("solve", "解決済みにする", "");
  if (verb == "close") said = say("close: {}", "クローズする（{}）", reference("reason", what));
  if (verb == "reopen") said = say("reopen", "再開する", "");
  if (verb == "open") said = say("open {}", "{}を作成する", reference("kind", what));
  if (verb == "spend") said = say("take from {}", "{}を消費する", reference("ledger", what));
  if (verb == "refund") said = say("give back to {}", "{}に返却する", reference("ledger", what));
  if (verb == "purge") said = say("delete the data", "データを削除する", "");
  if (verb == "credit") said = say("credit {}", "サービスクレジット{}", what);
  if (said.empty()) said = verb + " " + what;
  std::vector<std::string> more;
  if (!who.empty()) more.push_back(term(who, language_));
  if (const auto door = action.get_string("door")) more.push_back(reference("door", *door));
  if (verb != "task" && !words.empty()) more.push_back(words);
  if (const Json* when = action.find("when")) more.push_back(predicate(*when));
  if (more.empty()) return said;
  return fmt::format("{}{}{}{}", said, japanese_ ? "（" : " (", listed(more), japanese_ ? "）" : ")");
}

}  // namespace yakusoku::versions
