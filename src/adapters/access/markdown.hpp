#pragma once

// People's Markdown as HTML that may stand in our pages: raw HTML and links to scripts are left out (cmark-gfm's safe mode,
// over its own parse tree); tables, struck text and bare addresses are known. Line breaks are kept as written.

#include <string>
#include <string_view>

#include "ports/rows.hpp"

namespace yakusoku::access {

std::string html_of_markdown(std::string_view text);
// Plain text as a mail brought it: as it stands, line by line, with http(s) addresses as links.
std::string html_of_text(std::string_view text);
// Of the two what fits the message.
std::string html_of_words(const ports::MessageRow& message);

}  // namespace yakusoku::access
