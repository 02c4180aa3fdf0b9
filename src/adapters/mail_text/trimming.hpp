// The writer's own words apart from what his client added, over lines whose marks a tree may have told (html_text.hpp).
#pragma once

#include <vector>

#include "adapters/mail_text/html_text.hpp"
#include "adapters/mail_text/mail_text.hpp"

namespace yakusoku::mail_text {

Said trim(const std::vector<Line>& lines);

}  // namespace yakusoku::mail_text
