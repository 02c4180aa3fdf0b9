#include <algorithm>

#include <fmt/format.h>

#include "base/zones.hpp"
#include "core/wording/time_words.hpp"
#include "sim/backtest/backtest.hpp"

namespace yakusoku::sim::backtest {
namespace {

constexpr std::size_t most_customers_printed = 20;

std::string wall(Instant at, const std::string& zone) {
  if (at == far_future) return "—";
  const zones::WallTime time = zones::wall_time(zone, at);
  return fmt::format("{} {:02}:{:02}:{:02} {}", zones::date_text(time.date), time.second / 3600,
                     time.second / 60 % 60, time.second % 60, zones::abbreviation(zone, at));
}

std::string percent(const Count& count) {
  const auto share = attainment(count);
  return share ? fmt::format("{}.{}%", *share / 10, *share % 10) : "—";
}

std::string cell(bool compared, std::int64_t before, std::int64_t after) {
  return compared ? fmt::format("{} → {}", before, after) : fmt::format("{}", after);
}

void table(std::string& text, std::string_view title, const std::vector<std::pair<std::string, Sides>>& rows,
           bool compared, std::size_t at_most = static_cast<std::size_t>(-1)) {
  if (rows.empty()) return;
  text += fmt::format("\n{:<28}{:>18}{:>18}{:>16}{:>14}{:>20}\n", title, "met", "missed", "withdrawn", "running",
                      "met of both");
  for (std::size_t i = 0; i < rows.size() && i < at_most; ++i) {
    const auto& [name, sides] = rows[i];
    const Count &b = sides.before, &a = sides.after;
    text += fmt::format("  {:<26}{:>18}{:>18}{:>16}{:>14}{:>20}\n", name.empty() ? "(none)" : name,
                        cell(compared, b.met, a.met), cell(compared, b.missed, a.missed),
                        cell(compared, b.withdrawn, a.withdrawn), cell(compared, b.running, a.running),
                        compared ? percent(b) + " → " + percent(a) : percent(a));
  }
  if (rows.size() > at_most) text += fmt::format("  and {} more; --json has them\n", rows.size() - at_most);
}

// Missed promises by the hour in which their clocks began: what the tried version adds or takes away.
void hours(std::string& text, const Backtest& result) {
  const auto& by_hour = result.tally.by_hour;
  const auto value = [&](std::size_t i) {
    return by_hour[i].after.missed - (result.compared ? by_hour[i].before.missed : 0);
  };
  bool any = false;
  for (std::size_t i = 0; i < by_hour.size(); ++i) any = any || value(i) != 0;
  if (!any) return;
  text += fmt::format("\n{} by hour of the week in which the clock began ({})\n     ",
                      result.compared ? "Change of missed promises" : "Missed promises", result.zone);
  for (int hour = 0; hour < 24; ++hour) text += fmt::format("{:>5}", hour);
  static constexpr std::string_view days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  for (std::size_t day = 0; day < 7; ++day) {
    text += fmt::format("\n  {}", days[day]);
    for (std::size_t hour = 0; hour < 24; ++hour) {
      const std::int64_t at = value(day * 24 + hour);
      text += at == 0 ? fmt::format("{:>5}", "·")
                      : fmt::format("{:>5}", result.compared ? fmt::format("{:+}", at) : std::to_string(at));
    }
  }
  text += '\n';
}

void divergences(std::string& text, std::string_view whose, const Divergences& diverged) {
  if (diverged.empty()) return;
  text += fmt::format("\nActs that {} does not take; each was left out\n", whose);
  for (const auto& [reason, times] : diverged) text += fmt::format("  {:>8}  {}\n", times, reason);
}

std::string seen_text(const std::optional<CycleSeen>& seen, const std::string& zone) {
  if (!seen) return "nothing promised";
  std::string text(enum_words(seen->end)[static_cast<std::size_t>(seen->end)]);
  if (seen->due != far_future) text += ", due " + wall(seen->due, zone);
  if (seen->breaches > 0) text += ", due passed at " + wall(seen->breached_at, zone);
  if (!seen->amount.empty()) text += fmt::format(" ({}; {})", seen->amount, seen->clause);
  return text;
}

void receipt(std::string& text, std::string_view side, const std::vector<ClockTold>& told, const CyclePair& pair,
             const std::string& zone) {
  for (const ClockTold& each : told) {
    if (each.clock != pair.clock || each.number != pair.number) continue;
    text += fmt::format("      receipt, {}:\n", side);
    for (const lifecycle::ReceiptLine& line : each.lines) {
      text += fmt::format("        {}  {}", wall(line.at, zone), line.change);
      if (!line.cause.empty()) text += fmt::format("  ({})", line.cause);
      if (!line.rule.empty()) text += "  " + line.rule;
      if (line.due != far_future) text += "  → " + wall(line.due, zone);
      text += '\n';
    }
    std::int64_t ran = 0, paused = 0;
    for (const lifecycle::Segment& segment : each.segments) {
      if (segment.kind == lifecycle::Segment::Kind::running) ran += (segment.to - segment.from).seconds;
      if (segment.kind == lifecycle::Segment::Kind::paused) paused += (segment.to - segment.from).seconds;
    }
    text += fmt::format("        ran {}", wording::length_words("en", ran));
    if (paused > 0) text += fmt::format(", paused {}", wording::length_words("en", paused));
    text += '\n';
  }
}

void changed_request(std::string& text, const Changed& changed, const std::string& zone) {
  text += fmt::format("\n  {}{}{}\n", changed.id, changed.customer.empty() ? "" : "  " + changed.customer,
                      changed.kind.empty() ? "" : "  " + changed.kind);
  if (changed.severity_before != changed.severity_after)
    text += fmt::format("    severity {} → {}\n", changed.severity_before, changed.severity_after);
  for (const CyclePair& pair : changed.clocks) {
    text += fmt::format("    {} {}\n      today's: {}\n      tried:   {}\n", pair.clock, pair.number,
                        seen_text(pair.before, zone), seen_text(pair.after, zone));
    receipt(text, "today's", changed.receipts_before, pair, zone);
    receipt(text, "tried", changed.receipts_after, pair, zone);
  }
  for (const Diverged& each : changed.diverged_after) {
    text += fmt::format("    left out: {} at {}: {}{}{}\n", each.act, wall(each.at, zone),
                        entry_of(each.why.code).name, each.why.field.empty() ? "" : " (" + each.why.field + ")",
                        each.why.clause.empty() ? "" : ", " + each.why.clause);
  }
}

std::string short_hash(const std::string& hash) { return hash.substr(0, 12); }

}  // namespace

std::string to_text(const Backtest& result) {
  const Tally& tally = result.tally;
  const bool both = result.compared;
  std::string text = fmt::format("Backtest of {} ({}), version {}, up to {}\n", result.title, result.program,
                                 short_hash(result.tried), wall(result.until, result.zone));
  if (both)
    text += fmt::format("beside {}\n", result.against.empty() ? "the version that each request was opened under"
                                                              : "version " + short_hash(result.against));
  if (result.cancelled) text += "It was stopped; what follows is the part that was done.\n";
  text += fmt::format("{} requests", tally.requests);
  if (both) {
    text += fmt::format(", {} of them change: {} promises newly missed, {} newly met; {} dues earlier, {} later",
                        tally.changed, tally.newly_missed, tally.newly_met, tally.dues_earlier, tally.dues_later);
    if (tally.only_before + tally.only_after > 0)
      text +=
          fmt::format("; {} cycles only today, {} only in the version tried", tally.only_before, tally.only_after);
  }
  text += '\n';
  if (tally.not_taken_after > 0 || tally.not_taken_before > 0)
    text += fmt::format("refused at the door: {}\n", cell(both, tally.not_taken_before, tally.not_taken_after));
  if (tally.renamed > 0) text += fmt::format("{} values read by their new names (was)\n", tally.renamed);
  table(text, both ? "Our promises (today → tried)" : "Our promises", {{"all", tally.promises}}, both);
  table(text, "By clock", rows_of(tally.by_clock, result.clocks), both);
  table(text, "By severity", rows_of(tally.by_severity, result.severities), both);
  table(text, "By plan", rows_of(tally.by_plan, result.plans), both);
  table(text, "By kind", rows_of(tally.by_kind, result.kinds), both);
  table(text, "By customer", customers_of(tally.by_customer), both, most_customers_printed);
  hours(text, result);
  divergences(text, "today's version", tally.diverged_before);
  divergences(text, "the version tried", tally.diverged_after);
  if (!result.changed.empty())
    text += fmt::format("\nChanged requests: {} of {}, those with newly missed promises first\n",
                        result.changed.size(), tally.changed);
  for (const Changed& each : result.changed) changed_request(text, each, result.zone);
  return text;
}

std::string progress_line(const Progress& progress) {
  std::string text = progress.total > 0 ? fmt::format("{} of about {} requests", progress.done, progress.total)
                                        : fmt::format("{} requests", progress.done);
  if (progress.so_far) {
    const Sides& promises = progress.so_far->promises;
    text += promises.before == Count{}
                ? fmt::format("; met so far: {}", percent(promises.after))
                : fmt::format("; met so far: {} today, {} tried", percent(promises.before), percent(promises.after));
  }
  return text;
}

}  // namespace yakusoku::sim::backtest
