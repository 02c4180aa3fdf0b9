#include "sim/backtest/lived.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace yakusoku::sim::backtest {
namespace {

using lifecycle::Act;
using lifecycle::Change;
using lifecycle::Request;
using lifecycle::Verb;

constexpr int most_wakes = 10'000;  // of one request
constexpr int deepest_merge = 8;    // requests merged into requests that were merged

std::string_view verb_word(Verb verb) { return enum_words(verb)[static_cast<std::size_t>(verb)]; }

Act waking() {
  Act act;
  act.verb = Verb::wake;
  act.actor.side = lifecycle::Side::program;
  return act;
}

}  // namespace

Renames::Renames(const program::Program& program) {
  const Json* was = program.tree.find("was");
  if (!was) return;
  const auto read = [&](const char* part, Names& names, auto known) {
    const Json* list = was->find(part);
    if (!list || !list->is_object()) return;
    for (const auto& [old, now] : list->members())
      if (now.is_string() && !known(old)) names.emplace(old, now.string());
  };
  const auto level = [&](const std::string& name) { return program.severity.level(name) != nullptr; };
  read("levels", levels_, level);
  read("severity", levels_, level);
  read("kinds", kinds_, [&](const std::string& name) { return program.kind(name) != nullptr; });
  read("plans", plans_,
       [&](const std::string& name) { return std::ranges::find(program.plans, name) != program.plans.end(); });
}

const std::string& Renames::of(std::string_view fact, const std::string& value) const {
  const Names* names = nullptr;
  if (fact == "severity" || fact == "asked_severity" || fact == "severity_set") names = &levels_;
  if (fact == "kind") names = &kinds_;
  if (fact == "plan" || fact.ends_with(".plan")) names = &plans_;
  if (!names) return value;
  const auto found = names->find(value);
  return found == names->end() ? value : found->second;
}

Version::Version(std::shared_ptr<const program::Program> of) : program(std::move(of)), renames(*program) {
  using Type = program::FactRule::Type;
  has_numbers = std::ranges::any_of(
      program->facts, [](const auto& each) { return each.type == Type::number || each.type == Type::instant; });
}

namespace {

// A word that spells what this program takes as a number or an instant.
std::optional<std::int64_t> number_in(const tickets::Value& value, const program::Program& program) {
  using Type = program::FactRule::Type;
  const program::FactRule* rule = program.fact(value.name);
  if (!rule) return std::nullopt;
  if (rule->type == Type::number) {
    std::int64_t number = 0;
    const char* end = value.word.data() + value.word.size();
    const auto read = std::from_chars(value.word.data(), end, number);
    if (read.ec == std::errc() && read.ptr == end) return number;
  }
  if (rule->type == Type::instant) {
    if (const auto at = from_iso(value.word)) return at->seconds;
  }
  return std::nullopt;
}

// Reads values as this version does; counts those that `was` renamed. True where one is another now.
bool fit(std::vector<tickets::Value>& values, const Version& version, std::int64_t& renamed) {
  bool changed = false;
  for (tickets::Value& value : values) {
    if (value.form != tickets::Value::Form::word) continue;
    if (version.has_numbers) {
      if (const auto number = number_in(value, *version.program)) {
        value = tickets::Value::of(value.name, *number);
        changed = true;
        continue;
      }
    }
    if (version.renames.empty()) continue;
    if (const std::string& now = version.renames.of(value.name, value.word); now != value.word) {
      value.word = now;
      ++renamed;
      changed = true;
    }
  }
  return changed;
}

// One life under way. Most acts fit; so the request is moved through them, and only a life in which one was refused is
// begun again with a copy before each act.
class Living {
 public:
  Living(const PastRequest& past, const Version& version, clocks::Calendars& calendars, const Manner& manner,
         int depth)
      : past_(past), version_(&version), calendars_(calendars), manner_(manner), depth_(depth) {}

  // False: an act was refused, and nothing had been copied.
  bool run(Life& life, bool careful);

 private:
  bool event(Life& life, const PastEvent& event, bool careful);
  bool decide(Life& life, const Act& act, bool careful);
  bool move(Life& life, const PastEvent& event, bool careful);
  bool merge(Life& life, const PastEvent& event, const Act& act, bool careful);
  bool wake_until(Life& life, Instant at);
  void note(Life& life, const std::vector<lifecycle::Fact>& facts, lifecycle::Side by);
  void note(Life& life, const lifecycle::CycleChanged& fact);
  std::string severity(const Life& life) const {
    return program::to_text(lifecycle::FactsSeen(life.request, world_).value_of("severity"));
  }
  void look_again(const Life& life) { wake_ = lifecycle::next_wake(life.request, world_).value_or(far_future); }

  const PastRequest& past_;
  const Version* version_;  // a request that moves goes on under another
  clocks::Calendars& calendars_;
  const Manner& manner_;
  const int depth_;
  lifecycle::World world_;
  Instant wake_ = far_future;
  int wakes_ = 0;
};

void Living::note(Life& life, const lifecycle::CycleChanged& fact) {
  const clocks::Cycle& cycle = fact.cycle;
  auto found = life.cycles.end();
  for (auto each = life.cycles.rbegin(); each != life.cycles.rend() && found == life.cycles.end(); ++each)
    if (each->cycle->number == cycle.number && each->cycle->clock == cycle.clock) found = std::prev(each.base());
  if (found == life.cycles.end()) found = life.cycles.insert(life.cycles.end(), CycleLived{});
  found->cycle = fact.cycle;
  if (fact.change == Change::breached) found->severity = fact.severity;  // as it was then (R14)
  if (fact.change == Change::ended && cycle.breaches == 0) found->severity = severity(life);
}

void Living::note(Life& life, const std::vector<lifecycle::Fact>& facts, lifecycle::Side by) {
  for (const lifecycle::Fact& fact : facts) {
    if (manner_.retelling) manner_.retelling->take(fact, enum_words(by)[static_cast<std::size_t>(by)]);
    if (const auto* changed = std::get_if<lifecycle::CycleChanged>(&fact)) note(life, *changed);
  }
}

bool Living::decide(Life& life, const Act& act, bool careful) {
  ++life.acts;
  auto decided = careful ? lifecycle::act_on(life.request, act, world_)
                         : lifecycle::act_on(std::move(life.request), act, world_);
  if (!decided) {
    if (!careful && act.verb != Verb::open) return false;
    const bool named = act.verb == Verb::happen;
    life.diverged.push_back({world_.now, named ? act.event : std::string(verb_word(act.verb)), decided.error()});
    return true;
  }
  life.request = std::move(decided->request);
  note(life, decided->facts, act.actor.side);
  return true;
}

bool Living::wake_until(Life& life, Instant at) {
  static const Act wake = waking();
  while (wake_ < at) {  // a timer of that very second waits until the clock has passed it
    if (++wakes_ > most_wakes) {
      life.diverged.push_back(
          {wake_, "wake", Error{ErrorCode::limit, "wake", "it wants to be woken without end", ""}});
      wake_ = far_future;
      break;
    }
    world_.now = std::max(world_.now, wake_ + seconds(1));
    if (!decide(life, wake, false)) return false;
    look_again(life);
  }
  return true;
}

// Its verdicts are settled under the version that it leaves, as the desk does it.
bool Living::move(Life& life, const PastEvent& event, bool careful) {
  const Version* next = manner_.moved_to ? manner_.moved_to(event.version) : nullptr;
  if (!next) return true;
  if (!decide(life, waking(), false)) return false;
  version_ = next;
  world_.program = next->program.get();
  return decide(life, event.act, careful);
}

bool Living::merge(Life& life, const PastEvent& event, const Act& act, bool careful) {
  if (!event.other || depth_ >= deepest_merge) {
    life.diverged.push_back(
        {world_.now, "absorb",
         Error{ErrorCode::not_found, "request", "what was merged in is not among the requests", ""}});
    return true;
  }
  Manner theirs;
  theirs.until = world_.now;
  theirs.moved_to = manner_.moved_to;
  Life other;
  if (!Living(*event.other, *version_, calendars_, theirs, depth_ + 1).run(other, false)) {
    other = {};
    Living(*event.other, *version_, calendars_, theirs, depth_ + 1).run(other, true);
  }
  world_.other = &other.request;
  const bool fits = decide(life, act, careful);
  world_.other = nullptr;
  return fits;
}

bool Living::event(Life& life, const PastEvent& event, bool careful) {
  for (const tickets::Value& each : event.known) {
    const auto found = std::ranges::find(world_.known, each.name, &tickets::Value::name);
    if (found == world_.known.end()) {
      world_.known.push_back(each);
    } else {
      *found = each;
    }
  }
  if (event.only_known) return true;
  if (event.act.verb == Verb::move) return move(life, event, careful);
  Act fitted;
  const Act* act = &event.act;
  if (!event.act.values.empty() && (version_->has_numbers || !version_->renames.empty())) {
    fitted = event.act;
    if (fit(fitted.values, *version_, life.renamed)) act = &fitted;
  }
  return act->verb == Verb::absorb ? merge(life, event, *act, careful) : decide(life, *act, careful);
}

bool Living::run(Life& life, bool careful) {
  world_.program = version_->program.get();
  world_.calendars = &calendars_;
  world_.known = past_.known;
  fit(world_.known, *version_, life.renamed);
  for (const PastEvent& each : past_.events) {
    if (each.at > manner_.until) break;
    if (depth_ > 0 && each.act.verb == Verb::merged) break;  // as it was when it was taken over
    if (!wake_until(life, each.at)) return false;
    world_.now = std::max(world_.now, each.at);
    if (each.act.verb == Verb::open && life.taken) continue;
    if (!event(life, each, careful)) return false;
    if (each.only_known) {
      if (life.taken) look_again(life);
      continue;
    }
    life.taken = life.request.ticket.opened_at != far_future;
    life.version = version_;
    if (!life.taken) return true;  // not taken at the door: nothing of it happens here
    look_again(life);
  }
  if (life.taken && !wake_until(life, manner_.until)) return false;
  world_.now = std::max(world_.now, manner_.until);
  life.version = version_;
  std::string last;
  for (CycleLived& each : life.cycles) {
    if (!each.severity.empty()) continue;
    if (last.empty()) last = severity(life);
    each.severity = last;
  }
  return true;
}

}  // namespace

Life live(const PastRequest& past, const Version& version, clocks::Calendars& calendars, const Manner& manner) {
  Life life;
  if (Living(past, version, calendars, manner, 0).run(life, false)) return life;
  life = {};
  if (manner.retelling) *manner.retelling = {};
  Living(past, version, calendars, manner, 0).run(life, true);
  return life;
}

}  // namespace yakusoku::sim::backtest
