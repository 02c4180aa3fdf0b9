#pragma once

// CALENDARS: sets of instants, and arithmetic over them (CLOCKS.md section 2). A Definition says the set as a value; a
// Calendar is it compiled to sorted stretches and prefix sums, so that `add`, `between`, `next_open` and `is_open` take
// no loop over days. A week is a predicate on the wall clock of its zone: nothing here maps local time to UTC, but for
// single moments (base/zones.hpp). Pure and total: an empty calendar is answered, not refused; what does not exist
// is nullopt. It knows no program, no file and no clock.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace yakusoku::calendars {

// A half-open piece of wall-clock time, in seconds since the midnight with which its day begins. It may pass midnight:
// `to` is at most 48 h. Equal ends open nothing.
struct Window {
  std::int32_t from = 0;
  std::int32_t to = 0;
  friend auto operator<=>(const Window&, const Window&) = default;
};

// A date as days since 1970-01-01, on the wall of whichever zone asks.
using Date = std::int32_t;

// The week of one zone. open = (weekly and not closed) or extra, each read off the wall clock. A window belongs to the
// day on which it begins; a closure masks the readings of its own date, also of a shift that began the day before.
struct Week {
  struct Dated {
    Date date = 0;
    Window window;  // closures of whole days: 0 .. 24 h
    friend auto operator<=>(const Dated&, const Dated&) = default;
  };
  std::string zone;                           // IANA name or a fixed UTC+9, UTC-3:30 (base/zones.hpp)
  std::array<std::vector<Window>, 7> weekly;  // Monday 0
  std::vector<Dated> closed;
  std::vector<Dated> extra;
  friend bool operator==(const Week&, const Week&) = default;
};

// How "N business days" is read (PROGRAM.md section 3, R17).
struct BusinessDay {
  enum class Reading { close, same_time, hours };
  Reading reading = Reading::close;
  Duration length;   // hours: so many open hours each
  std::string zone;  // whose dates are counted
  friend bool operator==(const BusinessDay&, const BusinessDay&) = default;
};

struct Definition {
  enum class Kind { never, always, week, union_of, intersection_of, complement_of, splice };
  Kind kind = Kind::never;
  Week week;
  std::vector<Definition> parts;   // union, intersection: any number; complement: one; splice: one an entry of `from`
  std::vector<Instant> from;       // splice: parts[i] holds from from[i] until from[i + 1]; the first also before
  std::optional<BusinessDay> day;  // at the top only; absent: close, in the week's zone or UTC
  friend bool operator==(const Definition&, const Definition&) = default;
};

Definition always();
Definition never();
Definition union_of(std::vector<Definition> parts);
Definition intersection_of(std::vector<Definition> parts);
Definition complement_of(Definition part);
// `before` up to `at`, then `after` (R6); splices lie side by side, however often a calendar changes. The reading of
// business days is the newer one's.
Definition spliced(Definition before, Definition after, Instant at);

// "From Friday 17:00 in Los Angeles to Monday 10:00 in Sydney", every week: each end on the wall of its own zone.
struct WeekMoment {
  int day = 0;  // Monday 0
  std::int32_t second_of_day = 0;
  std::string zone;
};
Definition span(const WeekMoment& from, const WeekMoment& to);

inline constexpr int deepest_nesting = 16;

// Windows, dates, zone names: `unknown_zone` or `invalid`; and size: `limit` above 16 levels, 1,000 parts, 1,000
// windows a week, 10,000 dates and windows in all.
Outcome valid(const Definition& definition);
// One text a definition, for keys and logs: equal definitions give equal texts. from_json reads it back.
Json to_json(const Definition& definition);
Result<Definition> from_json(const Json& json);
// The canonical form of `yakusoku time` (DESIGN.md section 6): {"zone","weekly","holidays","extra"}, {"always"}, ….
// What to_json writes is that form with three words more (`never`, `splice`, `day`), and both readers take all of them.
Result<Definition> from_canonical(const Json& json);

struct Interval {
  Instant from, to;  // half open
  friend auto operator<=>(const Interval&, const Interval&) = default;
};

enum class DayTime { at, open, close };

class Calendar {
 public:
  // Compiled for [from, to); questions beyond are answered too, by compiling further for that one question.
  // The definition must be valid. Immutable: any number of threads may ask.
  static std::shared_ptr<const Calendar> compile(const Definition& definition, Instant from, Instant to);
  ~Calendar();
  Calendar(const Calendar&) = delete;
  Calendar& operator=(const Calendar&) = delete;

  const Definition& definition() const;
  // The years in which answers are quick, and the number of open stretches held for them.
  Interval compiled_range() const;
  std::size_t size() const;
  bool is_open(Instant at) const;
  // Open seconds in [from, to); negative where to < from.
  std::int64_t between(Instant from, Instant to) const;
  // The least t >= start with between(start, t) >= open (lower closing edge). open 0: start itself, also when closed.
  // open < 0: the greatest s <= start with between(s, start) >= -open. nullopt: there is none.
  std::optional<Instant> add(Instant start, Duration open) const;
  // The least t >= at that is open; nullopt where the calendar never opens again.
  std::optional<Instant> next_open(Instant at) const;
  // The least t >= at that is closed; nullopt where it never closes again.
  std::optional<Instant> next_closed(Instant at) const;
  // The open stretches inside [from, to), in order, at most `limit`.
  std::vector<Interval> open_within(Instant from, Instant to, std::size_t limit = 10000) const;

  // R17. The end of the n-th business day (n >= 1) by the definition's reading; nullopt: none within ten years.
  std::optional<Instant> after_business_days(Instant start, int n) const;
  // "by (HH:MM | open | close) (today | next day | day N)": day 0 is today or, where that is no business day or the
  // moment has passed, the next; day N the N-th business day after the start's own date. A wall time in a gap is the
  // gap's end, in a fold the first.
  std::optional<Instant> moment(Instant start, DayTime time, Duration time_of_day, int day) const;

 private:
  struct Compiled;
  Calendar();
  std::optional<Instant> add_beyond(Instant start, std::int64_t length) const;
  std::optional<Instant> subtract(Instant start, std::int64_t length) const;
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace yakusoku::calendars
