#include <algorithm>

#include <fmt/format.h>

#include "base/zones.hpp"
#include "core/program/amount.hpp"
#include "core/program/words.hpp"
#include "core/program/yaml_text.hpp"
#include "sim/staffing/plan.hpp"

namespace yakusoku::sim::staffing {
namespace {

using program::Node;

constexpr std::int64_t whole_share = 1'000'000;
constexpr std::int64_t a_day = 86400;
constexpr std::string_view day_names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

class PlanReader {
 public:
  PlanReader(program::Report& report, const program::Program& program) : report_(report), program_(program) {}

  Plan plan(const Node& root);

 private:
  void wrong(const Node& node, std::string_view key, std::string message, std::string expected) {
    report_.error("staffing", node.place, std::string(key), std::move(message), std::move(expected));
  }
  // The map with these keys and no others.
  bool map(const Node& node, std::string_view key, std::initializer_list<std::string_view> keys);
  const Node* needed(const Node& node, std::string_view key);
  std::string word(const Node& node, std::string_view key);
  std::vector<std::string> words(const Node& node, std::string_view key);
  std::int64_t count(const Node& node, std::string_view key, std::int64_t least, std::int64_t most);
  std::int64_t length(const Node& node, std::string_view key);
  std::int64_t share(const Node& node, std::string_view key);
  std::int64_t rate(const Node& node, std::string_view key);
  bool yes(const Node& node, std::string_view key);
  std::string zone(const Node& node);
  std::array<bool, 7> days(const Node& node);
  std::pair<std::int64_t, std::int64_t> hours(const Node& node, std::string_view key);
  std::vector<Fit> fits(const Node& node, std::string_view key);
  std::vector<tickets::Value> values(const Node& node, std::string_view key);
  Distribution distribution(const Node& node, std::string_view key);
  void known_fact(const Node& node, const std::string& name);
  std::vector<std::string> events(const Node& node, std::string_view key);
  void top(const Node& root, Plan& plan);
  Arrivals arrivals(const Node& node, std::size_t number);
  void rates(const Node& node, HourlyRates& rates);
  Work work(const Node& node);
  void touches(const Node& node, Work& work);
  Shift shift(const std::string& name, const Node& node, const Plan& plan);

  program::Report& report_;
  const program::Program& program_;
};

bool PlanReader::map(const Node& node, std::string_view key, std::initializer_list<std::string_view> keys) {
  if (!node.is_map()) {
    wrong(node, key, "this is no map", fmt::format("keys of {}", fmt::join(keys, ", ")));
    return false;
  }
  const std::vector<std::string> known(keys.begin(), keys.end());
  for (const Node::Entry& entry : node.entries) {
    if (std::ranges::find(known, entry.key) != known.end()) continue;
    const std::string near = program::nearest(entry.key, known);
    report_.error("unknown_key", entry.key_place, entry.key, fmt::format("`{}` is not known here", entry.key),
                  near.empty() ? fmt::format("one of {}", fmt::join(keys, ", ")) : near + "?");
  }
  return true;
}

const Node* PlanReader::needed(const Node& node, std::string_view key) {
  const Node* found = node.find(key);
  if (!found) wrong(node, key, fmt::format("`{}` is missing here", key), std::string(key));
  return found;
}

std::string PlanReader::word(const Node& node, std::string_view key) {
  if (!node.is_scalar() || node.text.empty()) wrong(node, key, "this is no word", "one word");
  return node.text;
}

std::vector<std::string> PlanReader::words(const Node& node, std::string_view key) {
  if (node.is_scalar()) return {word(node, key)};
  std::vector<std::string> all;
  if (!node.is_list() || node.items.empty()) wrong(node, key, "these are no words", "a word or a list of words");
  for (const Node& item : node.items) all.push_back(word(item, key));
  return all;
}

std::int64_t PlanReader::count(const Node& node, std::string_view key, std::int64_t least, std::int64_t most) {
  const auto number = node.is_scalar() ? program::parse_count(node.text) : std::nullopt;
  if (number && *number >= least && *number <= most) return *number;
  wrong(node, key, "this is not such a number", fmt::format("a whole number from {} to {}", least, most));
  return least;
}

std::int64_t PlanReader::length(const Node& node, std::string_view key) {
  const auto read = node.is_scalar() ? program::parse_length(node.text) : Result<Duration>(fail(ErrorCode::invalid));
  if (read && read->seconds <= 366 * a_day) return read->seconds;
  wrong(node, key, "this is no length of time", "a length such as 90s, 20m, 1h30m, at most 366d");
  return 1;
}

// 12.5% in millionths.
std::int64_t PlanReader::share(const Node& node, std::string_view key) {
  if (node.is_scalar() && node.text.ends_with('%')) {
    const std::string number = node.text.substr(0, node.text.size() - 1);
    const std::size_t dot = number.find('.');
    const auto whole = program::parse_count(number.substr(0, dot));
    const std::string places = dot == std::string::npos ? "0" : number.substr(dot + 1);
    const auto part = places.size() <= 4 ? program::parse_count(places + std::string(4 - places.size(), '0'))
                                         : std::nullopt;
    if (whole && part && *whole <= 10'000) return *whole * 10'000 + *part;
  }
  wrong(node, key, "this is no share", "a share such as 40% or 2.5%");
  return 0;
}

// Requests an hour, in millionths.
std::int64_t PlanReader::rate(const Node& node, std::string_view key) {
  if (node.is_scalar()) {
    const std::size_t dot = node.text.find('.');
    const auto whole = program::parse_count(std::string_view(node.text).substr(0, dot));
    const std::string places = dot == std::string::npos ? "0" : node.text.substr(dot + 1);
    const auto part = places.size() <= 6 ? program::parse_count(places + std::string(6 - places.size(), '0'))
                                         : std::nullopt;
    if (whole && part && *whole <= 100'000) return *whole * whole_share + *part;
  }
  wrong(node, key, "this is no rate", "requests an hour such as 3 or 0.25, at most 100000");
  return 0;
}

bool PlanReader::yes(const Node& node, std::string_view key) {
  if (!node.is("yes") && !node.is("no")) wrong(node, key, "this is neither", "yes or no");
  return node.is("yes");
}

std::string PlanReader::zone(const Node& node) {
  const std::string name = word(node, "zone");
  if (zones::exists(name)) return name;
  wrong(node, "zone", "there is no such time zone", "an IANA name such as Asia/Tokyo");
  return "UTC";
}

std::array<bool, 7> PlanReader::days(const Node& node) {
  std::array<bool, 7> days{};
  const auto place = [&](std::string_view name) {
    return static_cast<std::size_t>(std::ranges::find(day_names, name) - std::begin(day_names));
  };
  for (const std::string& part : program::cut(node.is_scalar() ? node.text : "", ',')) {
    const std::size_t dash = part.find('-');
    const std::size_t first = place(part.substr(0, dash));
    const std::size_t last = dash == std::string::npos ? first : place(part.substr(dash + 1));
    if (first >= 7 || last >= 7) {
      wrong(node, "days", "these are no days", "mon-fri, or sat, sun and so on");
      return days;
    }
    for (std::size_t day = first;; day = (day + 1) % 7) {
      days[day] = true;
      if (day == last) break;
    }
  }
  return days;
}

// "09:00-17:30"; the end may be on the next day. Equal ends are a whole day.
std::pair<std::int64_t, std::int64_t> PlanReader::hours(const Node& node, std::string_view key) {
  const auto parts = program::cut(node.is_scalar() ? node.text : "", '-');
  const auto moment = [](const std::string& text) -> std::int64_t {
    const auto pieces = program::cut(text, ':');
    if (pieces.size() != 2 || pieces[0].size() != 2 || pieces[1].size() != 2) return -1;
    const auto hour = program::parse_count(pieces[0]), minute = program::parse_count(pieces[1]);
    if (!hour || !minute || *minute > 59 || *hour > 24 || (*hour == 24 && *minute > 0)) return -1;
    return *hour * 3600 + *minute * 60;
  };
  if (parts.size() == 2) {
    const std::int64_t from = moment(parts[0]);
    std::int64_t to = moment(parts[1]);
    if (from >= 0 && to >= 0 && from < a_day) {
      if (to <= from) to += a_day;
      return {from, to};
    }
  }
  wrong(node, key, "these are no hours", "hours such as 09:00-17:30 or 22:00-06:00");
  return {0, a_day};
}

void PlanReader::known_fact(const Node& node, const std::string& name) {
  static constexpr std::string_view built_in[] = {"kind",     "severity", "asked_severity", "product",
                                                  "language", "plan",     "channel",        "environment",
                                                  "subject",  "tag",      "tags"};
  if (name.find('.') != std::string::npos || program_.fact(name) || std::ranges::find(built_in, name) != std::end(built_in))
    return;
  wrong(node, name, fmt::format("the program has no fact `{}`", name), "a fact of the program");
}

std::vector<Fit> PlanReader::fits(const Node& node, std::string_view key) {
  std::vector<Fit> all;
  if (!node.is_map()) wrong(node, key, "this is no map", "facts and their words, as in {kind: incident}");
  for (const Node::Entry& entry : node.entries) {
    known_fact(entry.value, entry.key);
    all.push_back({entry.key, words(entry.value, entry.key)});
    const bool level = entry.key == "severity" || entry.key == "asked_severity";
    for (const std::string& each : all.back().words) {
      if (level && !program_.severity.level(each))
        wrong(entry.value, entry.key, fmt::format("the program has no level `{}`", each), "one of its levels");
      if (entry.key == "kind" && !program_.kind(each))
        wrong(entry.value, entry.key, fmt::format("the program has no kind `{}`", each), "one of its kinds");
    }
  }
  return all;
}

std::vector<tickets::Value> PlanReader::values(const Node& node, std::string_view key) {
  std::vector<tickets::Value> all;
  for (const Fit& fit : fits(node, key)) {
    program::FactValue value = fit.words.front();
    if (fit.words.size() > 1) value = fit.words;
    const program::FactRule* rule = program_.fact(fit.fact);
    if (rule && rule->type == program::FactRule::Type::number) {
      const auto number = program::parse_integer(fit.words.front());
      if (!number) wrong(node, fit.fact, "this is no number", "a whole number");
      value = number.value_or(0);
    }
    all.push_back(tickets::Value::of(fit.fact, value));
  }
  return all;
}

// 20m, {mean: 20m}, {median: 20m, p90: 1h} or {quantiles: {0: 5m, 50: 20m, 100: 2h}}.
Distribution PlanReader::distribution(const Node& node, std::string_view key) {
  using Form = Distribution::Form;
  Distribution made;
  if (node.is_scalar()) {
    made.seconds = length(node, key);
    return made;
  }
  if (!map(node, key, {"mean", "median", "p90", "quantiles"})) return made;
  if (const Node* quantiles = node.find("quantiles")) {
    made.form = Form::quantiles;
    for (const Node::Entry& entry : quantiles->entries) {
      const auto percent = program::parse_count(entry.key);
      const std::int64_t at = entry.value.is("0") ? 0 : length(entry.value, entry.key);
      const bool rises = made.quantiles.empty() ? percent == 0
                                                : percent && *percent * 10'000 > made.quantiles.back().millionths &&
                                                      at >= made.quantiles.back().seconds;
      if (!rises || !percent || *percent > 100)
        wrong(entry.value, entry.key, "quantiles rise from 0 to 100", "as in {0: 5m, 50: 20m, 100: 2h}");
      made.quantiles.push_back({percent.value_or(0) * 10'000, at});
    }
    if (made.quantiles.empty() || made.quantiles.back().millionths != whole_share)
      wrong(*quantiles, "quantiles", "the last one is not 100", "as in {0: 5m, 50: 20m, 100: 2h}");
    return made;
  }
  if (const Node* mean = node.find("mean")) {
    made.form = Form::exponential;
    made.seconds = length(*mean, "mean");
    return made;
  }
  const Node *median = needed(node, "median"), *ninetieth = needed(node, "p90");
  if (!median || !ninetieth) return made;
  made.form = Form::lognormal;
  made.seconds = length(*median, "median");
  made.ninetieth = length(*ninetieth, "p90");
  if (made.ninetieth < made.seconds) wrong(*ninetieth, "p90", "it is below the median", "at least the median");
  return made;
}

std::vector<std::string> PlanReader::events(const Node& node, std::string_view key) { return words(node, key); }

void PlanReader::rates(const Node& node, HourlyRates& rates) {
  if (node.is_scalar()) {
    rates.fill(rate(node, "rates"));
    return;
  }
  if (!node.is_list()) wrong(node, "rates", "these are no rates", "a number, or a list of {days, hours, rate}");
  for (const Node& item : node.items) {
    if (!map(item, "rates", {"days", "hours", "rate"})) continue;
    const Node* number = needed(item, "rate");
    if (!number) continue;
    const std::int64_t each = rate(*number, "rate");
    std::array<bool, 7> on;
    on.fill(true);
    if (const Node* said = item.find("days")) on = days(*said);
    std::pair<std::int64_t, std::int64_t> window{0, a_day};
    if (const Node* said = item.find("hours")) {
      window = hours(*said, "hours");
      if (window.first % 3600 != 0 || window.second % 3600 != 0)
        wrong(*said, "hours", "rates go by whole hours", "hours such as 09:00-18:00");
    }
    for (std::size_t day = 0; day < 7; ++day)
      for (std::int64_t hour = window.first / 3600; on[day] && hour < window.second / 3600; ++hour)
        rates[(day * 24 + static_cast<std::size_t>(hour)) % 168] = each;
  }
}

Arrivals PlanReader::arrivals(const Node& node, std::size_t number) {
  Arrivals made;
  if (!map(node, "arrivals", {"name", "door", "facts", "known", "triage", "customers", "rates", "at"})) return made;
  made.name = fmt::format("arrivals[{}]", number);
  if (const Node* said = node.find("name")) made.name = word(*said, "name");
  if (const Node* said = node.find("door")) {
    made.door = word(*said, "door");
    if (!program_.door(made.door)) wrong(*said, "door", "the program has no such door", "one of its doors");
  }
  if (const Node* said = needed(node, "facts")) made.values = values(*said, "facts");
  if (const Node* said = node.find("known")) made.known = values(*said, "known");
  if (const Node* said = node.find("triage")) made.triage = values(*said, "triage");
  if (const Node* said = node.find("customers")) made.customers = count(*said, "customers", 1, 1'000'000);
  if (const Node* said = node.find("at")) {
    for (const std::string& each : words(*said, "at")) {
      const auto at = from_iso(each);
      if (!at) wrong(*said, "at", "this is no instant", "instants such as 2026-03-27T16:50:00+01:00");
      if (at) made.at.push_back(*at);
    }
    std::ranges::sort(made.at);
  } else if (const Node* rates_said = needed(node, "rates")) {
    rates(*rates_said, made.rates);
  }
  return made;
}

void PlanReader::touches(const Node& node, Work& work) {
  work.touches.clear();
  if (node.is_scalar()) {
    work.touches.assign(static_cast<std::size_t>(count(node, "touches", 1, 50)), 0);
    work.touches.back() = whole_share;
    return;
  }
  std::int64_t sum = 0;
  for (const Node::Entry& entry : node.entries) {
    const auto number = program::parse_count(entry.key);
    if (!number || *number < 1 || *number > 50) {
      wrong(entry.value, entry.key, "this is no number of touches", "from 1 to 50");
      continue;
    }
    if (work.touches.size() < static_cast<std::size_t>(*number)) work.touches.resize(static_cast<std::size_t>(*number));
    sum += work.touches[static_cast<std::size_t>(*number) - 1] = share(entry.value, entry.key);
  }
  if (sum != whole_share) wrong(node, "touches", "the shares are not 100% together", "as in {1: 50%, 2: 30%, 3: 20%}");
}

Work PlanReader::work(const Node& node) {
  Work made;
  if (!map(node, "work",
           {"for", "needs", "first", "touch", "touches", "asks", "customer", "update", "on_first", "on_work", "on_solve",
            "reason"}))
    return made;
  if (const Node* said = node.find("for")) made.fits = fits(*said, "for");
  if (const Node* said = node.find("needs")) made.needs = words(*said, "needs");
  if (const Node* said = needed(node, "first")) made.first = made.touch = distribution(*said, "first");
  if (const Node* said = node.find("touch")) made.touch = distribution(*said, "touch");
  if (const Node* said = node.find("touches")) touches(*said, made);
  if (const Node* said = node.find("asks")) {
    made.asks = share(*said, "asks");
    if (made.asks > whole_share) wrong(*said, "asks", "this is more than all", "at most 100%");
    if (const Node* delay = needed(node, "customer")) made.customer = distribution(*delay, "customer");
  }
  if (const Node* said = node.find("on_first")) made.on_first = events(*said, "on_first");
  if (const Node* said = node.find("on_work")) made.on_work = events(*said, "on_work");
  if (const Node* said = node.find("on_solve")) made.on_solve = events(*said, "on_solve");
  if (const Node* said = node.find("reason")) {
    made.reason = word(*said, "reason");
    if (!program_.closing.reason(made.reason))
      wrong(*said, "reason", "the program has no such closing reason", "one of its closing reasons");
  }
  if (made.reason.empty() && program_.closing.by_default.empty())
    wrong(node, "reason", "the program has no default closing reason", "reason: one of its closing reasons");
  if (const Node* said = node.find("update"); said && map(*said, "update", {"clock", "before", "time"})) {
    Work::Update update;
    if (const Node* clock = needed(*said, "clock")) {
      update.clock = word(*clock, "clock");
      if (!program_.clock(update.clock)) wrong(*clock, "clock", "the program has no such clock", "one of its clocks");
    }
    if (const Node* before = needed(*said, "before")) update.before = seconds(length(*before, "before"));
    if (const Node* time = needed(*said, "time")) update.time = distribution(*time, "time");
    made.update = std::move(update);
  }
  return made;
}

Shift PlanReader::shift(const std::string& name, const Node& node, const Plan& plan) {
  Shift made;
  made.name = name;
  made.zone = plan.zone;
  if (!map(node, name, {"heads", "zone", "days", "hours", "breaks", "skills", "takes", "works_holidays"})) return made;
  if (const Node* said = needed(node, "heads")) made.heads = count(*said, "heads", 0, Limits::agents);
  if (const Node* said = node.find("zone")) made.zone = zone(*said);
  if (const Node* said = needed(node, "days")) made.days = days(*said);
  if (const Node* said = needed(node, "hours")) std::tie(made.from, made.to) = hours(*said, "hours");
  if (const Node* said = node.find("breaks")) {
    const auto one_break = [&](const Node& each) {
      auto pause = hours(each, "breaks");
      if (pause.first < made.from) pause = {pause.first + a_day, pause.second + a_day};
      if (pause.second > made.to) wrong(each, "breaks", "the break is not within the shift", "hours of the shift");
      made.breaks.push_back(pause);
    };
    if (said->is_list()) {
      for (const Node& each : said->items) one_break(each);
    } else {
      one_break(*said);
    }
  }
  if (const Node* said = node.find("skills")) made.skills = words(*said, "skills");
  if (const Node* said = node.find("takes")) made.takes = fits(*said, "takes");
  if (const Node* said = node.find("works_holidays")) made.works_holidays = yes(*said, "works_holidays");
  return made;
}

void PlanReader::top(const Node& root, Plan& plan) {
  plan.zone = program_.zone.empty() ? "UTC" : program_.zone;
  if (const Node* said = root.find("zone")) plan.zone = zone(*said);
  const auto date = [&](const Node& node, const std::string& text) {
    const auto read = zones::date_of(text);
    if (!read) wrong(node, text, "this is no date", "a date such as 2026-03-02");
    return read.value_or(0);
  };
  if (const Node* said = needed(root, "from")) plan.from = zones::instant_of(plan.zone, date(*said, said->text), 0);
  if (const Node* said = root.find("weeks")) plan.weeks = static_cast<int>(count(*said, "weeks", 1, Limits::weeks));
  if (const Node* said = root.find("warm_up"))
    plan.warm_up = static_cast<int>(count(*said, "warm_up", 0, Limits::weeks));
  if (const Node* said = root.find("holidays"))
    for (const std::string& each : words(*said, "holidays")) plan.holidays.push_back(date(*said, each));
  if (const Node* said = root.find("holiday_rates")) plan.holiday_share = share(*said, "holiday_rates");
  if (const Node* said = root.find("unfinished")) {
    if (!said->is("handed_over") && !said->is("waits"))
      wrong(*said, "unfinished", "this is neither", "handed_over or waits");
    plan.hands_over = !said->is("waits");
  }
}

Plan PlanReader::plan(const Node& root) {
  Plan made;
  if (!map(root, "",
           {"from", "weeks", "warm_up", "zone", "holidays", "holiday_rates", "unfinished", "arrivals", "work",
            "shifts"}))
    return made;
  top(root, made);
  const auto listed = [&](const char* key, std::int64_t most, auto take) {
    const Node* list = root.find(key);
    if (!list) return;
    if (!list->is_list() || list->items.size() > static_cast<std::size_t>(most)) {
      wrong(*list, key, "this is no such list", fmt::format("a list of at most {}", most));
      return;
    }
    for (const Node& item : list->items) take(item);
  };
  listed("arrivals", Limits::streams, [&](const Node& item) { made.arrivals.push_back(arrivals(item, made.arrivals.size())); });
  listed("work", Limits::work, [&](const Node& item) { made.work.push_back(work(item)); });
  needed(root, "work");
  const Node* shifts = needed(root, "shifts");
  std::int64_t heads = 0;
  if (shifts && (!shifts->is_map() || shifts->entries.size() > static_cast<std::size_t>(Limits::shifts)))
    wrong(*shifts, "shifts", "these are no shifts", fmt::format("at most {} shifts by name", Limits::shifts));
  for (std::size_t i = 0; shifts && i < shifts->entries.size(); ++i) {
    made.shifts.push_back(shift(shifts->entries[i].key, shifts->entries[i].value, made));
    heads += made.shifts.back().heads;
  }
  if (shifts && heads > Limits::agents)
    wrong(*shifts, "heads", "these are too many agents", fmt::format("at most {} in all", Limits::agents));
  return made;
}

}  // namespace

PlanReading read_plan(const std::string& file, std::string_view content, const program::Program& program) {
  program::Report report;
  std::size_t nodes = 0;
  const Node root = program::read_yaml(file, content, nodes, report);
  PlanReading reading;
  if (!report.has_errors()) {
    Plan plan = PlanReader(report, program).plan(root);
    if (!report.has_errors()) reading.plan = std::move(plan);
  }
  reading.findings = std::move(report.findings);
  return reading;
}

}  // namespace yakusoku::sim::staffing
