#pragma once
// private to the room
// A list of anything as JSON, and a title where the program gives one.

#include "adapters/api/calls.hpp"

namespace yakusoku::api {

template <class List, class Make>
Json list_json(const List& list, Make make) {
  Json json = Json::array();
  for (const auto& each : list) json.push(make(each));
  return json;
}

inline Json words_json(const std::vector<std::string>& words) {
  return list_json(words, [](const std::string& each) { return Json(each); });
}

inline std::string titled(const program::Text& title, const std::string& id, const Call& call) {
  return title.empty() ? id : std::string(title.in(call.language));
}

}  // namespace yakusoku::api
