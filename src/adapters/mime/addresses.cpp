#include "adapters/mime/addresses.hpp"

#include <algorithm>

#include "adapters/mime/header_text.hpp"
#include "base/text.hpp"

namespace yakusoku::mime {
namespace {

constexpr std::size_t most_addresses = 1000;
constexpr std::size_t most_ids = 500;

struct Entry {
  std::string phrase;  // still in the writer's bytes
  std::string comment;
  std::string angle;
  bool has_angle = false;
};

class AddressReader {
 public:
  AddressReader(std::string_view raw, const CharsetHint& hint, int depth) : raw_(raw), hint_(hint), depth_(depth) {}

  std::vector<ports::MailAddress> read() {
    while (at_ < raw_.size() && found_.size() < most_addresses) step();
    finish();
    return std::move(found_);
  }

 private:
  void step() {
    const char c = raw_[at_];
    if (const std::size_t end = c == '\x1b' ? end_of_kanji(raw_, at_)
                                : c == '='  ? end_of_word(raw_, at_)
                                            : at_;
        end > at_) {
      entry_.phrase += raw_.substr(at_, end - at_);
      at_ = end;
      return;
    }
    switch (c) {
      case '"': return read_quoted();
      case '(': return read_comment();
      case '<': return read_angle();
      case ',':
      case ';': ++at_; return finish();
      case ':':
        ++at_;
        if (!entry_.phrase.contains('@') && !entry_.has_angle) entry_ = {};  // the name of a group
        return;
      default: entry_.phrase += c; ++at_;
    }
  }

  void read_quoted() {
    std::size_t end = at_ + 1;
    std::string text;
    while (end < raw_.size() && raw_[end] != '"') {
      if (const std::size_t kanji = end_of_kanji(raw_, end); kanji > end) {
        text += raw_.substr(end, kanji - end);
        end = kanji;
        continue;
      }
      // The second byte of a Shift_JIS letter may look like a backslash.
      const bool after_high = !text.empty() && static_cast<unsigned char>(text.back()) >= 0x80;
      if (raw_[end] == '\\' && !after_high && end + 1 < raw_.size()) ++end;
      text += raw_[end++];
    }
    if (end >= raw_.size()) {  // an opening quote without a closing one is a letter like others
      entry_.phrase += ' ';
      ++at_;
      return;
    }
    const bool local = raw_.substr(end + 1).starts_with('@');
    entry_.phrase += local ? '"' + text + '"' : text;
    at_ = end + 1;
  }

  void read_comment() {
    int depth = 0;
    std::string text;
    for (; at_ < raw_.size(); ++at_) {
      const char c = raw_[at_];
      if (c == '\\' && at_ + 1 < raw_.size()) {
        text += raw_[++at_];
        continue;
      }
      if (c == '(' && depth++ == 0) continue;
      if (c == ')' && --depth == 0) break;
      text += c;
    }
    ++at_;
    entry_.comment = text;
    entry_.phrase += ' ';
  }

  void read_angle() {
    std::size_t end = at_ + 1;
    bool quoted = false;
    for (; end < raw_.size() && (quoted || raw_[end] != '>'); ++end)
      if (raw_[end] == '"') quoted = !quoted && raw_.find('"', end + 1) != std::string_view::npos;
    entry_.angle = raw_.substr(at_ + 1, std::min(end, raw_.size()) - at_ - 1);
    entry_.has_angle = true;
    at_ = end + 1;
    while (at_ < raw_.size() && raw_[at_] == '>') ++at_;
  }

  void finish() {
    Entry entry = std::move(entry_);
    entry_ = {};
    if (entry.has_angle) return finish_angle(entry);
    const std::string phrase(trim(entry.phrase));
    if (phrase.empty()) return;
    if (phrase.contains("=?") && depth_ == 0) {
      const std::string decoded = decode_header(phrase, hint_);
      if (decoded.contains('@')) {  // somebody encoded the whole header
        for (auto& each : AddressReader(decoded, hint_, 1).read()) found_.push_back(std::move(each));
        return;
      }
    }
    if (!phrase.contains('@')) {
      prefix_ += (prefix_.empty() ? "" : ", ") + phrase;
      if (found_.empty() && at_ >= raw_.size() && !phrase.contains(' ') && is_ascii(phrase) && !phrase.contains("=?"))
        found_.push_back({decode_header(entry.comment, hint_), bare_address(phrase)});
      return;
    }
    const auto sign = phrase.rfind('@');
    auto from = phrase.front() == '"' ? 0 : phrase.find_last_of(" \t", sign);
    from = from == std::string::npos ? 0 : from;
    const auto to = std::min(phrase.find_first_of(" \t", sign), phrase.size());
    ports::MailAddress address{decode_header(entry.comment, hint_), bare_address(phrase.substr(from, to - from))};
    if (address.name.empty()) address.name = decode_header(phrase.substr(0, from), hint_);
    prefix_.clear();
    if (!address.address.empty()) found_.push_back(std::move(address));
  }

  void finish_angle(const Entry& entry) {
    std::string phrase(trim(entry.phrase));
    if (!prefix_.empty()) phrase = prefix_ + ", " + phrase;  // a comma that nobody quoted
    prefix_.clear();
    ports::MailAddress address{decode_header(phrase, hint_), bare_address(entry.angle)};
    if (address.name.size() > 1 && address.name.front() == '\'' && address.name.back() == '\'')
      address.name = address.name.substr(1, address.name.size() - 2);  // Outlook's 'name'
    if (address.name.empty()) address.name = decode_header(entry.comment, hint_);
    if (!address.address.empty()) found_.push_back(std::move(address));
  }

  std::string_view raw_;
  const CharsetHint& hint_;
  int depth_;
  std::size_t at_ = 0;
  Entry entry_;
  std::string prefix_;
  std::vector<ports::MailAddress> found_;
};

}  // namespace

std::string_view local_part(std::string_view address) { return address.substr(0, address.rfind('@')); }

std::string_view domain_of(std::string_view address) {
  const auto sign = address.rfind('@');
  return sign == std::string_view::npos ? std::string_view() : address.substr(sign + 1);
}

std::string bare_address(std::string_view written) {
  std::string text;
  bool quoted = false;
  for (const char c : guess(written, {}).text) {
    if (c == '"') quoted = !quoted;
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f || (!quoted && (c == ' ' || c == '<' || c == '>')))
      continue;
    text += c;
  }
  if (text.starts_with('@'))  // an old route: @a,@b:real@address
    if (const auto colon = text.find(':'); colon != std::string::npos) text.erase(0, colon + 1);
  if (text.size() > 7 && same_word(std::string_view(text).substr(0, 7), "mailto:")) text.erase(0, 7);
  while (!text.empty() && (text.back() == '.' || text.back() == ',' || text.back() == ';')) text.pop_back();
  if (text.size() > 500) return {};
  const auto sign = text.rfind('@');
  if (sign == std::string::npos) return text;
  if (sign == 0 || sign + 1 == text.size()) return {};
  return text.substr(0, sign + 1) + ascii_lower(text.substr(sign + 1));
}

std::vector<ports::MailAddress> read_addresses(std::string_view raw, const CharsetHint& hint) {
  return AddressReader(raw, hint, 0).read();
}

std::vector<std::string> read_message_ids(std::string_view raw) {
  std::vector<std::string> ids;
  const auto add = [&](std::string_view written) {
    std::string id;
    for (const char c : written)
      if (static_cast<unsigned char>(c) > 0x20 && c != 0x7f) id += c;
    if (!id.empty() && id.size() < 1000 && is_utf8(id)) ids.push_back(std::move(id));
  };
  for (std::size_t at = raw.find('<'); at != std::string_view::npos; at = raw.find('<', at + 1)) {
    const auto end = raw.find('>', at);
    if (end == std::string_view::npos) break;
    add(raw.substr(at + 1, end - at - 1));
    at = end;
  }
  if (ids.empty()) {
    for (std::size_t at = 0; at < raw.size();) {
      const auto end = std::min(raw.find_first_of(" \t,", at), raw.size());
      const std::string_view word = raw.substr(at, end - at);
      if (word.contains('@'))
        add(word.substr(word.find_first_not_of('<') == word.npos ? 0 : word.find_first_not_of('<')));
      at = end + 1;
    }
  }
  // The ends of a chain say most: where it began and what it answers.
  if (ids.size() > most_ids) ids.erase(ids.begin() + 1, ids.end() - static_cast<std::ptrdiff_t>(most_ids - 1));
  return ids;
}

}  // namespace yakusoku::mime
