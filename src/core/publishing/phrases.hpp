#pragma once
// private to the room
// The page's own words, in both languages, by id; {name} is filled in.

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace yakusoku::publishing {

using Filled = std::initializer_list<std::pair<std::string_view, std::string_view>>;

std::string phrase(bool japanese, std::string_view id, Filled values = {});
// Words of the language (facts, values, events) for people; empty where there is none.
std::string_view term(bool japanese, std::string_view word);

}  // namespace yakusoku::publishing
