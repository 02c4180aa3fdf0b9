#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "sim/staffing/staffing.hpp"

namespace yakusoku::sim::staffing {
namespace {

constexpr int told_percents[] = {50, 90, 95, 99};

std::string percent(std::int64_t millionths) {
  const std::int64_t tenths = (millionths + (millionths < 0 ? -500 : 500)) / 1000;
  return fmt::format("{}{}.{}%", tenths < 0 ? "-" : "", std::abs(tenths) / 10, std::abs(tenths) % 10);
}

std::string share_text(const std::optional<Share>& share) {
  if (!share) return "nothing judged";
  return percent(share->share) + (share->half ? " ±" + percent(*share->half) : std::string());
}

std::string span_text(std::int64_t length) {
  if (length < 60) return fmt::format("{}s", length);
  if (length < 3600) return fmt::format("{}m", length / 60);
  if (length % 3600 < 60) return fmt::format("{}h", length / 3600);
  return fmt::format("{}h{:02}m", length / 3600, length % 3600 / 60);
}

std::string moment_text(std::int64_t second) {
  const std::int64_t of_day = (second % 86400 + 86400) % 86400;
  return fmt::format("{:02}:{:02}", of_day / 3600, of_day % 3600 / 60);
}

std::string level_text(const std::string& level) { return level.empty() ? "no severity" : level; }

Json share_json(const std::optional<Share>& share) {
  if (!share) return nullptr;
  Json json = Json::object({{"millionths", share->share}});
  json.set("half_of_95", share->half ? Json(*share->half) : Json(nullptr));
  return json;
}

Json hours_json(const std::array<std::int64_t, 168>& hours) {
  Json json = Json::array();
  for (const std::int64_t each : hours) json.push(each);
  return json;
}

Json kept_json(const Kept& kept) {
  return Json::object(
      {{"met", kept.met}, {"missed", kept.missed}, {"withdrawn", kept.withdrawn}, {"running", kept.running}});
}

std::string move_text(const std::optional<Move>& move, const Plan& plan) {
  if (!move) return "the plan as it is";
  const Shift& shift = plan.shifts[move->shift];
  std::string text = fmt::format("{}: {}-{}", shift.name, moment_text(shift.from + move->begins * 3600),
                                 moment_text(shift.to + move->ends * 3600));
  if (move->begins != 0 || move->ends != 0)
    text += fmt::format(" instead of {}-{}", moment_text(shift.from), moment_text(shift.to));
  if (move->heads != 0) text += fmt::format(", {} heads instead of {}", shift.heads + move->heads, shift.heads);
  return text;
}

std::string goal_text(const Goal& goal) {
  return goal.clock + (goal.level.empty() ? "" : " " + goal.level) + " " + percent(goal.millionths);
}

std::int64_t sum(const std::array<std::int64_t, 168>& hours) {
  std::int64_t all = 0;
  for (const std::int64_t each : hours) all += each;
  return all;
}

Json tried_json(const Tried& tried, const Plan& plan) {
  Json json = Json::object({{"what", move_text(tried.move, plan)}});
  if (tried.move) {
    json.set("shift", plan.shifts[tried.move->shift].name).set("begins", tried.move->begins);
    json.set("ends", tried.move->ends).set("heads", tried.move->heads);
  }
  json.set("added_seconds_a_week", tried.added).set("kept", kept_json(tried.kept));
  json.set("attained", share_json(tried.attained)).set("gained", share_json(tried.gained));
  return json.set("reached", tried.reached);
}

}  // namespace

Json to_json(const Simulated& result, const Plan& plan) {
  Json json = Json::object({{"seed", std::to_string(result.seed)}, {"runs", result.runs}, {"weeks", plan.weeks}});
  json.set("cancelled", result.cancelled).set("requests", result.all.requests).set("solved", result.all.solved);
  json.set("touches", result.all.touches).set("most_open", result.all.most_open);
  Json clocks = Json::array();
  for (const auto& [key, kept] : result.all.clocks) {
    Json row = Json::object({{"clock", key.first}, {"severity", key.second}, {"kept", kept_json(kept)}});
    clocks.push(row.set("attained", share_json(attainment(result.by_run.at(key)))));
  }
  Json waits = Json::array();
  for (const auto& [level, those] : result.all.waits) {
    Json row = Json::object({{"severity", level}, {"touches", static_cast<std::int64_t>(those.size())}});
    for (const int each : told_percents) row.set(fmt::format("p{}", each), wait_at(those, each));
    waits.push(std::move(row));
  }
  Json shifts = Json::array();
  for (std::size_t i = 0; i < result.all.shifts.size(); ++i) {
    const ShiftTally& tally = result.all.shifts[i];
    Json row = Json::object({{"shift", plan.shifts[i].name}, {"staffed", sum(tally.staffed)}, {"busy", sum(tally.busy)}});
    row.set("staffed_by_hour", hours_json(tally.staffed)).set("busy_by_hour", hours_json(tally.busy));
    shifts.push(std::move(row));
  }
  Json refused = Json::object();
  for (const auto& [what, count] : result.all.refused) refused.set(what, count);
  json.set("clocks", std::move(clocks)).set("waits", std::move(waits)).set("shifts", std::move(shifts));
  json.set("open_by_hour", hours_json(result.all.open)).set("hours", hours_json(result.all.hours));
  return json.set("refused", std::move(refused));
}

Json to_json(const Search& search, const Plan& plan) {
  Json json = Json::object({{"goal", goal_text(search.goal)}, {"ended", search.ended}});
  json.set("best", search.best ? tried_json(search.tried[*search.best], plan) : Json(nullptr));
  Json hopeless = Json::array(), tried = Json::array();
  for (const std::size_t each : search.hopeless) hopeless.push(plan.shifts[each].name);
  for (const Tried& each : search.tried) tried.push(tried_json(each, plan));
  return json.set("hopeless", std::move(hopeless)).set("tried", std::move(tried));
}

std::string to_text(const Simulated& result, const Plan& plan) {
  std::string text = fmt::format("{} runs of {} weeks, seed {}: {} requests, {} solved, {} touches{}\n\n", result.runs,
                                 plan.weeks, result.seed, result.all.requests, result.all.solved, result.all.touches,
                                 result.cancelled ? " (stopped early)" : "");
  text += "Promises kept (share ± half of the 95% interval over the runs)\n";
  for (const auto& [key, kept] : result.all.clocks)
    text += fmt::format("  {:<20} {:<14} {:>9} of {:<9} {}\n", key.first, level_text(key.second), kept.met,
                        kept.met + kept.missed, share_text(attainment(result.by_run.at(key))));
  text += "\nWaits from a touch's turn to its begin, every second counted\n";
  for (const auto& [level, those] : result.all.waits) {
    text += fmt::format("  {:<35}", level_text(level));
    for (const int each : told_percents) text += fmt::format(" p{} {:<8}", each, span_text(wait_at(those, each)));
    text += "\n";
  }
  text += "\nShifts: agent-hours a week, of them busy, and the busiest hour of the week\n";
  static constexpr std::string_view names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  for (std::size_t i = 0; i < result.all.shifts.size(); ++i) {
    const ShiftTally& tally = result.all.shifts[i];
    const std::int64_t staffed = sum(tally.staffed), weeks = std::max<std::int64_t>(1, result.runs * plan.weeks);
    std::size_t worst = 0;
    for (std::size_t hour = 1; hour < 168; ++hour)  // greater busy / staffed
      if (tally.busy[hour] * std::max<std::int64_t>(1, tally.staffed[worst]) >
          tally.busy[worst] * std::max<std::int64_t>(1, tally.staffed[hour]))
        worst = hour;
    const auto share = [](std::int64_t busy, std::int64_t of) { return percent(of > 0 ? busy * 1'000'000 / of : 0); };
    text += fmt::format("  {:<20} {:>6} {:>7}  {} {:02}:00 {}\n", plan.shifts[i].name, span_text(staffed / weeks),
                        share(sum(tally.busy), staffed), names[worst / 24], worst % 24,
                        share(tally.busy[worst], tally.staffed[worst]));
  }
  const std::int64_t hours = std::max<std::int64_t>(1, sum(result.all.hours));
  text += fmt::format("\nOpen requests: {} on the average hour, {} at most\n", sum(result.all.open) / hours,
                      result.all.most_open);
  for (const auto& [what, count] : result.all.refused) text += fmt::format("not possible: {} ({} times)\n", what, count);
  return text;
}

std::string line_of(const Tried& tried, const Plan& plan) {
  std::string line = fmt::format("  +{:<7} {:<22} {}", span_text(tried.added), share_text(tried.attained),
                                 move_text(tried.move, plan));
  if (tried.gained) line += fmt::format(" (gains {})", share_text(tried.gained));
  return line;
}

std::string to_text(const Search& search, const Plan& plan) {
  std::string text = fmt::format("\nGoal: {}\n", goal_text(search.goal));
  for (const Tried& each : search.tried) text += line_of(each, plan) + "\n";
  for (const std::size_t each : search.hopeless)
    text += fmt::format("  {}: missed even at its widest, so nothing narrower was tried\n", plan.shifts[each].name);
  if (search.best) {
    const Tried& best = search.tried[*search.best];
    text += fmt::format("Met with {} added agent-hours a week: {}\n", span_text(best.added), move_text(best.move, plan));
  } else {
    text += search.ended ? "No move of one shift meets it.\n" : "Not all moves were tried; none of these meets it.\n";
  }
  return text;
}

}  // namespace yakusoku::sim::staffing
