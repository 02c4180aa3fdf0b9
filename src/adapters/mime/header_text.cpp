#include "adapters/mime/header_text.hpp"

#include <algorithm>

#include "adapters/mime/transfer.hpp"
#include "base/text.hpp"

namespace yakusoku::mime {
namespace {

constexpr std::size_t longest_word = 8192;     // RFC 2047 says 75
constexpr std::size_t longest_header = 32768;  // of what people read

struct Word {
  std::string_view charset;
  char encoding = 0;  // B or Q; 0: text between words
  std::string text;
  std::size_t end = 0;
};

// The `?=` that ends a word's text; npos also where the next word begins before it.
std::size_t find_end(std::string_view raw, std::size_t at) {
  for (at = raw.find('?', at); at != std::string_view::npos; at = raw.find('?', at + 1)) {
    if (raw.substr(at + 1).starts_with('=')) return at;
    if (raw[at - 1] == '=') break;
  }
  return std::string_view::npos;
}

// An encoded word at `at`. A last word that was cut off is taken to the end.
bool read_word(std::string_view raw, std::size_t at, Word& word) {
  if (raw.substr(at, 2) != "=?") return false;
  const auto charset_end = raw.find('?', at + 2);
  if (charset_end == std::string_view::npos || charset_end - at > 60 || charset_end + 2 >= raw.size()) return false;
  word.charset = raw.substr(at + 2, charset_end - at - 2);
  if (word.charset.empty() || word.charset.find_first_of(" \t\"<>") != std::string_view::npos) return false;
  const char encoding = raw[charset_end + 1] & ~0x20;
  if ((encoding != 'B' && encoding != 'Q') || raw[charset_end + 2] != '?') return false;
  const std::size_t begin = charset_end + 3;
  std::size_t end = find_end(raw.substr(0, begin + longest_word), begin);
  if (end == std::string_view::npos) {
    const std::string_view rest = raw.substr(begin);
    if (rest.size() > longest_word || rest.find_first_of(" \t\"<>,") != std::string_view::npos) return false;
    end = raw.size();
  }
  word.encoding = encoding;
  word.text = raw.substr(begin, end - begin);
  word.end = std::min(end + 2, raw.size());
  return true;
}

std::vector<Word> cut(std::string_view raw) {
  std::vector<Word> pieces;
  std::size_t from = 0;
  for (std::size_t at = raw.find("=?"); at != std::string_view::npos;) {
    Word word;
    if (!read_word(raw, at, word)) {
      at = raw.find("=?", at + 2);
      continue;
    }
    const std::string_view between = raw.substr(from, at - from);
    const bool after_word = !pieces.empty() && pieces.back().encoding != 0;
    if (!between.empty() && !(after_word && trim(between).empty()))
      pieces.push_back({{}, 0, std::string(between), 0});
    from = word.end;
    at = raw.find("=?", from);
    pieces.push_back(std::move(word));
  }
  if (from < raw.size()) pieces.push_back({{}, 0, std::string(raw.substr(from)), 0});
  return pieces;
}

std::size_t base64_letters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (c | 0x20) >= 'a' || (c >= '0' && c <= '9') || c == '+' || c == '/'; }));
}

// The bytes of the words from `at` that belong together; `at` moves on to the next that does not.
std::string join(const std::vector<Word>& pieces, std::size_t& at) {
  const std::string_view charset = pieces[at].charset;
  std::string bytes, base64;
  const auto put_base64 = [&] {
    bytes += decode_base64(base64);
    base64.clear();
  };
  for (; at < pieces.size() && pieces[at].encoding != 0 && same_word(pieces[at].charset, charset); ++at) {
    const Word& word = pieces[at];
    if (word.encoding == 'Q') {
      put_base64();
      bytes += decode_q(word.text);
      continue;
    }
    base64 += word.text;
    // A base64 text that was cut anywhere, without padding, goes on in the next word.
    if (word.text.contains('=') || base64_letters(base64) % 4 == 0) put_base64();
  }
  put_base64();
  return bytes;
}

}  // namespace

std::string_view field(const std::vector<Field>& fields, std::string_view name) {
  for (const Field& each : fields)
    if (same_word(each.name, name)) return each.raw;
  return {};
}

std::vector<std::string_view> all_fields(const std::vector<Field>& fields, std::string_view name) {
  std::vector<std::string_view> found;
  for (const Field& each : fields)
    if (same_word(each.name, name)) found.push_back(each.raw);
  return found;
}

std::string unfold(std::string_view raw) {
  std::string out;
  out.reserve(raw.size());
  for (const char c : raw) {
    if (c == '\r' || c == '\0') continue;
    if (c == '\n' || c == '\t')
      out += ' ';
    else
      out += c;
  }
  return std::string(trim(out));
}

std::vector<Field> read_fields(std::string_view text, std::size_t* end) {
  std::vector<Field> fields;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t line_end = text.find('\n', at);
    const std::string_view line = text.substr(at, line_end == std::string_view::npos ? line_end : line_end - at);
    if (trim(line).empty()) {
      at = line_end == std::string_view::npos ? text.size() : line_end + 1;
      break;
    }
    const auto colon = line.find(':');
    const bool continued = line.front() == ' ' || line.front() == '\t';
    if (continued && !fields.empty())
      fields.back().raw += line;
    else if (colon != std::string_view::npos && colon > 0)
      fields.push_back({std::string(trim(line.substr(0, colon))), std::string(line.substr(colon + 1))});
    at = line_end == std::string_view::npos ? text.size() : line_end + 1;
  }
  for (Field& each : fields) each.raw = unfold(each.raw);
  if (end) *end = at;
  return fields;
}

std::size_t end_of_word(std::string_view raw, std::size_t at) {
  Word word;
  return read_word(raw, at, word) ? word.end : at;
}

std::size_t end_of_kanji(std::string_view raw, std::size_t at) {
  const std::string_view escape = raw.substr(at, 2);
  if (escape != "\x1b$" && raw.substr(at, 3) != "\x1b(I") return at;
  const auto back = raw.find("\x1b(", at + 3);
  return back == std::string_view::npos ? raw.size() : std::min(back + 3, raw.size());
}

std::string decode_header(std::string_view raw, const CharsetHint& hint) {
  const std::vector<Word> pieces = cut(raw.substr(0, longest_header));
  CharsetHint better = hint;
  if (better.charset.empty()) better.charset = charset_of_words(raw);
  std::string bare, out;  // what stands between the words is judged as one
  for (const Word& each : pieces)
    if (each.encoding == 0) bare += each.text;
  const std::string bare_charset = guess(bare, better).charset;
  for (std::size_t at = 0; at < pieces.size();) {
    if (pieces[at].encoding == 0) {
      out += decode(pieces[at++].text, bare_charset, better).text;
      continue;
    }
    const std::string_view charset = pieces[at].charset;
    const std::string bytes = join(pieces, at);
    out += decode(bytes, charset, hint).text;
  }
  return clean_line(out);
}

std::string charset_of_words(std::string_view raw) {
  for (std::size_t at = raw.find("=?"); at != std::string_view::npos; at = raw.find("=?", at + 2)) {
    Word word;
    if (read_word(raw, at, word)) return ascii_lower(word.charset);
  }
  return {};
}

}  // namespace yakusoku::mime
