#include "core/proof/claims.hpp"

#include <algorithm>
#include <array>

namespace yakusoku::proof {
namespace {

bool is_all_hours(std::string_view value) {
  constexpr std::array<std::string_view, 4> words{"24x7", "24/7", "24x365", "24x7x365"};
  return std::ranges::find(words, value) != words.end();
}

void compare_lengths(ClaimFound& found, const Spans& open, Interval horizon) {
  const auto claimed = program::parse_length(found.value);
  if (!claimed) return;
  found.checked = found.holds = true;
  std::map<std::int64_t, std::vector<Instant>> by_length;
  for (const Interval& span : open)
    if (span.from > horizon.from && span.to < horizon.to)
      by_length[(span.to - span.from).seconds].push_back(span.from);
  for (auto& [length, begins] : by_length) {
    found.holds = found.holds && length == claimed->seconds;
    found.lengths.push_back({Duration{length}, std::move(begins)});
  }
}

}  // namespace

bool claims_all_hours(const program::Program& program, std::string_view part) {
  return std::ranges::any_of(program.claims(), [&](const program::Claim& claim) {
    return claim.key == part && claim.what == "covers" && is_all_hours(claim.value);
  });
}

std::vector<ClaimFound> claims_found(const program::Program& program, Kept& kept) {
  static constexpr std::string_view calendars = "calendars.", doors = "doors.";
  std::vector<ClaimFound> all;
  for (const program::Claim& claim : program.claims()) {
    ClaimFound found{claim.key, claim.what, claim.value, false, false, {}, far_future};
    if (claim.key.starts_with(doors)) found.checked = claim.what == "covers" && is_all_hours(claim.value);
    if (claim.key.starts_with(calendars)) {
      const std::string name =
          claim.key.substr(calendars.size(), claim.key.find_first_of(".[", calendars.size()) - calendars.size());
      const Combination nothing;
      const CaseFacts facts(program, nothing, kept.calendars());
      const Spans& open = kept.open_of(name, facts);
      if (claim.what == "length") compare_lengths(found, open, kept.horizon());
      if (claim.what == "covers" && is_all_hours(claim.value)) {
        const Spans closed = difference_of({kept.horizon()}, open);
        found.checked = true;
        found.holds = closed.empty();
        if (!closed.empty()) found.first = closed.front().from;
      }
    }
    all.push_back(std::move(found));
  }
  return all;
}

}  // namespace yakusoku::proof
