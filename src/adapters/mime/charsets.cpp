#include "adapters/mime/charsets.hpp"

#include <algorithm>
#include <memory>

#include <unicode/ucnv.h>

#include "adapters/mime/charset_guess.hpp"
#include "adapters/mime/icu.hpp"
#include "adapters/mime/japanese.hpp"
#include "adapters/mime/letters.hpp"
#include "base/text.hpp"

namespace yakusoku::mime {
namespace {

struct Nickname {
  std::string_view label;
  const char* icu;
};
// Labels that mailers write and ICU does not know, or knows as something narrower than what is meant.
constexpr Nickname nicknames[] = {
    {"utf8", "utf-8"},
    {"x-utf-8", "utf-8"},
    {"unicode-1-1-utf-8", "utf-8"},
    {"utf-8n", "utf-8"},
    {"unicode-1-1-utf-7", "utf-7"},
    {"x-sjis", "shift_jis"},
    {"sjis", "shift_jis"},
    {"shift-jis", "shift_jis"},
    {"ms_kanji", "shift_jis"},
    {"windows-31j", "shift_jis"},
    {"windows-932", "shift_jis"},
    {"cswindows31j", "shift_jis"},
    {"csshiftjis", "shift_jis"},
    {"x-ms-cp932", "shift_jis"},
    {"ms932", "shift_jis"},
    {"cp932", "shift_jis"},
    {"cp943", "shift_jis"},
    {"x-mac-japanese", "shift_jis"},
    {"eucjp", "euc-jp"},
    {"euc_jp", "euc-jp"},
    {"x-euc-jp", "euc-jp"},
    {"x-eucjp", "euc-jp"},
    {"ujis", "euc-jp"},
    {"cp51932", "euc-jp"},
    {"eucjp-ms", "euc-jp"},
    {"cseucpkdfmtjapanese", "euc-jp"},
    {"jis", "iso-2022-jp"},
    {"jis7", "iso-2022-jp"},
    {"jis8", "iso-2022-jp"},
    {"iso2022jp", "iso-2022-jp"},
    {"iso-2022-jp-1", "iso-2022-jp"},
    {"iso-2022-jp-3", "iso-2022-jp"},
    {"iso-2022-jp-2004", "iso-2022-jp"},
    {"iso-2022-jp-ms", "iso-2022-jp"},
    {"csiso2022jp", "iso-2022-jp"},
    {"cp50220", "iso-2022-jp"},
    {"cp50221", "iso-2022-jp"},
    {"cp50222", "iso-2022-jp"},
    {"x-windows-50221", "iso-2022-jp"},
    {"gb2312", "gb18030"},
    {"gbk", "gb18030"},
    {"x-gbk", "gb18030"},
    {"cp936", "gb18030"},
    {"gb_2312-80", "gb18030"},
    {"csgb2312", "gb18030"},
    {"hz-gb-2312", "hz"},
    {"euc-kr", "windows-949"},
    {"ks_c_5601-1987", "windows-949"},
    {"ks_c_5601", "windows-949"},
    {"ksc5601", "windows-949"},
    {"cp949", "windows-949"},
    {"uhc", "windows-949"},
    {"big5", "windows-950"},
    {"cp950", "windows-950"},
    {"x-x-big5", "windows-950"},
    {"iso-8859-1", "windows-1252"},
    {"iso8859-1", "windows-1252"},
    {"latin1", "windows-1252"},
    {"cp1252", "windows-1252"},
    {"ansi_x3.4-1968", "us-ascii"},
    {"ascii", "us-ascii"},
    {"iso-8859-9", "windows-1254"},
    {"iso-8859-11", "windows-874"},
    {"tis-620", "windows-874"},
};

std::string known_name(std::string_view label) {
  std::string name = ascii_lower(trim(label));
  if (const auto star = name.find('*'); star != std::string::npos) name.resize(star);  // RFC 2231: charset*language
  while (!name.empty() && (name.back() == '"' || name.back() == '\'')) name.pop_back();
  while (!name.empty() && (name.front() == '"' || name.front() == '\'')) name.erase(0, 1);
  for (const Nickname& each : nicknames)
    if (each.label == name) return each.icu;
  return name.size() > 60 ? std::string() : name;
}

bool says_nothing(std::string_view name) {
  return name.empty() || name == "us-ascii" || name == "unknown-8bit" || name == "x-unknown" || name == "unknown" ||
         name == "default" || name == "default_charset" || name == "utf-8-or-ascii" || name == "x-user-defined" ||
         name == "binary" || name == "8bit" || name == "iso-8859";
}

std::size_t unreadable(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = text.find("\xef\xbf\xbd"); at != std::string_view::npos;
       at = text.find("\xef\xbf\xbd", at + 3))
    ++count;
  return count;
}

// The Japanese convention for a letter that has no shape here: 〓 for phones' emoji and companies' own letters.
std::string without_private_letters(std::string text) {
  if (text.find_first_of("\xee\xef") == std::string::npos) return text;
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const bool third = at + 2 < text.size();
    if (third && (byte == 0xee || (byte == 0xef && static_cast<unsigned char>(text[at + 1]) < 0xa4))) {
      out += "\xe3\x80\x93";
      at += 2;
    } else {
      out += text[at];
    }
  }
  return out;
}

}  // namespace

std::optional<std::string> icu_to_utf8(const char* charset, std::string_view bytes) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> from(ucnv_open(charset, &error), &ucnv_close);
  if (U_FAILURE(error) || !from) return std::nullopt;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> to(ucnv_open("UTF-8", &error), &ucnv_close);
  if (U_FAILURE(error) || !to) return std::nullopt;
  std::string out;
  char piece[4096];
  UChar pivot[1024];
  UChar* pivot_source = pivot;
  UChar* pivot_target = pivot;
  const char* source = bytes.data();
  const char* const end = source + bytes.size();
  bool reset = true;
  while (true) {
    char* target = piece;
    error = U_ZERO_ERROR;
    ucnv_convertEx(to.get(), from.get(), &target, piece + sizeof piece, &source, end, pivot, &pivot_source,
                   &pivot_target, pivot + 1024, reset, true, &error);
    reset = false;
    out.append(piece, target);
    if (error != U_BUFFER_OVERFLOW_ERROR) break;
  }
  if (U_FAILURE(error)) out += "\xef\xbf\xbd";
  if (!out.contains('\x1a')) return out;
  std::string marked;  // what some tables put for a letter they lack
  for (const char c : out)
    if (c == '\x1a')
      marked += "\xef\xbf\xbd";
    else
      marked += c;
  return marked;
}

bool is_ascii(std::string_view bytes) {
  return std::ranges::none_of(bytes, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

bool is_utf8(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();)
    if (next_letter(bytes, at) < 0) return false;
  return true;
}

Decoded decode(std::string_view bytes, std::string_view label, const CharsetHint& hint) {
  const std::string name = known_name(label);
  // Escape sequences mean nothing elsewhere: mail without a label, or with that of the wrong program.
  if (has_japanese_escape(bytes) && !name.starts_with("iso-2022-kr") && !name.starts_with("iso-2022-cn"))
    return {without_private_letters(decode_iso_2022_jp(bytes)), "iso-2022-jp", true};
  const bool ascii = is_ascii(bytes);
  const bool stateful = name == "utf-7" || name == "hz" || name.starts_with("utf-16") || name.starts_with("utf-32") ||
                        name.starts_with("iso-2022") || name.starts_with("ucs-");
  if (ascii && (!stateful || name == "iso-2022-jp"))
    return {name == "iso-2022-jp" && bytes.find_first_of("\x1b\x0e") != bytes.npos ? decode_iso_2022_jp(bytes)
                                                                                   : std::string(bytes),
            says_nothing(name) ? "us-ascii" : name, true};
  if (says_nothing(name)) return guess(bytes, hint);
  if (name == "utf-8" && is_utf8(bytes)) return {std::string(bytes), name, true};
  // A label that its own bytes contradict: letters of UTF-8 in several bytes rarely stand anywhere else by chance.
  if (!stateful && name != "utf-8" && is_utf8(bytes)) return {std::string(bytes), "utf-8", true};
  if (name == "iso-2022-jp") {
    Decoded guessed = guess(bytes, {"shift_jis", "ja"});
    return unreadable(guessed.text) == 0 ? guessed : Decoded{decode_iso_2022_jp(bytes), name, true};
  }
  auto text = icu_to_utf8(name.c_str(), bytes);
  if (!text) {
    Decoded guessed = guess(bytes, hint);
    guessed.known = false;
    return guessed;
  }
  if (const std::size_t lost = unreadable(*text); lost > 0) {
    Decoded guessed = guess(bytes, {name, language_of_charset(name)});
    if (unreadable(guessed.text) < lost) return guessed;
  }
  if (name == "shift_jis" || name == "euc-jp") text = without_private_letters(std::move(*text));
  return {std::move(*text), name, true};
}

Decoded guess(std::string_view bytes, const CharsetHint& hint) {
  if (has_japanese_escape(bytes)) return {without_private_letters(decode_iso_2022_jp(bytes)), "iso-2022-jp", true};
  if (is_ascii(bytes)) return {std::string(bytes), "us-ascii", true};
  if (is_utf8(bytes)) return {std::string(bytes), "utf-8", true};
  const std::string charset = likely_charset(bytes, {known_name(hint.charset), hint.language});
  auto text = icu_to_utf8(charset.c_str(), bytes);
  if (charset == "shift_jis" || charset == "euc-jp") text = without_private_letters(std::move(*text));
  return {text.value_or(std::string(bytes.size(), '?')), charset, true};
}

std::string language_of_charset(std::string_view charset) {
  const std::string name = known_name(charset);
  if (name == "iso-2022-jp" || name == "shift_jis" || name == "euc-jp" || name == "iso-2022-jp-2") return "ja";
  if (name == "windows-949" || name == "iso-2022-kr") return "ko";
  if (name == "gb18030" || name == "windows-950" || name == "hz" || name.starts_with("big5")) return "zh";
  return {};
}

}  // namespace yakusoku::mime
