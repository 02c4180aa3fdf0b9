#include "adapters/pdf/pdf.hpp"

#include <cairo/cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <set>

#include <fmt/format.h>

#include "adapters/pdf/sheets.hpp"
#include "base/time.hpp"

namespace yakusoku::pdf {
namespace {

struct Closed {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
  void operator()(PangoContext* context) const { g_object_unref(context); }
};

cairo_status_t append(void* to, const unsigned char* bytes, unsigned int size) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), size);
  return CAIRO_STATUS_SUCCESS;
}

// Inside an attribute of a tag.
std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

class Press {
 public:
  Press(const publishing::Document& document, const std::vector<Sheet>& sheets, Setter& setter,
        cairo_surface_t* surface, cairo_t* cairo)
      : document_(document), sheets_(sheets), setter_(setter), surface_(surface), cairo_(cairo) {
    for (const Sheet& sheet : sheets_)
      for (const Anchor& each : sheet.anchors) anchors_.insert(each.name);
  }

  void print() {
    bookmarks();
    for (std::size_t i = 0; i < sheets_.size(); ++i) {
      page(sheets_[i], i + 1);
      cairo_show_page(cairo_);
    }
  }

 private:
  bool japanese() const { return document_.language.starts_with("ja"); }

  void bookmarks() {
    int chapter = CAIRO_PDF_OUTLINE_ROOT;
    for (std::size_t i = 0; i < sheets_.size(); ++i) {
      for (const Bookmark& each : sheets_[i].bookmarks) {
        const std::string where = fmt::format("page={} pos=[{:.2f} {:.2f}]", i + 1, margin, each.y - 6);
        const bool below = each.level > 2;
        const int id = cairo_pdf_surface_add_outline(
            surface_, below ? chapter : CAIRO_PDF_OUTLINE_ROOT, each.text.c_str(), where.c_str(),
            below ? static_cast<cairo_pdf_outline_flags_t>(0) : CAIRO_PDF_OUTLINE_FLAG_OPEN);
        if (!below) chapter = id;
      }
    }
  }

  void page(const Sheet& sheet, std::size_t number) {
    for (const Box& box : sheet.boxes) {
      cairo_set_source_rgb(cairo_, box.grey, box.grey, box.grey);
      cairo_rectangle(cairo_, box.x, box.y, box.width, box.height);
      cairo_fill(cairo_);
    }
    for (const Anchor& each : sheet.anchors) {
      const std::string attributes = fmt::format("name={} x={:.2f} y={:.2f}", quoted(each.name), margin, each.y - 6);
      cairo_tag_begin(cairo_, CAIRO_TAG_DEST, attributes.c_str());
      cairo_tag_end(cairo_, CAIRO_TAG_DEST);
    }
    cairo_set_source_rgb(cairo_, 0, 0, 0);
    for (const Lines& each : sheet.lines) lines(each);
    frame(number);
  }

  void lines(const Lines& lines) {
    PangoLayoutIter* at = pango_layout_get_iter(lines.text.layout.get());
    int index = 0, begin = 0;
    do {
      int from = 0, to = 0;
      pango_layout_iter_get_line_yrange(at, &from, &to);
      if (index == lines.first) begin = from;
      if (index >= lines.first && index < lines.last) {
        const double baseline = static_cast<double>(pango_layout_iter_get_baseline(at) - begin) / PANGO_SCALE;
        PangoLayoutLine* line = pango_layout_iter_get_line_readonly(at);
        cairo_move_to(cairo_, lines.x, lines.y + baseline);
        pango_cairo_show_layout_line(cairo_, line);
        for (const LinkSpan& link : lines.text.links)
          span(line, link, lines.x, lines.y + static_cast<double>(from - begin) / PANGO_SCALE,
               static_cast<double>(to - from) / PANGO_SCALE);
      }
      ++index;
    } while (pango_layout_iter_next_line(at));
    pango_layout_iter_free(at);
  }

  // The part of a link that stands on this line; one that leads nowhere stays plain.
  void span(PangoLayoutLine* line, const LinkSpan& link, double x, double y, double height) {
    const int start = std::max(link.from, line->start_index),
              end = std::min(link.to, line->start_index + line->length);
    if (start >= end) return;
    const bool inside = link.to_where.starts_with('#');
    const std::string target = inside ? link.to_where.substr(1) : link.to_where;
    if (inside && !anchors_.contains(target)) return;
    int* ranges = nullptr;
    int count = 0;
    pango_layout_line_get_x_ranges(line, start, end, &ranges, &count);
    for (int i = 0; i < count; ++i) {
      const double left = static_cast<double>(ranges[2 * i]) / PANGO_SCALE;
      const double right = static_cast<double>(ranges[2 * i + 1]) / PANGO_SCALE;
      const std::string attributes = fmt::format("rect=[{:.2f} {:.2f} {:.2f} {:.2f}] {}={}", x + left, y,
                                                 right - left, height, inside ? "dest" : "uri", quoted(target));
      cairo_tag_begin(cairo_, CAIRO_TAG_LINK, attributes.c_str());
      cairo_tag_end(cairo_, CAIRO_TAG_LINK);
    }
    g_free(ranges);
  }

  void put(const std::string& words, double x, double y, bool to_the_right, double width) {
    const Text text = setter_.plain(words, {7.8, false, 0.4}, 0);
    pango_layout_set_single_paragraph_mode(text.layout.get(), TRUE);
    if (width > 0) {
      pango_layout_set_width(text.layout.get(), static_cast<int>(width * PANGO_SCALE));
      pango_layout_set_ellipsize(text.layout.get(), PANGO_ELLIPSIZE_END);
    }
    cairo_move_to(cairo_, to_the_right ? x - natural_width(text) : x, y);
    pango_cairo_show_layout(cairo_, text.layout.get());
  }

  void frame(std::size_t number) {
    cairo_set_source_rgb(cairo_, 0.8, 0.8, 0.8);
    cairo_rectangle(cairo_, margin, page_height - bottom + 16, text_width, 0.5);
    cairo_fill(cairo_);
    cairo_set_source_rgb(cairo_, 0, 0, 0);
    const double y = page_height - bottom + 21;
    std::string stand = document_.effective;
    if (!document_.version.empty()) stand += (japanese() ? "　版 " : "  ·  version ") + document_.version;
    put(stand, margin, y, false, text_width - 110);
    put(japanese() ? fmt::format("{} / {} ページ", number, sheets_.size())
                   : fmt::format("page {} of {}", number, sheets_.size()),
        page_width - margin, y, true, 0);
    const std::string head = document_.vendor.empty() || document_.vendor == document_.title.text
                                 ? document_.title.text
                                 : document_.vendor + (japanese() ? "　" : "  ·  ") + document_.title.text;
    put(head, margin, 30, false, text_width);
  }

  const publishing::Document& document_;
  const std::vector<Sheet>& sheets_;
  Setter& setter_;
  cairo_surface_t* surface_;
  cairo_t* cairo_;
  std::set<std::string> anchors_;
};

std::mutex one_at_a_time;  // Pango's font map is shared by the process

void describe(cairo_surface_t* surface, const publishing::Document& document, std::int64_t made_at) {
  const auto set = [&](cairo_pdf_metadata_t key, const std::string& value) {
    if (!value.empty()) cairo_pdf_surface_set_metadata(surface, key, value.c_str());
  };
  set(CAIRO_PDF_METADATA_TITLE, document.title.text);
  set(CAIRO_PDF_METADATA_AUTHOR, document.vendor);
  set(CAIRO_PDF_METADATA_SUBJECT, document.effective);
  set(CAIRO_PDF_METADATA_KEYWORDS, fmt::format("{}, {}", document.language, document.version));
  set(CAIRO_PDF_METADATA_CREATOR, "Yakusoku");
  set(CAIRO_PDF_METADATA_CREATE_DATE, to_iso(Instant{made_at}));
}

}  // namespace

Result<Drawn> draw(const publishing::Document& document, const Options& options) {
  const std::lock_guard lock(one_at_a_time);
  Drawn drawn;
  const std::unique_ptr<cairo_surface_t, Closed> surface(
      cairo_pdf_surface_create_for_stream(append, &drawn.bytes, page_width, page_height));
  const std::unique_ptr<cairo_t, Closed> cairo(cairo_create(surface.get()));
  const std::unique_ptr<PangoContext, Closed> context(pango_cairo_create_context(cairo.get()));
  // Positions as the font's outlines give them: no screen's pixels.
  cairo_font_options_t* exact = cairo_font_options_create();
  cairo_font_options_set_hint_style(exact, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(exact, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context.get(), exact);
  cairo_font_options_destroy(exact);
  pango_context_set_round_glyph_positions(context.get(), FALSE);
  pango_context_set_language(context.get(), pango_language_from_string(document.language.c_str()));
  describe(surface.get(), document, options.made_at);
  Setter setter(context.get(), options.font);
  const std::vector<Sheet> sheets = sheets_of(document, setter);
  Press(document, sheets, setter, surface.get(), cairo.get()).print();
  cairo_surface_finish(surface.get());
  const cairo_status_t status = cairo_surface_status(surface.get());
  if (status != CAIRO_STATUS_SUCCESS) return fail(ErrorCode::internal, "pdf", cairo_status_to_string(status));
  drawn.pages = static_cast<int>(sheets.size());
  drawn.missing_glyphs = setter.missing_glyphs();
  return drawn;
}

std::string pdf_of(const publishing::Document& document, std::int64_t made_at) {
  auto drawn = draw(document, {made_at, ""});
  return drawn ? std::move(drawn->bytes) : std::string();
}

}  // namespace yakusoku::pdf
