#pragma once

// Short lists inside a row (tags, domains) are JSON arrays of text; and the one row of a query that gives at most one.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yakusoku::store {

std::string list_text(const std::vector<std::string>& items);
std::vector<std::string> list_of(std::string_view text);

template <class Row>
std::optional<Row> only(std::vector<Row> rows) {
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

}  // namespace yakusoku::store
