#include "adapters/mime/transfer.hpp"

#include <algorithm>
#include <cstdint>

#include <gmime/gmime.h>

#include "adapters/mime/charsets.hpp"
#include "base/text.hpp"

namespace yakusoku::mime {
namespace {

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;  // the URL's alphabet too
  if (c == '/' || c == '_') return 63;
  return -1;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

std::string decode_escapes(std::string_view text, char sign, bool underscore_is_blank) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == sign && at + 2 < text.size() && hex_value(text[at + 1]) >= 0 && hex_value(text[at + 2]) >= 0) {
      out += static_cast<char>(hex_value(text[at + 1]) * 16 + hex_value(text[at + 2]));
      at += 2;
    } else {
      out += underscore_is_blank && text[at] == '_' ? ' ' : text[at];
    }
  }
  return out;
}

std::string decode_by_gmime(std::string_view text, GMimeContentEncoding encoding) {
  GMimeEncoding state;
  g_mime_encoding_init_decode(&state, encoding);
  std::string out;
  out.resize(g_mime_encoding_outlen(&state, text.size()) + 4);
  out.resize(g_mime_encoding_flush(&state, text.data(), text.size(), out.data()));
  return out;
}

// Letters and digits in the wrong places: text that somebody labelled base64.
bool looks_like_base64(std::string_view text) {
  std::size_t strange = 0, all = 0;
  for (const char c : text.substr(0, 20000)) {
    if (c == '\r' || c == '\n') continue;
    ++all;
    if (base64_value(c) < 0 && c != '=') ++strange;
  }
  return strange * 20 <= all;
}

}  // namespace

std::string decode_base64(std::string_view text) {
  std::string out;
  out.reserve(text.size() / 4 * 3 + 3);
  std::uint32_t held = 0;
  int letters = 0;
  const auto put = [&](int count) {  // bytes of the quantum
    for (int n = 0; n < count; ++n) out += static_cast<char>((held >> (16 - 8 * n)) & 0xff);
    held = 0;
    letters = 0;
  };
  const auto put_rest = [&] {
    if (letters >= 2) {
      held <<= 6 * (4 - letters);
      put(letters - 1);
    }
    held = 0;
    letters = 0;
  };
  for (const char c : text) {
    const int value = base64_value(c);
    if (c == '=') put_rest();  // some join several padded pieces
    if (value < 0) continue;
    held = held << 6 | static_cast<std::uint32_t>(value);
    if (++letters == 4) put(3);
  }
  put_rest();
  return out;
}

std::string decode_quoted_printable(std::string_view text) {
  return decode_by_gmime(text, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
}

std::string decode_uu(std::string_view lines) {
  std::string out;
  while (!lines.empty()) {
    const auto end = std::min(lines.find('\n'), lines.size());
    std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with("begin ") || line.empty()) continue;
    if (line == "end") break;
    const auto value = [&](std::size_t at) {  // a blank at the end may have been lost
      return at < line.size() ? static_cast<unsigned>(line[at] - ' ') & 0x3f : 0U;
    };
    const unsigned count = value(0);
    for (std::size_t n = 0; n < count; ++n) {
      const std::size_t at = 1 + n / 3 * 4 + n % 3;
      const auto shift = static_cast<unsigned>(2 * (n % 3));
      out += static_cast<char>((value(at) << (2 + shift) | value(at + 1) >> (4 - shift)) & 0xff);
    }
  }
  return out;
}

std::string decode_percent(std::string_view text) { return decode_escapes(text, '%', false); }
std::string decode_q(std::string_view text) { return decode_escapes(text, '=', true); }

std::string decode_transfer(std::string_view bytes, std::string_view encoding, bool& fits) {
  fits = true;
  std::string name = ascii_lower(trim(encoding));
  if (const auto end = name.find_first_of("; \t("); end != std::string::npos) name.resize(end);
  while (!name.empty() && (name.back() == '"' || name.front() == '"'))
    name.erase(name.back() == '"' ? name.size() - 1 : 0, 1);
  if (name == "base64" || name == "b64" || name == "x-base64") {
    if (looks_like_base64(bytes)) return decode_base64(bytes);
    fits = false;
  } else if (name == "quoted-printable" || name == "qp") {
    return decode_quoted_printable(bytes);
  } else if (name == "x-uuencode" || name == "uuencode" || name == "x-uue" || name == "uue") {
    return decode_uu(bytes);
  }
  return std::string(bytes);
}

}  // namespace yakusoku::mime
