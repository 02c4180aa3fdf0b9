#include "adapters/store/row_text.hpp"

#include "base/assert.hpp"
#include "base/json.hpp"

namespace yakusoku::store {

std::string list_text(const std::vector<std::string>& items) {
  if (items.empty()) return "[]";
  Json list = Json::array();
  for (const std::string& item : items) list.push(item);
  return to_text(list);
}

std::vector<std::string> list_of(std::string_view text) {
  std::vector<std::string> out;
  if (text == "[]") return out;
  const Result<Json> list = parse_json(text);
  ASSERT(list.has_value() && list->is_array());
  for (const Json& item : list->items()) out.push_back(item.string());
  return out;
}

}  // namespace yakusoku::store
