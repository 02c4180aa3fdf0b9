#include "core/check/translations.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/program/words.hpp"

namespace yakusoku::check {

using namespace program;

namespace {

using Parts = std::vector<std::string>;

// Digits of the text outside of links and placeholders; full-width ones read as the others, and 24x7 is a word.
Parts numbers_in(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with("http")) {
      while (at < text.size() && text[at] != ' ' && text[at] != ')' && static_cast<unsigned char>(text[at]) < 0x80)
        ++at;
      plain += ' ';
    } else if (text[at] == '{') {
      at = std::min(text.find('}', at), text.size() - 1) + 1;
      plain += ' ';
    } else if (text.substr(at).starts_with("\xEF\xBC") && at + 2 < text.size() &&
               static_cast<unsigned char>(text[at + 2]) >= 0x90 && static_cast<unsigned char>(text[at + 2]) <= 0x99) {
      plain += static_cast<char>('0' + (static_cast<unsigned char>(text[at + 2]) - 0x90));
      at += 3;
    } else {
      plain += text[at++];
    }
  }
  Parts numbers;
  for (std::size_t at = 0; at < plain.size();) {
    if (!is_digit(plain[at])) {
      ++at;
      continue;
    }
    std::string number;
    while (at < plain.size() && (is_digit(plain[at]) || ((plain[at] == '.' || plain[at] == ':' || plain[at] == ',') &&
                                                         at + 1 < plain.size() && is_digit(plain[at + 1])))) {
      if (plain[at] != ',') number += plain[at];
      ++at;
    }
    const bool times = at + 1 < plain.size() && (plain[at] == 'x' || plain[at] == 'X') && is_digit(plain[at + 1]);
    if (!times) {
      numbers.push_back(std::move(number));
      continue;
    }
    ++at;
    while (at < plain.size() && is_digit(plain[at])) ++at;
  }
  std::ranges::sort(numbers);
  return numbers;
}

Parts links_in(std::string_view text) {
  Parts links;
  for (std::size_t at = text.find("http"); at != std::string_view::npos; at = text.find("http", at + 1)) {
    std::size_t end = at;
    while (end < text.size() && text[end] != ' ' && text[end] != ')' && static_cast<unsigned char>(text[end]) < 0x80)
      ++end;
    const std::string_view link = text.substr(at, end - at);
    if (link.starts_with("http://") || link.starts_with("https://")) links.emplace_back(link);
  }
  std::ranges::sort(links);
  return links;
}

Parts placeholders_in(std::string_view text) {
  Parts names;
  for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
    const std::size_t end = text.find('}', at);
    if (end != std::string_view::npos) names.emplace_back(text.substr(at, end - at + 1));
  }
  std::ranges::sort(names);
  const auto rest = std::ranges::unique(names);  // one language may have to say a name twice
  names.erase(rest.begin(), rest.end());
  return names;
}

}  // namespace

void compare_translations(std::span<const TextUse> texts, const std::vector<std::string>& languages,
                          std::vector<Finding>& findings) {
  for (const TextUse& use : texts) {
    const auto add = [&](std::string code, std::string message, std::string expected) {
      findings.push_back(
          {Weight::warning, std::move(code), use.place, use.key, std::move(message), std::move(expected)});
    };
    // Words of mails that name no language are of the program's first.
    const bool nameless = use.text.by_language().size() == 1 && use.text.by_language().front().first.empty();
    for (const std::string& language : languages) {
      if (!use.text.has(language) && !(nameless && language == languages.front()))
        add("translation_missing", fmt::format("the words in `{}` are missing", language),
            "words in each language of the program");
    }
    const auto& written = use.text.by_language();
    for (std::size_t i = 1; i < written.size(); ++i) {
      const auto& [first, one] = written[0];
      const auto& [second, other] = written[i];
      const auto differs = [&](std::string_view what) {
        add("translation_differs", fmt::format("`{}` and `{}` do not have the same {}", first, second, what),
            fmt::format("the same {} in each language", what));
      };
      // Languages write small numbers as words or digits; so each digit of the first must stand in the other, no more.
      const Parts mine = numbers_in(one);
      const Parts others = numbers_in(other);
      if (!std::ranges::all_of(mine,
                               [&](const std::string& each) { return std::ranges::binary_search(others, each); }))
        differs("numbers");
      if (links_in(one) != links_in(other)) differs("links");
      if (placeholders_in(one) != placeholders_in(other)) differs("placeholders");
    }
  }
}

}  // namespace yakusoku::check
