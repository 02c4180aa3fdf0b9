#include "core/proof/spans.hpp"

#include <algorithm>

namespace yakusoku::proof {

void append(Spans& set, Interval span) {
  if (span.to <= span.from) return;
  if (!set.empty() && span.from <= set.back().to) {
    set.back().to = std::max(set.back().to, span.to);
  } else {
    set.push_back(span);
  }
}

Spans normalised(Spans spans) {
  std::ranges::sort(spans);
  Spans set;
  for (const Interval& span : spans) append(set, span);
  return set;
}

Spans union_of(const Spans& a, const Spans& b) {
  Spans both;
  both.reserve(a.size() + b.size());
  std::size_t i = 0, j = 0;
  while (i < a.size() || j < b.size())
    append(both, j == b.size() || (i < a.size() && a[i] <= b[j]) ? a[i++] : b[j++]);
  return both;
}

Spans intersection_of(const Spans& a, const Spans& b) {
  Spans common;
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    append(common, {std::max(a[i].from, b[j].from), std::min(a[i].to, b[j].to)});
    (a[i].to < b[j].to ? i : j)++;
  }
  return common;
}

Spans difference_of(const Spans& set, const Spans& removed) {
  Spans left;
  std::size_t j = 0;
  for (const Interval& span : set) {
    Instant from = span.from;
    while (j < removed.size() && removed[j].to <= from) ++j;
    for (std::size_t k = j; k < removed.size() && removed[k].from < span.to; ++k) {
      append(left, {from, removed[k].from});
      from = std::max(from, removed[k].to);
    }
    append(left, {from, span.to});
  }
  return left;
}

Spans with_ends(const Spans& set) {
  Spans wider;
  for (const Interval& span : set) append(wider, {span.from, span.to + seconds(1)});
  return wider;
}

std::int64_t total(const Spans& set) {
  std::int64_t sum = 0;
  for (const Interval& span : set) sum += (span.to - span.from).seconds;
  return sum;
}

bool holds(const Spans& set, Instant at) {
  const auto after = std::ranges::upper_bound(set, at, {}, &Interval::from);
  return after != set.begin() && at < std::prev(after)->to;
}

}  // namespace yakusoku::proof
