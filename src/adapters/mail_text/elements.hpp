// The allow-list of HTML: which elements, attributes, URLs and style properties a mail may show. Everything else is
// left out; what an unknown element holds is shown without it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace yakusoku::mail_text {

enum class Shape : std::uint8_t {
  inline_run,  // span, b, a …
  block,       // div, p, ul …: ends an open p
  table_part,  // tr, td, tbody …
  nothing,     // void: br, img …
};

struct Element {
  std::string_view name;
  std::string_view shown_as;  // the element written for it
  Shape shape;
};

// Null for what is not allowed.
const Element* find_element(std::string_view lower_case_name);

// The value as it may be written, or nothing where the attribute does not belong there.
std::optional<std::string> allowed_attribute(std::string_view element, std::string_view name, std::string_view value);

std::optional<std::string> link_url(std::string_view value);          // http, https, mailto, tel
std::optional<std::string> remote_image_url(std::string_view value);  // http, https, and //host as https
std::optional<std::string> own_image_url(std::string_view value);     // cid:, small data: pictures
std::string allowed_style(std::string_view style);                    // "" where nothing is left
bool hides(std::string_view style);                                   // display:none and its kin

}  // namespace yakusoku::mail_text
