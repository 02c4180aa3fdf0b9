#include "adapters/mail_text/html_text.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "adapters/mail_text/client_marks.hpp"
#include "adapters/mail_text/elements.hpp"
#include "adapters/mail_text/safe_html.hpp"
#include "adapters/mail_text/text.hpp"
#include "adapters/mail_text/tree.hpp"

namespace yakusoku::mail_text {
namespace {

constexpr std::size_t deepest_quote = 20;
constexpr std::size_t deepest_list = 10;

bool is_wide(char32_t c) { return c >= 0x2e80 && c < 0x1f000; }
bool is_space(char32_t c) { return c == ' ' || c == '\t' || c == '\n' || c == 0xa0; }
bool is_unseen(char32_t c) { return c == 0xfeff || c == 0x200b || c == 0xad; }

// What a link shows when its label is the address itself.
std::string bare_address(std::string_view url) {
  for (const std::string_view prefix : {"https://", "http://", "mailto:", "tel:"}) {
    if (url.starts_with(prefix)) url.remove_prefix(prefix.size());
  }
  if (url.ends_with('/')) url.remove_suffix(1);
  return matching_form(url);
}

// Lines as they grow. Breaks are asked for and made when the next word comes, so that nested blocks ask for one.
class LineWriter {
 public:
  void word(std::string_view word) {
    begin_word();
    lines_.back().text += word;
    char32_t last = 0;
    for (std::string_view rest = word; !rest.empty();) last = take_character(rest);
    last_ = last;
  }

  // Straight behind what stands there, whatever breaks were asked for.
  void add_to_line(std::string_view text) {
    if (!lines_.empty()) lines_.back().text += text;
  }

  void space(bool line_end) {
    space_ = true;
    space_was_line_end_ = line_end;
  }
  // The first wide character after a line end within wide text needs no blank before it.
  void about_to_write(char32_t first) {
    if (space_ && space_was_line_end_ && is_wide(last_) && is_wide(first)) space_ = false;
  }

  enum Break : std::uint8_t { no_break, new_line, blank_line };
  void ask(Break wanted) {
    if (!cells_.empty() && cells_.back().fresh) return;
    break_ = std::max(break_, wanted);
    space_ = false;
  }
  void line_break() { ask(break_ == no_break ? new_line : blank_line); }

  void begin_row() {
    ask(new_line);
    between_cells_ = false;
  }
  void begin_cell() {
    if (!lines_.empty() && row_has_text_ && break_ == no_break) between_cells_ = true;
    cells_.push_back({});
  }
  void end_cell() {
    if (cells_.empty()) return;
    const Cell cell = cells_.back();
    cells_.pop_back();
    if (cell.fresh) return;
    break_ = cell.broke ? new_line : no_break;
    row_has_text_ = !cell.broke;
    space_ = false;
  }

  std::size_t quotes = 0;
  std::size_t lists = 0;
  std::string item;  // "- " or "1. ", before the next word
  Mark mark = Mark::none;

  std::vector<Line> take() { return std::move(lines_); }

 private:
  struct Cell {
    bool fresh = true;   // nothing in it yet
    bool broke = false;  // more than one line
  };

  std::string quote_prefix(std::size_t depth) const {
    std::string prefix;
    for (std::size_t i = 0; i < std::min(depth, deepest_quote); ++i) prefix += "> ";
    return prefix;
  }

  void begin_word() {
    const bool first = lines_.empty();
    if (first || break_ != no_break) {
      if (!first && break_ == blank_line) {
        std::string blank = quote_prefix(std::min(quotes, last_quotes_));
        if (!blank.empty()) blank.pop_back();
        // Between two lines of one kind the blank line is of that kind too.
        lines_.push_back({std::move(blank), lines_.back().mark == mark ? mark : Mark::none});
      }
      for (Cell& cell : cells_) cell.broke = cell.broke || !cell.fresh;
      begin_line();
    } else if (between_cells_) {
      lines_.back().text += " | ";
    } else if (space_) {
      lines_.back().text += ' ';
    }
    break_ = no_break;
    space_ = between_cells_ = false;
    row_has_text_ = true;
    for (Cell& cell : cells_) cell.fresh = false;
  }

  void begin_line() {
    std::string text = quote_prefix(quotes);
    const std::size_t depth = std::min(lists, deepest_list);
    if (depth > 0) text.append(2 * (item.empty() ? depth : depth - 1), ' ');
    text += std::exchange(item, "");
    lines_.push_back({std::move(text), mark});
    last_quotes_ = quotes;
  }

  std::vector<Line> lines_;
  std::vector<Cell> cells_;
  Break break_ = no_break;
  bool space_ = false;
  bool space_was_line_end_ = false;
  bool between_cells_ = false;
  bool row_has_text_ = false;
  std::size_t last_quotes_ = 0;
  char32_t last_ = 0;
};

class Reader final : public Visitor {
 public:
  void text(std::string_view text) override {
    if (preformatted_ > 0) return preformatted(text);
    std::string word;
    char32_t first = 0;
    const auto end_word = [&] {
      if (word.empty()) return;
      if (is_blank(word)) {  // marks of direction, wide blanks: nothing is said by them alone
        word.clear();
        out_.space(false);
        return;
      }
      out_.about_to_write(first);
      add(word);
      word.clear();
    };
    const std::string clean = clean_text(text);
    for (std::string_view rest = clean; !rest.empty();) {
      const std::string_view here = rest;
      const char32_t c = take_character(rest);
      if (is_unseen(c)) continue;
      if (is_space(c)) {
        end_word();
        out_.space(c == '\n');
      } else {
        if (word.empty()) first = c;
        word += here.substr(0, here.size() - rest.size());
      }
    }
    end_word();
  }

  bool enter(const GumboInternalNode& node) override {
    const std::string_view name = name_of(node);
    if (is_hidden(node)) return false;
    if (name == "br") return out_.line_break(), false;
    if (name == "img") return image(node), false;
    if (name == "hr") return rule(node), false;
    marks_.push_back(out_.mark);
    take_mark(node);
    open(node, name);
    return true;
  }

  void leave(const GumboInternalNode& node) override {
    const std::string_view name = name_of(node);
    const Element* element = find_element(name);
    if (name == "td" || name == "th") {
      out_.end_cell();
    } else if (element != nullptr && element->shape != Shape::inline_run && element->shape != Shape::nothing) {
      out_.ask(break_around(name));
    }
    if (name == "a") end_link();
    if (name == "blockquote") --out_.quotes;
    if (is_list(name)) {
      numbers_.pop_back();
      out_.lists = numbers_.size();
    }
    if (name == "li") out_.item.clear();
    if (is_preformatted(node, name)) --preformatted_;
    if (out_.mark != Mark::history) out_.mark = marks_.back();
    marks_.pop_back();
  }

  std::vector<Line> take() { return out_.take(); }

 private:
  static bool is_list(std::string_view name) {
    return name == "ul" || name == "ol" || name == "menu" || name == "dir";
  }

  static bool is_preformatted(const GumboInternalNode& node, std::string_view name) {
    return name == "pre" || allowed_style(attribute_of(node, "style").value_or("")).contains("white-space:pre");
  }

  static LineWriter::Break break_around(std::string_view name) {
    const bool heading = name.size() == 2 && name[0] == 'h';
    if (name == "p" || name == "pre" || name == "blockquote" || heading) return LineWriter::blank_line;
    return LineWriter::new_line;
  }

  void take_mark(const GumboInternalNode& node) {
    const Mark mark = mark_of(node);
    if (mark == Mark::none || out_.mark == Mark::history || out_.quotes > 0) return;
    // Within a quote a signature is the quoted writer's; a quote's own attribution belongs to it.
    if (out_.mark == Mark::quote) return;
    out_.ask(LineWriter::new_line);
    out_.mark = mark;
  }

  void open(const GumboInternalNode& node, std::string_view name) {
    const Element* element = find_element(name);
    if (name == "tr") {
      out_.begin_row();
    } else if (name == "td" || name == "th") {
      out_.begin_cell();
    } else if (element != nullptr && element->shape != Shape::inline_run) {
      out_.ask(break_around(name));
    }
    if (name == "blockquote") ++out_.quotes;
    if (name == "ol") {
      const std::string start(attribute_of(node, "start").value_or("1"));
      const bool given =
          !start.empty() && start.size() < 7 && start.find_first_not_of("0123456789") == std::string::npos;
      numbers_.push_back(given ? std::stoul(start) : 1);
    } else if (is_list(name)) {
      numbers_.push_back(0);
    }
    out_.lists = numbers_.size();
    if (name == "li") {
      const bool numbered = !numbers_.empty() && numbers_.back() > 0;
      out_.item = numbered ? std::to_string(numbers_.back()++) + ". " : "- ";
    }
    if (name == "a") link_ = Link{std::string(attribute_of(node, "href").value_or("")), ""};
    if (is_preformatted(node, name)) ++preformatted_;
  }

  void add(std::string_view word) {
    out_.word(word);
    if (link_ && link_->label.size() < 10'000) link_->label.append(link_->label.empty() ? "" : " ").append(word);
  }

  void preformatted(std::string_view text) {
    const std::string clean = clean_text(text);
    std::string_view rest = clean;
    while (true) {
      const std::size_t end = rest.find('\n');
      if (!is_blank(rest.substr(0, end))) add(rest.substr(0, end));
      if (end == std::string_view::npos) return;
      out_.line_break();
      rest.remove_prefix(end + 1);
    }
  }

  void image(const GumboInternalNode& node) {
    const std::string alt = clean_text(attribute_of(node, "alt").value_or(""), 500);
    std::string line;
    for (const std::string_view part : lines_of(alt)) line.append(line.empty() ? "" : " ").append(trimmed(part));
    if (!is_blank(line)) out_.word("[" + line + "]");
  }

  void rule(const GumboInternalNode& node) {
    out_.ask(LineWriter::blank_line);
    if (mark_of(node) == Mark::history && out_.quotes == 0) out_.mark = Mark::history;
  }

  void end_link() {
    const auto link = std::exchange(link_, std::nullopt);
    if (!link || link->label.empty()) return;
    const auto url = link_url(link->url);
    if (url && bare_address(*url) != bare_address(trimmed(link->label))) out_.add_to_line(" <" + *url + ">");
  }

  struct Link {
    std::string url;
    std::string label;
  };

  LineWriter out_;
  std::vector<Mark> marks_;
  std::vector<unsigned long> numbers_;  // of the open lists: the next number, 0 for bullets
  std::optional<Link> link_;
  int preformatted_ = 0;
};

}  // namespace

std::vector<Line> lines_of_tree(const GumboInternalNode& body) {
  Reader reader;
  walk(body, reader);
  return reader.take();
}

std::string joined(const std::vector<Line>& lines) {
  std::string out;
  for (const Line& line : lines) {
    if (!out.empty()) out += '\n';
    out += line.text;
  }
  return out;
}

}  // namespace yakusoku::mail_text
