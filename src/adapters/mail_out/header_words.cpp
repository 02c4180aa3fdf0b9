#include "adapters/mail_out/header_words.hpp"

#include <fmt/format.h>
#include <gmime/gmime.h>

#include <algorithm>

#include "adapters/mail_out/addresses.hpp"
#include "base/text.hpp"

namespace yakusoku::mail_out {
namespace {

constexpr std::size_t line_width = 76;    // RFC 2047 section 2
constexpr std::size_t most_value = 4000;  // of a subject or a name, in bytes
constexpr std::size_t most_name = 255;    // of a file
constexpr std::size_t most_ids = 20, most_id_bytes = 900, longest_id = 400;
constexpr std::string_view word_begin = "=?UTF-8?B?", word_end = "?=";

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
}

std::string base64(std::string_view bytes) {
  gchar* encoded = g_base64_encode(reinterpret_cast<const guchar*>(bytes.data()), bytes.size());
  std::string out = encoded;
  g_free(encoded);
  return out;
}

// Encoded words of at most 75 columns, cut between characters, a folded line each; the first fits behind `column`.
std::string encoded_words(std::string_view text, std::size_t column) {
  std::string out;
  while (!text.empty()) {
    const std::size_t frame = word_begin.size() + word_end.size();
    const std::size_t room = line_width > column + frame ? line_width - column - frame : 0;
    std::string_view piece = cut_between_characters(text, std::min<std::size_t>(room, 63) / 4 * 3);
    if (piece.empty()) {  // not even a character fits behind what stands there
      out += "\r\n ", column = 1;
      continue;
    }
    text.remove_prefix(piece.size());
    out += fmt::format("{}{}{}", word_begin, base64(piece), word_end);
    if (!text.empty()) out += "\r\n ", column = 1;
  }
  return out;
}

// ASCII words as they are, a new line wherever the next one would not fit.
std::string folded(std::string_view text, std::size_t column) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' ', 1), text.size());
    if (text.front() == ' ' && column + end > line_width && column > 1) out += "\r\n", column = 0;
    out += text.substr(0, end), column += end;
    text.remove_prefix(end);
  }
  return out;
}

bool wants_encoding(std::string_view word) {
  return !is_ascii(word) || word.find("=?") != std::string_view::npos || word.size() > 200;
}

struct Run {
  std::size_t from, to;  // the bytes from the first word that wants encoding to the last
};

Run run_to_encode(std::string_view text) {
  if (text.starts_with(' ') || text.ends_with(' ') || text.find("  ") != std::string_view::npos)
    return {0, text.size()};
  Run run{text.size(), 0};
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = std::min(text.find(' ', from), text.size());
    if (wants_encoding(text.substr(from, to - from))) run.from = std::min(run.from, from), run.to = to;
    from = to + 1;
  }
  return run;
}

std::size_t last_column(std::string_view text) {
  const std::size_t line = text.rfind('\n');
  return line == std::string_view::npos ? text.size() : text.size() - line - 1;
}

bool is_atoms(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view(" !#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
  });
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string phrase(std::string_view name, std::size_t column) {
  const bool encoded = wants_encoding(name) || name.size() > 60 || name.starts_with(' ') || name.ends_with(' ');
  if (encoded) return encoded_words(name, column);
  return is_atoms(name) && name.find("  ") == std::string_view::npos ? std::string(name) : quoted(name);
}

// RFC 2231: attribute-char stands for itself.
std::string percent(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       std::string_view("-._~").find(c) != std::string_view::npos;
    if (plain)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::string file_name(std::string_view value) {
  return std::string(cut_between_characters(one_line(value), most_name));
}

std::string bare_id(std::string_view id) {
  if (id.starts_with('<')) id.remove_prefix(1);
  if (id.ends_with('>')) id.remove_suffix(1);
  const bool fine =
      !id.empty() && id.size() <= longest_id && is_ascii(id) && id.find_first_of(" <>") == std::string_view::npos;
  return fine ? std::string(id) : std::string();
}

}  // namespace

std::string text_field(std::string_view name, std::string_view value) {
  const std::string whole = one_line(value);
  const std::string_view text = cut_between_characters(whole, most_value);
  const Run run = run_to_encode(text);
  std::string out = fmt::format("{}: ", name);
  if (run.from >= run.to) return out + folded(text, out.size()) + "\r\n";
  if (run.from > 0) {
    out += folded(text.substr(0, run.from - 1), out.size());
    out += last_column(out) + 30 > line_width ? "\r\n " : " ";  // the one blank before the first encoded word
  }
  out += encoded_words(text.substr(run.from, run.to - run.from), last_column(out));
  return out + folded(text.substr(run.to), last_column(out)) + "\r\n";
}

std::string address_field(std::string_view name, const ports::MailAddress& value) {
  const std::optional<std::string> address = wire_address(value.address);
  if (!address) return {};
  const std::string display(cut_between_characters(one_line(value.name), most_value));
  std::string out = fmt::format("{}: ", name);
  if (display.empty()) return out + *address + "\r\n";
  out += phrase(display, out.size());
  const bool fits = last_column(out) + address->size() + 3 <= line_width;
  return out + (fits ? " <" : "\r\n <") + *address + ">\r\n";
}

std::string ids_field(std::string_view name, const std::vector<std::string>& ids) {
  std::string list;
  for (const std::string& each : ids)
    if (const std::string id = bare_id(each); !id.empty())
      list += fmt::format("{}<{}>", list.empty() ? " " : "\r\n ", id);
  return list.empty() ? std::string() : fmt::format("{}:{}\r\n", name, list);
}

std::string token_field(std::string_view name, std::string_view value) {
  if (value.empty() || value.size() > 900 || !is_ascii(value)) return {};
  return fmt::format("{}: {}\r\n", name, value);
}

std::string parameter(std::string_view name, std::string_view value) {
  const std::string text = file_name(value);
  if (is_ascii(text) && text.size() <= 60) return fmt::format(";\r\n\t{}={}", name, quoted(text));
  std::vector<std::string> pieces;
  for (std::string_view rest = text; !rest.empty();) {
    std::size_t most = 50;
    while (most > 4 && percent(cut_between_characters(rest, most)).size() > 50) --most;
    const std::string_view piece = cut_between_characters(rest, most);
    pieces.push_back(percent(piece));
    rest.remove_prefix(piece.size());
  }
  if (pieces.size() == 1) return fmt::format(";\r\n\t{}*=UTF-8''{}", name, pieces[0]);
  std::string out;
  for (std::size_t i = 0; i < pieces.size(); ++i)
    out += fmt::format(";\r\n\t{}*{}*={}{}", name, i, i == 0 ? "UTF-8''" : "", pieces[i]);
  return out;
}

std::string old_parameter(std::string_view name, std::string_view value) {
  const std::string text = file_name(value);
  const std::string start = fmt::format("\t{}=\"", name);
  if (is_ascii(text)) return fmt::format(";\r\n\t{}={}", name, quoted(text));
  return fmt::format(";\r\n{}{}\"", start, encoded_words(text, start.size() + 1));
}

std::vector<std::string> chain(const std::vector<std::string>& references, std::string_view last) {
  std::vector<std::string> ids;
  const auto add = [&](std::string_view each) {
    const std::string id = bare_id(each);
    if (!id.empty() && std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
  };
  for (const std::string& each : references)
    if (bare_id(each) != bare_id(last)) add(each);
  add(last);
  if (ids.empty()) return ids;
  const auto cost = [](const std::string& id) { return id.size() + 5; };  // <, >, line end and blank
  std::size_t bytes = cost(ids.front()), from = ids.size();
  while (from > 1 && ids.size() - from + 2 <= most_ids && bytes + cost(ids[from - 1]) <= most_id_bytes)
    bytes += cost(ids[--from]);
  ids.erase(ids.begin() + 1, ids.begin() + static_cast<std::ptrdiff_t>(from));
  return ids;
}

}  // namespace yakusoku::mail_out
