#include "core/program/leaf_values.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/assert.hpp"
#include "core/program/notices.hpp"
#include "core/program/read_shape.hpp"
#include "core/program/words.hpp"

namespace yakusoku::program {
namespace {

using Reader = Json (*)(const Node&, const std::string&, const Sink&, LeafNames&);

struct Leaf {
  std::string_view word;
  std::string_view description;
  Reader read;
};

const Leaf& leaf_of(std::string_view word);

std::string shown(const Node& node) {
  if (node.is_empty()) return "nothing stands here";
  if (node.is_list()) return "a list does not fit here";
  if (node.is_map()) return "a map does not fit here";
  return fmt::format("`{}` does not fit here", node.text.substr(0, 60));
}

Json refuse(const Node& node, std::string_view word, const std::string& key, const Sink& sink) {
  sink.error(fmt::format("bad_{}", word), node.place, key, shown(node), describe_leaf(word));
  return {};
}

Json read_plain(const Node& node, const std::string& key, const Sink& sink, LeafNames&) {
  return node.is_scalar() ? Json(node.text) : refuse(node, "text", key, sink);
}
Json read_words(const Node& node, const std::string& key, const Sink& sink, LeafNames& names) {
  if (node.is_scalar()) return node.text;
  if (!node.is_map() || node.entries.empty()) return refuse(node, "words", key, sink);
  Json json = Json::object();
  for (const Node::Entry& entry : node.entries) {
    const std::string below = key + "." + entry.key;
    if (!is_language(entry.key)) {
      sink.error("bad_language", entry.key_place, below, fmt::format("`{}` is no language", entry.key.substr(0, 60)),
                 describe_leaf("language"));
      continue;
    }
    names.languages.push_back({entry.key, entry.key_place, below});
    if (!entry.value.is_scalar()) return refuse(entry.value, "text", below, sink);
    json.set(entry.key, entry.value.text);
  }
  names.texts.push_back({read_text(node, ""), node.place, key});
  return json;
}
Json read_name(const Node& node, const std::string& key, const Sink& sink, LeafNames&) {
  return node.is_scalar() && is_name(node.text, true) ? Json(node.text) : refuse(node, "name", key, sink);
}
Json read_fact(const Node& node, const std::string& key, const Sink& sink, LeafNames&) {
  if (!node.is_scalar() || !is_fact_name(node.text)) return refuse(node, "fact", key, sink);
  sink.use(node.text, {}, false, false, node.place, key);
  return node.text;
}
Json read_language(const Node& node, const std::string& key, const Sink& sink, LeafNames&) {
  return node.is_scalar() && is_language(node.text) ? Json(node.text) : refuse(node, "language", key, sink);
}
Json read_value(const Node& node, const std::string& key, const Sink& sink, LeafNames&) {
  return node.is_scalar() && !node.text.empty() ? Json(node.text) : refuse(node, "value", key, sink);
}
Json read_flag(const Node& node, const std::string& key, const Sink& sink, LeafNames&) {
  if (!node.is("yes") && !node.is("no")) return refuse(node, "flag", key, sink);
  return node.is("yes");
}
Json read_integer(const Node& node, const std::string& key, const Sink& sink, LeafNames&) {
  const auto number = node.is_scalar() ? parse_integer(node.text) : std::nullopt;
  return number ? Json(*number) : refuse(node, "integer", key, sink);
}
Json read_zone(const Node& node, const std::string& key, const Sink& sink, LeafNames& names) {
  if (!node.is_scalar()) return refuse(node, "zone", key, sink);
  names.zones.push_back({node.text, node.place, key});
  return node.text;
}
Json read_month_day(const Node& node, const std::string& key, const Sink& sink, LeafNames&) {
  const bool fits = node.is_scalar() && node.text.size() == 5 && is_date("2024-" + node.text);
  return fits ? Json(node.text) : refuse(node, "month_day", key, sink);
}
Json read_word_of(const Node& node, std::string_view leaf, const std::vector<std::string>& known,
                  const std::string& key, const Sink& sink) {
  if (node.is_scalar() && std::ranges::find(known, node.text) != known.end()) return node.text;
  const std::string guess = node.is_scalar() ? nearest(node.text, known) : std::string();
  sink.error(fmt::format("bad_{}", leaf), node.place, key,
             shown(node) + (guess.empty() ? "" : "; did you mean `" + guess + "`?"), one_of(known));
  return {};
}
Json read_phase(const Node& node, const std::string& key, const Sink& sink, LeafNames&) {
  static const std::vector<std::string> phases = {"beta", "current", "maintained", "extended", "ended"};
  return read_word_of(node, "phase", phases, key, sink);
}
Json read_permission(const Node& node, const std::string& key, const Sink& sink, LeafNames&) {
  static const std::vector<std::string> permissions = {"open", "reply", "follow", "escalate", "reopen", "book"};
  return read_word_of(node, "permission", permissions, key, sink);
}
Json read_severity(const Node& node, const std::string& key, const Sink& sink, LeafNames&) {
  if (!node.is_scalar()) return refuse(node, "severity", key, sink);
  if (!node.is("asked") && !node.is("vendor") && !node.is("none") && sink.references)
    sink.references->push_back({"level", node.text, node.place, key, {"asked", "vendor", "none"}});
  return node.text;
}
Json read_proof(const Node& node, const std::string& key, const Sink& sink, LeafNames&) {
  if (!node.is_scalar() || !is_fact_name(node.text)) return refuse(node, "proof", key, sink);
  sink.refer("proof", node.text, node.place, key);
  return node.text;
}
Json read_one_event(const Node& node, const std::string& key, const Sink& sink, LeafNames&) {
  const EventList events = read_events(node, key, sink);
  if (events.patterns.size() != 1 || node.is_list()) return refuse(node, "event", key, sink);
  return to_json(events.patterns.front());
}
Json read_many_actions(const Node& node, const std::string& key, const Sink& sink, LeafNames&) {
  Json json = Json::array();
  for (const Action& action : read_actions(node, key, sink)) json.push(to_json(action));
  return json;
}

// ---- words of mails

std::vector<std::string> placeholders_in(NoticeKind kind) {
  std::vector<std::string> names;
  for (const Placeholder& each : placeholders())
    if (each.known_in(kind)) names.push_back(fmt::format("{{{}}}", each.name));
  return names;
}
std::string listed_once(std::vector<std::string>& seen, std::string name) {
  if (std::ranges::find(seen, name) != seen.end()) return {};
  seen.push_back(name);
  return name;
}
void check_placeholders(const Node& words, NoticeKind kind, const std::string& key, const Sink& sink) {
  std::vector<std::string> seen;
  const std::vector<std::string> known = placeholders_in(kind);
  for (const TemplatePart& part : template_parts(words.text)) {
    if (part.is == TemplatePart::Is::words || listed_once(seen, part.text).empty()) continue;
    if (part.is == TemplatePart::Is::fault) {
      sink.error("bad_placeholder", words.place, key, fmt::format("`{}` is no placeholder", part.text.substr(0, 60)),
                 "{request.number} and the like; `{{` and `}}` for braces");
      continue;
    }
    const Placeholder* found = placeholder(part.text);
    if (found && found->known_in(kind)) continue;
    const std::string written = fmt::format("{{{}}}", part.text.substr(0, 60));
    const std::string guess = found ? std::string() : nearest(written, known);
    sink.error(found ? "misplaced_placeholder" : "unknown_placeholder", words.place, key,
               found ? fmt::format("`{}` is not known in the notice `{}`", written, word_of(kind))
                     : fmt::format("there is no placeholder `{}`{}", written,
                                   guess.empty() ? "" : "; did you mean `" + guess + "`?"),
               one_of(known));
  }
}
// The words of notices.KIND.subject or notices.KIND.text.
Json read_template(const Node& node, const std::string& key, const Sink& sink, LeafNames& names) {
  const Json json = read_words(node, key, sink, names);
  if (json.is_null()) return json;
  const auto path = cut(key, '.');
  const auto kind = path.size() == 3 ? notice_kind(path[1]) : std::nullopt;
  ASSERT(kind.has_value());
  const auto look = [&](const Node& words, const std::string& below) {
    if (path[2] == "subject" && trimmed(words.text).find('\n') != std::string_view::npos)
      sink.error("subject_of_lines", words.place, below, "a subject is one line", "words without a line break");
    if (trimmed(words.text).empty())
      sink.error("empty_words", words.place, below, "nothing stands here",
                 "words, or no key: then the house says it");
    check_placeholders(words, *kind, below, sink);
  };
  if (node.is_scalar()) {
    look(node, key);
    names.texts.push_back({read_text(node, ""), node.place, key});
  }
  for (const Node::Entry& entry : node.entries)
    if (is_language(entry.key)) look(entry.value, key + "." + entry.key);
  return json;
}

constexpr Leaf leaf_table[] = {
    {"text", "plain words", read_plain},
    {"words", "words, or {en: .., ja: ..}", read_words},
    {"name", "a name of letters, digits, _ and -", read_name},
    {"fact", "a fact, such as severity or contact.role", read_fact},
    {"language", "a language, such as en or ja", read_language},
    {"value", "a value", read_value},
    {"flag", "yes or no", read_flag},
    {"integer", "a whole number", read_integer},
    {"number", "a whole number, a fact, or a formula such as 3 * contract.licences",
     [](const Node& node, const std::string& key, const Sink& sink, LeafNames&) {
       return to_json(read_number(node, key, sink));
     }},
    {"date", "a date such as 2026-04-01, a fact, now, DATE + length, or next PERIOD after DATE",
     [](const Node& node, const std::string& key, const Sink& sink, LeafNames&) {
       return to_json(read_date(node, key, sink));
     }},
    {"length", "a length, such as 1h30m",
     [](const Node& node, const std::string& key, const Sink& sink, LeafNames&) {
       return Json(read_length(node, key, sink).seconds);
     }},
    {"term", "a length, such as 18mo; months are the calendar's",
     [](const Node& node, const std::string& key, const Sink& sink, LeafNames&) {
       return to_json(read_calendar_length(node, key, sink));
     }},
    {"amount", "an amount, such as 30m, 4h in CAL, 2bd in CAL or none",
     [](const Node& node, const std::string& key, const Sink& sink, LeafNames&) {
       return to_json(read_amount(node, key, sink));
     }},
    {"bound", "at least or at most with a number, a percentage or a length",
     [](const Node& node, const std::string& key, const Sink& sink, LeafNames&) {
       return to_json(read_bound(node, key, sink));
     }},
    {"span", "a period, or any N months",
     [](const Node& node, const std::string& key, const Sink& sink, LeafNames&) {
       return to_json(read_span(node, key, sink));
     }},
    {"zone", "a time zone, such as Asia/Tokyo, UTC-8 or contract.zone", read_zone},
    {"month_day", "a month and a day, MM-DD", read_month_day},
    {"phase", "beta, current, maintained, extended or ended", read_phase},
    {"event", "an event", read_one_event},
    {"events", "an event, or a list of events",
     [](const Node& node, const std::string& key, const Sink& sink, LeafNames&) {
       return to_json(read_events(node, key, sink));
     }},
    {"actions", "an action such as {tell: owner}, or a list of them", read_many_actions},
    {"step_time", "50%, 10m before, a firm amount from the start, due, or 2h late",
     [](const Node& node, const std::string& key, const Sink& sink, LeafNames&) {
       return to_json(read_step_time(node, key, sink));
     }},
    {"severity", "a level, asked, vendor or none", read_severity},
    {"permission", "open, reply, follow, escalate, reopen or book", read_permission},
    {"proof", "a fact, a mark or an event", read_proof},
    {"template", "words with placeholders such as {request.number}, or {en: .., ja: ..}", read_template},
    // Read by read_shape.cpp itself, which knows more than one node.
    {"predicate", "a predicate, such as {severity: 1}", nullptr},
    {"calendar", "a calendar", nullptr},
    {"date_set", "dates", nullptr},
};

const Leaf& leaf_of(std::string_view word) {
  const auto found = std::ranges::find(leaf_table, word, &Leaf::word);
  ASSERT(found != std::end(leaf_table));
  return *found;
}

}  // namespace

Json read_leaf(const Node& node, const std::string& word, const std::string& key, const Sink& sink,
               LeafNames& names) {
  const Leaf& leaf = leaf_of(word);
  ASSERT(leaf.read != nullptr);
  return leaf.read(node, key, sink, names);
}

std::string describe_leaf(std::string_view word) { return std::string(leaf_of(word).description); }

bool is_language(std::string_view text) {
  const auto parts = cut(text, '-');
  if (parts.empty() || parts.size() > 3 || parts[0].size() < 2 || parts[0].size() > 3) return false;
  if (!std::ranges::all_of(parts[0], [](char c) { return c >= 'a' && c <= 'z'; })) return false;
  return std::ranges::all_of(parts.begin() + 1, parts.end(), [](const std::string& part) {
    const bool letters = std::ranges::all_of(
        part, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c); });
    return part.size() >= 2 && part.size() <= 4 && letters;
  });
}

bool looks_like_number(std::string_view text) { return parse_number(text, {}, "", Sink{}).has_value(); }

}  // namespace yakusoku::program
