#include "adapters/mail_text/phrases.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <string>
#include <vector>

#include "adapters/mail_text/text.hpp"

namespace yakusoku::mail_text {
namespace {

struct Row {
  Phrase kind;
  std::string_view language;
  std::string_view words;
};

constexpr Row rows[] = {
#include "adapters/mail_text/phrases.inc"
};

constexpr std::size_t kinds = static_cast<std::size_t>(Phrase::matter) + 1;

// The rows of each kind, in matching form. A blank at a phrase's end means that another word follows.
const std::vector<std::string>& phrases(Phrase kind) {
  static const std::vector<std::vector<std::string>> all = [] {
    std::vector<std::vector<std::string>> made(kinds);
    for (const Row& row : rows) {
      std::string words;
      // "…" is a sign of the table, and matching form would make three dots of it.
      const std::size_t anything = row.words.find("…");
      if (anything == std::string_view::npos) {
        words = matching_form(row.words) + (row.words.ends_with(' ') ? " " : "");
      } else {
        words.append(row.words.substr(0, anything)).append("\x01").append(row.words.substr(anything + 3));
        if (const std::size_t second = words.find("…"); second != std::string::npos) words.resize(second);
      }
      made[static_cast<std::size_t>(row.kind)].push_back(std::move(words));
    }
    return made;
  }();
  return all[static_cast<std::size_t>(kind)];
}

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

// Words that begin where a word begins; Japanese has no such places.
bool contains_words(std::string_view line, std::string_view words) {
  const bool anywhere = static_cast<unsigned char>(words.front()) >= 0xe3;
  for (std::size_t at = line.find(words); at != std::string_view::npos; at = line.find(words, at + 1)) {
    if (anywhere || at == 0 || !is_word_character(line[at - 1])) return true;
  }
  return false;
}

bool is_rule_character(char c) {
  return c == '-' || c == '_' || c == '=' || c == '*' || c == ' ' || c == '>' || c == '<';
}

// "-----Original Message-----" without its dashes; empty where it has none.
std::string_view between_dashes(std::string_view line) {
  std::size_t start = 0;
  while (start < line.size() && is_rule_character(line[start])) ++start;
  if (start < 3) return "";
  line.remove_prefix(start);
  while (!line.empty() && (is_rule_character(line.back()) || line.back() == ':')) line.remove_suffix(1);
  return line;
}

bool is_any(Phrase kind, std::string_view words) {
  return std::ranges::find(phrases(kind), words) != phrases(kind).end();
}

bool matches_with_anything(std::string_view line, std::string_view pattern) {
  const std::size_t anything = pattern.find('\x01');
  if (anything == std::string_view::npos) return line == pattern || line == std::string(pattern) + ".";
  const std::string_view start = pattern.substr(0, anything);
  const std::string_view end = pattern.substr(anything + 1);
  return line.size() >= start.size() + end.size() && line.starts_with(start) &&
         (line.ends_with(end) || (end.size() > 3 && line.find(end, start.size()) != std::string_view::npos));
}

}  // namespace

bool has_verb_of_attribution(std::string_view line) {
  return std::ranges::any_of(phrases(Phrase::wrote),
                             [&](const std::string& verb) { return contains_words(line, verb); });
}

bool ends_with_verb_of_attribution(std::string_view line) {
  return std::ranges::any_of(phrases(Phrase::wrote), [&](const std::string& verb) { return line.ends_with(verb); });
}

bool opens_attribution(std::string_view line) {
  return std::ranges::any_of(phrases(Phrase::opens),
                             [&](const std::string& words) { return line.starts_with(words); });
}

bool is_separator(std::string_view line) {
  const std::string_view words = between_dashes(line);
  return !words.empty() && (is_any(Phrase::original, words) || is_any(Phrase::forwarded, words));
}

bool is_forward_heading(std::string_view line) {
  const std::string_view words = between_dashes(line);
  return (!words.empty() && is_any(Phrase::forwarded, words)) || is_any(Phrase::forwarded_alone, line);
}

std::optional<Phrase> header_kind(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > 40) return std::nullopt;
  std::string_view label = line.substr(0, colon);
  if (label.ends_with(' ')) label.remove_suffix(1);
  for (const Phrase kind :
       {Phrase::header_from, Phrase::header_date, Phrase::header_to, Phrase::header_subject, Phrase::header_other}) {
    if (is_any(kind, label)) return kind;
  }
  return std::nullopt;
}

bool is_client_line(std::string_view line) {
  if (line.empty() || columns(line) > 120) return false;
  return std::ranges::any_of(phrases(Phrase::client_line),
                             [&](const std::string& pattern) { return matches_with_anything(line, pattern); });
}

bool mentions(Phrase kind, std::string_view line) {
  return std::ranges::any_of(phrases(kind), [&](const std::string& words) { return contains_words(line, words); });
}

bool has_date(std::string_view line) {
  static const RE2 date(
      R"(\b(?:\d{1,2}[:.]\d{2}\b|(?:19|20)\d{2}(?:\D|$)|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})|\d{1,2}時|(?:19|20)\d{2}年)");
  return RE2::PartialMatch(re2::StringPiece(line.data(), line.size()), date);
}

bool has_address(std::string_view line) {
  const std::size_t at = line.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < line.size() && line[at - 1] != ' ' && line[at + 1] != ' ';
}

}  // namespace yakusoku::mail_text
