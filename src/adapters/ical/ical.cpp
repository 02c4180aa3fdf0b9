#include "adapters/ical/ical.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <memory>
#include <set>

#include "base/zones.hpp"

namespace yakusoku::ical {
namespace {

constexpr int most_turns = 100'000;  // of all rules together: a rule that repeats each second ends here

struct Frees {
  void operator()(icalcomponent* each) const { icalcomponent_free(each); }
  void operator()(icalrecur_iterator* each) const { icalrecur_iterator_free(each); }
};
using Component = std::unique_ptr<icalcomponent, Frees>;
using Turns = std::unique_ptr<icalrecur_iterator, Frees>;

class Calendar {
 public:
  Calendar(const std::string& zone, Instant from, Instant to) : zone_(zone), from_(from), to_(to) {}

  Outcome read(icalcomponent* root) {
    each_event(root, [&](icalcomponent* event) {
      if (icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY))
        moved_.insert({uid(event), at(icalcomponent_get_recurrenceid(event)).seconds});
    });
    each_event(root, [&](icalcomponent* event) { take(event); });
    if (found_.size() > most_stretches) return fail(ErrorCode::too_many, "calendar");
    std::ranges::sort(found_, {}, [](const Stretch& each) { return std::tuple(each.from, each.to, each.uid); });
    return {};
  }
  std::vector<Stretch> found() { return std::move(found_); }

 private:
  static std::string words(const char* text) { return text ? text : ""; }
  static std::string uid(icalcomponent* event) { return words(icalcomponent_get_uid(event)); }

  template <class Visit>
  void each_event(icalcomponent* root, const Visit& visit) {
    for (icalcomponent* each = icalcomponent_get_first_component(root, ICAL_ANY_COMPONENT); each;
         each = icalcomponent_get_next_component(root, ICAL_ANY_COMPONENT)) {
      if (icalcomponent_isa(each) == ICAL_VEVENT_COMPONENT) visit(each);
      if (icalcomponent_isa(each) == ICAL_VCALENDAR_COMPONENT) each_event(each, visit);
    }
  }

  // Days and times without a zone are the reader's.
  Instant at(const icaltimetype& time) const {
    if (!time.is_date && (icaltime_is_utc(time) || time.zone))
      return {icaltime_as_timet_with_zone(time, time.zone ? time.zone : icaltimezone_get_utc_timezone())};
    const auto date = zones::date_of(icaltime_day(time));
    return date ? zones::instant_of(zone_, *date, time.hour * 3600 + time.minute * 60 + time.second) : far_future;
  }
  static std::string icaltime_day(const icaltimetype& time) {
    const std::string digits = std::to_string(time.year * 10000 + time.month * 100 + time.day);
    if (digits.size() != 8) return {};
    return digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6);
  }

  void add(icalcomponent* event, Instant from, Instant to) {
    if (from == far_future || to <= from || to <= from_ || from >= to_ || found_.size() > most_stretches) return;
    found_.push_back({uid(event), words(icalcomponent_get_summary(event)), from, to});
  }

  void take(icalcomponent* event) {
    if (icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED) return;
    const icaltimetype start = icalcomponent_get_dtstart(event);
    if (icaltime_is_null_time(start) || !icaltime_is_valid_time(start)) return;
    icaltimetype end = icalcomponent_get_dtend(event);
    if (icaltime_is_null_time(end)) end = start;
    if (start.is_date && icaltime_compare(end, start) <= 0) {
      end = start;
      icaltime_adjust(&end, 1, 0, 0, 0);
    }
    const Instant begins = at(start), ends = at(end);
    const bool is_moved = icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY) != nullptr;
    const bool stands = is_moved || !moved_.contains({uid(event), begins.seconds});
    if (stands) add(event, begins, ends);
    if (is_moved) return;
    // As long as the first, on the wall where the event is a whole day.
    const auto length = ends - begins;
    const int whole_days =
        start.is_date ? static_cast<int>((icaltime_as_timet(end) - icaltime_as_timet(start)) / 86400) : 0;
    const auto again = [&](icaltimetype turn) {
      if (!turn.zone && start.zone && !turn.is_date) turn.zone = start.zone;
      const Instant from = at(turn);
      if (from == begins || moved_.contains({uid(event), from.seconds})) return;
      icaltimetype last = turn;
      if (start.is_date) icaltime_adjust(&last, whole_days, 0, 0, 0);
      add(event, from, start.is_date ? at(last) : from + length);
    };
    for (icalproperty* rule = icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY); rule;
         rule = icalcomponent_get_next_property(event, ICAL_RRULE_PROPERTY)) {
      icaltimetype first = start;
      const Turns turns(icalrecur_iterator_new(icalproperty_get_rrule(rule), first));
      while (turns && turns_ < most_turns) {
        icaltimetype turn = icalrecur_iterator_next(turns.get());
        if (icaltime_is_null_time(turn)) break;
        ++turns_;
        if (at(turn) >= to_) break;
        if (icalproperty_recurrence_is_excluded(event, &first, &turn)) continue;
        again(turn);
      }
    }
    for (icalproperty* also = icalcomponent_get_first_property(event, ICAL_RDATE_PROPERTY); also;
         also = icalcomponent_get_next_property(event, ICAL_RDATE_PROPERTY)) {
      const icaldatetimeperiodtype when = icalproperty_get_rdate(also);
      if (!icaltime_is_null_time(when.time)) again(when.time);
    }
  }

  const std::string& zone_;
  Instant from_, to_;
  int turns_ = 0;
  std::set<std::pair<std::string, std::int64_t>> moved_;  // which turns of which event stand elsewhere
  std::vector<Stretch> found_;
};

}  // namespace

Result<std::vector<Stretch>> stretches(std::string_view calendar, const std::string& zone, Instant from, Instant to) {
  if (calendar.size() > most_bytes) return fail(ErrorCode::too_large, "calendar");
  const std::string text(calendar.substr(0, calendar.find('\0')));
  const Component root(icalparser_parse_string(text.c_str()));
  const auto kind = root ? icalcomponent_isa(root.get()) : ICAL_NO_COMPONENT;
  if (kind != ICAL_VCALENDAR_COMPONENT && kind != ICAL_XROOT_COMPONENT)
    return fail(ErrorCode::malformed, "calendar", "BEGIN:VCALENDAR is expected");
  Calendar read(zone, from, to);
  TRY_OUTCOME(read.read(root.get()));
  return read.found();
}

}  // namespace yakusoku::ical
