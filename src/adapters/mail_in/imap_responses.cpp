#include "adapters/mail_in/imap_responses.hpp"

#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace yakusoku::mail_in {
namespace {

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

template <class Number>
std::optional<Number> number_of(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool starts_with_word(std::string_view line, std::string_view word) {
  return line.size() >= word.size() && same_word(line.substr(0, word.size()), word);
}

// Walks over the items of one FETCH response.
class Cursor {
 public:
  explicit Cursor(Response& response) : response_(response), rest_(response.line) {}

  bool at_end() const { return rest_.empty(); }
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void blanks() {
    while (take(' ')) {
    }
  }
  // "UID", "BODY[HEADER.FIELDS (SUBJECT)]<0>": a name may hold brackets with blanks in them.
  std::string_view name() {
    std::size_t end = 0;
    int depth = 0;
    for (; end < rest_.size(); ++end) {
      const char c = rest_[end];
      if (c == '[') ++depth;
      if (c == ']') --depth;
      if (depth <= 0 && (c == ' ' || c == ')' || c == '(')) break;
    }
    return cut(end);
  }
  // A value that is an atom, a quoted string or a literal; nothing for NIL and for lists, which are passed over.
  std::optional<Literal> value() {
    if (rest_.empty()) return std::nullopt;
    if (rest_.front() == literal_mark) {
      rest_.remove_prefix(1);
      if (next_literal_ >= response_.literals.size()) return std::nullopt;
      return std::move(response_.literals[next_literal_++]);
    }
    if (rest_.front() == '"') {
      std::string text = quoted();
      const std::uint64_t size = text.size();
      return Literal{std::move(text), size};
    }
    if (rest_.front() == '(') {
      pass_list();
      return std::nullopt;
    }
    const std::string_view atom = cut(std::min(rest_.find_first_of(" ()"), rest_.size()));
    if (same_word(atom, "NIL")) return std::nullopt;
    return Literal{std::string(atom), atom.size()};
  }

 private:
  std::string_view cut(std::size_t length) {
    const std::string_view head = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return head;
  }
  std::string quoted() {
    std::string text;
    rest_.remove_prefix(1);
    while (!rest_.empty() && rest_.front() != '"') {
      if (rest_.front() == '\\' && rest_.size() > 1) rest_.remove_prefix(1);
      text += rest_.front();
      rest_.remove_prefix(1);
    }
    if (!take('"')) text.clear();  // it has no end
    return text;
  }
  void pass_list() {
    int depth = 0;
    while (!rest_.empty()) {
      const char c = rest_.front();
      if (c == '"') {
        quoted();
        continue;
      }
      if (c == literal_mark) ++next_literal_;
      if (c == '(') ++depth;
      if (c == ')') --depth;
      rest_.remove_prefix(1);
      if (depth == 0) return;
    }
  }

  Response& response_;
  std::string_view rest_;
  std::size_t next_literal_ = 0;
};

bool opens_fetch(std::string_view line, std::size_t& items_at) {
  if (!line.starts_with("* ")) return false;
  const std::size_t blank = line.find(' ', 2);
  if (blank == std::string_view::npos || !number_of<std::uint32_t>(line.substr(2, blank - 2))) return false;
  if (!starts_with_word(line.substr(blank + 1), "FETCH (")) return false;
  items_at = blank + 1 + std::string_view("FETCH (").size();
  return true;
}

}  // namespace

bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return upper(x) == upper(y); });
}

std::optional<Fetched> read_fetch(Response& response) {
  std::size_t items_at = 0;
  if (!opens_fetch(response.line, items_at)) return std::nullopt;
  Cursor cursor(response);
  for (std::size_t i = 0; i < items_at; ++i) cursor.take(response.line[i]);
  Fetched fetched;
  for (cursor.blanks(); !cursor.at_end() && !cursor.take(')'); cursor.blanks()) {
    const std::string_view name = cursor.name();
    if (name.empty()) return std::nullopt;
    cursor.blanks();
    std::optional<Literal> value = cursor.value();
    if (!value) continue;
    if (same_word(name, "UID")) fetched.uid = number_of<std::uint32_t>(value->bytes).value_or(0);
    if (same_word(name, "RFC822.SIZE")) fetched.size = number_of<std::uint64_t>(value->bytes);
    if (same_word(name, "INTERNALDATE")) fetched.at = read_internal_date(value->bytes);
    if (same_word(name, "BODY[]") || same_word(name, "BODY[HEADER]")) fetched.body = std::move(value);
  }
  if (fetched.uid == 0) return std::nullopt;
  return fetched;
}

std::optional<std::vector<std::uint32_t>> read_search(std::string_view line) {
  constexpr std::string_view head = "* SEARCH";
  if (!starts_with_word(line, head)) return std::nullopt;
  line.remove_prefix(head.size());
  std::vector<std::uint32_t> uids;
  while (!line.empty()) {
    if (line.front() == ' ') {
      line.remove_prefix(1);
      continue;
    }
    const std::size_t end = std::min(line.find(' '), line.size());
    if (const auto uid = number_of<std::uint32_t>(line.substr(0, end)); uid && *uid > 0) uids.push_back(*uid);
    line.remove_prefix(end);
  }
  return uids;
}

std::optional<std::uint32_t> read_uid_validity(std::string_view line) {
  constexpr std::string_view head = "* OK [UIDVALIDITY ";
  if (!starts_with_word(line, head)) return std::nullopt;
  line.remove_prefix(head.size());
  return number_of<std::uint32_t>(line.substr(0, line.find(']')));
}

std::optional<std::vector<std::string>> read_capabilities(std::string_view line) {
  constexpr std::string_view head = "* CAPABILITY ";
  if (!starts_with_word(line, head)) return std::nullopt;
  std::vector<std::string> words(1);
  for (const char c : line.substr(head.size())) {
    if (c == ' ')
      words.emplace_back();
    else
      words.back() += upper(c);
  }
  return words;
}

bool is_exists(std::string_view line) {
  if (!line.starts_with("* ")) return false;
  line.remove_prefix(2);
  const std::size_t blank = line.find(' ');
  return blank != std::string_view::npos && number_of<std::uint32_t>(line.substr(0, blank)) &&
         same_word(line.substr(blank + 1), "EXISTS");
}

std::optional<Instant> read_internal_date(std::string_view text) {
  std::string padded(text);
  if (padded.size() == 25) padded.insert(0, 1, '0');  // some servers leave the blank out
  if (padded.size() != 26) return std::nullopt;
  if (padded.front() == ' ') padded.front() = '0';
  const std::string_view whole = padded;
  static constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const auto part = [&](std::size_t from, std::size_t length) { return number_of<int>(whole.substr(from, length)); };
  const std::size_t month = months.find(whole.substr(3, 3));
  const auto day = part(0, 2), year = part(7, 4), hour = part(12, 2), minute = part(15, 2), second = part(18, 2);
  const auto zone_hour = part(22, 2), zone_minute = part(24, 2);
  if (month == std::string_view::npos || month % 3 != 0 || !day || !year || !hour || !minute || !second || !zone_hour ||
      !zone_minute || (whole[21] != '+' && whole[21] != '-'))
    return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(month / 3 + 1)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  const std::int64_t days_since = std::chrono::sys_days(date).time_since_epoch().count();
  const std::int64_t offset = (*zone_hour * 60 + *zone_minute) * 60 * (whole[21] == '-' ? -1 : 1);
  return Instant{days_since * 86400 + *hour * 3600 + *minute * 60 + *second - offset};
}

std::optional<std::uint64_t> literal_size(std::string_view line) {
  if (!line.ends_with('}')) return std::nullopt;
  const std::size_t open = line.rfind('{');
  if (open == std::string_view::npos) return std::nullopt;
  std::string_view digits = line.substr(open + 1, line.size() - open - 2);
  if (digits.ends_with('+')) digits.remove_suffix(1);
  return number_of<std::uint64_t>(digits);
}

std::string uid_set(const std::vector<std::uint32_t>& uids) {
  std::string set;
  for (std::size_t from = 0; from < uids.size();) {
    std::size_t to = from;
    while (to + 1 < uids.size() && uids[to + 1] == uids[to] + 1) ++to;
    if (!set.empty()) set += ',';
    set += std::to_string(uids[from]);
    if (to > from) set += ':' + std::to_string(uids[to]);
    from = to + 1;
  }
  return set;
}

namespace {

// RFC 3501 section 5.1.3: UTF-16 in base64 with ',' for '/', between & and -.
std::string shifted(const std::u16string& run) {
  static constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";
  std::string text = "&";
  std::uint32_t bits = 0;
  int held = 0;
  for (const char16_t unit : run) {
    bits = (bits << 16) | unit;
    for (held += 16; held >= 6; held -= 6) text += digits[(bits >> (held - 6)) & 63u];
  }
  if (held > 0) text += digits[(bits << (6 - held)) & 63u];
  return text + "-";
}

}  // namespace

std::string folder_on_wire(std::string_view name) {
  const icu::UnicodeString units = icu::UnicodeString::fromUTF8(
      icu::StringPiece(name.data(), static_cast<std::int32_t>(std::min<std::size_t>(name.size(), 1000))));
  std::string wire = "\"";
  std::u16string run;
  for (std::int32_t i = 0; i <= units.length(); ++i) {
    const char16_t unit = i < units.length() ? units[i] : u'\0';
    const bool plain = i == units.length() || (unit >= 0x20 && unit <= 0x7e);
    if (!plain) {
      run += unit;
      continue;
    }
    if (!run.empty()) wire += shifted(run);
    run.clear();
    if (i == units.length()) break;
    if (unit == u'"' || unit == u'\\') wire += '\\';
    wire += static_cast<char>(unit);
    if (unit == u'&') wire += '-';
  }
  return wire + "\"";
}

}  // namespace yakusoku::mail_in
