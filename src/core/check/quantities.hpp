#pragma once

// Lengths of time as people write them: "30 minutes", "2営業日", "三十分", "24時間365日" is none. For comparing words
// with what is promised, and words of two languages.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace yakusoku::check {

enum class Unit { minutes, hours, days, business_days, weeks, months };

struct Quantity {
  std::int64_t number = 0;
  Unit unit = Unit::minutes;
  friend auto operator<=>(const Quantity&, const Quantity&) = default;
};

// Digits of any width and Japanese numerals as plain digits: 三十分 as 30分. Words such as 一部, 一般 stay words: only
// a numeral before a unit of time or counting is a number.
std::string in_digits(std::string_view text);
// In the order of the text; of either language.
std::vector<Quantity> quantities_in(std::string_view text);

}  // namespace yakusoku::check
