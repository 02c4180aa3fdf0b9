#pragma once

// Sets of instants as sorted, disjoint, never touching half-open stretches, and the pointwise algebra over them.
// Inside the room only: other rooms speak of calendars.

#include <cstdint>
#include <vector>

namespace yakusoku::calendars {

// Seconds since 1970 in UTC, or on some wall: whoever holds a Stretch knows which.
struct Stretch {
  std::int64_t from = 0;
  std::int64_t to = 0;
  friend auto operator<=>(const Stretch&, const Stretch&) = default;
};
using Stretches = std::vector<Stretch>;

// Appends to sorted stretches one that does not begin before the last; what touches is joined, what is empty dropped.
void append(Stretches& set, Stretch stretch);
// Any stretches, in any order, overlapping or empty, as a set.
Stretches normalised(Stretches stretches);
Stretches union_of(const Stretches& a, const Stretches& b);
Stretches intersection_of(const Stretches& a, const Stretches& b);
// What `set` leaves of [from, to); the set lies inside.
Stretches complement_of(const Stretches& set, std::int64_t from, std::int64_t to);
// What `removed` leaves of `set`.
Stretches difference_of(const Stretches& set, const Stretches& removed);
std::int64_t total(const Stretches& set);

}  // namespace yakusoku::calendars
