#pragma once

// `yakusoku simulate DIR --staffing FILE.yaml`: a staffing plan lived under the program (docs/howto/staffing.md).

#include "apps/command.hpp"

namespace yakusoku::apps {

int simulate_staffing(std::span<const std::string> arguments);

}  // namespace yakusoku::apps
