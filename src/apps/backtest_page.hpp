#pragma once

// Past requests under a version that is tried, for the page that puts it in force: as many as fit into a few seconds,
// spread evenly over the desk's years, so that the answer is a fair sample where it is not the whole.

#include <memory>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"
#include "desk/desk.hpp"

namespace yakusoku::apps {

// As access::Services::backtest says.
Result<Json> backtest_for_page(ports::Reader& reader, desk::Shelf& shelf,
                               std::shared_ptr<const program::Program> tried, Instant now, std::string_view language);

}  // namespace yakusoku::apps
