#pragma once

// A program's page as a PDF, drawn by a short-lived child of this binary: fonts take some 65 MB, which a desk that serves
// need not keep. One at a time; a child that takes longer than half a minute is ended.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/program/program.hpp"

namespace yakusoku::apps {

// `now`: the day from which hours and holidays are told.
Result<std::string> pdf_by_child(const std::vector<program::SourceFile>& files, std::string_view language, Instant now);

}  // namespace yakusoku::apps
