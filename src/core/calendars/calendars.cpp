#include "core/calendars/calendars.hpp"

#include <algorithm>
#include <bit>

#include "base/assert.hpp"
#include "core/calendars/compiled.hpp"

namespace yakusoku::calendars {
namespace {

// Seconds since the compiled beginning fit 32 bits.
constexpr std::int64_t longest_range = std::int64_t{130} * 366 * 86400;

std::int64_t within_reach(Instant at) { return std::clamp(at.seconds, -far_future.seconds, far_future.seconds); }

// The shift by which `range` falls into about as many buckets as there are things to find.
unsigned bucket_shift(std::uint64_t range, std::size_t things) {
  unsigned shift = 0;
  while ((range >> shift) > things + 1) ++shift;
  return shift;
}

}  // namespace

Calendar::Compiled::Compiled(const Definition& what, Instant from, Instant to)
    : definition(what), timeline(what), begin(within_reach(from)), end(within_reach(to)) {
  ASSERT(begin <= end);
  end = std::min(end, begin + longest_range);
  const Stretches open = timeline.open(begin, end);
  stretches.reserve(open.size() + 1);
  std::uint32_t before = 0;
  for (const Stretch& stretch : open) {
    const auto first = static_cast<std::uint32_t>(stretch.from - begin);
    const auto last = static_cast<std::uint32_t>(stretch.to - begin);
    stretches.push_back({first, last, before});
    before += last - first;
  }
  total = before;
  stretches.push_back({UINT32_MAX, UINT32_MAX, total});  // ends every search
  index_times();
  index_totals();
}

// by_time[k]: the first stretch that ends behind the beginning of bucket k.
void Calendar::Compiled::index_times() {
  const auto range = static_cast<std::uint64_t>(end - begin);
  time_shift = bucket_shift(range, stretches.size());
  std::uint32_t i = 0;
  by_time.reserve((range >> time_shift) + 2);
  for (std::uint64_t bucket = 0; bucket <= (range >> time_shift) + 1; ++bucket) {
    while (stretches[i].to <= (bucket << time_shift) && stretches[i].to != UINT32_MAX) ++i;
    by_time.push_back(i);
  }
}

// by_total[k]: the stretch in which the open second of number k << total_shift lies.
void Calendar::Compiled::index_totals() {
  total_shift = bucket_shift(total, stretches.size());
  std::uint32_t i = 0;
  by_total.reserve((total >> total_shift) + 2);
  for (std::uint64_t bucket = 0; bucket <= (total >> total_shift) + 1; ++bucket) {
    while (i + 1 < stretches.size() && stretches[i + 1].before <= (bucket << total_shift)) ++i;
    by_total.push_back(i);
  }
}

std::shared_ptr<const Calendar> Calendar::compile(const Definition& definition, Instant from, Instant to) {
  std::shared_ptr<Calendar> calendar(new Calendar());
  calendar->compiled_ = std::make_unique<Compiled>(definition, from, to);
  return calendar;
}

Calendar::Calendar() = default;
Calendar::~Calendar() = default;

const Definition& Calendar::definition() const { return compiled_->definition; }
Interval Calendar::compiled_range() const { return {Instant{compiled_->begin}, Instant{compiled_->end}}; }
std::size_t Calendar::size() const { return compiled_->stretches.size() - 1; }

bool Calendar::is_open(Instant at) const {
  const Compiled& c = *compiled_;
  if (at.seconds < c.begin || at.seconds >= c.end) {
    const std::int64_t far = within_reach(at);
    return c.timeline.count(far, far + 1) == 1;
  }
  const std::uint32_t second = c.offset(at.seconds);
  return c.stretches[c.at_time(second)].from <= second;
}

std::int64_t Calendar::between(Instant from, Instant to) const {
  const Compiled& c = *compiled_;
  if (c.covers(from.seconds) && c.covers(to.seconds))
    return static_cast<std::int64_t>(c.open_before(c.offset(to.seconds))) -
           static_cast<std::int64_t>(c.open_before(c.offset(from.seconds)));
  if (to < from) return -between(to, from);
  const std::int64_t a = within_reach(from), b = within_reach(to);
  std::int64_t sum = 0;
  if (a < c.begin) sum += c.timeline.count(a, std::min(b, c.begin));
  if (a < c.end && b > c.begin)
    sum += static_cast<std::int64_t>(c.open_before(c.offset(std::min(b, c.end)))) -
           static_cast<std::int64_t>(c.open_before(c.offset(std::max(a, c.begin))));
  if (b > c.end) sum += c.timeline.count(std::max(a, c.end), b);
  return sum;
}

std::optional<Instant> Calendar::add(Instant start, Duration open) const {
  const Compiled& c = *compiled_;
  const std::int64_t length = open.seconds;
  if (length > 0 && c.covers(start.seconds)) {
    const std::uint32_t spent = c.open_before(c.offset(start.seconds));
    if (length <= static_cast<std::int64_t>(c.total - spent))
      return Instant{c.begin + c.time_of(spent + static_cast<std::uint32_t>(length))};
  }
  if (length == 0) return start;
  return length > 0 ? add_beyond(start, length) : subtract(start, length);
}

// Where the compiled years don't hold the answer: what they do hold is taken off first.
std::optional<Instant> Calendar::add_beyond(Instant start, std::int64_t length) const {
  const Compiled& c = *compiled_;
  std::int64_t at = within_reach(start);
  if (c.covers(at)) {
    length -= static_cast<std::int64_t>(c.total - c.open_before(c.offset(at)));
    at = c.end;
  }
  const auto found = c.timeline.forward(at, length, true);
  return found ? std::optional(Instant{*found}) : std::nullopt;
}

std::optional<Instant> Calendar::subtract(Instant start, std::int64_t length) const {
  const Compiled& c = *compiled_;
  // No stretch of time that can be told holds more seconds, and the least integer has no opposite.
  if (length < -2 * far_future.seconds) return std::nullopt;
  std::int64_t wanted = -length;
  std::int64_t at = within_reach(start);
  if (c.covers(at)) {
    const std::int64_t spent = c.open_before(c.offset(at));
    if (wanted <= spent) return Instant{c.begin + c.last_time_of(static_cast<std::uint32_t>(spent - wanted))};
    wanted -= spent;
    at = c.begin;
  }
  const auto found = c.timeline.backward(at, wanted);
  return found ? std::optional(Instant{*found}) : std::nullopt;
}

std::optional<Instant> Calendar::next_open(Instant at) const {
  const Compiled& c = *compiled_;
  std::int64_t from = within_reach(at);
  if (c.covers(from)) {
    const std::uint32_t second = c.offset(from);
    const std::uint32_t i = c.at_time(second);
    if (i + 1 < c.stretches.size()) return Instant{c.begin + std::max(second, c.stretches[i].from)};
    from = c.end;
  }
  const auto found = c.timeline.forward(from, 1, true);
  return found ? std::optional(Instant{*found - 1}) : std::nullopt;
}

std::optional<Instant> Calendar::next_closed(Instant at) const {
  const Compiled& c = *compiled_;
  std::int64_t from = within_reach(at);
  if (c.covers(from) && from < c.end) {
    const std::uint32_t second = c.offset(from);
    const Compiled::Entry& stretch = c.stretches[c.at_time(second)];
    if (stretch.from > second) return at;
    if (c.begin + stretch.to < c.end) return Instant{c.begin + stretch.to};
    from = c.end;
  }
  const auto found = c.timeline.forward(from, 1, false);
  return found ? std::optional(Instant{*found - 1}) : std::nullopt;
}

std::vector<Interval> Calendar::open_within(Instant from, Instant to, std::size_t limit) const {
  std::vector<Interval> found;
  Instant at = from;
  while (found.size() < limit) {
    const auto opens = next_open(at);
    if (!opens || *opens >= to) break;
    const auto closes = next_closed(*opens);
    found.push_back({*opens, closes ? std::min(*closes, to) : to});
    if (!closes || *closes >= to) break;
    at = *closes;
  }
  return found;
}

}  // namespace yakusoku::calendars
