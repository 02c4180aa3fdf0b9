#include "adapters/mime/charset_guess.hpp"

#include <memory>

#include <unicode/ucsdet.h>

#include "adapters/mime/icu.hpp"
#include "adapters/mime/letters.hpp"
#include "base/text.hpp"

namespace yakusoku::mime {
namespace {

constexpr std::size_t enough = 4000;  // bytes looked at

bool high(unsigned char byte) { return byte >= 0x80; }
bool letter(unsigned char byte) { return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z'; }

bool broken_or_private(std::int32_t c) {
  return c < 0 || c == 0xfffd || (c >= 0xe000 && c <= 0xf8ff) || (c >= 0x80 && c < 0xa0);
}
bool kana(std::int32_t c) { return c >= 0x3041 && c <= 0x30fe; }
bool full_width_mark(std::int32_t c) { return (c >= 0x3000 && c < 0x3040) || (c >= 0xff01 && c <= 0xff5e); }
bool half_kana(std::int32_t c) { return c >= 0xff61 && c <= 0xff9f; }
bool hangul(std::int32_t c) { return c >= 0xac00 && c <= 0xd7a3; }
bool ideograph(std::int32_t c) { return c >= 0x4e00 && c <= 0x9fff; }

// The lead bytes that hold a charset's everyday letters.
struct Multibyte {
  const char* name;
  std::string_view language;
  unsigned usual_from, usual_to;  // lead bytes
  double kana_worth;              // kana prove Japanese only where it is meant
};
constexpr Multibyte multibytes[] = {
    {"shift_jis", "ja", 0x88, 0x97, 1.6},   {"euc-jp", "ja", 0xb0, 0xcf, 1.6},
    {"gb18030", "zh", 0xb0, 0xd7, 0.2},     {"windows-949", "ko", 0xb0, 0xc8, 0.2},
    {"windows-950", "zh", 0xa4, 0xc6, 0.2},
};

// The worth of the letters per high byte; below zero where it can't be.
double weigh(const Multibyte& charset, std::string_view bytes, const std::string& text) {
  double worth = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::int32_t c = next_letter(text, at);
    if (c >= 0 && c < 0x80) continue;
    if (broken_or_private(c))
      worth -= 6;
    else if (kana(c))
      worth += 2 * charset.kana_worth;
    else if (half_kana(c))
      worth += 0.6;
    else if (full_width_mark(c))
      worth += 2;
    else if (hangul(c))
      worth += charset.language == "ko" ? 1 : -1;
    else if (ideograph(c))
      worth += charset.language == "ko" ? -1.5 : 0.2;  // hardly any are written there today
    else
      worth += 0.4;
  }
  std::size_t highs = 0;
  // Everyday letters by lead byte; trail bytes are stepped over.
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const auto lead = static_cast<unsigned char>(bytes[at]);
    if (!high(lead)) continue;
    ++highs;
    if (charset.name == std::string_view("shift_jis") && lead >= 0xa1 && lead <= 0xdf) continue;
    if (lead >= charset.usual_from && lead <= charset.usual_to)
      worth += charset.language == "ko" ? 1.05 : charset.language == "zh" ? 1.5 : 1.4;
    if (at + 1 < bytes.size()) {
      ++at;
      ++highs;
    }
  }
  return worth / static_cast<double>(highs + 1);
}

// Latin letters stand among ASCII ones, mostly alone.
double weigh_latin(std::string_view bytes) {
  double worth = 0;
  std::size_t highs = 0;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const auto byte = static_cast<unsigned char>(bytes[at]);
    if (!high(byte)) continue;
    ++highs;
    const auto before = at > 0 ? static_cast<unsigned char>(bytes[at - 1]) : 0U;
    const auto after = at + 1 < bytes.size() ? static_cast<unsigned char>(bytes[at + 1]) : 0U;
    const bool alone = !high(static_cast<unsigned char>(before)) && !high(static_cast<unsigned char>(after));
    const bool in_word = letter(static_cast<unsigned char>(before)) || letter(static_cast<unsigned char>(after));
    if (byte == 0x81 || byte == 0x8d || byte == 0x8f || byte == 0x90 || byte == 0x9d) worth -= 3;
    if (byte < 0xa0 && !alone)
      worth -= 1;
    else if (in_word && byte >= 0xc0)
      worth += alone ? 1.8 : 0.8;
    else if (alone && in_word)  // quotes and dashes of Windows above all
      worth += byte >= 0x91 && byte <= 0x97 ? 1.5 : 0.6;
    else if (alone)
      worth += 0.5;
    else
      worth -= 0.3;
  }
  return worth / static_cast<double>(highs + 1);
}

// UTF-8 that somebody cut through.
bool mostly_utf8(std::string_view bytes) {
  std::size_t whole = 0, broken = 0;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t from = at;
    if (next_letter(bytes, at) < 0)
      ++broken;
    else if (at - from > 1)
      ++whole;
  }
  return whole > 0 && whole >= 2 * broken;
}

std::string detected_by_icu(std::string_view bytes, int& confidence) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&error), &ucsdet_close);
  if (U_FAILURE(error) || !detector) return {};
  ucsdet_setText(detector.get(), bytes.data(), static_cast<std::int32_t>(bytes.size()), &error);
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &error);
  if (U_FAILURE(error) || !match) return {};
  confidence = ucsdet_getConfidence(match, &error);
  const char* name = ucsdet_getName(match, &error);
  if (U_FAILURE(error) || !name) return {};
  std::string found = ascii_lower(name);
  const bool single_byte =
      found.starts_with("windows-125") || found.starts_with("iso-8859") || found.starts_with("koi8");
  return single_byte ? found : std::string();
}

}  // namespace

std::string likely_charset(std::string_view bytes, const CharsetHint& hint) {
  bytes = bytes.substr(0, enough);
  if (mostly_utf8(bytes)) return "utf-8";
  std::size_t highs = 0;
  for (const char c : bytes) highs += high(static_cast<unsigned char>(c)) ? 1U : 0U;
  const double tip = 3.0 / static_cast<double>(highs + 3);
  std::string best = "windows-1252";
  double best_worth = weigh_latin(bytes) + (hint.charset == best ? 2 * tip : 0);
  for (const Multibyte& each : multibytes) {
    const auto text = icu_to_utf8(each.name, bytes);
    if (!text) continue;
    double worth = weigh(each, bytes, *text);
    if (hint.charset == each.name) worth += 1.5 * tip;
    if (hint.language == each.language) worth += 0.6 * tip;
    if (hint.language.empty() && each.language == "ja") worth += 0.1 * tip;
    if (worth > best_worth) best = each.name, best_worth = worth;
  }
  if (best_worth > 0.6) return best;
  int confidence = 0;
  const std::string found = detected_by_icu(bytes, confidence);
  if (!found.empty() && confidence >= 20) return found == "iso-8859-1" ? "windows-1252" : found;
  return best_worth > 0.2 ? best : "windows-1252";
}

}  // namespace yakusoku::mime
