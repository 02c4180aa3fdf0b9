#include "sim/backtest/replay.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/json.hpp"
#include "core/lifecycle/decide.hpp"
#include "sim/backtest/log_records.hpp"

namespace yakusoku::sim::backtest {
namespace {

using lifecycle::Act;
using lifecycle::CycleChanged;
using lifecycle::Fact;
using lifecycle::Request;
using lifecycle::Verb;
using ports::LogRow;

constexpr std::size_t most_said = 240;  // bytes of a fact in a finding
constexpr int most_looks = 1000;        // wake-ups that left no record

std::string shortened(const std::string& text) {
  return text.size() <= most_said ? text : text.substr(0, most_said) + "…";
}

class Replaying {
 public:
  Replaying(ports::Reader& reader, VersionsThen& versions, clocks::Calendars& calendars, const ports::TicketRow& row)
      : reader_(reader), versions_(versions), calendars_(calendars), row_(row) {}

  Replayed run(const std::vector<LogRow>& records) {
    for (const LogRow& record : records) {
      ++result_.records;
      if (!take(record)) return std::move(result_);
    }
    if (!records.empty()) check_rows(records.back());
    return std::move(result_);
  }

 private:
  bool differs(std::string what) {
    result_.differs = std::move(what);
    return false;
  }
  bool differs(const LogRow& record, const std::string& what) {
    return differs(fmt::format("version {}: {}", record.version, what));
  }

  bool take(const LogRow& record);
  bool compare(const LogRow& record, const Json& recorded, std::vector<Fact> decided);
  std::string version_for(const Act& act, const LogRow& record) const;
  bool look(const LogRow& record, const std::string& hash);
  Request merged_in(const Act& act, const LogRow& record);
  bool decide(const LogRow& record, const Act& act, Request& request, std::vector<Fact>& facts);
  bool check_rows(const LogRow& last);
  bool check_wake(const LogRow& last);
  bool check_clocks();

  ports::Reader& reader_;
  VersionsThen& versions_;
  clocks::Calendars& calendars_;
  const ports::TicketRow& row_;
  std::shared_ptr<const program::Program> program_;
  lifecycle::World world_;
  Request request_;
  std::vector<Shared<clocks::Cycle>> cycles_;  // each as it was last
  Replayed result_;
};

// The version that the act was decided under: a move's is the one it goes to.
std::string Replaying::version_for(const Act& act, const LogRow& record) const {
  if (act.verb == Verb::move) return moved_to_in(record.facts);
  return request_.ticket.version;
}

bool Replaying::look(const LogRow& record, const std::string& hash) {
  program_ = versions_.at(reader_, hash, record.position);
  if (!program_) return differs(record, "program version " + hash + " is not there or can't be read");
  world_.now = record.at;
  world_.program = program_.get();
  world_.calendars = &calendars_;
  return true;
}

// As it stood when it was taken over: its records up to the one that says it was merged.
Request Replaying::merged_in(const Act& act, const LogRow& record) {
  Request other;
  for (const LogRow& theirs : reader_.log_of(ports::Subject::ticket, act.ticket.value)) {
    const auto done = act_in(theirs.act);
    if (theirs.position > record.position || !done || done->verb == Verb::merged) break;
    const auto facts = parse_json(theirs.facts);
    if (!facts || !facts->is_array()) break;
    for (const Json& each : facts->items())
      if (const auto fact = lifecycle::fact_from_json(each)) lifecycle::evolve(other, *fact);
  }
  return other;
}

bool Replaying::decide(const LogRow& record, const Act& act, Request& request, std::vector<Fact>& facts) {
  auto decided = lifecycle::act_on(request, act, world_);
  if (!decided) {
    return differs(record, fmt::format("it is refused now: {} ({}) {}", entry_of(decided.error().code).name,
                                       decided.error().field, decided.error().detail));
  }
  request = std::move(decided->request);
  facts.insert(facts.end(), std::make_move_iterator(decided->facts.begin()),
               std::make_move_iterator(decided->facts.end()));
  return true;
}

bool Replaying::take(const LogRow& record) {
  const auto act = act_in(record.act);
  const auto recorded = parse_json(record.facts);
  if (!act || !recorded || !recorded->is_array()) return differs(record, "it can't be read");
  std::string hash;
  if (act->verb == Verb::open) {
    const auto opened = opened_in(record.facts);
    if (!opened) return differs(record, "it does not begin with an opening");
    hash = opened->ticket.version;
    world_.known = known_beside(opened->ticket, *act);
  } else {
    hash = version_for(*act, record);
  }
  // What goes on changing is as the act saw it.
  std::erase_if(world_.known, [](const auto& each) { return lifecycle::lives_on(each.name); });
  world_.known.insert(world_.known.end(), act->seen.begin(), act->seen.end());
  if (!look(record, hash)) return false;
  Request other;
  if (act->verb == Verb::absorb) {
    other = merged_in(*act, record);
    world_.other = &other;
  }
  Request request = request_;
  std::vector<Fact> facts;
  const bool fits = decide(record, *act, request, facts) &&
                    (!answered_at_once(*act, record.facts) || decide(record, answer_with(*act), request, facts));
  world_.other = nullptr;
  return fits && compare(record, *recorded, std::move(facts));
}

bool Replaying::compare(const LogRow& record, const Json& recorded, std::vector<Fact> decided) {
  for (std::size_t i = 0; i < std::max(recorded.items().size(), decided.size()); ++i) {
    const Json* was = i < recorded.items().size() ? &recorded.items()[i] : nullptr;
    if (was && i < decided.size()) {
      auto* changed = std::get_if<CycleChanged>(&decided[i]);
      const std::string zone_data = was->get_string("zone_data").value_or("");
      if (changed && !changed->zone_data.empty() && !zone_data.empty() && changed->zone_data != zone_data) {
        changed->zone_data = zone_data;
        ++result_.other_zone_data;
      }
    }
    const std::string written = was ? to_text(*was) : "nothing";
    const std::string now = i < decided.size() ? to_text(lifecycle::to_json(decided[i])) : "nothing";
    if (written != now) {
      return differs(record, fmt::format("fact {} of {}: written {}, decided {}", i + 1, record.act.substr(0, 60),
                                         shortened(written), shortened(now)));
    }
  }
  Json all = Json::array();
  for (const Fact& fact : decided) {
    all.push(lifecycle::to_json(fact));
    lifecycle::evolve(request_, fact);
    const auto* changed = std::get_if<CycleChanged>(&fact);
    if (!changed) continue;
    const auto known = std::ranges::find_if(cycles_, [&](const auto& each) {
      return each->clock == changed->cycle->clock && each->number == changed->cycle->number;
    });
    if (known == cycles_.end()) {
      cycles_.push_back(changed->cycle);
    } else {
      *known = changed->cycle;
    }
  }
  if (to_text(all) != record.facts) return differs(record, "its facts say the same in other bytes");
  return true;
}

bool Replaying::check_rows(const LogRow& last) {
  if (to_text(lifecycle::to_json(request_)) != row_.state) return differs("its state is not what its acts make");
  if (!look(last, request_.ticket.version)) return false;
  if (row_.rank != request_.rank) return differs("its row's rank is not what its acts make");
  const bool closed = request_.ticket.status == tickets::Status::closed;
  if (row_.next_due != (closed ? far_future : lifecycle::next_due(request_, *program_)))
    return differs("its row's next due is not what its acts make");
  return check_wake(last) && check_clocks();
}

// A wake-up from which nothing followed leaves no record, but may have moved the next one.
bool Replaying::check_wake(const LogRow& last) {
  world_.now = last.at;
  Instant wake = lifecycle::next_wake(request_, world_).value_or(far_future);
  for (int looks = 0; wake < row_.next_wake && looks < most_looks; ++looks) {
    world_.now = wake + seconds(1);
    const Instant next = lifecycle::next_wake(request_, world_).value_or(far_future);
    if (next <= wake) break;
    wake = next;
  }
  // People's hours, absences and balances are not lived through again; for their sake it may be looked at earlier than its
  // acts ask, never later.
  const bool by_others = !reader_.agents().empty() || std::ranges::any_of(program_->facts_asked, lifecycle::lives_on);
  const bool earlier = row_.next_wake < wake && by_others;
  if (wake != row_.next_wake && !earlier) return differs("its row's next wake-up is not what its acts make");
  return true;
}

bool Replaying::check_clocks() {
  for (const ports::ClockRow& row : reader_.clocks(ports::Viewer::desk(), row_.id)) {
    const auto found = std::ranges::find_if(
        cycles_, [&](const auto& each) { return each->clock == row.clock && each->number == row.cycle; });
    if (found == cycles_.end()) return differs("clock " + row.clock + " has a row and no cycle");
    const clocks::Cycle& cycle = **found;
    const bool binds = cycle.promised || cycle.selection->firmness == clocks::Firmness::firm;
    const Instant due = binds ? cycle.due : far_future;
    if (row.due != due || row.started_at != cycle.started_at || row.budget != cycle.selection->budget ||
        row.spent != cycle.spent || row.program_hash != *cycle.version)
      return differs(fmt::format("clock {} {}: its row is not what its acts make", row.clock, row.cycle));
  }
  return true;
}

}  // namespace

Replayed replay(ports::Reader& reader, VersionsThen& versions, clocks::Calendars& calendars,
                const ports::TicketRow& row, const std::vector<LogRow>& records) {
  return Replaying(reader, versions, calendars, row).run(records);
}

}  // namespace yakusoku::sim::backtest
