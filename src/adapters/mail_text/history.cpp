#include <algorithm>
#include <array>
#include <optional>

#include "adapters/mail_text/line_kinds.hpp"
#include "adapters/mail_text/phrases.hpp"
#include "adapters/mail_text/text.hpp"

namespace yakusoku::mail_text {
namespace {

constexpr std::size_t longest_form = 600;
constexpr std::size_t longest_attribution = 500;

bool begins_with_quote_mark(std::string_view line) {
  const std::string_view text = trimmed(line.substr(0, 200));
  return text.starts_with('>') || text.starts_with("＞");
}

bool is_blank_quote(std::string_view line) { return line.find_first_not_of("> \t") == std::string_view::npos; }

std::size_t skip_blank(const Lines& lines, std::size_t at, std::size_t most) {
  const std::size_t end = std::min(lines.size(), at + most);
  while (at < end && lines.kinds[at] == Kind::blank) ++at;
  return at;
}

bool is_underline(std::string_view form) {
  return form.size() >= 20 && form.find_first_not_of('_') == std::string_view::npos;
}

// The lines "From: … Sent: … To: … Subject: …" that begin at `begin`, long ones wrapped: their end, or nothing where
// they are not what a client writes above an older message.
std::optional<std::size_t> end_of_headers(const Lines& lines, std::size_t begin, bool below_separator) {
  std::array<bool, 5> seen{};
  std::size_t kinds = 0;
  bool address = false;
  std::size_t end = begin;
  std::size_t wrapped = 0;
  for (std::size_t at = begin; at < lines.size() && at < begin + 40; ++at) {
    if (lines.kinds[at] == Kind::blank) {
      // Clients that make each header a paragraph leave blank lines between them.
      if (at + 1 < lines.size() && header_kind(lines.form[at + 1])) continue;
      break;
    }
    if (lines.kinds[at] != Kind::own) break;
    const auto kind = header_kind(lines.form[at]);
    if (!kind && (at == begin || ++wrapped > 3)) break;
    if (kind) {
      wrapped = 0;
      const auto index = static_cast<std::size_t>(*kind) - static_cast<std::size_t>(Phrase::header_from);
      if (!seen[index]) ++kinds;
      seen[index] = true;
      if (*kind == Phrase::header_from) address = has_address(lines.form[at]) || lines.form[at].contains("mailto:");
    }
    end = at + 1;
  }
  const bool from = seen[0];
  const bool date = seen[1];
  const bool to = seen[2];
  const bool subject = seen[3];
  if (below_separator && kinds >= 2 && (from || date)) return end;
  if (kinds >= 3 && from && (subject || (date && to && address))) return end;
  return std::nullopt;
}

// What begins an older message at `at`: its heading's end, or nothing.
std::optional<std::size_t> end_of_heading(const Lines& lines, std::size_t at) {
  const std::string& form = lines.form[at];
  const bool separator = is_separator(form);
  if (separator || is_forward_heading(form) || is_underline(form)) {
    const std::size_t next = skip_blank(lines, at + 1, 3);
    const bool quote = next < lines.size() && lines.kinds[next] == Kind::quote;
    if (next < lines.size() && lines.kinds[next] == Kind::own) {
      if (const auto end = end_of_headers(lines, next, !is_underline(form))) return end;
    }
    if (separator || (quote && !is_underline(form))) return at + 1;
    return std::nullopt;
  }
  return header_kind(form) ? end_of_headers(lines, at, false) : std::nullopt;
}

bool is_attribution(std::string_view form) {
  if (form.empty() || form.size() > longest_attribution) return false;
  const bool colon = form.ends_with(':');
  if (has_verb_of_attribution(form)) return colon || ends_with_verb_of_attribution(form);
  if (!colon || !has_date(form)) return false;
  // Gmail in Japanese and Russian writes no verb: date, name, address.
  return has_address(form) || form.starts_with("20");
}

// Where the attribution that ends in line `last` begins; nothing where there is none.
std::optional<std::size_t> begin_of_attribution(const Lines& lines, std::size_t last) {
  if (lines.kinds[last] != Kind::own) return std::nullopt;
  std::string text = lines.form[last];
  const auto takes_line_above = [&](std::size_t at) {
    return at > 0 && lines.kinds[at - 1] == Kind::own && lines.form[at - 1].size() <= 200 &&
           !lines.form[at - 1].empty();
  };
  if (is_attribution(text) && (has_date(text) || opens_attribution(text))) {
    // "On Fri, 5 Jan 2024 10:00, a very long name" may stand above an address that looks like a date itself.
    if (opens_attribution(text) || !takes_line_above(last) || !opens_attribution(lines.form[last - 1]) ||
        !has_date(lines.form[last - 1])) {
      return last;
    }
  }
  std::size_t at = last;
  for (int more = 0; more < 2 && takes_line_above(at); ++more) {
    --at;
    const std::string& above = lines.form[at];
    const bool ends_a_sentence = above.ends_with('.') || above.ends_with("。") || above.ends_with('!');
    text.insert(0, above + " ");
    const bool paragraph = at == 0 || lines.kinds[at - 1] != Kind::own;
    const bool begins = opens_attribution(above) || (above[0] >= '0' && above[0] <= '9') || has_address(above) ||
                        (paragraph && has_date(above));
    if (begins && !ends_a_sentence && has_date(text) && is_attribution(text)) return at;
  }
  if (is_attribution(lines.form[last])) return last;
  return std::nullopt;
}

// Yahoo's plain part: a whole attribution, and below it the older message, every line set in by a blank.
bool is_above_indented(const Lines& lines, std::size_t at) {
  const std::string& form = lines.form[at];
  if (!is_attribution(form) || !has_verb_of_attribution(form) || !has_date(form) || !has_address(form)) return false;
  std::size_t checked = 0;
  for (std::size_t below = at + 1; below < lines.size() && checked < 5; ++below) {
    if (lines.kinds[below] == Kind::blank) continue;
    if (lines.kinds[below] != Kind::own || !lines.given[below].text.starts_with(' ')) return false;
    ++checked;
  }
  return checked > 0;
}

// The rest of a quoted line that some server broke off: "> a long line that was too" / "long".
bool is_broken_off(const Lines& lines, std::size_t at) {
  if (at == 0 || at + 1 >= lines.size() || lines.kinds[at] != Kind::own) return false;
  if (lines.kinds[at - 1] != Kind::quote || lines.kinds[at + 1] != Kind::quote) return false;
  const std::string_view line = lines.given[at].text;
  const char first = line.front();
  return line.size() <= 30 && first >= 'a' && first <= 'z' && columns(lines.given[at - 1].text) >= 66;
}

}  // namespace

Lines read_lines(const std::vector<Line>& given) {
  Lines lines{given, {}, {}};
  lines.form.reserve(given.size());
  lines.kinds.reserve(given.size());
  for (const Line& line : given) {
    lines.form.push_back(line.text.size() <= longest_form ? matching_form(line.text) : "");
    Kind kind = Kind::own;
    if (is_blank(line.text)) {
      kind = Kind::blank;
    } else if (line.mark == Mark::quote || begins_with_quote_mark(line.text)) {
      kind = Kind::quote;
    } else if (line.mark == Mark::signature) {
      kind = Kind::signature;
    }
    lines.kinds.push_back(kind);
  }
  for (std::size_t at = 0; at < lines.size(); ++at) {
    if (is_broken_off(lines, at)) lines.kinds[at] = Kind::quote;
  }
  return lines;
}

void find_history(Lines& lines) {
  const auto all_is_history_from = [&](std::size_t begin) {
    std::fill(lines.kinds.begin() + static_cast<std::ptrdiff_t>(begin), lines.kinds.end(), Kind::history);
  };
  for (std::size_t at = 0; at < lines.size(); ++at) {
    if (lines.given[at].mark == Mark::history) return all_is_history_from(at);
    if (lines.kinds[at] != Kind::own) continue;
    if (is_above_indented(lines, at)) return all_is_history_from(at);
    const auto end = end_of_heading(lines, at);
    if (!end) continue;
    // Headers above a quote belong to it; what is not marked as a quote has no end.
    const std::size_t next = skip_blank(lines, *end, 4);
    if (next >= lines.size() || lines.kinds[next] != Kind::quote || is_forward_heading(lines.form[at])) {
      return all_is_history_from(at);
    }
    for (; at < *end; ++at) {
      if (lines.kinds[at] == Kind::own) lines.kinds[at] = Kind::attribution;
    }
    --at;
  }
}

void find_attributions(Lines& lines) {
  for (std::size_t at = 0; at < lines.size(); ++at) {
    if (lines.kinds[at] == Kind::own && lines.given[at].mark == Mark::attribution)
      lines.kinds[at] = Kind::attribution;
  }
  for (std::size_t at = 1; at < lines.size(); ++at) {
    const bool begins = lines.kinds[at] == Kind::quote && lines.kinds[at - 1] != Kind::quote;
    if (!begins) continue;
    std::size_t above = at - 1;
    while (above > 0 && at - above <= 3 && lines.kinds[above] == Kind::blank) --above;
    if (const auto begin = begin_of_attribution(lines, above)) {
      std::fill(lines.kinds.begin() + static_cast<std::ptrdiff_t>(*begin),
                lines.kinds.begin() + static_cast<std::ptrdiff_t>(above) + 1, Kind::attribution);
      continue;
    }
    // "It says:" and what it says: the writer's own citation.
    const bool lead_in = lines.kinds[above] == Kind::own && lines.form[above].ends_with(':') &&
                         lines.given[at].mark != Mark::quote && !has_address(lines.form[above]);
    if (!lead_in) continue;
    for (std::size_t cited = at; cited < lines.size() && lines.kinds[cited] == Kind::quote; ++cited) {
      if (!is_blank_quote(lines.given[cited].text)) lines.kinds[cited] = Kind::own;
    }
  }
}

}  // namespace yakusoku::mail_text
