// rooms: core/calendars base
// Nanoseconds of calendar arithmetic, and their ratio to a loop of one dependent multiplication and one table read in
// the first-level cache, so that figures of two machines can be laid side by side (CLOCKS.md 3.3).

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "base/zones.hpp"
#include "core/calendars/calendars.hpp"
#include "core/calendars/time_lines.hpp"

using namespace yakusoku;
using namespace yakusoku::calendars;

namespace {

volatile std::int64_t sink = 0;

struct Dice {
  std::uint64_t state = 88172645463325252ULL;
  std::uint64_t next() {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
  }
};

template <class Work>
double nanoseconds_each(std::size_t times, Work work) {
  double best = 1e18;
  for (int round = 0; round < 5; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < times; ++i) work(i);
    const std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - begin;
    best = std::min(best, spent.count() / static_cast<double>(times));
  }
  return best;
}

double yardstick() {
  std::vector<std::uint32_t> table(4096);
  Dice dice;
  for (auto& entry : table) entry = static_cast<std::uint32_t>(dice.next());
  std::uint64_t value = 1;
  const double each =
      nanoseconds_each(20'000'000, [&](std::size_t) { value = value * 6364136223846793005ULL + table[value >> 52]; });
  sink = sink + static_cast<std::int64_t>(value);
  return each;
}

// 8x5 with a lunch break, 100 holidays, as in CLOCKS.md 3.2.
Definition office(const std::string& zone, int seed) {
  Definition definition;
  definition.kind = Definition::Kind::week;
  definition.week.zone = zone;
  for (std::size_t day = 0; day < 5; ++day)
    definition.week.weekly[day] = {{9 * 3600 + seed % 60 * 60, 12 * 3600}, {13 * 3600, 18 * 3600}};
  for (int n = 0; n < 100; ++n) definition.week.closed.push_back({20454 + n * 36 + seed % 7, {0, 86400}});
  return definition;
}

constexpr Instant begin{1767225600};  // 2026
constexpr std::int64_t ten_years = 3653LL * 86400;

void print(const char* what, double nanoseconds, double unit, const char* goal) {
  std::printf("%-52s %12.1f ns %10.1f x yardstick   %s\n", what, nanoseconds, nanoseconds / unit, goal);
}

void time_lines(double unit) {
  TimeLines lines([](std::string_view, Instant, const CalendarLookup&) -> Result<std::optional<Instant>> {
    return std::optional<Instant>();
  });
  std::vector<std::string> text;
  Dice dice;
  for (int n = 0; n < 100; ++n)
    lines.answer(
        to_text(Json::object({{"kind", "calendar"}, {"id", n}, {"cal", to_json(office("Europe/London", n))}})));
  for (int n = 0; n < 100'000; ++n) {
    const auto start = begin.seconds + static_cast<std::int64_t>(dice.next() % ten_years);
    Json line = Json::object({{"kind", "query"}, {"cal", std::to_string(n % 100)}, {"start", start}});
    switch (n % 4) {
      case 0: line.set("op", "add").set("dur", static_cast<std::int64_t>(dice.next() % 400000)); break;
      case 1: line.set("op", "between").set("end", start + static_cast<std::int64_t>(dice.next() % 4000000)); break;
      case 2: line.set("op", "next_open"); break;
      default: line.set("op", "is_open"); break;
    }
    text.push_back(to_text(line));
  }
  const double each = nanoseconds_each(
      text.size(), [&](std::size_t i) { sink = sink + static_cast<std::int64_t>(lines.answer(text[i])->size()); });
  print("time: one mixed line over 100 calendars", each, unit, "");
  std::printf("%-52s %12.0f a second\n", "time: mixed lines", 1e9 / each);
}

}  // namespace

int main() {
  const double unit = yardstick();
  std::printf("%-52s %12.2f ns\n", "yardstick: multiply and read, dependent", unit);
  const auto one = Calendar::compile(office("Europe/London", 0), begin, begin + seconds(ten_years));
  Dice dice;
  constexpr std::size_t count = 1 << 16;
  std::vector<Instant> starts(count);
  std::vector<Duration> lengths(count);
  for (std::size_t i = 0; i < count; ++i) {
    starts[i] = begin + seconds(static_cast<std::int64_t>(dice.next() % (ten_years * 8 / 10)));
    lengths[i] = seconds(static_cast<std::int64_t>(1 + dice.next() % 400000));
  }
  constexpr std::size_t times = 4'000'000;
  print("add, one calendar of ten years, random",
        nanoseconds_each(
            times, [&](std::size_t i) { sink = sink + one->add(starts[i % count], lengths[i % count])->seconds; }),
        unit, "goal 60 ns");
  print("between, one calendar of ten years, random",
        nanoseconds_each(
            times, [&](std::size_t i) { sink = sink + one->between(starts[i % count], starts[(i + 1) % count]); }),
        unit, "goal 40 ns");
  print("next_open, one calendar of ten years, random",
        nanoseconds_each(times, [&](std::size_t i) { sink = sink + one->next_open(starts[i % count])->seconds; }),
        unit, "");
  std::vector<std::shared_ptr<const Calendar>> many;
  for (int n = 0; n < 1000; ++n)
    many.push_back(Calendar::compile(office("Europe/London", n), begin, begin + seconds(ten_years)));
  print("add, 1,000 calendars of ten years, random",
        nanoseconds_each(times,
                         [&](std::size_t i) {
                           const auto which = (i * 2654435761U) % many.size();
                           sink = sink + many[which]->add(starts[i % count], lengths[i % count])->seconds;
                         }),
        unit, "goal 300 ns");
  print("between, 1,000 calendars of ten years, random",
        nanoseconds_each(times,
                         [&](std::size_t i) {
                           const auto which = (i * 2654435761U) % many.size();
                           sink = sink + many[which]->between(starts[i % count], starts[(i + 1) % count]);
                         }),
        unit, "");
  const Definition definition = office("Europe/London", 0);
  print("compile ten years with 100 holidays",
        nanoseconds_each(200,
                         [&](std::size_t) {
                           sink =
                               sink + static_cast<std::int64_t>(
                                          Calendar::compile(definition, begin, begin + seconds(ten_years))->size());
                         }),
        unit, "goal 1 ms");
  time_lines(unit);
  return 0;
}
