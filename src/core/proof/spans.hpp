#pragma once

// SETS OF INSTANTS in whole seconds: sorted, disjoint, never touching half-open spans, and the pointwise algebra that
// the proof is made of. Inside the room only. What is on duty, what runs and where a due can fall are all such sets; a
// single instant is a span of one second.

#include <cstdint>
#include <vector>

#include "core/calendars/calendars.hpp"

namespace yakusoku::proof {

using calendars::Interval;
using Spans = std::vector<Interval>;

// Appends to a sorted set a span that does not begin before the last; what touches is joined, what is empty dropped.
void append(Spans& set, Interval span);
// Any spans, in any order, overlapping or empty, as a set.
Spans normalised(Spans spans);
Spans union_of(const Spans& a, const Spans& b);
Spans intersection_of(const Spans& a, const Spans& b);
// What `removed` leaves of `set`.
Spans difference_of(const Spans& set, const Spans& removed);
// Every instant of the set, and the one after it: where a second ends or begins.
Spans with_ends(const Spans& set);
std::int64_t total(const Spans& set);
bool holds(const Spans& set, Instant at);

}  // namespace yakusoku::proof
