#include "core/objectives/objectives.hpp"

#include <algorithm>
#include <utility>

#include "base/zones.hpp"
#include "core/program/event_match.hpp"

namespace yakusoku::objectives {
namespace {

using calendars::Date;
using calendars::Interval;
using program::Bound;
using program::Fraction;
using program::ObjectiveRule;
using Verdict = Judged::Verdict;

class NoFacts final : public program::Facts {
 public:
  program::FactValue value_of(std::string_view) const override { return {}; }
  bool is_open(std::string_view, Instant) const override { return false; }
};
const program::Facts& facts_of(const program::Facts* facts) {
  static const NoFacts none;
  return facts ? *facts : none;
}

class Judge {
 public:
  Judge(const program::Program& program, const ObjectiveRule& rule, std::span<const Sample> samples,
        std::span<const Outage> outages, Interval range, Instant now, const program::Facts& facts)
      : program_(program), rule_(rule), range_(range), now_(now), facts_(facts) {
    for (const Sample& each : samples)
      if (counts(each)) samples_.push_back(&each);
    std::ranges::stable_sort(samples_, {}, [](const Sample* each) { return each->at; });
    add_outages(outages);
  }

  std::vector<Judged> judge() const {
    if (range_.from >= range_.to) return {};
    if (rule_.gap) return gaps();
    if (!rule_.over) return {closed(measured(range_), range_)};
    const program::Period* period = program::period_of(program_, rule_.over->period);
    if (!period) return {};
    return rule_.over->any > 0 ? sliding(*period) : each_period(*period);
  }

 private:
  // ---- what counts

  bool counts(const Sample& sample) const {
    if (sample.at < range_.from || sample.at >= range_.to) return false;
    if (!program::holds(rule_.when, facts_of(sample.facts))) return false;
    if (sample.is != Sample::Is::event) return !rule_.of.empty() && sample.name == rule_.of;
    const auto& wanted = rule_.count ? rule_.count : rule_.gap;
    if (!wanted) return false;
    const auto attribute = [&](std::string_view name) -> std::string_view {
      for (const auto& [each, value] : sample.attributes)
        if (each == name) return value;
      return {};
    };
    const auto dot = sample.name.rfind('.');  // CLOCK.met
    const std::string_view event =
        dot == std::string::npos ? std::string_view(sample.name) : std::string_view(sample.name).substr(dot + 1);
    const std::string_view clock =
        dot == std::string::npos ? std::string_view() : std::string_view(sample.name).substr(0, dot);
    return program::matches(*wanted, event, clock, attribute, facts_of(sample.facts));
  }
  // Outages of the component as disjoint stretches in order.
  void add_outages(std::span<const Outage> outages) {
    if (rule_.availability.empty()) return;
    std::vector<Interval> down;
    for (const Outage& each : outages) {
      const Interval cut{std::max(each.from, range_.from), std::min(each.to, range_.to)};
      if (each.component == rule_.availability && cut.from < cut.to &&
          program::holds(rule_.when, facts_of(each.facts)))
        down.push_back(cut);
    }
    std::ranges::sort(down);
    for (const Interval& each : down) {
      if (!down_.empty() && each.from <= down_.back().to) {
        down_.back().to = std::max(down_.back().to, each.to);
      } else {
        down_.push_back(each);
      }
    }
  }

  // ---- one span

  Judged measured(Interval span) const {
    Judged judged;
    judged.from = span.from;
    judged.to = span.to;
    judged.clause = rule_.clause;
    const auto first = std::ranges::lower_bound(samples_, span.from, {}, [](const Sample* each) { return each->at; });
    for (auto each = first; each != samples_.end() && (*each)->at < span.to; ++each) {
      switch ((*each)->is) {
        case Sample::Is::met: ++judged.met; break;
        case Sample::Is::missed: ++judged.missed; break;
        case Sample::Is::event: ++judged.count; break;
      }
    }
    if (rule_.availability.empty()) {
      if (judged.met + judged.missed > 0) judged.share = Fraction::of(judged.met, judged.met + judged.missed);
    } else {
      for (const Interval& each : down_) {
        const std::int64_t part = (std::min(each.to, span.to) - std::max(each.from, span.from)).seconds;
        judged.down += std::max<std::int64_t>(0, part);
      }
      const std::int64_t all = (span.to - span.from).seconds;
      judged.share = Fraction::of(all - judged.down, all);
    }
    judged.verdict = verdict(judged);
    return judged;
  }
  // All bounds that are written must hold.
  Verdict verdict(const Judged& judged) const {
    const bool of_clock = rule_.count || !rule_.availability.empty() ? false : true;
    if (of_clock && judged.met + judged.missed == 0) return Verdict::nothing;
    const auto keeps = [&](const std::optional<Bound>& bound, std::int64_t figure) {
      if (!bound) return true;
      if (bound->of == Bound::Of::share) return judged.share && bound->holds_for(*judged.share);
      return bound->holds_for(Fraction(figure));
    };
    // `is` of a clock or a component as a percentage is its share; as a length, the time that it was down.
    const std::int64_t figure = rule_.count ? judged.count : rule_.availability.empty() ? judged.met : judged.down;
    const bool all = keeps(rule_.met, judged.met) && keeps_missed(judged) && keeps(rule_.is, figure);
    return all ? Verdict::kept : Verdict::broken;
  }
  // `missed: at most 8%` is of what was missed, not of what was met.
  bool keeps_missed(const Judged& judged) const {
    if (!rule_.missed) return true;
    if (rule_.missed->of != Bound::Of::share) return rule_.missed->holds_for(Fraction(judged.missed));
    const auto share = Fraction::of(judged.missed, judged.met + judged.missed);
    return share && rule_.missed->holds_for(*share);
  }
  Judged closed(Judged judged, Interval whole) const {
    judged.over = whole.to <= now_ && whole.to <= range_.to;
    if (judged.verdict == Verdict::broken && judged.over && rule_.then) judged.remedy = remedy(judged.to);
    return judged;
  }
  Remedied remedy(Instant end) const {
    const program::Remedy& then = *rule_.then;
    Remedied remedied;
    if (const auto* figure = std::get_if<program::Number>(&then.credit))
      remedied.credit = program::evaluate(*figure, facts_);
    if (const auto* words = std::get_if<program::Text>(&then.credit)) remedied.credit_words = words;
    if (!then.right.empty()) remedied.right = &then.right;
    if (then.claim) {
      remedied.claim_until = program::after(end, *then.claim, program_.zone);
      remedied.claim_date = zones::date_text(date_at(remedied.claim_until - seconds(1)));
    }
    return remedied;
  }

  // ---- which spans

  Date date_at(Instant at) const { return zones::wall_time(program_.zone, at).date; }
  Instant start_of(Date date) const { return zones::instant_of(program_.zone, date, 0); }
  Interval within_range(Interval span) const {
    return {std::max(span.from, range_.from), std::min(span.to, range_.to)};
  }

  std::vector<Judged> each_period(const program::Period& period) const {
    std::vector<Judged> judged;
    for (Date date = program::begin_of(period, date_at(range_.from)); start_of(date) < range_.to;) {
      const Date next = program::next_after(period, date);
      const Interval whole{start_of(date), start_of(next)};
      judged.push_back(closed(measured(within_range(whole)), whole));
      judged.back().from = whole.from;
      judged.back().to = whole.to;
      date = next;
    }
    return judged;
  }

  // So many periods on end, from any date on; of days, weeks and years alike.
  Date end_of_span(const program::Period& period, Date from) const {
    const auto many = rule_.over->any;
    switch (period.every) {
      case program::Period::Every::day: return from + static_cast<Date>(many);
      case program::Period::Every::week: return from + static_cast<Date>(7 * many);
      case program::Period::Every::month: return program::add_months(from, many);
      case program::Period::Every::quarter: return program::add_months(from, 3 * many);
      case program::Period::Every::half: return program::add_months(from, 6 * many);
      case program::Period::Every::year: return program::add_months(from, 12 * many);
    }
    return from;
  }
  // How bad a span is, to find the worst: the share that was not attained, else what was counted.
  bool worse(const Judged& a, const Judged& b) const {
    if (a.share && b.share && *a.share != *b.share) return *a.share < *b.share;
    if (a.share.has_value() != b.share.has_value()) return a.share.has_value();
    const bool more_is_worse = !rule_.is || !rule_.is->at_least;
    return more_is_worse ? a.missed + a.count > b.missed + b.count : a.missed + a.count < b.missed + b.count;
  }
  std::vector<Judged> sliding(const program::Period& period) const {
    std::vector<Judged> broken;
    std::optional<Judged> worst;
    const Date first = date_at(range_.from);
    for (Date date = start_of(first) < range_.from ? first + 1 : first; start_of(date) < range_.to;) {
      const Interval whole{start_of(date), start_of(end_of_span(period, date))};
      // A span that reaches beyond what is looked at tells nothing yet of shares; what is too much already is too much.
      const bool whole_known = whole.to <= range_.to;
      Judged judged = closed(measured(within_range(whole)), whole);
      judged.to = whole.to;
      const bool too_much = whole_known || (judged.verdict == Verdict::broken && most_only());
      if (too_much && judged.verdict == Verdict::broken) {
        broken.push_back(std::move(judged));
        date = end_of_span(period, date);
        continue;
      }
      if (whole_known && (!worst || worse(judged, *worst))) worst = std::move(judged);
      ++date;
    }
    if (broken.empty() && worst) broken.push_back(*std::move(worst));
    return broken;
  }
  // Bounds that only more of the same can break.
  bool most_only() const {
    const auto counted_most = [](const std::optional<Bound>& bound) {
      return !bound || (!bound->at_least && bound->of != Bound::Of::share);
    };
    return !rule_.met && counted_most(rule_.missed) && counted_most(rule_.is);
  }

  std::vector<Judged> gaps() const {
    std::vector<Judged> broken;
    std::optional<Judged> shortest;
    for (std::size_t i = 1; i < samples_.size(); ++i) {
      Judged judged;
      judged.from = samples_[i - 1]->at;
      judged.to = samples_[i]->at;
      judged.count = 2;
      judged.down = (judged.to - judged.from).seconds;
      judged.clause = rule_.clause;
      if (rule_.is && !rule_.is->holds_for(Fraction(judged.down))) judged.verdict = Verdict::broken;
      judged = closed(std::move(judged), {judged.from, judged.to});
      if (!shortest || judged.down < shortest->down) shortest = judged;
      if (judged.verdict == Verdict::broken) broken.push_back(std::move(judged));
    }
    if (!broken.empty()) return broken;
    if (shortest) return {*std::move(shortest)};
    Judged none;
    none.from = range_.from;
    none.to = range_.to;
    none.verdict = Verdict::nothing;
    none.clause = rule_.clause;
    none.count = static_cast<std::int64_t>(samples_.size());
    none.over = range_.to <= now_;
    return {std::move(none)};
  }

  const program::Program& program_;
  const ObjectiveRule& rule_;
  Interval range_;
  Instant now_;
  const program::Facts& facts_;
  std::vector<const Sample*> samples_;
  std::vector<Interval> down_;
};

}  // namespace

std::vector<Judged> judge(const program::Program& program, const ObjectiveRule& objective,
                          std::span<const Sample> samples, std::span<const Outage> outages, Interval range,
                          Instant now, const program::Facts& facts) {
  return Judge(program, objective, samples, outages, range, now, facts).judge();
}

}  // namespace yakusoku::objectives
