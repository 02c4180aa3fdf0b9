#include "adapters/mime/japanese.hpp"

#include "adapters/mime/charsets.hpp"
#include "adapters/mime/icu.hpp"

namespace yakusoku::mime {
namespace {

enum class Set { ascii, katakana, kanji, supplement };

// The set that an escape sequence at `at` announces, and its length; 0 where there is none.
std::size_t read_escape(std::string_view bytes, std::size_t at, Set& set) {
  const std::string_view rest = bytes.substr(at + 1, 3);
  if (rest.starts_with("$(D")) return set = Set::supplement, 4;
  for (const std::string_view kanji : {"$(@", "$(B", "$(O", "$(Q", "$(P"})
    if (rest.starts_with(kanji)) return set = Set::kanji, 4;
  if (rest.starts_with("$@") || rest.starts_with("$B")) return set = Set::kanji, 3;
  if (rest.starts_with("(I")) return set = Set::katakana, 3;
  if (rest.starts_with("(B") || rest.starts_with("(J") || rest.starts_with("(H")) return set = Set::ascii, 3;
  if (rest.starts_with("&@")) return 3;  // announces the 1990 edition, changes nothing by itself
  return 0;
}

// JIS X 0208 row and cell (7 bits each) as cp932.
void put_shift_jis(std::string& to, unsigned row, unsigned cell) {
  const unsigned lead = (row - 0x21) / 2 + (row < 0x5f ? 0x81 : 0xc1);
  const unsigned trail = row % 2 ? cell + (cell < 0x60 ? 0x1f : 0x20) : cell + 0x7e;
  to += static_cast<char>(lead);
  to += static_cast<char>(trail);
}

class EscapeReader {
 public:
  explicit EscapeReader(std::string_view bytes) : bytes_(bytes) {}

  std::string read() {
    while (at_ < bytes_.size()) step();
    flush();
    return std::move(out_);
  }

 private:
  void step() {
    const auto byte = static_cast<unsigned char>(bytes_[at_]);
    if (byte == 0x1b) {
      if (const std::size_t length = read_escape(bytes_, at_, set_)) {
        at_ += length;
        return;
      }
    }
    if (byte == '\n' || byte == '\r') set_ = Set::ascii, shifted_ = false;
    if (byte == 0x0e || byte == 0x0f) {
      shifted_ = byte == 0x0e;
      ++at_;
      return;
    }
    if (byte < 0x21 || byte == 0x7f || byte >= 0x80) return put_plain();
    if (shifted_ || set_ == Set::katakana) {
      held_ += byte <= 0x5f ? static_cast<char>(byte + 0x80) : static_cast<char>(byte);
      ++at_;
      return;
    }
    if (set_ == Set::ascii) return put_plain();
    const auto second = at_ + 1 < bytes_.size() ? static_cast<unsigned char>(bytes_[at_ + 1]) : 0U;
    if (second < 0x21 || second > 0x7e) {  // half a character
      held_ += '?';
      ++at_;
      return;
    }
    if (set_ == Set::kanji)
      put_shift_jis(held_, byte, second);
    else
      put_supplement(byte, second);
    at_ += 2;
  }

  void put_plain() { held_ += bytes_[at_++]; }

  void put_supplement(unsigned row, unsigned cell) {
    flush();
    const char euc[] = {static_cast<char>(0x8f), static_cast<char>(row | 0x80), static_cast<char>(cell | 0x80)};
    out_ += icu_to_utf8("EUC-JP", {euc, 3}).value_or("\xef\xbf\xbd");
  }

  void flush() {
    if (is_ascii(held_))
      out_ += held_;
    else
      out_ += icu_to_utf8("windows-932", held_).value_or(held_);
    held_.clear();
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  Set set_ = Set::ascii;
  bool shifted_ = false;
  std::string held_, out_;
};

}  // namespace

bool has_japanese_escape(std::string_view bytes) {
  for (std::size_t at = bytes.find('\x1b'); at != std::string_view::npos; at = bytes.find('\x1b', at + 1)) {
    Set set = Set::ascii;
    if (read_escape(bytes, at, set) > 0 && set != Set::ascii) return true;
  }
  return false;
}

std::string decode_iso_2022_jp(std::string_view bytes) { return EscapeReader(bytes).read(); }

}  // namespace yakusoku::mime
