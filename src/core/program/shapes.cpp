#include "core/program/shapes.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/assert.hpp"
#include "core/program/language_table.hpp"
#include "core/program/words.hpp"

namespace yakusoku::program {
namespace {

constexpr std::string_view leaves[] = {"text",     "words",      "name",    "fact",      "language", "value",
                                       "flag",     "integer",    "number",  "date",      "length",   "amount",
                                       "bound",    "span",       "zone",    "month_day", "phase",    "predicate",
                                       "event",    "events",     "actions", "step_time", "calendar", "date_set",
                                       "severity", "permission", "proof",   "template",  "term"};

// Reads shapes of the table; what it cannot read is our own bug.
class TableReader {
 public:
  explicit TableReader(std::string_view text) : text_(text) {}

  Shape alternatives() {
    Shape first = one();
    if (!take('|')) return first;
    Shape any;
    any.is = Shape::Is::any_of;
    any.of.push_back(std::move(first));
    do {
      any.of.push_back(one());
    } while (take('|'));
    return any;
  }
  bool at_end() {
    skip();
    return at_ == text_.size();
  }
  std::string word() {
    skip();
    const std::size_t from = at_;
    while (at_ < text_.size() && (is_name(text_.substr(at_, 1)))) ++at_;
    ASSERT(at_ > from);
    return std::string(text_.substr(from, at_ - from));
  }

 private:
  void skip() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  bool take(char c) {
    skip();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void need(char c) {
    const bool there = take(c);
    ASSERT(there);
  }
  static Shape shaped(Shape::Is is, std::string word) {
    Shape shape;
    shape.is = is;
    shape.word = std::move(word);
    return shape;
  }
  Shape one() {
    if (take('\'')) {
      Shape literal = shaped(Shape::Is::literal, word());
      need('\'');
      return literal;
    }
    if (take('@')) return shaped(Shape::Is::reference, word());
    if (take('[')) {
      Shape list = shaped(Shape::Is::list, "");
      list.of.push_back(alternatives());
      need(']');
      return list;
    }
    if (take('{')) return names();
    std::string name = word();
    if (name == "choice") return choice();
    const bool leaf = std::ranges::find(leaves, name) != std::end(leaves);
    return shaped(leaf ? Shape::Is::leaf : Shape::Is::record, std::move(name));
  }
  Shape names() {
    Shape shape = shaped(Shape::Is::names, "");
    const std::size_t from = at_;
    const std::string space = word();
    if (take(':')) {
      shape.word = space;
    } else {
      at_ = from;
    }
    shape.of.push_back(alternatives());
    need('}');
    return shape;
  }
  Shape choice() {
    Shape shape = shaped(Shape::Is::choice, "");
    need('(');
    shape.of.push_back(alternatives());
    while (take(';')) {
      std::string key = word();
      shape.extra.push_back({std::move(key), false, alternatives(), "beside `is`"});
    }
    need(')');
    return shape;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::vector<RecordShape> read_table() {
  std::vector<RecordShape> records;
  const std::string_view table = language_table();
  for (const std::string_view line : [table] {
         std::vector<std::string_view> lines;
         for (std::size_t from = 0; from < table.size();) {
           const std::size_t end = table.find('\n', from);
           lines.push_back(table.substr(from, end - from));
           from = end + 1;
         }
         return lines;
       }()) {
    if (line.empty()) continue;
    if (line[0] != ' ') {
      const std::size_t colon = line.find(':');
      records.push_back({std::string(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1))), {}});
      continue;
    }
    const std::size_t help = line.find(" -- ");
    ASSERT(help != std::string_view::npos && !records.empty());
    std::string_view rest = trimmed(line.substr(0, help));
    const std::size_t end_of_key = rest.find(' ');
    std::string_view key = rest.substr(0, end_of_key);
    KeyShape shape;
    shape.required = key.ends_with('!');
    shape.name = std::string(shape.required ? key.substr(0, key.size() - 1) : key);
    shape.help = std::string(trimmed(line.substr(help + 4)));
    TableReader reader(rest.substr(end_of_key));
    shape.shape = reader.alternatives();
    ASSERT(reader.at_end());
    records.back().keys.push_back(std::move(shape));
  }
  return records;
}

}  // namespace

const KeyShape* RecordShape::key(std::string_view wanted) const {
  for (const KeyShape& each : keys)
    if (each.name == wanted) return &each;
  return nullptr;
}

std::span<const RecordShape> language_records() {
  static const std::vector<RecordShape> records = read_table();
  return records;
}

const RecordShape& record_shape(std::string_view name) {
  for (const RecordShape& record : language_records())
    if (record.name == name) return record;
  ASSERT(false && "a record that the table does not describe");
  return language_records().front();
}

std::span<const KeyShape> common_keys() { return record_shape("common").keys; }

std::span<const std::string_view> leaf_words() { return leaves; }

}  // namespace yakusoku::program
