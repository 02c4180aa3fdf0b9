#pragma once

// Private to core/notices: the light Markdown of a notice, taken apart and written as plain text and as HTML.

#include <string>
#include <string_view>
#include <vector>

#include "core/notices/notices.hpp"

namespace yakusoku::notices {

struct Inline {
  enum class Is { words, value, bold, link };
  Is is = Is::words;
  std::string text;            // words; value: the placeholder's name
  std::vector<Inline> of;      // bold, link: what is shown
  std::vector<Inline> target;  // link
};

struct Line {
  enum class Is { plain, item, quote, rule };
  Is is = Is::plain;
  std::vector<Inline> inlines;
};
using Paragraph = std::vector<Line>;

std::vector<Paragraph> parse_paragraphs(std::string_view words);

// Without the lines and paragraphs that would stand empty.
std::vector<Paragraph> without_holes(std::vector<Paragraph> paragraphs, const Values& values);

// On one line, without separators that an absent value left at its ends.
std::string write_subject(std::string_view words, const Values& values);
std::string write_text(const std::vector<Paragraph>& paragraphs, const Values& values);
// What stands in the document's body.
std::string write_html(const std::vector<Paragraph>& paragraphs, const Values& values);
std::string html_document(std::string_view language, std::string_view title, std::string_view body);

// What a reader of plain text sees.
std::string shown(const std::vector<Inline>& inlines, const Values& values);
std::vector<std::string_view> lines_of(std::string_view text);
// The placeholder of a line that is nothing else: its value's lines are lines, items, quoted lines of their own.
const Inline* lone_value(const Line& line);

std::string escaped(std::string_view text);
}  // namespace yakusoku::notices
