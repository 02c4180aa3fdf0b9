#pragma once
// private to the room
// Pages as Zendesk's clients walk them: by cursor, `links.next` null on the last one, addresses absolute.

#include <charconv>
#include <utility>
#include <vector>

#include "adapters/api/calls.hpp"

namespace yakusoku::api {

// `rows(after, limit)` gives what follows that id, in order, with each one's id.
template <class Rows>
Result<Json> cursor_page(const Call& call, std::string_view name, Rows rows) {
  const auto number = [&](std::string_view parameter, std::int64_t otherwise) {
    const std::string_view text = call.request.query_value(parameter).value_or("");
    std::int64_t value = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  };
  const int size = static_cast<int>(std::clamp<std::int64_t>(number("page[size]", 100), 1, 100));
  const std::int64_t after = number("page[after]", 0);
  auto page = rows(after, size + 1);
  const bool more = page.size() > static_cast<std::size_t>(size);
  if (more) page.resize(static_cast<std::size_t>(size));
  Json list = Json::array();
  for (auto& [id, json] : page) list.push(std::move(json));
  Json cursor, next;
  if (more) {
    cursor = std::to_string(page.back().first);
    const std::string base = (call.request.secure ? "https://" : "http://") + call.request.host;
    next = base + call.request.path + ".json?page%5Bsize%5D=" + std::to_string(size) +
           "&page%5Bafter%5D=" + cursor.string();
  }
  return Json::object(
      {{std::string(name), std::move(list)},
       {"meta", Json::object({{"has_more", more}, {"after_cursor", cursor}, {"before_cursor", Json()}})},
       {"links", Json::object({{"next", std::move(next)}, {"prev", Json()}})}});
}

}  // namespace yakusoku::api
