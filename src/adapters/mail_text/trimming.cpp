#include "adapters/mail_text/trimming.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "adapters/mail_text/line_kinds.hpp"
#include "adapters/mail_text/text.hpp"

namespace yakusoku::mail_text {
namespace {

constexpr std::size_t most_folded_text = 1024 * 1024;

bool is_old(Kind kind) { return kind == Kind::quote || kind == Kind::attribution || kind == Kind::history; }

// Between quotes, each stretch of the writer's own may end in a signature.
void find_signatures(Lines& lines) {
  for (std::size_t begin = 0; begin < lines.size();) {
    std::size_t end = begin;
    while (end < lines.size() && !is_old(lines.kinds[end])) ++end;
    find_signature(lines, begin, end);
    begin = end;
    while (begin < lines.size() && is_old(lines.kinds[begin])) ++begin;
  }
}

struct Own {
  std::size_t first = 0;
  std::size_t last = 0;
};

std::optional<Own> own_lines(const Lines& lines) {
  const auto first = std::ranges::find(lines.kinds, Kind::own);
  if (first == lines.kinds.end()) return std::nullopt;
  const auto last = std::find(lines.kinds.rbegin(), lines.kinds.rend(), Kind::own);
  return Own{static_cast<std::size_t>(first - lines.kinds.begin()),
             static_cast<std::size_t>(lines.kinds.rend() - last) - 1};
}

// For each line whether it stays in the reply.
std::vector<bool> what_stays(const Lines& lines) {
  std::vector<bool> stays(lines.size(), false);
  const auto any_old = [&](std::size_t begin, std::size_t end) {
    return std::any_of(lines.kinds.begin() + static_cast<std::ptrdiff_t>(begin),
                       lines.kinds.begin() + static_cast<std::ptrdiff_t>(end), is_old);
  };
  const auto own = own_lines(lines);
  if (!own) {
    // Nothing of his own: a forwarded mail, an answer typed inside the quote or inside the signature.
    const auto has = [&](Kind kind) { return std::ranges::find(lines.kinds, kind) != lines.kinds.end(); };
    const bool only_signature = has(Kind::signature) && has(Kind::quote) && !has(Kind::history);
    for (std::size_t at = 0; at < lines.size(); ++at) {
      const Kind kind = lines.kinds[at];
      stays[at] = only_signature ? kind == Kind::signature : kind != Kind::client;
    }
    return stays;
  }
  const bool quotes_above = any_old(0, own->first);
  const bool quotes_between = any_old(own->first, own->last);
  const bool quotes_below = std::any_of(lines.kinds.begin() + static_cast<std::ptrdiff_t>(own->last),
                                        lines.kinds.end(), [](Kind kind) { return kind == Kind::quote; });
  const bool below_the_quote = quotes_above && !quotes_between && !quotes_below;
  const bool inline_answers = quotes_between || (quotes_above && quotes_below);
  const std::size_t begin = inline_answers ? 0 : own->first;
  for (std::size_t at = begin; at <= own->last; ++at) {
    const Kind kind = lines.kinds[at];
    const bool added = kind == Kind::client || kind == Kind::signature;
    stays[at] = !added || (inline_answers && at > own->first);
  }
  if (!below_the_quote && !inline_answers) {
    // A signature above the first own line is the writer's card before his words: it goes where signatures go.
    for (std::size_t at = 0; at < own->first; ++at) stays[at] = lines.kinds[at] == Kind::blank;
  }
  return stays;
}

// The lines joined, without blank ones at the ends.
std::string joined_lines(const Lines& lines, const std::vector<bool>& stays, bool wanted) {
  std::string out;
  std::size_t blank = 0;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    if (stays[at] != wanted) continue;
    const std::string_view text = lines.given[at].text;
    if (is_blank(text)) {
      ++blank;
      continue;
    }
    if (!out.empty()) out.append(blank + 1, '\n');
    blank = 0;
    out += text;
  }
  return out;
}

}  // namespace

Said trim(const std::vector<Line>& given) {
  Lines lines = read_lines(given);
  find_history(lines);
  find_attributions(lines);
  find_signatures(lines);
  const std::vector<bool> stays = what_stays(lines);
  return {.reply = joined_lines(lines, stays, true), .folded = joined_lines(lines, stays, false)};
}

Said reply_of_text(std::string_view text) {
  const std::string clean = clean_text(text);
  std::size_t cut = clean.size();
  if (cut > most_folded_text) {
    cut = clean.rfind('\n', most_folded_text);
    cut = cut == std::string::npos ? 0 : cut + 1;
  }
  std::vector<Line> lines;
  for (const std::string_view line : lines_of(std::string_view(clean).substr(0, cut))) {
    lines.push_back({std::string(line), Mark::none});
  }
  Said said = trim(lines);
  if (cut < clean.size()) {
    if (!said.reply.empty()) said.reply += '\n';
    said.reply += std::string_view(clean).substr(cut);
    while (said.reply.ends_with('\n')) said.reply.pop_back();
  }
  return said;
}

}  // namespace yakusoku::mail_text
