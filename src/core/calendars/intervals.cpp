#include "core/calendars/intervals.hpp"

#include <algorithm>
#include <cstddef>

namespace yakusoku::calendars {

void append(Stretches& set, Stretch stretch) {
  if (stretch.from >= stretch.to) return;
  if (!set.empty() && stretch.from <= set.back().to) {
    set.back().to = std::max(set.back().to, stretch.to);
  } else {
    set.push_back(stretch);
  }
}

Stretches normalised(Stretches stretches) {
  std::sort(stretches.begin(), stretches.end());
  Stretches out;
  out.reserve(stretches.size());
  for (const Stretch& stretch : stretches) append(out, stretch);
  return out;
}

Stretches union_of(const Stretches& a, const Stretches& b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  Stretches out;
  out.reserve(a.size() + b.size());
  std::size_t i = 0, j = 0;
  while (i < a.size() || j < b.size()) {
    const bool left = j == b.size() || (i < a.size() && a[i].from <= b[j].from);
    append(out, left ? a[i++] : b[j++]);
  }
  return out;
}

Stretches intersection_of(const Stretches& a, const Stretches& b) {
  Stretches out;
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    append(out, {std::max(a[i].from, b[j].from), std::min(a[i].to, b[j].to)});
    if (a[i].to < b[j].to) {
      ++i;
    } else {
      ++j;
    }
  }
  return out;
}

Stretches complement_of(const Stretches& set, std::int64_t from, std::int64_t to) {
  Stretches out;
  out.reserve(set.size() + 1);
  for (const Stretch& stretch : set) {
    append(out, {from, stretch.from});
    from = stretch.to;
  }
  append(out, {from, to});
  return out;
}

Stretches difference_of(const Stretches& set, const Stretches& removed) {
  Stretches out;
  out.reserve(set.size() + 1);
  std::size_t j = 0;
  for (Stretch rest : set) {
    while (j < removed.size() && removed[j].to <= rest.from) ++j;
    for (std::size_t k = j; k < removed.size() && removed[k].from < rest.to; ++k) {
      append(out, {rest.from, removed[k].from});
      rest.from = removed[k].to;
    }
    append(out, rest);
  }
  return out;
}

std::int64_t total(const Stretches& set) {
  std::int64_t sum = 0;
  for (const Stretch& stretch : set) sum += stretch.to - stretch.from;
  return sum;
}

}  // namespace yakusoku::calendars
