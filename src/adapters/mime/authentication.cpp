#include "adapters/mime/authentication.hpp"

#include <algorithm>

#include "adapters/mime/addresses.hpp"
#include "adapters/mime/charsets.hpp"

namespace yakusoku::mime {
namespace {

constexpr std::size_t most_results = 100;

// Comments become a blank, quotes go, a `;` within quotes is none: \x01 stands for it.
std::string without_comments(std::string_view raw) {
  std::string out;
  int depth = 0;
  bool quoted = false;
  for (std::size_t at = 0; at < raw.size(); ++at) {
    const char c = raw[at];
    if (c == '\\' && at + 1 < raw.size()) {
      if (depth == 0) out += raw[at + 1];
      ++at;
    } else if (c == '"' && depth == 0) {
      quoted = !quoted;
    } else if (c == '(' && !quoted) {
      if (depth++ == 0) out += ' ';
    } else if (c == ')' && !quoted && depth > 0) {
      --depth;
    } else if (depth == 0) {
      out += quoted && (c == ';' || c == ' ' || c == '=') ? '\x01' : c;
    }
  }
  return out;
}

// `name = value` with blanks anywhere around the sign, one after the other.
std::vector<std::pair<std::string, std::string>> read_pairs(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> pairs;
  constexpr std::string_view blanks = " \t\r\n";
  for (std::size_t at = 0; at < text.size();) {
    const auto sign = text.find('=', at);
    if (sign == std::string_view::npos) break;
    const std::string_view name = trim(text.substr(at, sign - at));
    const auto from = std::min(text.find_first_not_of(blanks, sign + 1), text.size());
    const auto to = std::min(text.find_first_of(blanks, from), text.size());
    const auto last_word = name.find_last_of(blanks);
    pairs.emplace_back(lower(last_word == std::string_view::npos ? name : name.substr(last_word + 1)),
                       std::string(text.substr(from, to - from)));
    at = to;
  }
  return pairs;
}

std::string domain_among(const std::vector<std::pair<std::string, std::string>>& pairs) {
  static constexpr std::string_view names[] = {"header.d",  "header.from", "smtp.mailfrom", "header.i",
                                               "smtp.mail", "smtp.auth",   "smtp.helo"};
  for (const std::string_view name : names) {
    const auto found = std::ranges::find(pairs, name, &std::pair<std::string, std::string>::first);
    if (found == pairs.end() || found->second.empty()) continue;
    const std::string_view domain = domain_of(found->second);
    return lower(domain.empty() ? found->second : domain);
  }
  return {};
}

}  // namespace

std::vector<ports::AuthenticationResult> read_authentication(std::string_view raw) {
  std::vector<ports::AuthenticationResult> results;
  const std::string text = without_comments(raw);
  std::string_view rest = text;
  const auto next = [&] {
    const auto end = std::min(rest.find(';'), rest.size());
    const std::string_view piece = trim(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return piece;
  };
  std::string_view server = next();
  server = server.substr(0, server.find_first_of(" \t"));  // a version may follow
  if (server.empty() || server.contains('=')) return {};   // no server says this: nobody's word
  while (!rest.empty() && results.size() < most_results) {
    const auto pairs = read_pairs(next());
    if (pairs.empty()) continue;
    std::string method = pairs.front().first;
    if (const auto version = method.find('/'); version != std::string::npos) method.resize(version);
    results.push_back({clean_line(lower(server)), clean_line(method), clean_line(lower(pairs.front().second)),
                       clean_line(domain_among(pairs))});
  }
  return results;
}

}  // namespace yakusoku::mime
