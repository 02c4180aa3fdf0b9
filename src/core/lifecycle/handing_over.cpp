#include "core/lifecycle/handing_over.hpp"

namespace yakusoku::lifecycle {

yakusoku::Outcome handing_over(Decision&, const Act&) { return fail(ErrorCode::not_in_this_state, "handoff"); }

}  // namespace yakusoku::lifecycle
