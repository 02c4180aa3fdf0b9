// Facts that the program computes by case, and the bounds of ordered ones (PROGRAM.md section 4).

#include <algorithm>

#include "base/zones.hpp"
#include "core/program/program.hpp"

namespace yakusoku::program {
namespace {

FactValue value_of(const Moment& moment, FactRule::Type type, const std::string& zone) {
  if (type == FactRule::Type::instant) return moment.begins(zone).seconds;
  return zones::date_text(moment.on(zone));
}

}  // namespace

FactValue computed(const FactRule& rule, const Program& program, const Facts& facts) {
  if (!rule.number.empty()) {
    const auto chosen = choose(rule.number, facts);
    const auto whole = chosen.value ? evaluate_whole(*chosen.value, facts) : std::nullopt;
    return whole ? FactValue(*whole) : FactValue{};
  }
  if (!rule.date.empty()) {
    const auto chosen = choose(rule.date, facts);
    const auto moment = chosen.value ? evaluate(*chosen.value, program, facts) : std::nullopt;
    return moment ? value_of(*moment, rule.type, program.zone) : FactValue{};
  }
  const auto chosen = rule.is ? choose(*rule.is, facts) : Chosen<std::string>{};
  return chosen.value ? FactValue(*chosen.value) : FactValue{};
}

std::string bounded(const std::vector<FactRule::Limit>& limits, const std::vector<std::string>& values,
                    std::string value, const Facts& facts) {
  const auto place = [&](std::string_view word) { return std::ranges::find(values, word) - values.begin(); };
  for (const FactRule::Limit& limit : limits) {
    if (!holds(limit.when, facts)) continue;
    if (!limit.is.empty()) value = limit.is;
    if (!limit.no_worse_than.empty() && place(value) < place(limit.no_worse_than)) value = limit.no_worse_than;
    if (!limit.no_better_than.empty() && place(value) > place(limit.no_better_than)) value = limit.no_better_than;
  }
  return value;
}

}  // namespace yakusoku::program
