#include "core/lifecycle/escalating.hpp"

namespace yakusoku::lifecycle {

yakusoku::Outcome escalating(Decision&, const Act&) { return fail(ErrorCode::not_in_this_state, "escalation"); }

}  // namespace yakusoku::lifecycle
