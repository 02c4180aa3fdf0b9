#include "adapters/mail_text/text.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "base/assert.hpp"

namespace yakusoku::mail_text {
namespace {

bool is_blank_character(char32_t c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0x00a0 || c == 0x3000 || c == 0xfeff ||
         c == 0x2060 || (c >= 0x2000 && c <= 0x200f) || c == 0x202f || (c >= 0x2028 && c <= 0x202e) || c == 0x00ad;
}

bool is_dropped_control(char32_t c) { return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7f && c < 0xa0); }

void append_utf8(std::string& out, char32_t c) { icu::UnicodeString(static_cast<UChar32>(c)).toUTF8String(out); }

}  // namespace

char32_t take_character(std::string_view& text) {
  const auto size = static_cast<std::int32_t>(std::min<std::size_t>(text.size(), U8_MAX_LENGTH));
  std::int32_t used = 0;
  UChar32 c = 0;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  U8_NEXT(bytes, used, size, c);  // NOLINT: the macro's own casts
  text.remove_prefix(c < 0 ? 1 : static_cast<std::size_t>(used));
  return c < 0 ? U'\ufffd' : static_cast<char32_t>(c);
}

std::string clean_text(std::string_view bytes, std::size_t most) {
  std::string out;
  out.reserve(std::min(bytes.size(), most));
  while (!bytes.empty()) {
    const char first = bytes.front();
    if ((first >= ' ' && first < 0x7f) || first == '\n' || first == '\t') {
      if (out.size() + 1 > most) break;
      out += first;
      bytes.remove_prefix(1);
      continue;
    }
    const std::string_view here = bytes;
    const char32_t c = take_character(bytes);
    std::string_view written = here.substr(0, here.size() - bytes.size());
    if (c == '\r') {
      if (bytes.starts_with('\n')) continue;
      written = "\n";
    } else if (is_dropped_control(c)) {
      continue;
    } else if (c == 0xfffd) {
      written = "\xef\xbf\xbd";
    }
    if (out.size() + written.size() > most) break;
    out += written;
  }
  return out;
}

std::string matching_form(std::string_view line) {
  UErrorCode error = U_ZERO_ERROR;
  static const icu::Normalizer2* const normalizer = icu::Normalizer2::getNFKCCasefoldInstance(error);
  ASSERT(normalizer != nullptr);
  const icu::UnicodeString given =
      icu::UnicodeString::fromUTF8(icu::StringPiece(line.data(), static_cast<std::int32_t>(line.size())));
  UErrorCode failed = U_ZERO_ERROR;
  std::string folded;
  normalizer->normalize(given, failed).toUTF8String(folded);
  std::string out;
  std::string_view rest = folded;
  while (!rest.empty()) {
    char32_t c = take_character(rest);
    if (c == '*') continue;  // Gmail's plain part writes bold as *From:*
    if (c == 0x2019 || c == 0x02bc) c = '\'';
    if (c == 0x2010 || c == 0x2011) c = '-';
    if (is_blank_character(c)) {
      if (!out.empty() && !out.ends_with(' ')) out += ' ';
    } else {
      append_utf8(out, c);
    }
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty()) {
    std::string_view rest = text;
    if (!is_blank_character(take_character(rest))) break;
    text = rest;
  }
  while (!text.empty()) {
    std::size_t start = text.size() - 1;
    while (start > 0 && text.size() - start < 4 && U8_IS_TRAIL(static_cast<std::uint8_t>(text[start]))) --start;
    std::string_view last = text.substr(start);
    if (!is_blank_character(take_character(last)) || !last.empty()) break;
    text.remove_suffix(text.size() - start);
  }
  return text;
}

bool is_blank(std::string_view text) {
  while (!text.empty()) {
    if (!is_blank_character(take_character(text))) return false;
  }
  return true;
}

std::size_t columns(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) count += take_character(text) >= 0x1100 ? 2U : 1U;
  return count;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

}  // namespace yakusoku::mail_text
