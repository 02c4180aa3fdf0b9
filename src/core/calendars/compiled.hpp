#pragma once

// What a Calendar holds: the open stretches of its years with prefix sums, an index of their times and one of their
// totals. Both questions (how many open seconds lie before t, when has the n-th passed) take one index entry and the
// few stretches behind it.

#include <cstdint>
#include <vector>

#include "core/calendars/calendars.hpp"
#include "core/calendars/timeline.hpp"

namespace yakusoku::calendars {

struct Calendar::Compiled {
  struct Entry {
    std::uint32_t from, to;  // seconds since `begin`
    std::uint32_t before;    // open seconds before `from`
  };

  Compiled(const Definition& what, Instant from, Instant to);

  Definition definition;
  Timeline timeline;
  std::int64_t begin = 0, end = 0;
  std::vector<Entry> stretches;  // and one at the end of time that no search passes
  std::uint32_t total = 0;
  unsigned time_shift = 0, total_shift = 0;
  std::vector<std::uint32_t> by_time, by_total;

  bool covers(std::int64_t at) const { return at >= begin && at <= end; }
  std::uint32_t offset(std::int64_t at) const { return static_cast<std::uint32_t>(at - begin); }

  // The first stretch that ends behind that second.
  std::uint32_t at_time(std::uint32_t second) const {
    std::uint32_t i = by_time[second >> time_shift];
    std::uint32_t last = by_time[(second >> time_shift) + 1];
    while (last - i > crowded) {  // many short stretches in one bucket
      const std::uint32_t middle = i + (last - i) / 2;
      if (stretches[middle].to <= second) {
        i = middle + 1;
      } else {
        last = middle;
      }
    }
    while (stretches[i].to <= second) ++i;
    return i;
  }

  std::uint32_t open_before(std::uint32_t second) const {
    const Entry& stretch = stretches[at_time(second)];
    return stretch.before + (second > stretch.from ? second - stretch.from : 0);
  }

  // The stretch in which the open second of that number lies, 0 the first.
  const Entry& at_total(std::uint32_t number) const {
    std::uint32_t i = by_total[number >> total_shift];
    std::uint32_t last = by_total[(number >> total_shift) + 1];
    while (last - i > crowded) {
      const std::uint32_t middle = i + (last - i) / 2;
      if (stretches[middle + 1].before <= number) {
        i = middle + 1;
      } else {
        last = middle;
      }
    }
    while (stretches[i + 1].before <= number) ++i;
    return stretches[i];
  }

  // The least second with `number` (1 .. total) open ones before it: behind the last of them.
  std::uint32_t time_of(std::uint32_t number) const {
    const Entry& stretch = at_total(number - 1);
    return stretch.from + (number - stretch.before);
  }
  // The greatest second with `number` (0 .. total - 1) open ones before it: where the next begins.
  std::uint32_t last_time_of(std::uint32_t number) const {
    const Entry& stretch = at_total(number);
    return stretch.from + (number - stretch.before);
  }

 private:
  static constexpr std::uint32_t crowded = 6;
  void index_times();
  void index_totals();
};

}  // namespace yakusoku::calendars
