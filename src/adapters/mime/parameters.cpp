#include "adapters/mime/parameters.hpp"

#include <algorithm>
#include <map>

#include "adapters/mime/header_text.hpp"
#include "adapters/mime/transfer.hpp"
#include "base/text.hpp"

namespace yakusoku::mime {
namespace {

constexpr std::size_t most_parameters = 200;

// Up to the next `;` that is no part of a quoted text, an encoded word or a Japanese letter. Quotes are taken away.
std::string read_value(std::string_view raw, std::size_t& at) {
  while (at < raw.size() && raw[at] == ' ') ++at;
  std::string value;
  const bool quoted = at < raw.size() && raw[at] == '"';
  if (quoted) ++at;
  while (at < raw.size()) {
    const char c = raw[at];
    if (const std::size_t end = c == '\x1b' ? end_of_kanji(raw, at)
                                : c == '='  ? end_of_word(raw, at)
                                            : at;
        end > at) {
      value += raw.substr(at, end - at);
      at = end;
      continue;
    }
    // The second byte of a Shift_JIS letter may look like a backslash.
    const bool after_high = !value.empty() && static_cast<unsigned char>(value.back()) >= 0x80;
    if (quoted && c == '\\' && !after_high && at + 1 < raw.size() && (raw[at + 1] == '"' || raw[at + 1] == '\\')) {
      value += raw[at + 1];
      at += 2;
      continue;
    }
    if (quoted && c == '"') break;
    if (!quoted && c == ';') break;
    value += c;
    ++at;
  }
  at = std::min(raw.find(';', at), raw.size());
  if (!quoted) {
    if (const auto comment = value.find(" ("); comment != std::string::npos && value.ends_with(')'))
      value.resize(comment);
    return std::string(trim(value));
  }
  return value;
}

struct ParameterPiece {
  std::string value;
  bool encoded = false;
};

// charset'language'%XX… of an encoded piece; without the quotes it is all text.
std::string_view take_charset(std::string_view& value) {
  const auto first = value.find('\'');
  if (first == std::string_view::npos || first > 40) return {};
  const auto second = value.find('\'', first + 1);
  if (second == std::string_view::npos || second - first > 20) return {};
  const std::string_view charset = value.substr(0, first);
  if (charset.find_first_of("% ") != std::string_view::npos) return {};
  value.remove_prefix(second + 1);
  return charset;
}

std::string join(const std::map<int, ParameterPiece>& pieces, const CharsetHint& hint) {
  if (std::ranges::none_of(pieces, [](const auto& each) { return each.second.encoded; })) {
    std::string whole;
    for (const auto& [number, piece] : pieces) whole += piece.value;
    return decode_header(whole, hint);
  }
  std::string out, bytes, escaped, charset;
  const auto unescape = [&] {  // at once: some cut inside an escape
    bytes += decode_percent(escaped);
    escaped.clear();
  };
  const auto flush = [&] {
    unescape();
    out += decode(bytes, charset, hint).text;
    bytes.clear();
  };
  for (const auto& [number, piece] : pieces) {
    std::string_view value = piece.value;
    if (!piece.encoded) {
      unescape();
      bytes += value;
      continue;
    }
    if (const std::string_view own = take_charset(value); !own.empty() && !same_word(own, charset)) {
      flush();
      charset = ascii_lower(own);
    }
    escaped += value;
  }
  flush();
  return clean_line(out);
}

// What mailers write that have heard of RFC 2231 but not of its star, and browsers' habits.
std::string read_plain(std::string_view value, const CharsetHint& hint) {
  std::string_view rest = value;
  if (const std::string_view charset = take_charset(rest); !charset.empty() && rest.contains('%')) {
    const Decoded decoded = decode(decode_percent(rest), charset, hint);
    if (decoded.known) return clean_line(decoded.text);
  }
  if (value.contains('%') && is_ascii(value)) {
    const std::string bytes = decode_percent(value);
    if (!is_ascii(bytes) && is_utf8(bytes)) return clean_line(bytes);
  }
  return decode_header(value, hint);
}

// filename*1* -> filename, 1, encoded
std::string base_name(std::string_view name, int& number, bool& encoded, bool& starred) {
  starred = name.contains('*');
  encoded = name.ends_with('*');
  if (encoded) name.remove_suffix(1);
  number = 0;
  if (const auto star = name.find('*'); star != std::string_view::npos) {
    for (const char c : name.substr(star + 1))
      if (c >= '0' && c <= '9' && number < 10000) number = number * 10 + (c - '0');
    name = name.substr(0, star);
  }
  return std::string(name);
}

}  // namespace

std::string_view Parameters::get(std::string_view name) const {
  for (const auto& [each, text] : list)
    if (each == name) return text;
  return {};
}

Parameters read_parameters(std::string_view raw, const CharsetHint& hint) {
  Parameters parameters;
  std::size_t at = std::min(raw.find(';'), raw.size());
  std::string_view value = trim(raw.substr(0, at));
  if (const auto blank = value.find_first_of(" \t("); blank != std::string_view::npos) value = value.substr(0, blank);
  parameters.value = ascii_lower(value);
  std::vector<std::pair<std::string, std::map<int, ParameterPiece>>> starred;
  std::size_t count = 0;
  while (at < raw.size() && ++count < most_parameters) {
    while (at < raw.size() && (raw[at] == ';' || raw[at] == ' ')) ++at;
    const auto sign = raw.find_first_of("=;", at);
    if (sign == std::string_view::npos) break;
    if (raw[sign] == ';') {
      at = sign;
      continue;
    }
    const std::string name = ascii_lower(trim(raw.substr(at, sign - at)));
    at = sign + 1;
    std::string text = read_value(raw, at);
    int number = 0;
    bool encoded = false, with_star = false;
    const std::string base = base_name(name, number, encoded, with_star);
    if (!with_star) {
      if (parameters.get(base).empty()) parameters.list.emplace_back(base, read_plain(text, hint));
      continue;
    }
    auto place = std::ranges::find(starred, base, &std::pair<std::string, std::map<int, ParameterPiece>>::first);
    if (place == starred.end()) place = starred.insert(starred.end(), {base, {}});
    place->second.emplace(number, ParameterPiece{std::move(text), encoded});
  }
  for (const auto& [name, pieces] : starred)  // the star says more than the fallback beside it
    parameters.list.insert(parameters.list.begin(), {name, join(pieces, hint)});
  return parameters;
}

}  // namespace yakusoku::mime
