#include "adapters/mail_text/elements.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "adapters/mail_text/text.hpp"

namespace yakusoku::mail_text {
namespace {

using enum Shape;

constexpr std::size_t longest_url = 8192;
constexpr std::size_t largest_data_url = 64 * 1024;

constexpr std::array elements = {
    // sorted by name
    Element{"a", "a", inline_run},
    Element{"abbr", "abbr", inline_run},
    Element{"address", "div", block},
    Element{"article", "div", block},
    Element{"b", "b", inline_run},
    Element{"big", "span", inline_run},
    Element{"blockquote", "blockquote", block},
    Element{"br", "br", nothing},
    Element{"caption", "caption", table_part},
    Element{"center", "div", block},
    Element{"cite", "cite", inline_run},
    Element{"code", "code", inline_run},
    Element{"col", "col", nothing},
    Element{"colgroup", "colgroup", table_part},
    Element{"dd", "dd", block},
    Element{"del", "del", inline_run},
    Element{"dir", "ul", block},
    Element{"div", "div", block},
    Element{"dl", "dl", block},
    Element{"dt", "dt", block},
    Element{"em", "em", inline_run},
    Element{"figcaption", "div", block},
    Element{"figure", "div", block},
    Element{"font", "span", inline_run},
    Element{"footer", "div", block},
    Element{"h1", "h1", block},
    Element{"h2", "h2", block},
    Element{"h3", "h3", block},
    Element{"h4", "h4", block},
    Element{"h5", "h5", block},
    Element{"h6", "h6", block},
    Element{"header", "div", block},
    Element{"hr", "hr", nothing},
    Element{"i", "i", inline_run},
    Element{"img", "img", nothing},
    Element{"ins", "ins", inline_run},
    Element{"kbd", "kbd", inline_run},
    Element{"li", "li", block},
    Element{"main", "div", block},
    Element{"mark", "mark", inline_run},
    Element{"menu", "ul", block},
    Element{"ol", "ol", block},
    Element{"p", "p", block},
    Element{"pre", "pre", block},
    Element{"q", "q", inline_run},
    Element{"s", "s", inline_run},
    Element{"samp", "samp", inline_run},
    Element{"section", "div", block},
    Element{"small", "small", inline_run},
    Element{"span", "span", inline_run},
    Element{"strike", "s", inline_run},
    Element{"strong", "strong", inline_run},
    Element{"sub", "sub", inline_run},
    Element{"sup", "sup", inline_run},
    Element{"table", "table", block},
    Element{"tbody", "tbody", table_part},
    Element{"td", "td", table_part},
    Element{"tfoot", "tfoot", table_part},
    Element{"th", "th", table_part},
    Element{"thead", "thead", table_part},
    Element{"tr", "tr", table_part},
    Element{"tt", "code", inline_run},
    Element{"u", "u", inline_run},
    Element{"ul", "ul", block},
    Element{"var", "var", inline_run},
};
static_assert(std::ranges::is_sorted(elements, {}, &Element::name));

constexpr std::array<std::string_view, 10> style_properties = {
    "background-color", "color",      "direction",       "font-style",     "font-weight",
    "list-style-type",  "text-align", "text-decoration", "vertical-align", "white-space"};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return out;
}

bool is_small_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_allowed(std::string_view value, std::initializer_list<std::string_view> allowed) {
  return std::ranges::find(allowed, value) != allowed.end();
}

// As browsers read a URL: blanks and controls at the ends and line ends within it count for nothing. What else could
// break out of an attribute, or is no part of a URL, is written as %XX.
std::string plain_url(std::string_view value) {
  while (!value.empty() && static_cast<unsigned char>(value.front()) <= ' ') value.remove_prefix(1);
  while (!value.empty() && static_cast<unsigned char>(value.back()) <= ' ') value.remove_suffix(1);
  std::string out;
  for (const char c : value) {
    if (c == '\t' || c == '\n' || c == '\r') continue;
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= ' ' || byte == 0x7f || c == '"' || c == '<' || c == '>' || c == '`' || c == '\\') {
      constexpr std::string_view digits = "0123456789ABCDEF";
      out += '%';
      out += digits[byte >> 4U];
      out += digits[byte & 15U];
    } else {
      out += c;
    }
  }
  return out;
}

std::optional<std::string> with_scheme(std::string url, std::initializer_list<std::string_view> schemes) {
  if (url.size() > longest_url) return std::nullopt;
  const std::size_t colon = url.find(':');
  if (colon == std::string::npos) return std::nullopt;
  const std::string scheme = lower(std::string_view(url).substr(0, colon + 1));
  if (!is_allowed(scheme, schemes)) return std::nullopt;
  url.replace(0, colon + 1, scheme);
  if (scheme.starts_with("http")) {
    if (!std::string_view(url).substr(colon + 1).starts_with("//") || url.size() == colon + 3) return std::nullopt;
  } else if (url.size() == colon + 1) {
    return std::nullopt;
  }
  return url;
}

bool is_whole_number(std::string_view value, std::size_t digits) {
  return !value.empty() && value.size() <= digits && std::ranges::all_of(value, is_digit);
}

bool is_length(std::string_view value) {
  if (value.ends_with('%')) value.remove_suffix(1);
  if (value.ends_with("px")) value.remove_suffix(2);
  return is_whole_number(value, 4);
}

bool is_color(std::string_view value) {
  if (value.starts_with('#')) {
    value.remove_prefix(1);
    return (value.size() == 3 || value.size() == 6) &&
           std::ranges::all_of(value, [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
  }
  return !value.empty() && value.size() <= 24 && std::ranges::all_of(value, is_small_letter);
}

bool is_style_value(std::string_view property, std::string_view value) {
  if (value.empty() || value.size() > 60) return false;
  if (property.ends_with("color") && (value.starts_with("rgb(") || value.starts_with("rgba(")) &&
      value.ends_with(')')) {
    value.remove_suffix(1);
    value.remove_prefix(value.find('(') + 1);
    return !value.empty() && value.find_first_not_of("0123456789.,% ") == std::string_view::npos;
  }
  if (property.ends_with("color")) return is_color(value);
  return value.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789- ") == std::string_view::npos;
}

// Calls with (property, value) of each declaration, both in lower case and trimmed, `!important` away.
template <typename Visit>
void each_declaration(std::string_view style, Visit visit) {
  const std::string text = lower(style.substr(0, 4096));
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = rest.find(';');
    std::string_view declaration = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    const std::size_t colon = declaration.find(':');
    if (colon == std::string_view::npos) continue;
    std::string_view value = trimmed(declaration.substr(colon + 1));
    if (const std::size_t mark = value.find('!'); mark != std::string_view::npos)
      value = trimmed(value.substr(0, mark));
    visit(trimmed(declaration.substr(0, colon)), value);
  }
}

}  // namespace

const Element* find_element(std::string_view lower_case_name) {
  const auto* found = std::ranges::lower_bound(elements, lower_case_name, {}, &Element::name);
  return found != elements.end() && found->name == lower_case_name ? found : nullptr;
}

std::optional<std::string> link_url(std::string_view value) {
  return with_scheme(plain_url(value), {"http:", "https:", "mailto:", "tel:"});
}

std::optional<std::string> remote_image_url(std::string_view value) {
  std::string url = plain_url(value);
  if (url.starts_with("//")) url.insert(0, "https:");
  return with_scheme(std::move(url), {"http:", "https:"});
}

std::optional<std::string> own_image_url(std::string_view value) {
  if (value.size() > largest_data_url) return std::nullopt;
  std::string url = plain_url(value);
  if (lower(url.substr(0, 5)) != "data:") return with_scheme(std::move(url), {"cid:"});
  const std::size_t comma = url.find(',');
  if (comma == std::string::npos) return std::nullopt;
  const std::string head = lower(std::string_view(url).substr(0, comma));
  if (!is_allowed(head, {"data:image/png;base64", "data:image/gif;base64", "data:image/jpeg;base64",
                        "data:image/jpg;base64", "data:image/webp;base64"})) {
    return std::nullopt;
  }
  const std::string_view data = std::string_view(url).substr(comma + 1);
  const auto is_base64 = [](char c) {
    return is_small_letter(c) || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '+' || c == '/' || c == '=';
  };
  if (data.empty() || !std::ranges::all_of(data, is_base64)) return std::nullopt;
  return head + "," + std::string(data);
}

std::string allowed_style(std::string_view style) {
  std::string out;
  each_declaration(style, [&out](std::string_view property, std::string_view value) {
    if (property == "background") property = "background-color";
    if (std::ranges::find(style_properties, property) == style_properties.end() || !is_style_value(property, value))
      return;
    if (!out.empty()) out += ';';
    out.append(property).append(":").append(value);
  });
  return out;
}

bool hides(std::string_view style) {
  bool hidden = false;
  each_declaration(style, [&hidden](std::string_view property, std::string_view value) {
    if (property == "display" && value == "none") hidden = true;
    if (property == "visibility" && value == "hidden") hidden = true;
    if (property == "mso-hide" && value == "all") hidden = true;
  });
  return hidden;
}

std::optional<std::string> allowed_attribute(std::string_view element, std::string_view name,
                                             std::string_view value) {
  const auto if_true = [](bool allowed, std::string written) -> std::optional<std::string> {
    if (!allowed) return std::nullopt;
    return written;
  };
  const std::string low = lower(trimmed(value.substr(0, 64)));
  const bool cell = element == "td" || element == "th";
  const bool table = cell || is_allowed(element, {"table", "tr", "tbody", "thead", "tfoot", "col", "colgroup"});
  if (name == "title") return if_true(!value.empty() && value.size() <= 1000, std::string(value));
  if (name == "dir") return if_true(is_allowed(low, {"ltr", "rtl", "auto"}), low);
  if (name == "lang") {
    return if_true(!low.empty() && low.size() <= 35 &&
                       std::ranges::all_of(low, [](char c) { return is_small_letter(c) || is_digit(c) || c == '-'; }),
                   low);
  }
  if (name == "align") {
    const bool takes = table || is_allowed(element, {"div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "img"});
    return if_true(takes && is_allowed(low, {"left", "right", "center", "justify"}), low);
  }
  if (name == "valign") return if_true(table && is_allowed(low, {"top", "middle", "bottom", "baseline"}), low);
  if (name == "bgcolor") return if_true(table && is_color(low), low);
  if (name == "width" || name == "height") return if_true((table || element == "img") && is_length(low), low);
  if (name == "colspan" || name == "rowspan") return if_true(cell && is_whole_number(low, 3), low);
  if (name == "border" || name == "cellpadding" || name == "cellspacing") {
    return if_true(element == "table" && is_whole_number(low, 3), low);
  }
  if (name == "start") return if_true(element == "ol" && is_whole_number(low, 6), low);
  if (name == "alt") return if_true(element == "img" && value.size() <= 1000, std::string(value));
  return std::nullopt;
}

}  // namespace yakusoku::mail_text
