#pragma once

// The words of the language (keys, facts, events, fixed values) for people, in Japanese and English.

#include <string>
#include <string_view>

namespace yakusoku::versions {

// What is not in the table is printed as it stands, `_` as a blank.
std::string term(std::string_view word, std::string_view language);
// A key of a record: "paused while", "計測停止の条件".
std::string key_term(std::string_view key, std::string_view language);
// An event that the product knows, as a happening: "a reply", "返信".
std::string event_term(std::string_view event, std::string_view language);
// "Asia/Tokyo" and the like stay; en, ja become English, 英語.
std::string language_term(std::string_view code, std::string_view language);

}  // namespace yakusoku::versions
