// Values by their shape in the table of the language: numbers, dates, hours, records, choices.

#include <algorithm>

#include <fmt/format.h>

#include "base/zones.hpp"
#include "core/versions/meaning.hpp"
#include "core/versions/terms.hpp"
#include "core/versions/value_words.hpp"
#include "core/wording/time_words.hpp"

namespace yakusoku::versions {
namespace {

using program::Shape;
using Is = Shape::Is;

constexpr std::string_view week[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::string_view english_week[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::string_view japanese_week[] = {"月", "火", "水", "木", "金", "土", "日"};

}  // namespace

// ---- numbers, dates, hours

std::string ValueWords::number(const Json& number) const {
  if (!number.is_object() || number.members().empty()) return any(number);
  const auto& [word, value] = number.members().front();
  if (word == "fact" && value.is_string()) return fact(value.string());
  if (!value.is_array()) return any(number);
  std::vector<std::string> parts;
  for (const Json& each : value.items()) parts.push_back(this->number(each));
  const std::string_view sign = word == "add"        ? " + "
                                : word == "subtract" ? " - "
                                : word == "multiply" ? " × "
                                : word == "divide"   ? " ÷ "
                                                     : "";
  std::string text;
  for (const std::string& each : parts) text += (text.empty() ? "" : sign.empty() ? ", " : std::string(sign)) + each;
  return sign.empty() ? fmt::format("{}({})", word, text) : text;
}

std::string ValueWords::date(const Json& date) const {
  if (date.is_string()) {
    const auto day = zones::date_of(date.string());
    return day ? wording::date_words(language_, *day) : date.string();
  }
  if (const auto written = date.get_string("date")) return this->date(*written);
  if (const auto name = date.get_string("fact")) return fact(*name);
  return any(date);
}

std::string ValueWords::bound(const Json& bound) const {
  const bool least = bound.get_string("bound") == "at_least";
  std::string figure;
  if (const auto hundredths = bound.get_integer("hundredths_of_percent")) {
    figure = *hundredths % 100 == 0 ? fmt::format("{}%", *hundredths / 100)
                                    : fmt::format("{}.{:02}%", *hundredths / 100, *hundredths % 100);
  } else if (const auto seconds = bound.get_integer("seconds")) {
    figure = length(*seconds);
  } else {
    figure = fmt::format("{}", bound.get_integer("count").value_or(0));
  }
  if (japanese_) return figure + (least ? "以上" : "以下");
  return (least ? "at least " : "at most ") + figure;
}

std::string ValueWords::dates(const Json& dates) const {
  std::vector<std::string> parts;
  constexpr std::size_t shown = 12;
  if (!dates.is_array()) return any(dates);
  for (const Json& each : dates.items()) {
    if (parts.size() == shown) break;
    const std::string text = each.is_string() ? each.string() : to_text(each);
    if (text.size() == 5) {
      const int month = (text[0] - '0') * 10 + text[1] - '0', day = (text[3] - '0') * 10 + text[4] - '0';
      parts.push_back(japanese_ ? fmt::format("毎年{}月{}日", month, day) : fmt::format("every year on {}", text));
    } else {
      parts.push_back(date(text));
    }
  }
  std::string text = listed(parts);
  if (dates.items().size() > shown)
    text += japanese_ ? fmt::format("ほか{}日", dates.items().size() - shown)
                      : fmt::format(" and {} more", dates.items().size() - shown);
  return text;
}

std::string ValueWords::hours(const Json& calendar) const {
  if (calendar.is_string()) return reference("calendar", calendar.string());
  if (calendar.find("always")) return term("always", language_);
  if (calendar.find("never")) return term("never", language_);
  if (const auto name = calendar.get_string("calendar")) return reference("calendar", *name);
  std::vector<std::string> parts;
  if (const Json* open = calendar.find("open"); open && open->is_object()) {
    const auto windows = [&](std::size_t day) {
      const Json* list = open->find(week[day]);
      std::vector<std::string> written;
      if (list && list->is_array())
        for (const Json& each : list->items()) written.push_back(each.is_string() ? each.string() : to_text(each));
      return listed(written);
    };
    for (std::size_t day = 0; day < 7;) {
      const std::string text = windows(day);
      std::size_t last = day;
      while (last + 1 < 7 && windows(last + 1) == text) ++last;
      const auto& names = japanese_ ? japanese_week : english_week;
      const std::string days = last == day ? std::string(names[day])
                                           : fmt::format("{}{}{}", names[day], japanese_ ? "〜" : "-", names[last]);
      if (!text.empty()) parts.push_back(fmt::format("{} {}", days, text));
      day = last + 1;
    }
    return parts.empty() ? term("never", language_) : listed(parts);
  }
  if (calendar.find("from") && calendar.find("to")) {
    const auto moment = [&](const Json& end) {
      const std::string day = end.get_string("day").value_or("");
      const auto index = std::ranges::find(week, day) - std::begin(week);
      const std::string name = index < 7 ? std::string((japanese_ ? japanese_week : english_week)[index]) : day;
      return fmt::format("{} {} {}", name, end.get_string("time").value_or(""), end.get_string("zone").value_or(""));
    };
    return fmt::format("{} {} {}", moment(*calendar.find("from")), japanese_ ? "〜" : "to",
                       moment(*calendar.find("to")));
  }
  for (const char* word : {"union", "intersect", "except"}) {
    const Json* list = calendar.find(word);
    if (!list || !list->is_array()) continue;
    for (const Json& each : list->items()) parts.push_back(hours(each));
    const std::string_view kind(word);
    if (kind == "union") return joined(parts, false);
    if (kind == "intersect") return joined(parts, true);
    const std::string first = parts.empty() ? std::string() : parts.front();
    if (!parts.empty()) parts.erase(parts.begin());
    return japanese_ ? fmt::format("{}（{}を除く）", first, listed(parts))
                     : fmt::format("{} except {}", first, listed(parts));
  }
  return any(calendar);
}

// ---- by shape

std::string ValueWords::any(const Json& value) const {
  if (value.is_null()) return term("none", language_);
  if (value.is_string()) return term(value.string(), language_);
  if (value.is_bool()) return term(value.boolean() ? "yes" : "no", language_);
  if (value.is_integer()) return fmt::format("{}", value.integer());
  if (value.is_array()) {
    std::vector<std::string> parts;
    for (const Json& each : value.items()) parts.push_back(any(each));
    return parts.empty() ? term("none", language_) : listed(parts);
  }
  if (!value.is_object()) return to_text(value);
  std::vector<std::string> parts;
  for (const auto& [name, member] : value.members())
    parts.push_back(fmt::format("{}{}{}", term(name, language_), japanese_ ? "：" : ": ", any(member)));
  return listed(parts);
}

std::string ValueWords::leaf(std::string_view word, const Json& value) const {
  if (word == "words" || word == "template") {
    if (!value.is_array()) return quoted(text(value));
    std::vector<std::string> parts;
    for (const Json& each : value.items()) parts.push_back(quoted(text(each)));
    return listed(parts);
  }
  if (word == "amount" && value.is_object()) return amount(value);
  if (word == "predicate") return predicate(value);
  if (word == "event") return event(value);
  if (word == "events") return events(value);
  if (word == "actions" && value.is_array()) {
    std::vector<std::string> parts;
    for (const Json& each : value.items()) parts.push_back(action(each));
    return listed(parts);
  }
  if (word == "step_time" && value.is_object()) return step_time(value);
  if (word == "length" && value.is_integer()) return length(value.integer());
  if (word == "number") return number(value);
  if (word == "date") return date(value);
  if (word == "bound") return bound(value);
  if (word == "dates") return dates(value);
  if (word == "calendar") return hours(value);
  if (word == "fact" && value.is_string()) return fact(value.string());
  if (word == "language" && value.is_string()) return language_term(value.string(), language_);
  if (word == "severity" && value.is_string())
    return value == Json("vendor")  ? (japanese_ ? "サポート窓口が決定" : "set by support")
           : value == Json("asked") ? term("asked", language_)
                                    : reference("level", value.string());
  if (word == "proof" && value.is_string()) return event_term(value.string(), language_);
  return any(value);
}

std::string ValueWords::record(const program::RecordShape& shape, const Json& value) const {
  std::vector<std::string> parts;
  for (const auto& [name, member] : value.members()) {
    const program::KeyShape* key = shape.key(name);
    if (!key)
      for (const program::KeyShape& common : program::common_keys())
        if (common.name == name) key = &common;
    const std::string said = key ? this->value(key->shape, member) : any(member);
    parts.push_back(fmt::format("{}{}{}", key_term(name, language_), japanese_ ? "：" : ": ", said));
  }
  return parts.empty() ? term("none", language_) : listed(parts);
}

// What a rule or cell gives.
std::string ValueWords::given(const Shape& shape, const Json& value) const {
  const Json* is = value.find("is");
  std::string said = is ? this->value(shape.of[0], *is) : std::string();
  std::vector<std::string> more;
  for (const auto& [name, member] : value.members()) {
    if (name == "is" || name == "when") continue;
    const auto extra = std::ranges::find(shape.extra, name, &program::KeyShape::name);
    const std::string text = name == "says" || name == "title" ? quoted(this->text(member))
                             : extra != shape.extra.end()      ? this->value(extra->shape, member)
                                                               : any(member);
    more.push_back(fmt::format("{}{}{}", key_term(name, language_), japanese_ ? "：" : ": ", text));
  }
  if (more.empty()) return said;
  return said.empty() ? listed(more)
                      : fmt::format("{}{}{}{}", said, japanese_ ? "（" : " (", listed(more), japanese_ ? "）" : ")");
}

void ValueWords::table(const Shape& shape, const Json& by, const Json& cells, std::vector<Case> above,
                       std::vector<std::string>& parts) const {
  if (!cells.is_array() || above.size() >= by.items().size() || !by.items()[above.size()].is_string()) return;
  for (const Json& cell : cells.items()) {
    Case one;
    one.fact = by.items()[above.size()].string();
    if (const Json* keys = cell.find("keys"); keys && keys->is_array())
      for (const Json& key : keys->items())
        if (key.is_string()) one.values.emplace_back(key.string());
    one.other = one.values.empty();
    std::vector<Case> here = above;
    here.push_back(std::move(one));
    if (const Json* deeper = cell.find("cells")) {
      table(shape, by, *deeper, std::move(here), parts);
      continue;
    }
    Json plain = Json::object();
    for (const auto& [name, member] : cell.members())
      if (name != "keys") plain.set(name, member);
    std::string conditions = cases(here);
    conditions.erase(0, std::string_view(japanese_ ? "、" : ", ").size());
    parts.push_back(fmt::format("{}{}{}", conditions, japanese_ ? "：" : ": ", given(shape, plain)));
  }
}

std::string ValueWords::choice(const Shape& shape, const Json& value) const {
  if (value.is_object()) return given(shape, value);
  if (!value.is_array()) return this->value(shape.of[0], value);
  std::vector<std::string> parts;
  for (const Json& rule : value.items()) {
    const Json* by = rule.find("by");
    if (const Json* cells = rule.find("cells"); cells && by && by->is_array()) {
      table(shape, *by, *cells, {}, parts);
      continue;
    }
    const std::string said = given(shape, rule);
    const Json* when = rule.find("when");
    parts.push_back(!when       ? said
                    : japanese_ ? fmt::format("{}：{}", predicate(*when), said)
                                : fmt::format("{} ({})", said, predicate(*when)));
  }
  return listed(parts);
}

std::string ValueWords::value(const Shape& shape, const Json& value) const {
  if (value.is_null()) return term("none", language_);
  switch (shape.is) {
    case Is::leaf: return leaf(shape.word, value);
    case Is::literal: return any(value);
    case Is::reference: return value.is_string() ? reference(shape.word, value.string()) : any(value);
    case Is::list: {
      if (!value.is_array()) return this->value(shape.of[0], value);
      std::vector<std::string> parts;
      for (const Json& each : value.items()) parts.push_back(this->value(shape.of[0], each));
      return parts.empty() ? term("none", language_) : listed(parts);
    }
    case Is::names: {
      if (!value.is_object()) return any(value);
      std::vector<std::string> parts;
      for (const auto& [name, member] : value.members()) {
        const Json* title = member.find("title");
        parts.push_back(title ? text(*title) : name);
      }
      return parts.empty() ? term("none", language_) : listed(parts);
    }
    case Is::choice: return choice(shape, value);
    case Is::record: return value.is_object() ? record(program::record_shape(shape.word), value) : any(value);
    case Is::any_of: {
      const Shape& which = shape_of_value(shape, value);
      return &which == &shape ? any(value) : this->value(which, value);
    }
  }
  return {};
}

}  // namespace yakusoku::versions
