// rooms: sim/backtest adapters/store adapters/engine_sqlite adapters/system core/clocks core/lifecycle ports base
// How fast past requests are lived again: 10 events a request, 5 clocks, in memory under one version and beside
// another, and out of a SQLite store of 50,000 requests. Beside each figure its goal (DESIGN.md section 8, issue 4).

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "adapters/engine_sqlite/sqlite.hpp"
#include "adapters/store/open_store.hpp"
#include "adapters/system/dice.hpp"
#include "adapters/system/test_clock.hpp"
#include "core/clocks/compiled_calendars.hpp"
#include "sim/backtest/desk_log.hpp"

using namespace yakusoku;
using namespace yakusoku::sim::backtest;
using lifecycle::Act;
using lifecycle::Side;
using lifecycle::Verb;
using tickets::Value;

namespace {

constexpr const char* text = R"(
program: bench
title: Five clocks
effective: 2025-01-01
zone: Asia/Tokyo
languages: [en]
days:
  holidays: [2025-01-01..2025-01-03, 2025-02-11, 2025-03-20, 2025-04-29, 2025-05-03..2025-05-06, 2025-07-21, 2025-08-11, 2025-09-15]
calendars:
  office: {zone: Asia/Tokyo, open: {mon-fri: "09:00-12:00, 13:00-18:00"}, dates: {holidays: closed}, day: close}
kinds:
  incident: {title: Incident}
severity:
  levels: {1: {title: One}, 2: {title: Two}, 3: {title: Three}}
  is: asked
  change: [{who: vendor}]
clocks:
  first_response: {title: First response, starts: opened, met_by: reply, reopening: never, within: {by: [severity], cells: {"1, 2": 15m, 3: 4h in office}}, warn: [50%]}
  next_response: {title: Next response, starts: message, when: {clock.first_response: met}, met_by: reply, reopening: never, within: 4h in office}
  update: {title: Next update, starts: [first_response.met, update.met], met_by: [reply, status_post], ends_on: [restored, solved], replaced_by: [promise], reopening: never, within: {by: [severity], cells: {1: 30m, 2: 60m, 3: 4h in office}}, warn: [5m before]}
  restore: {title: Restore, starts: opened, met_by: [restored, solved], paused_while: {waiting_on: customer}, within: {by: [severity], cells: {1: 6h, 2: 24h, 3: 48h in office}}, warn: [50%, 80%]}
  silence: {title: Silence, owed_by: customer, when: {waiting_on: customer}, starts: {changed: {waiting_on: customer}}, met_by: message, ends_on: solved, reopening: never, within: 72h, steps: [{at: 24h, do: {remind: customer}}, {at: due, do: {close: answered}}]}
closing:
  reasons: {answered: {title: Answered}}
  default: answered
)";

constexpr Instant monday{1749427200};  // 2025-06-09 09:00 in Tokyo
constexpr Instant end{1764547200};
const bool smoke = std::getenv("YAKUSOKU_BENCH_SMOKE") != nullptr;

std::shared_ptr<const program::Program> version(const std::string& from, const std::string& to) {
  std::string changed = text;
  if (!from.empty()) changed.replace(changed.find(from), from.size(), to);
  return program::read(std::vector<program::SourceFile>{{"program.yaml", changed}}).program;
}

Act act(Verb verb, Side side) {
  Act made;
  made.verb = verb;
  made.actor.side = side;
  made.actor.role = side == Side::vendor ? "agent" : "";
  return made;
}

// Ten events of an ordinary request.
PastRequest life(std::int64_t number, Instant start) {
  PastRequest past;
  past.order = number;
  past.id = std::to_string(number);
  past.customer = std::to_string(number % 500);
  const auto add = [&](std::int64_t after, Act made) {
    PastEvent event;
    event.at = start + seconds(after);
    event.act = std::move(made);
    past.events.push_back(std::move(event));
  };
  Act opening = act(Verb::open, Side::customer);
  opening.ticket = TicketId{number};
  opening.organization = OrganizationId{number % 500 + 1};
  opening.values = {Value::of("kind", std::string("incident")), Value::of("asked_severity", std::string("3"))};
  add(0, opening);
  Act assign = act(Verb::assign, Side::vendor);
  assign.owner = PersonId{7};
  add(300, assign);
  add(600, act(Verb::reply, Side::vendor));
  Act raise = act(Verb::set, Side::vendor);
  raise.values = {Value::of("severity", std::string("2"))};
  add(1200, raise);
  Act question = act(Verb::reply, Side::vendor);
  question.asks = true;
  add(1800, question);
  add(7200, act(Verb::message, Side::customer));
  add(8000, act(Verb::note, Side::vendor));
  Act promising = act(Verb::reply, Side::vendor);
  promising.until = start + seconds(9000 + 7200);
  add(9000, promising);
  add(12000, act(Verb::reply, Side::vendor));
  add(15000, act(Verb::solve, Side::vendor));
  return past;
}

class Memory final : public Source {
 public:
  explicit Memory(std::int64_t count) : left_(count) {
    for (std::int64_t i = 0; i < 1000; ++i) lives_.push_back(life(i + 1, monday + seconds(i * 97)));
  }
  Result<std::size_t> next_round(std::size_t) override {
    if (left_ <= 0) return std::size_t{0};
    left_ -= std::ssize(lives_);
    return std::size_t{1};
  }
  Result<std::vector<PastRequest>> piece(std::size_t) override { return lives_; }

 private:
  std::int64_t left_;
  std::vector<PastRequest> lives_;
};

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void print(const char* what, double figure, const char* goal) {
  std::printf("%-66s %12.0f   %s\n", what, figure, goal);
}

Options options_of(std::shared_ptr<const program::Program> tried, std::shared_ptr<const program::Program> against) {
  Options options;
  options.tried = std::move(tried);
  options.against = std::move(against);
  options.until = end;
  return options;
}

bool in_memory() {
  const std::int64_t count = smoke ? 1000 : 40'000;
  for (const bool beside : {false, true}) {
    Memory memory(count);
    const auto begin = std::chrono::steady_clock::now();
    const auto result =
        backtest(memory, options_of(version("48h in office", "40h in office"), beside ? version("", "") : nullptr));
    const double spent = seconds_since(begin);
    if (!result || result->tally.requests != count || !result->tally.diverged_after.empty()) return false;
    print(
        beside ? "memory: requests a second beside another version, one core" : "memory: requests a second, one core",
        static_cast<double>(count) / spent, beside ? "" : "goal 100,000");
    print(beside ? "  acts a second of both, wake-ups included" : "  acts a second, wake-ups included",
          static_cast<double>(result->tally.acts) / spent, "");
  }
  return true;
}

// Records as a desk writes them: those of a hundred requests lie mixed.
bool fill(ports::Store& store, system::TestClock& clock, std::int64_t count, const program::Program& program) {
  clocks::CompiledCalendars calendars;
  constexpr std::int64_t block = 100;
  for (std::int64_t first = 1; first <= count; first += block) {
    std::vector<PastRequest> lives;
    std::vector<lifecycle::Request> states(block);
    for (std::int64_t i = 0; i < block; ++i) lives.push_back(life(first + i, monday + seconds(first * 200)));
    std::vector<ports::Command> commands(1);
    commands[0].run = [&](ports::Transaction& to) -> Result<ports::Answer> {
      for (std::size_t event = 0; event < 10; ++event) {
        for (std::size_t i = 0; i < lives.size(); ++i) {
          lifecycle::World world;
          world.now = lives[i].events[event].at;
          world.program = &program;
          world.calendars = &calendars;
          auto decided = TRY(lifecycle::act_on(std::move(states[i]), lives[i].events[event].act, world));
          states[i] = std::move(decided.request);
          ports::LogRow record;
          record.id = first + static_cast<std::int64_t>(i);
          record.version = static_cast<std::int64_t>(event) + 1;
          record.at = world.now;
          record.act = to_text(write_fields(lives[i].events[event].act));
          Json facts = Json::array();
          for (const lifecycle::Fact& fact : decided.facts) facts.push(lifecycle::to_json(fact));
          record.facts = to_text(facts);
          to.append(record);
        }
      }
      return ports::Answer{};
    };
    if (!store.run(commands).front().answer) return false;
  }
  clock.push_to(end);
  return true;
}

void side_by_side(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::vector<std::jthread> threads;
  for (std::size_t i = 1; i < count; ++i) threads.emplace_back([&work, i] { work(i); });
  if (count > 0) work(0);
}

bool from_store() {
  const std::int64_t count = smoke ? 500 : 50'000;
  const auto folder = std::filesystem::temp_directory_path() / "yakusoku_bench_backtest";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  engine_sqlite::Options engine;
  engine.path = (folder / "desk.sqlite").string();
  bool well = false;
  {
    system::TestClock clock(monday);
    system::SeededDice dice(1);
    auto database = engine_sqlite::open_database(engine);
    auto store = database ? store::open_store(**database, clock, dice) : fail(ErrorCode::storage);
    const auto today = version("", "");
    well = store && fill(**store, clock, count, *today);
    for (const std::size_t workers : {1u, 2u}) {
      if (!well) break;
      Options options = options_of(version("48h in office", "40h in office"), nullptr);
      options.version = [&](std::string_view) { return today; };
      options.workers = workers;
      options.run = side_by_side;
      const auto begin = std::chrono::steady_clock::now();
      auto source = desk_log([&](const auto& body) { return (*store)->read(body); }, {});
      const auto result = source ? backtest(**source, options) : std::unexpected(source.error());
      const double spent = seconds_since(begin);
      well = result && result->tally.requests == count && result->compared;
      print(workers == 1 ? "SQLite: requests a second beside today's, one core"
                         : "SQLite: requests a second beside today's, two cores",
            static_cast<double>(count) / spent, workers == 1 ? "" : "goal 16,667 (a million in a minute)");
    }
  }
  std::filesystem::remove_all(folder);
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  std::printf("%-66s %12ld   goal 1,024\n", "most memory at once, MiB", used.ru_maxrss / 1024);
  return well;
}

}  // namespace

int main() {
  if (in_memory() && from_store()) return 0;
  std::fprintf(stderr, "a request was not lived to its end\n");
  return 1;
}
