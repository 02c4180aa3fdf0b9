#include "core/entitlements/gate.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/program/choose.hpp"

namespace yakusoku::entitlements {
namespace {

// The clause that shuts the door; empty: it is open.
std::string shut_by(const program::Door& door, std::string_view what, const program::Facts& facts) {
  if (const std::string part = program::failing_part(door.when, facts); !part.empty())
    return door.path + ".when." + part;
  if (door.may.rules.empty()) return {};
  const auto may = program::choose(door.may, facts);
  if (!may.value) return door.path + ".may";
  return std::ranges::find(*may.value, what) == may.value->end() ? std::string(may.path) : std::string();
}

}  // namespace

Gate at_door(const program::Program& program, std::string_view door, std::string_view what,
             const program::Facts& facts) {
  Gate gate;
  const auto asked = std::ranges::find(program.doors, door, &program::Door::id);
  if (asked == program.doors.end()) return gate;
  gate.clause = shut_by(*asked, what, facts);
  gate.open = gate.clause.empty();
  if (gate.open) return gate;
  for (const program::Door& each : program.doors)
    if (each.only_if_down.empty() && shut_by(each, what, facts).empty()) gate.instead.push_back(each.id);
  return gate;
}

Outcome let_in(const program::Program& program, std::string_view door, std::string_view what,
               const program::Facts& facts) {
  if (door == "mail" || !program::known(facts.value_of("contact.named"))) return {};
  const Gate gate = at_door(program, door, what, facts);
  if (gate.open || gate.instead.empty()) return {};
  return fail(ErrorCode::refused_by_program, "door", fmt::format("{}", fmt::join(gate.instead, ", ")), gate.clause);
}

}  // namespace yakusoku::entitlements
