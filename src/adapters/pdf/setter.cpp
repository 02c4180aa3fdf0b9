// Texts by Pango: words, sizes, languages and links of a document become layouts.

#include <pango/pangocairo.h>

#include <algorithm>

#include "adapters/pdf/sheets.hpp"

namespace yakusoku::pdf {
namespace {

constexpr float line_height = 1.12F;  // of the font's own, which for Japanese is wide already
// A Japanese font first, so that Japanese and Latin stand on one line alike.
constexpr const char* families = "Noto Sans CJK JP, IPAexGothic, Noto Sans, DejaVu Sans, sans-serif";

void add(PangoAttrList* list, PangoAttribute* attribute, std::size_t from, std::size_t to) {
  attribute->start_index = static_cast<guint>(from);
  attribute->end_index = static_cast<guint>(to);
  pango_attr_list_insert(list, attribute);
}
guint16 shade(double part) { return static_cast<guint16>(part * 65535); }

}  // namespace

Setter::Setter(PangoContext* context, std::string font) : context_(context), font_(std::move(font)) {}

Text Setter::text(const std::vector<publishing::Words>& lines, const Style& style, double width) {
  Text made;
  made.layout = {pango_layout_new(context_), [](PangoLayout* layout) { g_object_unref(layout); }};
  PangoAttrList* attributes = pango_attr_list_new();
  std::string all;
  for (const publishing::Words& each : lines) {
    if (!all.empty()) all += "\n";
    const std::size_t from = all.size();
    all += each.text;
    if (each.soft) {
      add(attributes, pango_attr_scale_new(0.88), from, all.size());
      add(attributes, pango_attr_foreground_new(shade(0.35), shade(0.35), shade(0.35)), from, all.size());
    }
    if (!each.language.empty())
      add(attributes, pango_attr_language_new(pango_language_from_string(each.language.c_str())), from, all.size());
    if (!each.link.empty()) {
      add(attributes, pango_attr_foreground_new(shade(0.15), shade(0.2), shade(0.5)), from, all.size());
      add(attributes, pango_attr_underline_new(PANGO_UNDERLINE_SINGLE), from, all.size());
      made.links.push_back({static_cast<int>(from), static_cast<int>(all.size()), each.link});
    }
  }
  if (style.grey > 0)
    add(attributes, pango_attr_foreground_new(shade(style.grey), shade(style.grey), shade(style.grey)), 0,
        all.size());
  PangoFontDescription* font = pango_font_description_new();
  pango_font_description_set_family(font, font_.empty() ? families : font_.c_str());
  pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);
  pango_font_description_set_weight(font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(made.layout.get(), font);
  pango_font_description_free(font);
  pango_layout_set_text(made.layout.get(), all.c_str(), static_cast<int>(all.size()));
  pango_layout_set_attributes(made.layout.get(), attributes);
  pango_attr_list_unref(attributes);
  pango_layout_set_wrap(made.layout.get(), PANGO_WRAP_WORD_CHAR);
  pango_layout_set_line_spacing(made.layout.get(), line_height);
  if (width > 0) pango_layout_set_width(made.layout.get(), static_cast<int>(width * PANGO_SCALE));
  missing_ += pango_layout_get_unknown_glyphs_count(made.layout.get());
  return made;
}

Text Setter::plain(const std::string& words, const Style& style, double width) {
  publishing::Words one;
  one.text = words;
  return text({one}, style, width);
}

double height_of(const Text& text) { return height_of_lines(text, 0, lines_in(text)); }

double natural_width(const Text& text) {
  PangoRectangle logical;
  pango_layout_get_extents(text.layout.get(), nullptr, &logical);
  return static_cast<double>(logical.width) / PANGO_SCALE;
}

int lines_in(const Text& text) { return pango_layout_get_line_count(text.layout.get()); }

double height_of_lines(const Text& text, int first, int last) {
  PangoLayoutIter* at = pango_layout_get_iter(text.layout.get());
  int line = 0, from = 0, to = 0, begin = 0, end = 0;
  do {
    pango_layout_iter_get_line_yrange(at, &from, &to);
    if (line == first) begin = from;
    if (line >= first && line < last) end = to;
    ++line;
  } while (pango_layout_iter_next_line(at));
  pango_layout_iter_free(at);
  return static_cast<double>(end - begin) / PANGO_SCALE;
}

int lines_that_fit(const Text& text, int first, double height) {
  int fit = 0;
  while (first + fit < lines_in(text) && height_of_lines(text, first, first + fit + 1) <= height) ++fit;
  return fit;
}

}  // namespace yakusoku::pdf
