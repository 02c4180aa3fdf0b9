#include "core/escalation/escalations.hpp"

#include <algorithm>
#include <array>

namespace yakusoku::escalation {

std::span<const std::string_view> enum_words(Direction) {
  static constexpr std::array<std::string_view, 2> words{"functional", "hierarchical"};
  return words;
}

void evolve(std::vector<Escalation>& escalations, const EscalationChanged& fact) {
  const auto known = std::ranges::find(escalations, fact.escalation.number, &Escalation::number);
  if (known == escalations.end()) {
    escalations.push_back(fact.escalation);
  } else {
    *known = fact.escalation;
  }
}

}  // namespace yakusoku::escalation
