// The writing half of the allow-list: a parser's tree as HTML of allowed elements and attributes, nothing else.
#pragma once

#include <string>
#include <string_view>

struct GumboInternalNode;

namespace yakusoku::mail_text {

struct SafeHtml {
  std::string html;
  bool remote_images = false;
};
SafeHtml safe_html_of(const GumboInternalNode& body);

// Passed over with all it holds: what the sender hid from the reader.
bool is_hidden(const GumboInternalNode& element);

std::string escaped(std::string_view text);

}  // namespace yakusoku::mail_text
