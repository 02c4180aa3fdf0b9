#pragma once
// private to the room
// Pages as Zendesk's clients walk them: by cursor, `links.next` null on the last one, or by offset with a count;
// addresses absolute.

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

// `page` and `per_page` of a call.
struct Offset {
  std::int64_t page = 1, size = 100;
  std::int64_t from() const { return (page - 1) * size; }
  std::int64_t to() const { return page * size; }
};
inline Offset offset_of(const Call& call) {
  return {std::clamp<std::int64_t>(number_of(call, "page", 1), 1, 1'000'000),
          std::clamp<std::int64_t>(number_of(call, "per_page", 100), 1, 100)};
}

inline Json offset_json(const Call& call, std::string_view name, Json part, std::int64_t count) {
  const Offset offset = offset_of(call);
  const auto link = [&](std::int64_t other) {
    return Json(call.base + path_of(call) + ".json?page=" + std::to_string(other) +
                "&per_page=" + std::to_string(offset.size));
  };
  return Json::object({{std::string(name), std::move(part)},
                       {"count", count},
                       {"next_page", offset.to() < count ? link(offset.page + 1) : Json()},
                       {"previous_page", offset.page > 1 ? link(offset.page - 1) : Json()}});
}

// A whole list by offset.
inline Json offset_page(const Call& call, std::string_view name, Json list) {
  const auto count = static_cast<std::int64_t>(list.items().size());
  const Offset offset = offset_of(call);
  Json part = Json::array();
  for (std::int64_t each = std::min(count, offset.from()); each < std::min(count, offset.to()); ++each)
    part.push(std::move(list.items()[static_cast<std::size_t>(each)]));
  return offset_json(call, name, std::move(part), count);
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

// Of lists that may be long: by cursor, but where `page` or `per_page` is said by offset. An offset is walked to, so
// it reaches the first `offset_reaches` rows, and no more are counted. `fetch(after, limit)` gives rows by id, `show(rows)`
// their JSON.
constexpr std::int64_t offset_reaches = 10'000;
template <class Fetch, class Show>
Result<Json> list_page(const Call& call, std::string_view name, Fetch fetch, Show show) {
  if (!call.request.query_value("page") && !call.request.query_value("per_page")) {
    return cursor_page(call, name, [&](std::int64_t after, int limit) {
      const auto rows = fetch(after, limit);
      std::vector<Json> shown = show(rows);
      std::vector<std::pair<std::int64_t, Json>> page;
      for (std::size_t i = 0; i < shown.size(); ++i) page.emplace_back(rows[i].id.value, std::move(shown[i]));
      return page;
    });
  }
  const Offset offset = offset_of(call);
  if (offset.to() > offset_reaches) return fail(ErrorCode::too_many, "page");
  constexpr int stride = 500;
  std::int64_t count = 0, last = 0;
  decltype(fetch(0, 0)) wanted;
  for (bool more = true; more && count < offset_reaches;) {
    auto rows = fetch(last, stride);
    more = rows.size() == static_cast<std::size_t>(stride);
    for (auto& row : rows) {
      last = row.id.value;
      if (count >= offset.from() && count < offset.to()) wanted.push_back(std::move(row));
      ++count;
    }
  }
  Json part = Json::array();
  for (Json& each : show(wanted)) part.push(std::move(each));
  return offset_json(call, name, std::move(part), count);
}

}  // namespace yakusoku::api
