// Looking things up in a program, and its calendars for one request.

#include "core/program/program.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

#include "base/zones.hpp"
#include "core/program/written_program.hpp"

namespace yakusoku::program {
namespace {

template <class T, class Member, class Wanted>
const T* find_by(const std::vector<T>& all, Member member, const Wanted& wanted) {
  for (const T& each : all)
    if (std::invoke(member, each) == wanted) return &each;
  return nullptr;
}

// Deeper or larger ones are refused when the folder is read; this bounds what a caller with odd facts can reach.
constexpr int deepest_calendar = 16;

class CalendarOfRequest {
 public:
  CalendarOfRequest(const Program& program, const Facts& facts) : program_(program), facts_(facts) {}

  Result<calendars::Definition> named(std::string_view name, int depth) const {
    if (name == "always") return with_day(calendars::always(), nullptr);
    if (name == "never") return with_day(calendars::never(), nullptr);
    const auto found = program_.written->calendars.find(name);
    if (found == program_.written->calendars.end())
      return fail(ErrorCode::unknown_value, "calendar", "the program has no such calendar");
    if (depth > deepest_calendar)
      return fail(ErrorCode::limit, "calendar", "calendars lie too deep within each other");
    const Chosen<CalendarSpec> chosen = choose(found->second, facts_);
    if (!chosen.value) return with_day(calendars::never(), nullptr);
    return of(*chosen.value, depth + 1);
  }

 private:
  using Kind = CalendarSpec::Kind;

  std::string zone_of(const std::vector<std::string>& zones) const {
    for (const std::string& zone : zones) {
      if (!is_zone_fact(zone)) return zone;
      const FactValue value = facts_.value_of(zone);
      if (const auto* name = std::get_if<std::string>(&value); name && zones::exists(*name)) return *name;
    }
    return program_.zone;
  }
  std::string zone_of(const CalendarSpec::Moment& moment) const {
    return moment.zone.empty() ? program_.zone : zone_of(std::vector{moment.zone});
  }
  calendars::Definition with_day(calendars::Definition definition, const CalendarSpec* calendar) const {
    calendars::BusinessDay day;
    day.zone = program_.zone;
    if (calendar) {
      if (calendar->kind == Kind::span) day.zone = zone_of(calendar->from);
      if (calendar->kind == Kind::week || !calendar->zones.empty()) day.zone = zone_of(calendar->zones);
      if (calendar->day) {
        day.reading = calendar->day->reading;
        day.length = calendar->day->length;
      }
    }
    definition.day = std::move(day);
    return definition;
  }
  Result<calendars::Definition> of(const CalendarSpec& calendar, int depth) const {
    switch (calendar.kind) {
      case Kind::never: return with_day(calendars::never(), &calendar);
      case Kind::always: return with_day(calendars::always(), &calendar);
      case Kind::named: return named(calendar.name, depth);
      case Kind::week: return with_day(week(calendar), &calendar);
      case Kind::span:
        return with_day(calendars::span({calendar.from.day, calendar.from.second, zone_of(calendar.from)},
                                        {calendar.to.day, calendar.to.second, zone_of(calendar.to)}),
                        &calendar);
      case Kind::union_of:
      case Kind::intersection_of:
      case Kind::except: break;
    }
    std::vector<calendars::Definition> parts;
    for (const CalendarSpec& part : calendar.parts) {
      parts.push_back(TRY(of(part, depth + 1)));
      parts.back().day.reset();
    }
    if (calendar.kind == Kind::union_of) return with_day(calendars::union_of(std::move(parts)), &calendar);
    if (calendar.kind == Kind::except && !parts.empty()) {
      std::vector<calendars::Definition> taken(std::make_move_iterator(parts.begin() + 1),
                                               std::make_move_iterator(parts.end()));
      parts.resize(1);
      parts.push_back(calendars::complement_of(calendars::union_of(std::move(taken))));
    }
    return with_day(calendars::intersection_of(std::move(parts)), &calendar);
  }
  calendars::Definition week(const CalendarSpec& calendar) const {
    calendars::Definition definition;
    definition.kind = calendars::Definition::Kind::week;
    definition.week.zone = zone_of(calendar.zones);
    definition.week.weekly = calendar.weekly;
    for (const auto& dated : calendar.dates) {
      const auto dates = program_.written->days.find(dated.set);
      if (dates == program_.written->days.end()) continue;
      for (const calendars::Date date : dates->second) {
        definition.week.closed.push_back({date, {0, 86400}});
        for (const calendars::Window& window : dated.windows) definition.week.extra.push_back({date, window});
      }
    }
    for (auto* dated : {&definition.week.closed, &definition.week.extra}) {
      std::ranges::sort(*dated);
      const auto rest = std::ranges::unique(*dated);
      dated->erase(rest.begin(), rest.end());
    }
    return definition;
  }

  const Program& program_;
  const Facts& facts_;
};

void add_asked(const CalendarSpec& calendar, const Program& program, std::vector<std::string>& facts, int depth);

void add_asked(std::string_view name, const Program& program, std::vector<std::string>& facts, int depth) {
  const auto found = program.written->calendars.find(name);
  if (found == program.written->calendars.end() || depth > deepest_calendar) return;
  for (std::string& fact : facts_asked(found->second)) facts.push_back(std::move(fact));
  const auto below = [&](auto& self, const TableNode<CalendarSpec>& node) -> void {
    if (node.leaf) add_asked(*node.leaf, program, facts, depth + 1);
    for (const auto& branch : node.branches) self(self, branch.below);
  };
  for (const auto& rule : found->second.rules) {
    if (const auto* plain = std::get_if<CalendarSpec>(&rule.is)) {
      add_asked(*plain, program, facts, depth + 1);
    } else {
      below(below, std::get<Table<CalendarSpec>>(rule.is).cells);
    }
  }
}

void add_asked(const CalendarSpec& calendar, const Program& program, std::vector<std::string>& facts, int depth) {
  for (const std::string& zone : calendar.zones)
    if (is_zone_fact(zone)) facts.push_back(zone);
  for (const auto* moment : {&calendar.from, &calendar.to})
    if (is_zone_fact(moment->zone)) facts.push_back(moment->zone);
  if (calendar.kind == CalendarSpec::Kind::named) add_asked(calendar.name, program, facts, depth + 1);
  for (const CalendarSpec& part : calendar.parts) add_asked(part, program, facts, depth + 1);
}

}  // namespace

bool Kind::is_exempt(std::string_view from) const { return std::ranges::find(exempt, from) != exempt.end(); }
const Level* Severity::level(std::string_view id) const { return find_by(levels, &Level::id, id); }
const EscalationTier* Escalation::tier(std::string_view id) const {
  const auto found = std::ranges::find(tiers, id, &EscalationTier::id);
  return found == tiers.end() ? nullptr : &*found;
}

const EscalationLevel* Escalation::level(std::string_view id) const {
  return find_by(levels, &EscalationLevel::id, id);
}
const ClosingReason* Closing::reason(std::string_view id) const { return find_by(reasons, &ClosingReason::id, id); }
const Kind* Program::kind(std::string_view wanted) const { return find_by(kinds, &Kind::id, wanted); }
const ClockRule* Program::clock(std::string_view name) const { return find_by(clocks, &ClockRule::name, name); }
const FactRule* Program::fact(std::string_view name) const { return find_by(facts, &FactRule::name, name); }
const Door* Program::door(std::string_view wanted) const { return find_by(doors, &Door::id, wanted); }
const Notice* Program::notice(NoticeKind wanted) const { return find_by(notices, &Notice::kind, wanted); }

const PlanRule* Program::plan(std::string_view wanted) const { return find_by(plan_rules, &PlanRule::id, wanted); }
const LedgerRule* Program::ledger(std::string_view wanted) const { return find_by(ledgers, &LedgerRule::id, wanted); }
const ProductRule* Program::product(std::string_view wanted) const {
  return find_by(product_rules, &ProductRule::id, wanted);
}
const Team* Program::team(std::string_view wanted) const { return find_by(teams, &Team::id, wanted); }
const Site* Program::site(std::string_view wanted) const { return find_by(sites, &Site::id, wanted); }
const ProductRule::Version* ProductRule::version(std::string_view wanted) const {
  return find_by(versions, &Version::id, wanted);
}

const Choice<std::string>* Program::phase_of(std::string_view wanted, std::string_view version) const {
  const ProductRule* rule = product(wanted);
  if (!rule) return nullptr;
  const ProductRule::Version* own = rule->version(version);
  const Choice<std::string>& phase = own && !own->phase.empty() ? own->phase : rule->phase;
  return phase.empty() ? nullptr : &phase;
}

std::vector<std::string> plan_chain(const Program& program, std::string_view plan,
                                    const std::vector<std::string>& held) {
  std::vector<std::string> chain{std::string(plan)};
  for (std::size_t i = 0; i < chain.size(); ++i) {
    const PlanRule* rule = program.plan(chain[i]);
    if (!rule) continue;
    std::vector<std::string> beneath;
    const auto is_held = [&](const std::string& each) { return std::ranges::find(held, each) != held.end(); };
    if (rule->builds_on.size() > 1) std::ranges::copy_if(rule->builds_on, std::back_inserter(beneath), is_held);
    if (beneath.empty()) beneath = rule->builds_on;
    for (std::string& each : beneath)
      if (std::ranges::find(chain, each) == chain.end()) chain.push_back(std::move(each));
  }
  return chain;
}

std::string_view Program::vendor_in(std::string_view language) const {
  if (!vendor.empty()) return vendor.in(language);
  return title.empty() ? std::string_view(id) : title.in(language);
}

std::string_view Program::calendar_title(std::string_view name, std::string_view language) const {
  const auto found = std::ranges::find(calendar_names, name);
  if (found == calendar_names.end()) return {};
  return calendar_titles[static_cast<std::size_t>(found - calendar_names.begin())].in(language);
}

std::vector<calendars::Date> Program::dates(std::string_view set) const {
  if (!written) return {};
  const auto found = written->days.find(set);
  return found == written->days.end() ? std::vector<calendars::Date>{} : found->second;
}

std::pair<int, int> Program::years_of_dates() const {
  const Years years = written ? written->years : Years{};
  return {years.first, years.last};
}

std::vector<std::string> Program::order_of(std::string_view name) const {
  std::vector<std::string> order;
  if (name == "severity" || name == "asked_severity") {
    for (const Level& level : severity.levels) order.push_back(level.id);
  } else if (name == "plan" || name == "contract.plan" || name == "asset.plan") {
    order = plans;
    std::ranges::reverse(order);
  } else if (const FactRule* rule = fact(name); rule && rule->type == FactRule::Type::choice) {
    order = rule->values;
  }
  return order;
}

Result<calendars::Definition> Program::written_calendar(std::string_view name, const Facts& request) const {
  return CalendarOfRequest(*this, request).named(name, 0);
}

Result<calendars::Definition> Program::calendar(std::string_view name, const Facts& request) const {
  calendars::Definition definition = TRY(written_calendar(name, request));
  calendars::Definition newest = definition;
  for (const Splice& splice : splices) {
    auto after = splice.hours->written_calendar(name, request);
    if (!after || *after == newest) continue;
    newest = *after;
    definition = calendars::spliced(std::move(definition), std::move(*after), splice.from);
  }
  return definition;
}

std::string Program::calendars_key() const {
  std::string key = hash;
  for (const Splice& splice : splices) key += "|" + std::to_string(splice.from.seconds) + splice.hours->hash;
  return key;
}

std::shared_ptr<const Program> with_splices(const Program& program, std::vector<Program::Splice> splices) {
  auto copy = std::make_shared<Program>(program);
  copy->splices = std::move(splices);
  return copy;
}

std::span<const Finding> Program::remarks() const { return written->remarks; }
std::span<const Claim> Program::claims() const { return written->claims; }
std::span<const TextUse> Program::texts() const { return written->texts; }

Place Program::place_of(std::string_view key) const {
  while (!key.empty()) {
    if (const auto found = written->places.find(key); found != written->places.end()) return found->second;
    const auto end = key.find_last_of(".[");
    key = key.substr(0, end == std::string_view::npos ? 0 : end);
  }
  return {"program.yaml", 0, 0};
}

std::vector<std::string> Program::calendar_asks(std::string_view name) const {
  std::vector<std::string> asked;
  add_asked(name, *this, asked, 0);
  for (const Splice& splice : splices) add_asked(name, *splice.hours, asked, 0);
  sort_each_once(asked);
  return asked;
}

bool Reading::has_errors() const {
  return std::ranges::any_of(findings, [](const Finding& finding) { return finding.weight == Weight::error; });
}

}  // namespace yakusoku::program
