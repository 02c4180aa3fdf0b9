#include "core/program/yaml_text.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <cstdint>
#include <optional>
// check allows locale: yaml-cpp reads nothing but a stream
#include <sstream>
#include <utility>

#include <fmt/format.h>

namespace yakusoku::program {

const Node* Node::find(std::string_view key) const {
  for (const Entry& entry : entries)
    if (entry.key == key) return &entry.value;
  return nullptr;
}

void Report::add(Finding finding) {
  if (full()) return;
  if (findings.size() + 1 == limit) {
    finding = {Weight::error,
               "too_many_findings",
               finding.place,
               "",
               "there is more to say than fits here",
               "fix these first and check again"};
  }
  findings.push_back(std::move(finding));
}
void Report::error(std::string code, const Place& place, std::string key, std::string message, std::string expected) {
  add({Weight::error, std::move(code), place, std::move(key), std::move(message), std::move(expected)});
}
void Report::warning(std::string code, const Place& place, std::string key, std::string message,
                     std::string expected) {
  add({Weight::warning, std::move(code), place, std::move(key), std::move(message), std::move(expected)});
}
void Report::note(std::string code, const Place& place, std::string key, std::string message) {
  add({Weight::note, std::move(code), place, std::move(key), std::move(message), {}});
}
bool Report::has_errors() const {
  return std::ranges::any_of(findings, [](const Finding& finding) { return finding.weight == Weight::error; });
}

namespace {

// Thrown out of the handler to end the parse; never leaves this file.
struct Refused {
  std::string code;
  YAML::Mark mark;
  std::string message;
  std::string expected;
};

class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(const std::string& file, std::string_view content, std::size_t& nodes, Report& report)
      : file_(file), nodes_(nodes), report_(report) {
    std::size_t from = 0;
    while (from <= content.size()) {
      const std::size_t end = std::min(content.find('\n', from), content.size());
      lines_.push_back(content.substr(from, end - from));
      from = end + 1;
    }
  }

  Node take_root() { return std::move(root_); }

  // Marks count bytes from 0; people count characters from 1.
  Place place_of(const YAML::Mark& mark) const {
    if (mark.line < 0 || static_cast<std::size_t>(mark.line) >= lines_.size()) {
      return {file_, static_cast<int>(lines_.size()), 1};
    }
    const std::string_view line = lines_[static_cast<std::size_t>(mark.line)];
    const std::size_t bytes = std::min(line.size(), static_cast<std::size_t>(std::max(mark.column, 0)));
    const auto is_character = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
    const auto characters = std::ranges::count_if(line.substr(0, bytes), is_character);
    return {file_, mark.line + 1, static_cast<int>(characters) + 1};
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) {
      throw Refused{"many_documents", mark, "a second document begins here", "one document a file"};
    }
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    Node node = at(mark);
    // `~` and `null` are words like any other; only what is not there is empty.
    const std::string_view rest = rest_of_line(mark);
    for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
      if (rest.starts_with(word)) {
        node.kind = Node::Kind::scalar;
        node.text = word;
      }
    }
    place(std::move(node), mark);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw Refused{"alias", mark, "aliases (*name) are not read", "the value itself, written out"};
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    if (value.size() > YamlLimits::text_bytes) {
      throw Refused{"too_large", mark, "this text is too long",
                    fmt::format("at most {} bytes", YamlLimits::text_bytes)};
    }
    Node node = at(mark);
    node.kind = Node::Kind::scalar;
    node.text = value;
    place(std::move(node), mark);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    begin(mark, tag, anchor, Node::Kind::list);
  }
  void OnSequenceEnd() override { end(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    begin(mark, tag, anchor, Node::Kind::map);
  }
  void OnMapEnd() override { end(); }

 private:
  struct Open {
    Node node;
    YAML::Mark mark;
    std::optional<std::pair<std::string, Place>> key;
    bool drop = false;  // the value of a duplicate key: read, then left out
  };

  Node at(const YAML::Mark& mark) const {
    Node node;
    node.place = place_of(mark);
    return node;
  }
  std::string_view rest_of_line(const YAML::Mark& mark) const {
    if (mark.line < 0 || mark.column < 0 || static_cast<std::size_t>(mark.line) >= lines_.size()) return {};
    const std::string_view line = lines_[static_cast<std::size_t>(mark.line)];
    return line.substr(std::min(line.size(), static_cast<std::size_t>(mark.column)));
  }
  static void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0) throw Refused{"anchor", mark, "anchors (&name) are not read", "the value alone"};
  }
  static void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (!tag.empty() && tag != "?" && tag != "!") {
      throw Refused{"tag", mark, "tags (!name) are not read", "the value alone; every value is text"};
    }
  }
  void begin(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Node::Kind kind) {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    if (open_.size() >= YamlLimits::depth) {
      throw Refused{"too_deep", mark, "this is nested too deeply",
                    fmt::format("at most {} maps and lists within each other", YamlLimits::depth)};
    }
    if (!open_.empty() && open_.back().node.is_map() && !open_.back().key) {
      throw Refused{"bad_key", mark, "a map or list stands as a key", "a plain word as key"};
    }
    Open level{at(mark), mark, {}, false};
    level.node.kind = kind;
    open_.push_back(std::move(level));
  }
  void end() {
    Open closed = std::move(open_.back());
    open_.pop_back();
    place(std::move(closed.node), closed.mark);
  }
  void place(Node node, const YAML::Mark& mark) {
    if (++nodes_ > YamlLimits::nodes) {
      throw Refused{"too_large", mark, "the folder holds too much",
                    fmt::format("at most {} values in all files together", YamlLimits::nodes)};
    }
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.is_list()) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.key) {
      take_key(parent, std::move(node), mark);
    } else {
      if (!parent.drop) parent.node.entries.push_back({parent.key->first, parent.key->second, std::move(node)});
      parent.key.reset();
    }
  }
  void take_key(Open& parent, Node node, const YAML::Mark& mark) {
    if (!node.is_scalar()) throw Refused{"bad_key", mark, "a key is missing here", "a plain word as key"};
    if (node.text == "<<") throw Refused{"merge_key", mark, "merge keys (<<) are not read", "the keys, written out"};
    parent.drop = parent.node.has(node.text);
    if (parent.drop) {
      report_.error("duplicate_key", node.place, node.text, fmt::format("the key `{}` stands here twice", node.text),
                    "each key once");
    }
    parent.key.emplace(std::move(node.text), node.place);
  }

  std::string file_;
  std::size_t& nodes_;
  Report& report_;
  std::vector<std::string_view> lines_;
  std::vector<Open> open_;
  Node root_;
  int documents_ = 0;
};

// The byte at which the text stops being UTF-8 without control characters; its size where it never does.
std::size_t first_bad_byte(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto byte = [&](std::size_t i) -> std::uint8_t {
      return at + i < text.size() ? static_cast<std::uint8_t>(text[at + i]) : std::uint8_t{0};
    };
    const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
    const std::uint8_t lead = byte(0);
    if (lead < 0x80) {
      if ((lead < 0x20 && lead != '\n' && lead != '\r' && lead != '\t') || lead == 0x7f) return at;
      at += 1;
    } else if (lead >= 0xC2 && lead < 0xE0 && follows(1)) {
      at += 2;
    } else if (lead >= 0xE0 && lead < 0xF0 && follows(1) && follows(2) && !(lead == 0xE0 && byte(1) < 0xA0) &&
               !(lead == 0xED && byte(1) >= 0xA0)) {
      at += 3;
    } else if (lead >= 0xF0 && lead < 0xF5 && follows(1) && follows(2) && follows(3) &&
               !(lead == 0xF0 && byte(1) < 0x90) && !(lead == 0xF4 && byte(1) >= 0x90)) {
      at += 4;
    } else {
      return at;
    }
  }
  return at;
}

}  // namespace

Node read_yaml(const std::string& file, std::string_view content, std::size_t& nodes, Report& report) {
  if (content.size() > YamlLimits::file_bytes) {
    report.error("too_large", {file, 0, 0}, "", "the file is too large",
                 fmt::format("at most {} bytes", YamlLimits::file_bytes));
    return {};
  }
  if (const std::size_t bad = first_bad_byte(content); bad < content.size()) {
    const std::string_view before = content.substr(0, bad);
    const int line = static_cast<int>(std::ranges::count(before, '\n')) + 1;
    report.error("not_text", {file, line, 1}, "", "a byte here is no text in UTF-8",
                 "UTF-8 without control characters");
    return {};
  }
  if (content.starts_with("\xEF\xBB\xBF")) content.remove_prefix(3);
  TreeBuilder builder(file, content, nodes, report);
  try {
    // check allows locale: yaml-cpp reads nothing but a stream
    std::istringstream stream{std::string(content)};
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
    return builder.take_root();
  } catch (const Refused& refused) {
    report.error(refused.code, builder.place_of(refused.mark), "", refused.message, refused.expected);
  } catch (const YAML::Exception& exception) {
    report.error("not_yaml", builder.place_of(exception.mark), "", "this is not YAML: " + exception.msg,
                 "YAML as PROGRAM.md shows it");
  } catch (const std::exception& exception) {
    report.error("not_yaml", {file, 0, 0}, "", std::string("this cannot be read: ") + exception.what(), "YAML");
  }
  return {};
}

}  // namespace yakusoku::program
