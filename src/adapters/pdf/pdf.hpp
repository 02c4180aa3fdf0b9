#pragma once

// THE SUPPORT PAGE AS A PDF: A4, a running head and foot with title, effective date, version and "page n of m" on every
// page, bookmarks for the headings, links to the clauses, tables that break between rows and say their head again. The
// same document gives the same bytes: the date inside is that of the version. Pictures are left out: they are the
// screen's, and the page's text says the same.
//
// Fonts are Pango's choice; a Japanese one must be installed (fonts-noto-cjk, 90 MB on disk, with a bold face of its own,
// or fonts-ipaexfont-gothic, 6 MB). Calls from several threads wait for each other. A first Japanese document leaves
// some 65 MB of fonts in the process: a server that is to stay small draws in a short-lived child of its own.

#include <cstdint>
#include <string>

#include "base/result.hpp"
#include "core/publishing/document.hpp"

namespace yakusoku::pdf {

struct Options {
  std::int64_t made_at = 0;  // seconds since 1970: of the version, not of the drawing
  std::string font;          // a family; empty: sans-serif of the system
};

struct Drawn {
  std::string bytes;
  int pages = 0;
  int missing_glyphs = 0;  // characters that no installed font has
};

Result<Drawn> draw(const publishing::Document& document, const Options& options = {});

// The bytes alone; empty where it could not be drawn. `made_at` as above: of the day on which the version takes effect.
std::string pdf_of(const publishing::Document& document, std::int64_t made_at);

}  // namespace yakusoku::pdf
