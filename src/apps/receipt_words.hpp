#pragma once

// Receipts in words, for a terminal.

#include <string>
#include <string_view>
#include <vector>

#include "desk/views.hpp"

namespace yakusoku::apps {

std::string receipts_text(const desk::TicketView& view, const std::vector<desk::Receipt>& receipts,
                          std::string_view language);

}  // namespace yakusoku::apps
