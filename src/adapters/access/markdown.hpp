#pragma once

// People's Markdown as HTML that may stand in our pages: raw HTML and links to scripts are left out (cmark-gfm's safe mode,
// over its own parse tree); tables, struck text and bare addresses are known. Line breaks are kept as written.

#include <string>
#include <string_view>

namespace yakusoku::access {

std::string html_of_markdown(std::string_view text);

}  // namespace yakusoku::access
