// The flow of a document's blocks over pages.

#include "adapters/pdf/sheets.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace yakusoku::pdf {
namespace {

using publishing::Block;
using publishing::Words;

constexpr Style body{9.5, false, 0}, strong{9.5, true, 0}, small{8.5, false, 0.35}, cell_style{8.6, false, 0},
    head_style{8.6, true, 0};
constexpr double padding = 4, gap = 7;

class Flow {
 public:
  Flow(const publishing::Document& document, Setter& setter) : document_(document), setter_(setter), sheets_(1) {}

  std::vector<Sheet> run() {
    opening();
    for (std::size_t i = 0; i < document_.blocks.size(); ++i) block(document_.blocks[i], next_height(i + 1));
    return std::move(sheets_);
  }

 private:
  Sheet& sheet() { return sheets_.back(); }
  double room() const { return ground - y_; }
  void new_page() {
    sheets_.emplace_back();
    y_ = top;
  }
  void need(double height) {
    if (room() < height && y_ > top) new_page();
  }
  void anchor(const std::string& name) {
    if (!name.empty() && anchors_.insert(name).second) sheet().anchors.push_back({name, y_});
  }
  bool japanese() const { return document_.language.starts_with("ja"); }

  // A text, broken between lines where the page ends; never one line alone on either side.
  void flow(const Text& text, double x) {
    for (int first = 0, count = lines_in(text); first < count;) {
      int fit = lines_that_fit(text, first, room());
      const int left = count - first - fit;
      if (left == 1 && fit > 2) --fit;
      if (fit == 0 || (fit == 1 && left > 0 && y_ > top)) {
        if (y_ <= top) fit = 1;  // a line higher than a page is none of ours
        if (fit <= 1 && y_ > top) {
          new_page();
          continue;
        }
      }
      sheet().lines.push_back({text, first, first + fit, x, y_});
      y_ += height_of_lines(text, first, first + fit);
      first += fit;
      if (first < count) new_page();
    }
  }

  void opening() {
    y_ = top + 4;
    flow(setter_.text({document_.title}, {19, true, 0}, text_width), margin);
    y_ += 4;
    std::vector<std::string> facts;
    if (!document_.vendor.empty() && document_.vendor != document_.title.text) facts.push_back(document_.vendor);
    if (!document_.effective.empty())
      facts.push_back(japanese() ? "発効日：" + document_.effective : "In force from " + document_.effective);
    if (!document_.version.empty()) facts.push_back((japanese() ? "版：" : "Version ") + document_.version);
    std::string line;
    for (const std::string& each : facts) line += (line.empty() ? "" : japanese() ? "　" : "  ·  ") + each;
    if (!line.empty()) flow(setter_.plain(line, {9, false, 0.35}, text_width), margin);
    y_ += 10;
  }

  // What must stand on the same page as a heading: the first lines of what follows.
  double next_height(std::size_t next) {
    if (next >= document_.blocks.size()) return 0;
    const Block& block = document_.blocks[next];
    if (block.kind == Block::Kind::heading) return 70;
    return block.kind == Block::Kind::table ? 90 : 44;
  }

  void block(const Block& block, double next) {
    switch (block.kind) {
      case Block::Kind::heading: return heading(block, next);
      case Block::Kind::paragraph:
        need(26);
        anchor(block.anchor);
        flow(setter_.text(block.words, body, text_width), margin);
        y_ += gap;
        return;
      case Block::Kind::note: return note(block);
      case Block::Kind::terms: return terms(block);
      case Block::Kind::list:
      case Block::Kind::steps: return list(block);
      case Block::Kind::table: return table(block);
      case Block::Kind::figure:  // the screen's picture; on paper its words
        if (block.figure.alternative.empty()) return;
        flow(setter_.plain(block.figure.alternative, small, text_width), margin);
        y_ += gap;
        return;
    }
  }

  void heading(const Block& block, double next) {
    const bool large = block.level <= 2;
    const Text text = setter_.text(block.words, {large ? 14.0 : 11.0, true, 0}, text_width);
    if (y_ > top) y_ += large ? 14 : 8;
    need(height_of(text) + 4 + next);
    anchor(block.anchor);
    if (!block.words.empty()) sheet().bookmarks.push_back({block.words[0].text, block.level, y_});
    flow(text, margin);
    if (large) sheet().boxes.push_back({margin, y_ + 1, text_width, 0.6, 0.75});
    y_ += large ? 8 : 4;
  }

  void note(const Block& block) {
    const Text text = setter_.text(block.words, {9, false, 0.2}, text_width - 14);
    const double height = height_of(text) + 6;
    if (height < ground - top) need(height);
    anchor(block.anchor);
    if (room() >= height) sheet().boxes.push_back({margin, y_, 2.2, height, 0.55});
    y_ += 3;
    flow(text, margin + 12);
    y_ += 3 + gap;
  }

  void terms(const Block& block) {
    for (const publishing::Item& item : block.items) {
      const Text term = setter_.text({item.term}, strong, text_width);
      need(height_of(term) + 26);
      anchor(item.anchor);
      if (!item.term.text.empty()) {
        flow(term, margin);
        y_ += 2;
      }
      if (!item.says.empty()) flow(setter_.text(item.says, body, text_width - 14), margin + 14);
      y_ += 4;
    }
    y_ += 3;
  }

  void list(const Block& block) {
    int number = 0;
    for (const publishing::Item& item : block.items) {
      std::vector<Words> lines;
      if (!item.term.text.empty()) lines.push_back(item.term);
      lines.insert(lines.end(), item.says.begin(), item.says.end());
      const Text text = setter_.text(lines, body, text_width - 18);
      need(std::min(height_of(text), 26.0));
      anchor(item.anchor);
      const std::string mark = block.kind == Block::Kind::steps ? fmt::format("{}.", ++number) : "•";
      const Text marker = setter_.plain(mark, body, 0);
      if (room() < height_of_lines(text, 0, 1)) new_page();
      sheet().lines.push_back({marker, 0, 1, margin + 2, y_});
      flow(text, margin + 18);
      y_ += 3;
    }
    y_ += 4;
  }

  // ---- tables

  struct Row {
    std::vector<Text> cells;
    std::vector<std::string> anchors;
    std::vector<bool> heads;
    double height() const {
      double most = 0;
      for (const Text& each : cells) most = std::max(most, height_of(each));
      return most + 2 * padding;
    }
  };

  Row row_of(const std::vector<publishing::Cell>& cells, const std::vector<double>& widths, bool head) {
    Row row;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      static const publishing::Cell nothing;
      const publishing::Cell& cell = i < cells.size() ? cells[i] : nothing;
      const Style& style = head || cell.header ? head_style : cell_style;
      row.cells.push_back(cell.lines.empty()
                              ? setter_.plain(head || i == 0 ? "" : "—", style, widths[i] - 2 * padding)
                              : setter_.text(cell.lines, style, widths[i] - 2 * padding));
      row.anchors.push_back(cell.anchor);
      row.heads.push_back(cell.header);
    }
    return row;
  }

  // Each column as wide as it would like, where that fits; else what all would like beyond a fair share is cut alike.
  std::vector<double> widths_of(const publishing::Table& table, std::size_t columns) {
    std::vector<double> wishes(columns, 30);
    const auto look = [&](const std::vector<publishing::Cell>& cells, bool head) {
      for (std::size_t i = 0; i < cells.size(); ++i) {
        if (cells[i].lines.empty()) continue;
        const Text text = setter_.text(cells[i].lines, head || cells[i].header ? head_style : cell_style, 0);
        wishes[i] = std::max(wishes[i], natural_width(text) + 2 * padding + 1);
      }
    };
    look(table.head, true);
    for (const auto& row : table.rows) look(row, false);
    const double wished = std::accumulate(wishes.begin(), wishes.end(), 0.0);
    if (wished <= text_width) {
      for (double& each : wishes) each += (text_width - wished) / static_cast<double>(columns);
      return wishes;
    }
    const double fair = text_width / static_cast<double>(columns);
    double kept = 0, over = 0;
    for (const double each : wishes) {
      kept += std::min(each, fair);
      over += std::max(0.0, std::min(each, 6 * fair) - fair);
    }
    for (double& each : wishes) {
      const double beyond = std::max(0.0, std::min(each, 6 * fair) - fair);
      each = std::min(each, fair) + (over > 0 ? beyond * (text_width - kept) / over : 0);
    }
    return wishes;
  }

  void table(const Block& block) {
    const publishing::Table& table = block.table;
    std::size_t columns = table.head.size();
    for (const auto& row : table.rows) columns = std::max(columns, row.size());
    if (columns == 0) return;
    const std::vector<double> widths = widths_of(table, columns);
    const Row head = table.head.empty() ? Row{} : row_of(table.head, widths, true);
    const double first = table.rows.empty() ? 0 : std::min(row_of(table.rows[0], widths, false).height(), 120.0);
    const Text caption = setter_.plain(table.caption, small, text_width);
    need((table.caption.empty() ? 0 : height_of(caption) + 3) + (head.cells.empty() ? 0 : head.height()) + first);
    anchor(block.anchor);
    if (!table.caption.empty()) {
      flow(caption, margin);
      y_ += 3;
    }
    head_row(head, widths);
    for (const auto& each : table.rows) {
      const Row row = row_of(each, widths, false);
      if (row.height() > room()) {
        const double whole_page = ground - top - (head.cells.empty() ? 0 : head.height());
        if (row.height() <= whole_page || room() < 60) {
          new_page();
          head_row(head, widths);
        }
      }
      body_row(row, head, widths);
    }
    y_ += gap + 3;
  }
  void head_row(const Row& head, const std::vector<double>& widths) {
    if (head.cells.empty()) return;
    sheet().boxes.push_back({margin, y_, text_width, head.height(), 0.93});
    body_row(head, {}, widths);
  }
  // A row higher than a page goes on on the next, under the head again.
  void body_row(const Row& row, const Row& head, const std::vector<double>& widths) {
    std::vector<int> next(row.cells.size(), 0);
    for (std::size_t i = 0; i < row.cells.size(); ++i) anchor(row.anchors[i]);
    for (;;) {
      double x = margin, used = 0;
      bool more = false;
      for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const Text& text = row.cells[i];
        const int fit =
            std::min(lines_in(text) - next[i], std::max(1, lines_that_fit(text, next[i], room() - 2 * padding)));
        if (fit > 0) {
          sheet().lines.push_back({text, next[i], next[i] + fit, x + padding, y_ + padding});
          used = std::max(used, height_of_lines(text, next[i], next[i] + fit));
          next[i] += fit;
        }
        more = more || next[i] < lines_in(text);
        x += widths[i];
      }
      y_ += used + 2 * padding;
      sheet().boxes.push_back({margin, y_, text_width, 0.5, 0.8});
      if (!more) return;
      new_page();
      head_row(head, widths);
    }
  }

  const publishing::Document& document_;
  Setter& setter_;
  std::vector<Sheet> sheets_;
  std::set<std::string> anchors_;
  double y_ = top;
};

}  // namespace

std::vector<Sheet> sheets_of(const publishing::Document& document, Setter& setter) {
  return Flow(document, setter).run();
}

}  // namespace yakusoku::pdf
