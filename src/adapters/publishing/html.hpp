#pragma once

// THE SUPPORT PAGE AS HTML: the document's blocks as markup for screen, phone and paper. Every text is escaped; links
// lead to http, https, mailto or a clause of the page, nowhere else. No script, no style attribute.

#include <string>
#include <string_view>

#include "core/publishing/document.hpp"

namespace yakusoku::publishing {

// The blocks alone, for a page that has its own head.
std::string blocks_html(const Document& document);
// A page that stands alone, with its sheet inside and date and version on every sheet of paper.
std::string standalone_html(const Document& document, std::string_view sheet);

}  // namespace yakusoku::publishing
