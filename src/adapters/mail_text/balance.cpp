#include "adapters/mail_text/balance.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <initializer_list>
#include <map>
#include <vector>

#include "adapters/mail_text/elements.hpp"

namespace yakusoku::mail_text {
namespace {

constexpr std::size_t most_attributes = 40;
constexpr std::size_t largest_tag = 100 * 1024;
constexpr std::string_view document_start = "<!DOCTYPE html><html><head></head><body>";
constexpr std::string_view document_end = "</body></html>";

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\f'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

struct Tag {
  std::string name;                          // lower case
  std::vector<std::string_view> attributes;  // as they stand
  bool closing = false;
};

// The source cut into text and tags, left to right, once.
class Scanner {
 public:
  explicit Scanner(std::string_view html) : rest_(html) {}

  bool done() const { return rest_.empty(); }

  // Text up to the next tag. Comments, declarations and what script and style hold are passed over.
  std::string_view take_text() {
    std::size_t end = 0;
    while (end < rest_.size()) {
      end = rest_.find('<', end);
      if (end == std::string_view::npos) return take(rest_.size());
      const char next = end + 1 < rest_.size() ? rest_[end + 1] : ' ';
      if (is_letter(next) || next == '!' || next == '?' || next == '/') return take(end);
      ++end;
    }
    return take(rest_.size());
  }

  // At "<". Nothing where it was no tag after all.
  bool take_tag(Tag& tag) {
    if (rest_.size() < 2) return take(rest_.size()), false;
    if (rest_[1] == '!' || rest_[1] == '?') return skip_declaration(), false;
    tag.closing = rest_[1] == '/';
    take(tag.closing ? 2 : 1);
    if (rest_.empty() || !is_letter(rest_.front())) return skip_past(">"), false;
    tag.name.clear();
    tag.attributes.clear();
    while (!rest_.empty() && !is_space(rest_.front()) && rest_.front() != '/' && rest_.front() != '>') {
      const char c = rest_.front();
      if (tag.name.size() < 32) tag.name += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
      take(1);
    }
    take_attributes(tag);
    if (!tag.closing) skip_hidden_content(tag.name);
    return true;
  }

 private:
  std::string_view take(std::size_t count) {
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(std::min(count, rest_.size()));
    return taken;
  }

  // Everything up to and with `mark`; nothing where there is none: then words are rather shown than lost.
  bool skip_past(std::string_view mark) {
    if (absent_.contains(mark)) return false;
    const std::size_t found = rest_.find(mark);
    if (found == std::string_view::npos) {
      absent_[std::string(mark)] = true;
      return false;
    }
    take(found + mark.size());
    return true;
  }

  void skip_declaration() {
    if (rest_.starts_with("<!--")) {
      take(4);
      if (rest_.starts_with('>')) return void(take(1));
      if (rest_.starts_with("->")) return void(take(2));
      skip_past("-->");
      return;
    }
    if (!skip_past(">")) take(2);
  }

  void skip_hidden_content(std::string_view name) {
    constexpr std::array<std::string_view, 8> hidden = {"script", "style",   "title",    "textarea",
                                                        "iframe", "noembed", "noframes", "template"};
    if (std::ranges::find(hidden, name) == hidden.end()) return;
    const std::string closing = "</" + std::string(name);
    if (absent_.contains(closing)) return;
    // The end tag in any case; its own ">" and attributes are read as a tag that is not allowed.
    const auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
    const auto found = std::search(rest_.begin(), rest_.end(), closing.begin(), closing.end(), same);
    if (found == rest_.end()) {
      absent_[closing] = true;
    } else {
      take(static_cast<std::size_t>(found - rest_.begin()));
    }
  }

  void take_attributes(Tag& tag) {
    while (!rest_.empty()) {
      while (!rest_.empty() && (is_space(rest_.front()) || rest_.front() == '/')) take(1);
      if (rest_.empty()) return;
      if (rest_.front() == '>') return void(take(1));
      bool whole = true;
      const std::string_view attribute = take(attribute_length(whole));
      if (whole && tag.attributes.size() < most_attributes) tag.attributes.push_back(attribute);
    }
  }

  // name, name=value, name="value" …, blanks around "=" as well. A quote that nobody closes ends with the tag.
  std::size_t attribute_length(bool& whole) const {
    std::size_t at = 1;  // a leading "=" belongs to the name
    const auto here = [&] { return at < rest_.size() ? rest_[at] : '>'; };
    while (at < rest_.size() && !is_space(here()) && here() != '=' && here() != '>' && here() != '/') ++at;
    const std::size_t name_end = at;
    while (at < rest_.size() && is_space(here())) ++at;
    if (here() != '=') return name_end;
    ++at;
    while (at < rest_.size() && is_space(here())) ++at;
    if (here() == '"' || here() == '\'') {
      const std::size_t end = rest_.find(here(), at + 1);
      whole = end != std::string_view::npos;
      return whole ? end + 1 : std::min(rest_.find('>', at), rest_.size());
    }
    while (at < rest_.size() && !is_space(here()) && here() != '>') ++at;
    return at;
  }

  std::string_view rest_;
  std::map<std::string, bool, std::less<>> absent_;  // marks that do not come any more: each is sought in vain once
};

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}

bool bounds_cells(std::string_view name) { return is_one_of(name, {"table", "td", "th", "caption"}); }

class Balancer {
 public:
  explicit Balancer(const Caps& caps) : caps_(caps), out_(document_start) {}

  void text(std::string_view text) { out_ += text; }

  void open(const Tag& tag, const Element& element) {
    if (++tags_ > caps_.tags) return;
    close_what_ends(element);
    if (element.shape == Shape::nothing) return write(tag);
    if (open_.size() >= caps_.depth) {
      ++skipped_[element.name];
      return;
    }
    write(tag);
    open_.push_back(element.name);
  }

  void close(const Element& element) {
    if (element.shape == Shape::nothing) return;
    if (std::size_t& skipped = skipped_[element.name]; skipped > 0) {
      --skipped;
      return;
    }
    close_nearest([&](std::string_view name) { return name == element.name; },
                  [&](std::string_view name) {
                    if (element.name == "table") return false;
                    return element.shape == Shape::table_part ? name == "table" : bounds_cells(name);
                  });
  }

  std::string finish() {
    while (!open_.empty()) close_top();
    out_ += document_end;
    return std::move(out_);
  }

 private:
  template <typename Wanted, typename Bound>
  void close_nearest(Wanted wanted, Bound bound) {
    for (std::size_t at = open_.size(); at-- > 0;) {
      if (wanted(open_[at])) {
        while (open_.size() > at) close_top();
        return;
      }
      if (bound(open_[at])) return;
    }
  }

  // End tags that HTML lets writers leave out.
  void close_what_ends(const Element& element) {
    const std::string_view name = element.name;
    const auto close_one_of = [this](std::initializer_list<std::string_view> wanted,
                                     std::initializer_list<std::string_view> bounds) {
      close_nearest([&](std::string_view open) { return is_one_of(open, wanted); },
                    [&](std::string_view open) { return is_one_of(open, bounds); });
    };
    if (name == "li") close_one_of({"li"}, {"ul", "ol", "menu", "dir", "table", "td", "th", "caption"});
    if (name == "dt" || name == "dd") close_one_of({"dt", "dd"}, {"dl", "table", "td", "th", "caption"});
    if (name == "td" || name == "th") close_one_of({"td", "th", "caption"}, {"table"});
    if (name == "tr") close_one_of({"tr", "caption", "colgroup"}, {"table"});
    if (is_one_of(name, {"tbody", "thead", "tfoot"})) {
      close_one_of({"tbody", "thead", "tfoot", "caption", "colgroup"}, {"table"});
    }
    if (name == "a") close_one_of({"a"}, {"table", "td", "th", "caption"});
    if (element.shape == Shape::block || name == "hr") close_one_of({"p"}, {"table", "td", "th", "caption"});
    const bool heading = name.size() == 2 && name[0] == 'h' && name[1] != 'r';
    if (heading && !open_.empty() && open_.back().size() == 2 && open_.back()[0] == 'h') close_top();
  }

  void close_top() {
    out_.append("</").append(open_.back()).append(">");
    open_.pop_back();
  }

  void write(const Tag& tag) {
    out_ += '<';
    out_ += tag.name;
    const std::size_t start = out_.size();
    for (const std::string_view attribute : tag.attributes) {
      if (out_.size() - start + attribute.size() > largest_tag) continue;
      out_ += ' ';
      out_ += attribute;
    }
    out_ += " >";
  }

  Caps caps_;
  std::string out_;
  std::vector<std::string_view> open_;
  std::map<std::string_view, std::size_t> skipped_;  // start tags left out for depth: their end tags go too
  std::size_t tags_ = 0;
};

}  // namespace

std::string balanced(std::string_view html, const Caps& caps) {
  Balancer balancer(caps);
  Scanner scanner(html.substr(0, caps.bytes));
  Tag tag;
  while (!scanner.done()) {
    balancer.text(scanner.take_text());
    if (scanner.done() || !scanner.take_tag(tag)) continue;
    const Element* element = find_element(tag.name);
    if (element == nullptr) continue;
    if (tag.closing) {
      balancer.close(*element);
    } else {
      balancer.open(tag, *element);
    }
  }
  return balancer.finish();
}

std::string without_tags(std::string_view html) {
  std::string out(document_start);
  Scanner scanner(html);
  Tag tag;
  while (!scanner.done()) {
    out += scanner.take_text();
    if (scanner.done() || !scanner.take_tag(tag)) continue;
    const Element* element = find_element(tag.name);
    const bool breaks =
        element != nullptr && (element->shape == Shape::block || tag.name == "br" || tag.name == "tr");
    if (breaks && !tag.closing) out += "<br>";
  }
  out += document_end;
  return out;
}

}  // namespace yakusoku::mail_text
