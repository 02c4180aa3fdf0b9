// The rows of the proof: what each case comes to, each distinct outcome computed once.

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/zones.hpp"
#include "core/proof/claims.hpp"
#include "core/proof/due_map.hpp"
#include "core/proof/duty.hpp"

namespace yakusoku::proof {

std::span<const std::string_view> enum_words(OnDuty) {
  static constexpr std::array<std::string_view, 4> words{"present", "off_shift", "on_purpose", "uncovered"};
  return words;
}
std::span<const std::string_view> enum_words(Start) {
  static constexpr std::array<std::string_view, 3> words{"opened", "customer", "on_duty"};
  return words;
}
std::span<const std::string_view> enum_words(GapKind) {
  static constexpr std::array<std::string_view, 6> words{"falls_due_unattended", "runs_unattended",
                                                         "effort_unattended",    "outside_effort",
                                                         "nobody_on_purpose",    "beyond_claim"};
  return words;
}

Json to_json(const Proof& proof) { return write_fields(proof); }

namespace {

using program::Amount;
using program::ClockRule;

// Events of ours that only work brings about; a clock that nothing else meets takes work to be kept.
constexpr std::array<std::string_view, 9> outcomes = {"identified", "workaround_given", "restored",
                                                      "plan_given", "cause_found",      "fix_released",
                                                      "arrived",    "solved",           "closed"};
// Events that the customer, or time, can bring about at any instant.
constexpr std::array<std::string_view, 8> of_customers = {"message",  "away_notice",       "escalation_asked",
                                                          "reopened", "workaround_failed", "changed",
                                                          "missed",   "evidence_complete"};

bool takes_work(const ClockRule& clock) {
  bool any = false;
  for (const auto& rule : clock.met_by.rules) {
    const auto* patterns = std::get_if<std::vector<program::EventPattern>>(&rule.is);
    if (!patterns) return false;
    for (const program::EventPattern& pattern : *patterns) {
      any = true;
      if (!pattern.clock.empty() || std::ranges::find(outcomes, pattern.event) == outcomes.end()) return false;
    }
  }
  return any;
}

// The ways in which the clock can start, each once.
std::vector<Start> starts_of(const ClockRule& clock) {
  std::vector<Start> ways;
  for (const program::EventPattern& pattern : clock.starts.patterns) {
    Start way = Start::on_duty;
    if (pattern.clock.empty() && pattern.event == "opened" && !clock.starts.all) {
      way = Start::opened;
    } else if (std::ranges::find(of_customers, pattern.event) != of_customers.end()) {
      way = Start::customer;
    }
    if (std::ranges::find(ways, way) == ways.end()) ways.push_back(way);
  }
  return ways;
}

// What is promised for starts in one part of the horizon by requests that were opened in another.
struct Chosen {
  const ClockRule* clock = nullptr;
  Start start = Start::opened;
  std::size_t opened = 0, started = 0;  // parts
  std::string path;
  const Amount* amount = nullptr;
  std::string map;  // its key: the amount and the calendar as this case sees it
};

struct Effort {
  std::string path, calendar, key;  // empty: none
};

struct Outcome {
  std::shared_ptr<const Parts> parts;
  std::vector<std::vector<Owner>> owners;  // by the part in which it was opened, then by the instant's
  std::vector<Effort> efforts;             // by part
  std::vector<Chosen> promises;
  std::string intake;  // key
  std::string door;    // whose claim of 24x7 is to be compared
  std::string key;
};

class Prover {
 public:
  Prover(const program::Program& program, const Options& options, Interval horizon)
      : program_(program), options_(options), kept_(program, options, horizon), asked_(asked_by(program)) {}

  Result<Proof> run() {
    const Interval horizon = kept_.horizon();
    const auto zones = zones_of(program_, horizon);
    const auto cases = TRY(combinations_of(program_, asked_, zones, kept_.calendars(), options_));
    Proof proof{program_.id, program_.hash, program_.zone, horizon.from, horizon.to, {}, {}, {}};
    std::map<std::string, std::size_t> row_of_key;
    std::vector<Outcome> outcomes_found;
    for (const Combination& each : cases) {
      Outcome outcome = TRY(outcome_of(each));
      const auto [found, fresh] = row_of_key.emplace(outcome.key, proof.rows.size());
      if (fresh) {
        if (proof.rows.size() >= options_.most_rows)
          return fail(ErrorCode::limit, "only",
                      fmt::format("more than {} cases with different outcomes; choose some plans, products, levels, "
                                  "doors, kinds or zones with `only`",
                                  options_.most_rows));
        proof.rows.emplace_back();
        outcomes_found.push_back(std::move(outcome));
      }
      proof.rows[found->second].combinations.push_back(each);
    }
    for (std::size_t i = 0; i < proof.rows.size(); ++i) fill(proof, proof.rows[i], outcomes_found[i]);
    proof.claims = claims_found(program_, kept_);
    return proof;
  }

 private:
  Result<Outcome> outcome_of(const Combination& given) {
    Outcome outcome;
    CaseFacts facts(program_, given, kept_.calendars());
    outcome.parts = kept_.parts(asked_, facts, outcome.key);
    if (!outcome.parts)
      return fail(ErrorCode::limit, "calendars",
                  "rules ask too many calendars of instants: more than 64 parts of time");
    const Parts& parts = *outcome.parts;
    const std::size_t openings = asked_.coverage_asks_arrival ? parts.size() : 1;
    for (std::size_t a = 0; a < openings; ++a) {
      outcome.owners.emplace_back();
      for (std::size_t n = 0; n < parts.size(); ++n) {
        facts.opened = facts.started = parts[asked_.coverage_asks_arrival ? a : n].any();
        facts.now = parts[n].any();
        outcome.owners[a].push_back(owner_of(given, facts));
        outcome.key += "\n" + outcome.owners[a].back().team + "=" + outcome.owners[a].back().shift;
      }
    }
    for (const Part& part : parts) {
      facts.opened = facts.started = facts.now = part.any();
      outcome.efforts.push_back(effort_of(facts));
      outcome.key += "\n" + outcome.efforts.back().path + "=" + outcome.efforts.back().key;
    }
    facts.opened = facts.started = facts.now = parts.front().any();
    door_of(given, facts, outcome);
    const program::Kind* kind = program_.kind(given.kind);
    if (!kind || !kind->is_exempt("clocks"))
      for (const ClockRule& clock : program_.clocks)
        if (clock.owed_by == "vendor" && !clock.within.empty()) promises_of(clock, facts, outcome);
    return outcome;
  }

  Owner owner_of(const Combination& given, const CaseFacts& facts) {
    std::string team;
    if (program_.coverage.empty()) {
      if (program_.teams.size() == 1) team = program_.teams.front().id;
    } else if (const auto chosen = program::choose(program_.coverage, facts); chosen.value) {
      team = *chosen.value;
    }
    if (team.empty() || team == nobody) return {team, {}};
    return {team, kept_.on_shift(team, given.product, facts)};
  }
  Effort effort_of(const CaseFacts& facts) {
    const auto chosen = program::choose(program_.effort, facts);
    if (!chosen.value || *chosen.value == nobody) return {};
    return {std::string(chosen.path), *chosen.value, kept_.key_of(*chosen.value, facts)};
  }
  void door_of(const Combination& given, const CaseFacts& facts, Outcome& outcome) {
    const program::Door* door = program_.door(given.channel);
    outcome.intake = kept_.key_of(door ? door->intake : std::string(), facts);
    if (door && claims_all_hours(program_, "doors." + door->id)) outcome.door = door->id;
    outcome.key += "\n" + outcome.intake + "\n" + outcome.door;
  }
  void promises_of(const ClockRule& clock, CaseFacts& facts, Outcome& outcome) {
    const Parts& parts = *outcome.parts;
    for (const Start start : starts_of(clock)) {
      for (std::size_t s = 0; s < parts.size(); ++s) {
        facts.started = facts.now = parts[s].any();
        for (std::size_t o = 0; o < parts.size(); ++o) {
          if (start == Start::opened && o != s) continue;
          facts.opened = parts[o].any();
          if (!program::holds(clock.when, facts)) continue;
          const auto chosen = program::choose(clock.within, facts);
          if (!chosen.value || chosen.value->promise == Amount::Promise::none) continue;
          outcome.promises.push_back(
              {&clock, start, o, s, std::string(chosen.path), chosen.value, map_key(*chosen.value, facts)});
          outcome.key += fmt::format("\n{}|{}|{}|{}|{}", outcome.promises.back().path, static_cast<int>(start), o, s,
                                     outcome.promises.back().map);
        }
      }
    }
  }
  // Makes the map where it is new.
  std::string map_key(const Amount& amount, const CaseFacts& facts) {
    std::string key = amount.written;
    if (!amount.calendar.empty()) key += "|" + kept_.key_of(amount.calendar, facts);
    if (!amount.fact.empty()) {
      const auto value = facts.value_of(amount.fact);
      key += program::known(value) ? "=" + program::to_text(value) : "?";
    }
    if (!maps_.contains(key)) {
      const bool figure = amount.promise == Amount::Promise::firm || amount.promise == Amount::Promise::aim;
      maps_.emplace(key,
                    figure ? due_map(amount, program_, facts, kept_.horizon(), kept_.calendars()) : std::nullopt);
    }
    return key;
  }

  // ---- one row

  void fill(Proof& proof, Row& row, const Outcome& outcome) {
    std::vector<const Watch*> watches;
    for (const auto& owners : outcome.owners) watches.push_back(watch(*outcome.parts, owners));
    row.duty = duty_index(proof, duty_shown(outcome, watches));
    std::map<std::string, Spans> efforts;
    for (std::size_t n = 0; n < outcome.efforts.size(); ++n) {
      const Effort& effort = outcome.efforts[n];
      if (effort.calendar.empty()) continue;
      if (!row.effort.contains(effort.calendar)) row.effort += (row.effort.empty() ? "" : ", ") + effort.calendar;
      Spans& all = efforts[effort.path];
      all = union_of(all, intersection_of((*outcome.parts)[n].at, kept_.open(effort.key)));
    }
    Spans worked;
    for (const auto& [path, at] : efforts) worked = union_of(worked, at);
    gaps_.clear();
    for (const Chosen& chosen : outcome.promises) promise(row, outcome, watches, chosen, worked);
    for (const Watch* each : watches) {
      for (const auto& [path, at] : efforts)
        add(GapKind::effort_unattended, path, {}, false, difference_of(at, each->on), *each);
      if (outcome.door.empty()) continue;
      const Spans answered = intersection_of(each->on, kept_.open(outcome.intake));
      put(GapKind::beyond_claim, "doors." + outcome.door, "24x7", false, difference_of({kept_.horizon()}, answered),
          *each);
    }
    write_gaps(row);
  }
  const Watch* watch(const Parts& parts, const std::vector<Owner>& owners) {
    std::string key = fmt::format("{}", static_cast<const void*>(&parts));
    for (const Owner& owner : owners) key += "\n" + owner.team + "=" + owner.shift;
    const auto found = watches_.find(key);
    return found != watches_.end() ? &found->second
                                   : &watches_.emplace(key, watch_of(parts, owners, kept_)).first->second;
  }
  // Where the owner hangs on the arrival, the bands show a request that has just been opened.
  Duty duty_shown(const Outcome& outcome, const std::vector<const Watch*>& watches) {
    if (watches.size() == 1) return watches.front()->duty;
    std::vector<Owner> owners;
    for (std::size_t n = 0; n < outcome.parts->size(); ++n) owners.push_back(outcome.owners[n][n]);
    return watch(*outcome.parts, owners)->duty;
  }
  static std::int64_t duty_index(Proof& proof, Duty duty) {
    const auto found = std::ranges::find(proof.duties, duty);
    const auto index = found - proof.duties.begin();
    if (found == proof.duties.end()) proof.duties.push_back(std::move(duty));
    return index;
  }

  void promise(Row& row, const Outcome& outcome, const std::vector<const Watch*>& watches, const Chosen& chosen,
               const Spans& worked) {
    const auto& map = maps_.at(chosen.map);
    const bool soft = chosen.amount->promise != Amount::Promise::firm;
    Promise shown{chosen.clock->name, chosen.path, chosen.amount->written, chosen.start, soft, {}};
    if (!map) shown.unproved = chosen.amount->fact.empty() ? "no figure" : "known to the request alone";
    if (std::ranges::find(row.promises, shown) == row.promises.end()) row.promises.push_back(std::move(shown));
    if (!map) return;
    const bool by_arrival = watches.size() > 1;
    for (std::size_t w = 0; w < watches.size(); ++w) {
      if (by_arrival && w != chosen.opened) continue;
      const Spans arrivals = intersection_of((*outcome.parts)[chosen.opened].at, kept_.open(outcome.intake));
      if (arrivals.empty()) continue;
      const Reached where = reached(*map, starts_at(outcome, chosen, arrivals, *watches[w]));
      const Interval horizon = kept_.horizon();
      Spans runs = intersection_of(where.runs, {horizon});
      if (map->counts) runs = intersection_of(runs, counted(*map->counts));
      const Spans due = intersection_of(where.due, {horizon});
      add(GapKind::falls_due_unattended, chosen.path, chosen.amount->written, soft,
          difference_of(due, with_ends(watches[w]->on)), *watches[w]);
      add(GapKind::runs_unattended, chosen.path, chosen.amount->written, soft, difference_of(runs, watches[w]->on),
          *watches[w]);
      if (!row.effort.empty() && takes_work(*chosen.clock))
        put(GapKind::outside_effort, chosen.path, chosen.amount->written, soft,
            intersection_of(difference_of(runs, worked), watches[w]->on), *watches[w]);
    }
  }
  Spans starts_at(const Outcome& outcome, const Chosen& chosen, const Spans& arrivals, const Watch& on_watch) const {
    const Spans& part = (*outcome.parts)[chosen.started].at;
    const Spans after{{arrivals.front().from, kept_.horizon().to}};
    switch (chosen.start) {
      case Start::opened: return arrivals;
      case Start::customer: return intersection_of(part, after);
      case Start::on_duty: return intersection_of(intersection_of(part, after), on_watch.on);
    }
    return {};
  }
  const Spans& counted(const std::string& calendar) {
    const auto found = counted_.find(calendar);
    if (found != counted_.end()) return found->second;
    const Interval horizon = kept_.horizon();
    return counted_
        .emplace(calendar, kept_.calendars().compiled(calendar)->open_within(horizon.from, horizon.to, 1'000'000))
        .first->second;
  }

  // ---- gaps

  struct Found {
    GapKind kind;
    std::string path, amount;
    bool soft;
    Spans at;
    const Watch* watch;
  };
  // What nobody attends, and apart from it what coverage leaves to nobody on purpose.
  void add(GapKind kind, const std::string& path, const std::string& amount, bool soft, const Spans& missed,
           const Watch& on_watch) {
    put(kind, path, amount, soft, difference_of(missed, on_watch.purpose), on_watch);
    put(GapKind::nobody_on_purpose, path, amount, soft, intersection_of(missed, on_watch.purpose), on_watch);
  }
  void put(GapKind kind, const std::string& path, const std::string& amount, bool soft, Spans at,
           const Watch& on_watch) {
    if (at.empty()) return;
    for (Found& each : gaps_) {
      if (each.kind != kind || each.path != path || each.amount != amount || each.soft != soft) continue;
      each.at = union_of(each.at, at);
      return;
    }
    gaps_.push_back({kind, path, amount, soft, std::move(at), &on_watch});
  }
  void write_gaps(Row& row) {
    std::ranges::stable_sort(gaps_, {}, [](const Found& each) { return std::tie(each.kind, each.path); });
    for (const Found& each : gaps_)
      for (const Interval& span : each.at)
        row.gaps.push_back(
            {each.kind, each.path, each.amount, each.watch->team_at(span), each.soft, span.from, span.to});
  }

  const program::Program& program_;
  const Options& options_;
  Kept kept_;
  Asked asked_;
  std::map<std::string, std::optional<DueMap>> maps_;
  std::map<std::string, Watch> watches_;
  std::map<std::string, Spans> counted_;
  std::vector<Found> gaps_;
};

}  // namespace

Result<Proof> prove(const program::Program& program, const Options& options) {
  const auto effective = zones::date_of(program.effective);
  const std::int32_t date = effective ? *effective : 0;
  if (!options.from && !effective)
    return fail(ErrorCode::required, "from", "the program says no date in `effective`");
  const std::string zone = zones::exists(program.zone) ? program.zone : "UTC";
  const Instant from = options.from ? *options.from : zones::instant_of(zone, date, 0);
  Instant to = from;
  if (options.to) {
    to = *options.to;
  } else {
    const auto wall = zones::wall_time(zone, from);
    const std::string day = zones::date_text(wall.date);
    const auto later = zones::date_of(fmt::format("{}{}", std::stoi(day.substr(0, 4)) + 2, day.substr(4)));
    to = zones::instant_of(zone, later ? *later : wall.date + 731, wall.second);  // 29 February: 1 March two years on
  }
  if (to <= from) return fail(ErrorCode::invalid, "to", "the end must come after the beginning");
  if (to - from > days(10 * 366)) return fail(ErrorCode::limit, "to", "at most ten years");
  return Prover(program, options, {from, to}).run();
}

}  // namespace yakusoku::proof
