#pragma once

// Strict YAML: one document of maps, lists and scalars with their places. Every scalar is text as it was written
// (`no`, `1.10`, `09:00`, `~` keep their spelling). Duplicate keys, anchors, aliases, tags, merges, keys that are not
// scalars, further documents, and whatever passes the limits are refused with their place.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/program/text.hpp"

namespace yakusoku::program {

struct Node {
  enum class Kind { empty, scalar, list, map };
  struct Entry;

  Kind kind = Kind::empty;
  std::string text;  // scalar
  std::vector<Node> items;
  std::vector<Entry> entries;
  Place place;

  bool is_empty() const { return kind == Kind::empty; }
  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_list() const { return kind == Kind::list; }
  bool is_map() const { return kind == Kind::map; }
  bool is(std::string_view word) const { return is_scalar() && text == word; }
  // The value of that key, or nullptr; also nullptr where this is no map.
  const Node* find(std::string_view key) const;
  bool has(std::string_view key) const { return find(key) != nullptr; }
};

struct Node::Entry {
  std::string key;
  Place key_place;
  Node value;
};

// What a reader has to say, collected in the order found.
class Report {
 public:
  void error(std::string code, const Place& place, std::string key, std::string message, std::string expected = {});
  void warning(std::string code, const Place& place, std::string key, std::string message, std::string expected = {});
  void note(std::string code, const Place& place, std::string key, std::string message);
  // Past this many the folder is not worth reading on; the last one says so.
  bool full() const { return findings.size() >= limit; }
  bool has_errors() const;

  static constexpr std::size_t limit = 1000;
  std::vector<Finding> findings;

 private:
  void add(Finding finding);
};

struct YamlLimits {
  static constexpr std::size_t file_bytes = 1 << 20;
  static constexpr std::size_t files = 64;
  static constexpr std::size_t depth = 32;
  static constexpr std::size_t nodes = 20000;  // of the folder
  static constexpr std::size_t text_bytes = 20000;
};

// Reads one file; `nodes` counts on over the folder. What cannot be read is reported and comes back empty.
Node read_yaml(const std::string& file, std::string_view content, std::size_t& nodes, Report& report);

}  // namespace yakusoku::program
