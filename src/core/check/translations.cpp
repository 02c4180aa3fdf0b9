// Words in several languages: what is missing, and what differs in numbers, lengths, links or placeholders.

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/check/parts.hpp"
#include "core/check/quantities.hpp"
#include "core/program/words.hpp"

namespace yakusoku::check {

using program::is_digit;
using program::TextUse;

namespace {

using Parts = std::vector<std::string>;

// Digits of the text outside of links and placeholders, however they are written; 24x7 is a word.
Parts numbers_in(std::string_view written) {
  const std::string text = in_digits(written);
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    if (std::string_view(text).substr(at).starts_with("http")) {
      while (at < text.size() && text[at] != ' ' && text[at] != ')' && static_cast<unsigned char>(text[at]) < 0x80)
        ++at;
      plain += ' ';
    } else if (text[at] == '{') {
      at = std::min(text.find('}', at), text.size() - 1) + 1;
      plain += ' ';
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

Parts lengths_in(std::string_view text) {
  static constexpr std::string_view units[] = {"m", "h", "d", "bd", "w", "mo"};
  Parts lengths;
  for (Quantity each : quantities_in(text)) {
    if (each.unit == Unit::minutes && each.number > 0 && each.number % 60 == 0) each = {each.number / 60, Unit::hours};
    if (each.unit == Unit::hours && each.number > 0 && each.number % 24 == 0) each = {each.number / 24, Unit::days};
    if (each.unit == Unit::weeks) each = {each.number * 7, Unit::days};
    lengths.push_back(fmt::format("{}{}", each.number, units[static_cast<std::size_t>(each.unit)]));
  }
  std::ranges::sort(lengths);
  return lengths;
}

Parts missing_of(const Parts& mine, const Parts& others) {
  Parts missing;
  std::ranges::set_difference(mine, others, std::back_inserter(missing));
  return missing;
}

std::string both(const Parts& mine, const Parts& others) {
  const auto said = [](const Parts& parts) { return parts.empty() ? std::string("-") : fmt::format("{}", fmt::join(parts, ", ")); };
  return said(missing_of(mine, others)) + " / " + said(missing_of(others, mine));
}

void compare(const TextUse& use, std::size_t second, Findings& findings) {
  const auto& [first_language, one] = use.text.by_language()[0];
  const auto& [second_language, other] = use.text.by_language()[second];
  const auto differs = [&](std::string_view what, const std::string& found) {
    findings.add("translation_differs", use.place, use.key,
                 {{"first", first_language}, {"second", second_language}, {"what", std::string(what)}, {"found", found}});
  };
  // Languages write small numbers as words or digits: each digit of the first must stand in the other, no more.
  const Parts numbers = numbers_in(one), other_numbers = numbers_in(other);
  const bool same_numbers = std::ranges::all_of(numbers, [&](const std::string& each) {
    return std::ranges::binary_search(other_numbers, each);
  });
  // Two languages may say one length in two units; what is as long is no difference.
  const Parts lengths = lengths_in(one), other_lengths = lengths_in(other);
  if (!lengths.empty() && lengths.size() == other_lengths.size()) {
    if (lengths != other_lengths) differs("lengths", both(lengths, other_lengths));
  } else if (!same_numbers) {
    differs("numbers", both(numbers, other_numbers));
  }
  if (links_in(one) != links_in(other)) differs("links", both(links_in(one), links_in(other)));
  if (placeholders_in(one) != placeholders_in(other))
    differs("placeholders", both(placeholders_in(one), placeholders_in(other)));
}

}  // namespace

void compare_translations(const program::Program& program, Findings& findings) {
  for (const TextUse& use : program.texts()) {
    // Words of mails that name no language are of the program's first.
    const bool nameless = use.text.by_language().size() == 1 && use.text.by_language().front().first.empty();
    for (const std::string& language : program.languages) {
      if (!use.text.has(language) && !(nameless && language == program.languages.front()))
        findings.add("translation_missing", use.place, use.key, {{"language", language}});
    }
    for (std::size_t i = 1; i < use.text.by_language().size(); ++i) compare(use, i, findings);
  }
}

}  // namespace yakusoku::check
