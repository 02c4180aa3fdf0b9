#include "adapters/store/statements.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "adapters/store/sql_files.hpp"
#include "base/assert.hpp"

namespace yakusoku::store {
namespace {

std::string_view without_extension(std::string_view path) { return path.substr(0, path.size() - 4); }

std::string_view fragment_named(std::string_view name) {
  for (const EmbeddedFile& file : sql_files()) {
    const std::string_view path = without_extension(file.path);
    if (path.starts_with("fragments/") && path.substr(10) == name) return file.content;
  }
  return {};
}

// Comments of fragments are for whoever reads the file, not for the engine.
std::string without_comments(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (!text.starts_with("--")) out.append(text.substr(0, end)).append("\n");
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  while (out.ends_with('\n')) out.pop_back();
  return out;
}

std::string with_fragments(std::string_view text, int depth = 0) {
  ASSERT(depth < 5);
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = std::min(text.find('{', at), text.size());
    out.append(text.substr(at, open - at));
    if (open == text.size()) break;
    const std::size_t close = text.find('}', open);
    ASSERT(close != std::string_view::npos);
    const std::string_view fragment = fragment_named(text.substr(open + 1, close - open - 1));
    ASSERT(!fragment.empty());
    out += with_fragments(without_comments(fragment), depth + 1);
    at = close + 1;
  }
  return out;
}

// "-- int $1 staff, text $2 name" on the lines above the statement.
std::vector<std::string> declared_types(std::string_view text) {
  std::map<int, std::string> types;
  for (std::size_t at = text.find('$'); at != std::string_view::npos; at = text.find('$', at + 1)) {
    const std::size_t line = text.rfind('\n', at) == std::string_view::npos ? 0 : text.rfind('\n', at) + 1;
    if (!text.substr(line).starts_with("--")) break;
    const std::size_t start = text.find_last_of("-, ", at - 2);
    types[std::atoi(std::string(text.substr(at + 1, 3)).c_str())] = text.substr(start + 1, at - 2 - start);
  }
  std::vector<std::string> out;
  for (const auto& [number, type] : types) {
    ASSERT(number == static_cast<int>(out.size()) + 1);
    out.push_back(type);
  }
  return out;
}

}  // namespace

const std::vector<NamedSql>& all_sql() {
  static const std::vector<NamedSql> all = [] {
    std::vector<NamedSql> out;
    for (const EmbeddedFile& file : sql_files()) {
      if (file.path.starts_with("fragments/")) continue;
      const std::string text = with_fragments(file.content);
      out.push_back({std::string(without_extension(file.path)), without_comments(text), declared_types(text)});
    }
    return out;
  }();
  return all;
}

const NamedSql& sql_named(std::string_view name) {
  static const std::unordered_map<std::string_view, const NamedSql*> by_name = [] {
    std::unordered_map<std::string_view, const NamedSql*> out;
    for (const NamedSql& sql : all_sql()) out.emplace(sql.name, &sql);
    return out;
  }();
  const auto found = by_name.find(name);
  ASSERT(found != by_name.end());
  return *found->second;
}

}  // namespace yakusoku::store
