#include "core/handoffs/handoffs.hpp"

#include <algorithm>
#include <array>

namespace yakusoku::handoffs {

std::span<const std::string_view> enum_words(State) {
  static constexpr std::array<std::string_view, 4> words{"offered", "accepted", "dropped", "withdrawn"};
  return words;
}

const Handoff* Baton::offered() const {
  return handoffs.empty() || handoffs.back().state != State::offered ? nullptr : &handoffs.back();
}

std::int64_t Baton::dropped() const { return std::ranges::count(handoffs, State::dropped, &Handoff::state); }

void evolve(Baton& baton, const HandoffChanged& fact) {
  const auto known = std::ranges::find(baton.handoffs, fact.handoff.number, &Handoff::number);
  if (known == baton.handoffs.end()) {
    baton.handoffs.push_back(fact.handoff);
  } else {
    *known = fact.handoff;
  }
}

void evolve(Baton& baton, const EffortGapChanged& fact) {
  if (!baton.gaps.empty() && baton.gaps.back().from == fact.gap.from) {
    baton.gaps.back() = fact.gap;
  } else {
    baton.gaps.push_back(fact.gap);
  }
}

}  // namespace yakusoku::handoffs
