#include "apps/command.hpp"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include "base/error_codes.hpp"

namespace yakusoku::apps {

bool Words::has(std::string_view flag) const { return flags.contains(std::string(flag)); }

std::string Words::get(std::string_view flag, std::string_view otherwise) const {
  const auto found = flags.find(std::string(flag));
  return found == flags.end() ? std::string(otherwise) : found->second;
}

std::vector<std::string> Words::all(std::string_view flag) const {
  std::vector<std::string> values;
  const auto [from, to] = flags.equal_range(std::string(flag));
  for (auto each = from; each != to; ++each) values.push_back(each->second);
  return values;
}

Result<Words> read_words(std::span<const std::string> arguments, std::span<const std::string_view> valued,
                         std::span<const std::string_view> plain) {
  Words words;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (!word.starts_with("--")) {
      words.rest.push_back(word);
    } else if (std::ranges::find(plain, word) != plain.end()) {
      words.flags.emplace(word, "");
    } else if (std::ranges::find(valued, word) == valued.end()) {
      return fail(ErrorCode::unknown_value, word, "no such option");
    } else if (i + 1 == arguments.size()) {
      return fail(ErrorCode::required, word, "a value is expected after it");
    } else {
      words.flags.emplace(word, arguments[++i]);
    }
  }
  return words;
}

int usage_error(std::string_view command, const Error& error) {
  fmt::print(stderr, "yakusoku {}: {}: {}\nyakusoku help lists what it takes.\n", command, error.field, error.detail);
  return 2;
}

int failed(const Error& error) {
  std::string text(entry_of(error.code).english);
  if (!error.field.empty()) text += " (" + error.field + ")";
  if (!error.detail.empty()) text += ": " + error.detail;
  fmt::print(stderr, "{}\n", text);
  return 2;
}

}  // namespace yakusoku::apps
