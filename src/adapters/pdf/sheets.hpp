#pragma once

// A document set on pages: where each line of text, rule, fill, link, anchor and bookmark stands. Lengths are points.

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/publishing/document.hpp"

// Pango's own; its headers stay in the .cpp files.
typedef struct _PangoLayout PangoLayout;
typedef struct _PangoContext PangoContext;

namespace yakusoku::pdf {

inline constexpr double page_width = 595.28, page_height = 841.89;  // A4
inline constexpr double margin = 56, top = 62, bottom = 66;
inline constexpr double text_width = page_width - 2 * margin;
inline constexpr double ground = page_height - bottom;  // below it nothing of the text stands

struct LinkSpan {
  int from = 0, to = 0;  // bytes of the text
  std::string to_where;
};
struct Text {
  std::shared_ptr<PangoLayout> layout;
  std::vector<LinkSpan> links;
};

// Lines [first, last) of a text, the first of them beginning at y.
struct Lines {
  Text text;
  int first = 0, last = 0;
  double x = 0, y = 0;
};
struct Box {
  double x = 0, y = 0, width = 0, height = 0;
  double grey = 0.9;
};
struct Anchor {
  std::string name;
  double y = 0;
};
struct Bookmark {
  std::string text;
  int level = 2;
  double y = 0;
};
struct Sheet {
  std::vector<Box> boxes;
  std::vector<Lines> lines;
  std::vector<Anchor> anchors;
  std::vector<Bookmark> bookmarks;
};

struct Style {
  double size = 9.5;
  bool bold = false;
  double grey = 0;
};

// Makes texts in one document's language and font, and counts the characters that no font has.
class Setter {
 public:
  Setter(PangoContext* context, std::string font);
  Text text(const std::vector<publishing::Words>& lines, const Style& style, double width);
  Text plain(const std::string& words, const Style& style, double width);
  int missing_glyphs() const { return missing_; }

 private:
  PangoContext* context_;
  std::string font_;
  int missing_ = 0;
};

double height_of(const Text& text);
double natural_width(const Text& text);
int lines_in(const Text& text);
double height_of_lines(const Text& text, int first, int last);
// How many lines from `first` on fit into that height.
int lines_that_fit(const Text& text, int first, double height);

std::vector<Sheet> sheets_of(const publishing::Document& document, Setter& setter);

}  // namespace yakusoku::pdf
