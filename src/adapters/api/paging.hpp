#pragma once
// private to the room
// Pages as Zendesk's clients walk them: by cursor, `links.next` null on the last one, addresses absolute.

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "adapters/api/calls.hpp"

namespace yakusoku::api {

// Below /api the path may come with .json or without.
inline std::string path_of(const Call& call) {
  return call.request.path.ends_with(".json") ? call.request.path.substr(0, call.request.path.size() - 5)
                                              : call.request.path;
}

inline std::int64_t number_of(const Call& call, std::string_view parameter, std::int64_t otherwise) {
  const std::string_view text = call.request.query_value(parameter).value_or("");
  std::int64_t value = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// A whole list by offset: `page` and `per_page`.
inline Json offset_page(const Call& call, std::string_view name, Json list) {
  const auto count = static_cast<std::int64_t>(list.items().size());
  const std::int64_t size = std::clamp<std::int64_t>(number_of(call, "per_page", 100), 1, 100);
  const std::int64_t page = std::clamp<std::int64_t>(number_of(call, "page", 1), 1, 1'000'000);
  const std::int64_t from = std::min(count, (page - 1) * size), to = std::min(count, page * size);
  const auto link = [&](std::int64_t other) {
    return Json(call.base + path_of(call) + ".json?page=" + std::to_string(other) +
                "&per_page=" + std::to_string(size));
  };
  Json part = Json::array();
  for (std::int64_t each = from; each < to; ++each) part.push(std::move(list.items()[static_cast<std::size_t>(each)]));
  return Json::object({{std::string(name), std::move(part)},
                       {"count", count},
                       {"next_page", to < count ? link(page + 1) : Json()},
                       {"previous_page", page > 1 ? link(page - 1) : Json()}});
}

// `rows(after, limit)` gives what follows that id, in order, with each one's id.
template <class Rows>
Result<Json> cursor_page(const Call& call, std::string_view name, Rows rows) {
  const int size = static_cast<int>(std::clamp<std::int64_t>(number_of(call, "page[size]", 100), 1, 100));
  const std::int64_t after = number_of(call, "page[after]", 0);
  auto page = rows(after, size + 1);
  const bool more = page.size() > static_cast<std::size_t>(size);
  if (more) page.resize(static_cast<std::size_t>(size));
  Json list = Json::array();
  for (auto& [id, json] : page) list.push(std::move(json));
  Json cursor, next;
  if (more) {
    cursor = std::to_string(page.back().first);
    next = call.base + path_of(call) + ".json?page%5Bsize%5D=" + std::to_string(size) +
           "&page%5Bafter%5D=" + cursor.string();
  }
  return Json::object(
      {{std::string(name), std::move(list)},
       {"meta", Json::object({{"has_more", more}, {"after_cursor", cursor}, {"before_cursor", Json()}})},
       {"links", Json::object({{"next", std::move(next)}, {"prev", Json()}})}});
}

}  // namespace yakusoku::api
