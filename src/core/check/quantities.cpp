#include "core/check/quantities.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/program/words.hpp"

namespace yakusoku::check {
namespace {

using program::is_digit;

constexpr std::array<std::pair<std::string_view, int>, 11> numerals = {
    {{"〇", 0}, {"一", 1}, {"二", 2}, {"三", 3}, {"四", 4}, {"五", 5}, {"六", 6}, {"七", 7}, {"八", 8}, {"九", 9}, {"十", 10}}};
constexpr std::string_view counters[] = {"分", "時間", "営業日", "日間", "日以内", "日後", "週間", "か月", "ヶ月", "カ月", "名", "件", "回", "席", "拠点"};

// A row of numerals at the beginning of the text: its length in bytes and its value.
std::pair<std::size_t, int> numeral(std::string_view text) {
  std::size_t taken = 0;
  int value = 0, digit = -1;
  while (taken < text.size()) {
    const auto found = std::ranges::find_if(numerals, [&](const auto& each) { return text.substr(taken).starts_with(each.first); });
    if (found == numerals.end()) break;
    taken += found->first.size();
    if (found->second == 10) {
      value += (digit < 0 ? 1 : digit) * 10;
      digit = -1;
    } else {
      digit = digit < 0 ? found->second : digit * 10 + found->second;
    }
  }
  return {taken, value + std::max(0, digit)};
}

bool a_counter_begins(std::string_view text) {
  return std::ranges::any_of(counters, [&](std::string_view each) { return text.starts_with(each); });
}

std::optional<Unit> unit_at(std::string_view text) {
  static constexpr std::pair<std::string_view, Unit> units[] = {
      {"営業日", Unit::business_days}, {"business day", Unit::business_days}, {"working day", Unit::business_days},
      {"時間", Unit::hours},           {"分", Unit::minutes},                 {"週間", Unit::weeks},
      {"か月", Unit::months},          {"ヶ月", Unit::months},                {"カ月", Unit::months},
      {"日", Unit::days},              {"minute", Unit::minutes},             {"min", Unit::minutes},
      {"business hour", Unit::hours},  {"hour", Unit::hours},                 {"week", Unit::weeks},
      {"month", Unit::months},         {"day", Unit::days}};
  for (const auto& [word, unit] : units)
    if (text.starts_with(word)) return unit;
  return std::nullopt;
}

}  // namespace

std::string in_digits(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with("\xEF\xBC") && at + 2 < text.size() &&
        static_cast<unsigned char>(text[at + 2]) >= 0x90 && static_cast<unsigned char>(text[at + 2]) <= 0x99) {
      plain += static_cast<char>('0' + (static_cast<unsigned char>(text[at + 2]) - 0x90));
      at += 3;
      continue;
    }
    const auto [taken, value] = numeral(text.substr(at));
    if (taken > 0 && a_counter_begins(text.substr(at + taken))) {
      plain += std::to_string(value);
      at += taken;
      continue;
    }
    plain += text[at++];
  }
  return plain;
}

std::vector<Quantity> quantities_in(std::string_view text) {
  const std::string plain = in_digits(text);
  std::vector<Quantity> found;
  for (std::size_t at = 0; at < plain.size();) {
    if (!is_digit(plain[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < plain.size() && is_digit(plain[end])) ++end;
    const auto number = program::parse_count(std::string_view(plain).substr(at, end - at));
    std::size_t unit_from = end;
    while (unit_from < plain.size() && (plain[unit_from] == ' ' || plain[unit_from] == '-')) ++unit_from;
    const auto unit = unit_at(std::string_view(plain).substr(unit_from));
    // "24時間365日" and "24 hours a day" tell hours of service, not a length.
    const std::string_view rest = std::string_view(plain).substr(unit_from);
    const bool service = rest.starts_with("時間365") || rest.starts_with("hours a day") || rest.starts_with("days a") ||
                         (number && *number == 365);
    if (number && unit && !service) found.push_back({static_cast<std::int64_t>(*number), *unit});
    at = end;
  }
  return found;
}

}  // namespace yakusoku::check
