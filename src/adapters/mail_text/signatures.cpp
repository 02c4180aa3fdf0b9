#include <algorithm>
#include <optional>

#include "adapters/mail_text/line_kinds.hpp"
#include "adapters/mail_text/phrases.hpp"
#include "adapters/mail_text/text.hpp"

#include <re2/re2.h>

namespace yakusoku::mail_text {
namespace {

constexpr std::size_t longest_delimited = 40;  // lines below "-- "
constexpr std::size_t longest_dashed = 15;     // lines below "--"
constexpr std::size_t longest_box = 15;

bool is_rule_character(char32_t c) {
  constexpr std::u32string_view rules = U"-=_*+~.#:/\\|^―—–−ー－＝＿＊＋～〜・＃￣…‥◇◆□■○●◎☆★△▲▽▼♪∞｜゜。｡";
  return (c >= 0x2500 && c <= 0x257f) || rules.contains(c);
}

struct Rule {
  bool is = false;
  bool decorated = false;  // more than dashes and equals signs
};

// A line of a box's frame. A frame may hold a name: ┏━━ 山田 ━━┓ is one as well.
Rule rule_of(std::string_view line) {
  std::string_view text = trimmed(line);
  if (text.size() > 400) return {};
  const bool framed = text.starts_with("┏") || text.starts_with("┗") || text.starts_with("┌") ||
                      text.starts_with("└") || text.starts_with("╭") || text.starts_with("╰") ||
                      text.starts_with("╔") || text.starts_with("╚");
  std::size_t width = 0;
  std::size_t others = 0;
  Rule rule;
  while (!text.empty()) {
    const char32_t c = take_character(text);
    if (c == ' ' || c == 0x3000) continue;
    if (!is_rule_character(c)) {
      ++others;
      continue;
    }
    width += c >= 0x1100 ? 2 : 1;
    rule.decorated = rule.decorated || (c >= 0x2010 && c != 0x2015 && c != 0x2500 && c != 0x2501);
  }
  rule.is = width >= 6 && (others == 0 || (framed && others * 2 < width));
  rule.decorated = rule.decorated || framed;
  return rule;
}

struct Contact {
  int all = 0;     // what a line says of how to reach somebody
  int person = 0;  // the same without web addresses
};

Contact contact_in(std::string_view form) {
  static const RE2 phone(R"(\d{2,5}[-)(]\d{1,4}[-)]\d{3,4}|\+\d{1,3}[ -]?\d)");
  const bool url = form.contains("http://") || form.contains("https://") || form.contains("www.");
  const bool number = RE2::PartialMatch(re2::StringPiece(form.data(), form.size()), phone);
  const int person = (has_address(form) ? 1 : 0) + (number || mentions(Phrase::contact, form) ? 1 : 0);
  return {.all = person + (url ? 1 : 0), .person = person};
}

bool is_signature_box(const Lines& lines, std::size_t top, std::size_t end, bool closed) {
  Contact contact;
  bool decorated = false;
  for (std::size_t at = top; at < end; ++at) {
    if (mentions(Phrase::matter, lines.form[at])) return false;
    const Rule rule = rule_of(lines.given[at].text);
    if (rule.is) decorated = decorated || rule.decorated;
    const Contact here = contact_in(lines.form[at]);
    contact.all += here.all;
    contact.person += here.person;
  }
  if (decorated) return contact.all >= 1;
  return closed ? contact.person >= 1 : contact.all >= 2;
}

// The box that ends where the segment ends: where it begins.
std::optional<std::size_t> begin_of_box(const Lines& lines, std::size_t begin, std::size_t end) {
  if (end == begin) return std::nullopt;
  const bool closed = rule_of(lines.given[end - 1].text).is;
  const std::size_t least = end > begin + longest_box ? end - longest_box : begin;
  std::optional<std::size_t> top;
  for (std::size_t at = end - 1; at-- > least;) {
    if (!rule_of(lines.given[at].text).is) continue;
    // Above the first frame line found, another one only if it is near: the name stands between the two.
    if (top && *top - at > 5) break;
    if (top && !is_signature_box(lines, at, end, closed)) break;
    top = at;
  }
  if (!top || !is_signature_box(lines, *top, end, closed)) return std::nullopt;
  return top;
}

std::optional<std::size_t> begin_of_delimited(const Lines& lines, std::size_t begin, std::size_t end) {
  for (std::size_t at = begin; at < end; ++at) {
    const std::string& text = lines.given[at].text;
    if (!text.starts_with("--") || !is_blank(text.substr(2))) continue;
    const bool exact = text == "-- ";
    const std::size_t most = exact ? longest_delimited : longest_dashed;
    std::size_t below = 0;
    for (std::size_t line = at + 1; line < end && below <= most; ++line) {
      below += lines.kinds[line] == Kind::blank ? 0U : 1U;
    }
    if (below <= most) return at;
  }
  return std::nullopt;
}

}  // namespace

void find_signature(Lines& lines, std::size_t begin, std::size_t end) {
  const auto mark = [&](std::size_t from, std::size_t to, Kind kind) {
    for (std::size_t at = from; at < to; ++at) {
      if (lines.kinds[at] == Kind::own) lines.kinds[at] = kind;
    }
  };
  // From the end upwards: a device's line may stand below a signature, or above it.
  constexpr int most_signatures = 3;
  for (int found = 0; found < most_signatures;) {
    while (end > begin && (lines.kinds[end - 1] == Kind::blank || lines.kinds[end - 1] == Kind::signature)) --end;
    if (end == begin) return;
    if (is_client_line(lines.form[end - 1])) {
      mark(end - 1, end, Kind::client);
      --end;
      continue;
    }
    std::optional<std::size_t> from = begin_of_delimited(lines, begin, end);
    if (!from) from = begin_of_box(lines, begin, end);
    if (!from) return;
    mark(*from, end, Kind::signature);
    end = *from;
    ++found;
  }
}

}  // namespace yakusoku::mail_text
