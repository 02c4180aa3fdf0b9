#pragma once

// What the page says of calendars and doors (`claims`), beside what they come to. Inside the room only.

#include <string>
#include <vector>

#include "core/proof/duty.hpp"

namespace yakusoku::proof {

// Whether a claim of that part says all hours of all days: 24x7, 24/7, 24x365.
bool claims_all_hours(const program::Program& program, std::string_view part);
// Claims of calendars, compared. Those of doors are compared row by row (GapKind::beyond_claim) and only named here.
std::vector<ClaimFound> claims_found(const program::Program& program, Kept& kept);

}  // namespace yakusoku::proof
