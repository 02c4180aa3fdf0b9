// rooms: core/people core/routing core/program core/calendars adapters/shelf adapters/store adapters/engine_sqlite adapters/system desk ports base
// Ten thousand people at work and a hundred thousand customers: their import, the load of a roster out of the store, and
// a routing decision.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>

#include "adapters/engine_sqlite/sqlite.hpp"
#include "adapters/shelf/locked_shelf.hpp"
#include "adapters/store/open_store.hpp"
#include "adapters/system/dice.hpp"
#include "adapters/system/system_time.hpp"
#include "core/routing/routing.hpp"
#include "desk/importing.hpp"
#include "desk/shifts.hpp"

namespace {

using namespace yakusoku;

constexpr int workers = 10'000, teams = 50, rotas = 200, decisions = 20'000, organizations = 100'000;

double seconds_of(const std::function<void()>& body) {
  const auto start = std::chrono::steady_clock::now();
  body();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

class NoFacts final : public program::Facts {
 public:
  std::map<std::string, program::FactValue, std::less<>> facts;
  program::FactValue value_of(std::string_view fact) const override {
    const auto found = facts.find(fact);
    return found == facts.end() ? program::FactValue{} : found->second;
  }
  bool is_open(std::string_view, Instant) const override { return true; }
};

calendars::Definition week(int number) {
  static const char* zones[] = {"Asia/Tokyo", "Europe/London", "America/New_York", "Australia/Sydney"};
  calendars::Definition hours;
  hours.kind = calendars::Definition::Kind::week;
  hours.week.zone = zones[number % 4];
  const int from = (number / 4) % 16;
  for (std::size_t day = 0; day < 7; ++day) hours.week.weekly[day].push_back({from * 3600, (from + 9) * 3600});
  return hours;
}

std::string program_text() {
  std::string text = "program: p\nzone: UTC\nkinds: {question: {}}\nseverity: {levels: {1: {}}}\nteams:\n";
  for (int i = 0; i < teams; ++i) text += "  t" + std::to_string(i) + ": {}\n";
  return text + "routing: [{pick: [skill, on_shift, load]}]\n";
}

void check(const Result<ports::Answer>& answer) {
  if (answer) return;
  std::fprintf(stderr, "%s %s\n", std::string(entry_of(answer.error().code).name).c_str(),
               answer.error().field.c_str());
  std::exit(1);
}

}  // namespace

int main() {
  const auto folder = std::filesystem::temp_directory_path() / "yakusoku_bench_people";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  engine_sqlite::Options options;
  options.path = (folder / "desk.sqlite").string();
  auto database = std::move(*engine_sqlite::open_database(options));
  system::SystemTime time;
  system::SeededDice dice{1};
  auto store = std::move(*store::open_store(*database, time, dice));
  shelf::LockedShelf shelf;
  const desk::Caller desk = desk::Caller::desk();
  const auto run = [&](std::function<Result<ports::Answer>(ports::Transaction&)> body) {
    std::vector<ports::Command> commands(1);
    commands[0].run = std::move(body);
    check(store->run(commands).front().answer);
  };
  run([&](auto& t) { return desk::enact_program(t, shelf, desk, {{{"program.yaml", program_text()}}}); });

  const double imported = seconds_of([&] {
    for (int at = 0; at < organizations;) {
      run([&](auto& t) -> Result<ports::Answer> {
        for (int i = 0; i < 500 && at < organizations; ++i, ++at) {
          const std::string number = std::to_string(at);
          auto done = desk::import_row(
              t, shelf, desk, desk::ImportOf::organizations,
              {{"name", "Customer " + number}, {"domains", "c" + number + ".example"}, {"zone", "Asia/Tokyo"}});
          if (!done) return std::unexpected(done.error());
        }
        return ports::Answer{200, "{}"};
      });
    }
  });
  std::printf("import of %d organisations            %8.1f s   (goal 60 s)\n", organizations, imported);

  run([&](auto& t) -> Result<ports::Answer> {
    for (int i = 0; i < rotas; ++i)
      t.put(ports::RotaRow{std::to_string(i), "", to_text(calendars::to_json(week(i)))});
    const auto groups = t.groups();
    for (int i = 0; i < workers; ++i) {
      ports::PersonRow person;
      person.id = PersonId{t.next_id("person")};
      person.name = "Agent";
      person.role = ports::Role::agent;
      person.groups = {groups[static_cast<std::size_t>(i % teams)].id.value};
      t.put(person);
      ports::AgentRow agent;
      agent.person = person.id;
      agent.rota = std::to_string(i % rotas);
      agent.skills = {i % 3 == 0 ? "question" : "other"};
      agent.at_most = 20;
      t.put(agent);
    }
    t.change_duty_mark();
    return ports::Answer{200, "{}"};
  });
  std::shared_ptr<const people::Roster> roster;
  const double loaded = seconds_of([&] {
    (void)store->read([&](ports::Reader& reader) { roster = shelf.roster(reader, reader.programs().front().id); });
  });
  std::printf("roster of %d people out of the store    %8.2f s   (goal 2 s)\n",
              static_cast<int>(roster->agents().size()), loaded);

  const auto reading = program::read(std::vector<program::SourceFile>{{"program.yaml", program_text()}});
  NoFacts facts;
  facts.facts["kind"] = std::string("question");
  const std::function<std::int64_t(PersonId)> open_of = [](PersonId person) { return person.value * 7919 % 20; };
  std::vector<double> lengths;
  std::int64_t found = 0;
  for (int i = 0; i < decisions; ++i) {
    facts.facts["team"] = "t" + std::to_string(i % teams);
    const Instant now = time.now() + minutes(i % 1440);
    lengths.push_back(seconds_of(
        [&] { found += routing::pick({*reading.program, facts, *roster, open_of, now, {}}).owner.value > 0; }));
  }
  std::ranges::sort(lengths);
  std::printf(
      "a routing decision among %d              p50 %.3f ms, p99 %.3f ms   (goal 2 ms)   %lld found somebody\n",
      workers / teams, lengths[lengths.size() / 2] * 1e3, lengths[lengths.size() * 99 / 100] * 1e3,
      static_cast<long long>(found));
  // One team of all.
  people::Roster::Parts parts;
  for (people::Agent each : roster->agents()) {
    each.teams = {"t0"};
    parts.agents.push_back(std::move(each));
  }
  for (int i = 0; i < rotas; ++i) parts.rotas.push_back({std::to_string(i), week(i)});
  parts.from = time.now() - days(31);
  parts.to = time.now() + days(60);
  const people::Roster one(std::move(parts));
  facts.facts["team"] = std::string("t0");
  lengths.clear();
  for (int i = 0; i < 500; ++i)
    lengths.push_back(seconds_of(
        [&] { (void)routing::pick({*reading.program, facts, one, open_of, time.now() + minutes(i * 3), {}}); }));
  std::ranges::sort(lengths);
  std::printf("a routing decision among %d in one team p50 %.3f ms, p99 %.3f ms\n", workers,
              lengths[lengths.size() / 2] * 1e3, lengths[lengths.size() * 99 / 100] * 1e3);
  std::filesystem::remove_all(folder);
}
