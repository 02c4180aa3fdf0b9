#include "adapters/access/markdown.hpp"

#include "adapters/http/http.hpp"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <mutex>

namespace yakusoku::access {

std::string html_of_markdown(std::string_view text) {
  static std::once_flag once;
  std::call_once(once, cmark_gfm_core_extensions_ensure_registered);
  constexpr int options = CMARK_OPT_DEFAULT | CMARK_OPT_HARDBREAKS | CMARK_OPT_VALIDATE_UTF8;  // not CMARK_OPT_UNSAFE
  const std::unique_ptr<cmark_parser, void (*)(cmark_parser*)> parser(cmark_parser_new(options), cmark_parser_free);
  for (const char* name : {"table", "strikethrough", "autolink"}) {
    if (cmark_syntax_extension* extension = cmark_find_syntax_extension(name))
      cmark_parser_attach_syntax_extension(parser.get(), extension);
  }
  cmark_parser_feed(parser.get(), text.data(), text.size());
  const std::unique_ptr<cmark_node, void (*)(cmark_node*)> tree(cmark_parser_finish(parser.get()), cmark_node_free);
  const std::unique_ptr<char, void (*)(void*)> html(
      cmark_render_html(tree.get(), options, cmark_parser_get_syntax_extensions(parser.get())), std::free);
  return html.get();
}

namespace {

// How much of the text's beginning is an address; what ends a sentence behind it does not belong to it.
std::size_t address_length(std::string_view text) {
  if (!text.starts_with("https://") && !text.starts_with("http://")) return 0;
  std::size_t length = 0;
  while (length < text.size() && text[length] > ' ' && text[length] < '\x7F' &&
         !std::string_view("<>\"'`").contains(text[length])) {
    ++length;
  }
  while (length > 0 && std::string_view(".,;:!?)]").contains(text[length - 1])) --length;
  return length > std::string_view("https://").size() ? length : 0;
}

}  // namespace

std::string html_of_text(std::string_view text) {
  std::string html = "<p>";
  std::size_t plain = 0;  // what was not written yet begins here
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = text[at] == 'h' ? address_length(text.substr(at)) : 0;
    if (length == 0 && text[at] != '\n') {
      ++at;
      continue;
    }
    html += http::html_escape(text.substr(plain, at - plain));
    if (length == 0) {
      html += "<br>\n";
    } else {
      const std::string address = http::html_escape(text.substr(at, length));
      html += "<a href=\"" + address + "\" rel=\"nofollow noopener\">" + address + "</a>";
    }
    at += std::max<std::size_t>(length, 1);
    plain = at;
  }
  return html + http::html_escape(text.substr(plain)) + "</p>";
}

std::string html_of_words(const ports::MessageRow& message) {
  return message.source != 0 ? html_of_text(message.body) : html_of_markdown(message.body);
}

}  // namespace yakusoku::access
