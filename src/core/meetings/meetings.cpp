#include "core/meetings/meetings.hpp"

#include <algorithm>
#include <array>

namespace yakusoku::meetings {

std::span<const std::string_view> enum_words(State) {
  static constexpr std::array<std::string_view, 6> words{"asked",     "scheduled", "declined",
                                                         "cancelled", "held",      "missed"};
  return words;
}

void evolve(std::vector<Meeting>& meetings, const MeetingChanged& fact) {
  const auto known = std::ranges::find(meetings, fact.meeting.number, &Meeting::number);
  if (known == meetings.end()) {
    meetings.push_back(fact.meeting);
  } else {
    *known = fact.meeting;
  }
}

}  // namespace yakusoku::meetings
