#include "runner.hpp"

#include <algorithm>
#include <charconv>

#include "base/error_codes.hpp"
#include "base/zones.hpp"
#include "checks.hpp"

namespace yakusoku::scenarios {
namespace {

// Program facts of these types are numbers; the text knows no types.
tickets::Value typed(const tickets::Value& value, const program::Program& program) {
  using Type = program::FactRule::Type;
  const program::FactRule* rule = program.fact(value.name);
  if (!rule || value.form != tickets::Value::Form::word) return value;
  if (rule->type == Type::number) {
    std::int64_t number = 0;
    const auto read = std::from_chars(value.word.data(), value.word.data() + value.word.size(), number);
    if (read.ec == std::errc() && read.ptr == value.word.data() + value.word.size())
      return tickets::Value::of(value.name, number);
  }
  if (rule->type == Type::instant) {
    if (const auto at = from_iso(value.word)) return tickets::Value::of(value.name, at->seconds);
  }
  return value;
}

class Play {
 public:
  Play(const Scenario& scenario, Driver& driver) : scenario_(scenario), driver_(driver) {}

  std::optional<Failure> run() {
    if (const auto begun = driver_.begin(scenario_.program); !begun) {
      return Failure{0, "program " + scenario_.program, begun.error().field + ": " + begun.error().detail};
    }
    for (const Line& line : scenario_.lines) {
      const auto* expectation = std::get_if<Expect>(&line.does);
      if (const bool refusal = expectation && expectation->what == Expect::What::refused; !refusal) {
        if (auto unexpected = unexpected_refusal()) return unexpected;
      }
      if (const std::string why = play(line); !why.empty()) return Failure{line.number, line.text, why};
    }
    return unexpected_refusal();
  }

 private:
  std::optional<Failure> unexpected_refusal() {
    if (!refused_) return std::nullopt;
    return Failure{refused_line_->number, refused_line_->text, "refused: " + refusal_text(*refused_)};
  }

  std::string play(const Line& line) {
    if (const auto* expectation = std::get_if<Expect>(&line.does)) {
      if (expectation->what == Expect::What::term) return driver_.failed_term(line.request, expectation->words);
      if (expectation->what != Expect::What::refused) return failed_check(*expectation, line.request, driver_);
      const std::string why = failed_refusal(*expectation, refused_);
      refused_.reset();
      return why;
    }
    Outcome outcome = std::visit([&](const auto& each) { return perform(line, each); }, line.does);
    if (!outcome) {
      refused_ = outcome.error();
      refused_line_ = &line;
    }
    return {};
  }

  Outcome perform(const Line&, const MoveTo& move) { return driver_.move_to(move.at, move.asleep); }
  Outcome perform(const Line&, const Wake&) { return driver_.wake(); }
  Outcome perform(const Line&, const Know& known) { return driver_.know(known.value); }
  Outcome perform(const Line& line, const Perform& each) {
    lifecycle::Act act = each.act;
    for (tickets::Value& value : act.values) value = typed(value, driver_.program());
    return driver_.act(line.request, act, each.actor.empty() ? each.owner : each.actor);
  }
  Outcome perform(const Line&, const Merge& merge) { return driver_.merge(merge.from, merge.into); }
  Outcome perform(const Line&, const CloseDays& closing) {
    return driver_.close_days(closing.calendar, closing.dates, closing.from);
  }
  Outcome perform(const Line&, const Work& work) { return driver_.works(work.works); }
  Outcome perform(const Line&, const Stretch& stretch) { return driver_.off_or_on(stretch.off_or_on); }
  Outcome perform(const Line&, const Term& term) { return driver_.term(term.words); }
  Outcome perform(const Line&, const Expect&) { return {}; }

  const Scenario& scenario_;
  Driver& driver_;
  std::optional<Error> refused_;
  const Line* refused_line_ = nullptr;
};

}  // namespace

std::optional<Failure> run(const Scenario& scenario, Driver& driver) { return Play(scenario, driver).run(); }

}  // namespace yakusoku::scenarios
