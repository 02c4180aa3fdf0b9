#include "core/lifecycle/own_acts.hpp"

namespace yakusoku::lifecycle {

std::optional<Act> own_act(const Request&, const World&) { return std::nullopt; }
std::optional<Instant> own_wake(const Request&, const World&) { return std::nullopt; }

}  // namespace yakusoku::lifecycle
