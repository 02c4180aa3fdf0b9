#include "adapters/mime/repair.hpp"

#include <algorithm>
#include <vector>

#include "adapters/mime/body.hpp"
#include "adapters/mime/charsets.hpp"

namespace yakusoku::mime {
namespace {

constexpr std::size_t head_repaired = 64 * 1024;
constexpr std::size_t word_reach = 1000;
constexpr std::size_t endless_words = 50;  // in one run of lines; a header of ours, or of anybody honest, has none

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  std::string out;
  std::size_t at = 0;
  for (auto found = text.find(from); found != std::string::npos; found = text.find(from, at)) {
    out.append(text, at, found - at);
    out += to;
    at = found + from.size();
  }
  out.append(text, at);
  text = std::move(out);
}

// Where words begin (`=?charset?Q?`) that do not end within reach, if a run of lines without a blank one has many.
std::vector<std::size_t> find_endless_words(std::string_view source) {
  std::vector<std::size_t> found, in_run;
  std::size_t run_end = 0;
  for (auto at = source.find("=?"); at != std::string_view::npos; at = source.find("=?", at + 2)) {
    const auto mark = source.find('?', at + 2);
    if (mark == std::string_view::npos) break;
    const std::string_view rest = source.substr(mark + 1, word_reach);
    if (rest.size() < 2 || rest[1] != '?' || !std::string_view("bBqQ").contains(rest[0])) continue;
    // Enough of them in one run, and nobody looks for ends any more: the looking itself would cost as much as GMime's.
    const bool enough_here = at < run_end && in_run.size() > endless_words;
    if (!enough_here && rest.find("?=", 2) != std::string_view::npos) continue;
    if (at >= run_end) {
      if (in_run.size() > endless_words) found.insert(found.end(), in_run.begin(), in_run.end());
      in_run.clear();
      run_end = std::min({source.find("\n\n", at), source.find("\n\r\n", at), source.size()});
    }
    in_run.push_back(at);
  }
  if (in_run.size() > endless_words) found.insert(found.end(), in_run.begin(), in_run.end());
  return found;
}

}  // namespace

std::string_view without_prelude(std::string_view source) {
  if (source.starts_with("\xef\xbb\xbf")) source.remove_prefix(3);
  while (!source.empty() && trim(source.substr(0, 1)).empty()) source.remove_prefix(1);
  const std::string_view line = source.substr(0, source.find('\n'));
  if ((line.starts_with("From ") || line.starts_with(">From ")) && line.size() < source.size())
    source.remove_prefix(line.size() + 1);
  return source;
}

std::optional<std::string> repaired(std::string_view source, ports::ReadMail& mail) {
  const std::string_view head = source.substr(0, head_repaired);
  const bool bare = !source.contains('\n') && source.contains('\r');
  const bool doubled = head.contains("\r\r\n");
  const bool nul = head.contains('\0');
  const std::vector<std::size_t> endless = find_endless_words(source);
  if (source.contains('\0')) add_note(mail, "nul_bytes");
  if (bare) add_note(mail, "bare_cr");
  if (!endless.empty()) add_note(mail, "bad_header");
  if (!bare && !doubled && !nul && endless.empty()) return std::nullopt;
  std::string fixed(source);
  for (const std::size_t at : endless) fixed[at + 1] = ' ';
  if (nul) std::erase(fixed, '\0');
  if (doubled) replace_all(fixed, "\r\r\n", "\r\n");
  if (bare) std::ranges::replace(fixed, '\r', '\n');
  return fixed;
}

}  // namespace yakusoku::mime
