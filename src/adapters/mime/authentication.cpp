#include "adapters/mime/authentication.hpp"

#include <algorithm>
#include <span>

#include "adapters/mime/addresses.hpp"
#include "adapters/mime/charsets.hpp"
#include "base/text.hpp"

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
    auto to = std::min(text.find_first_of(blanks, from), text.size());
    // Nothing stands behind the sign but the next property: the null sender.
    const std::string_view value = text.substr(from, to - from);
    if (from > sign + 1 && value.substr(0, value.find('=')).contains('.') && value.contains('=')) to = from;
    const auto last_word = name.find_last_of(blanks);
    pairs.emplace_back(ascii_lower(last_word == std::string_view::npos ? name : name.substr(last_word + 1)),
                       std::string(text.substr(from, to - from)));
    at = to;
  }
  return pairs;
}

// Which property says whose domain a method looked at: what another property of the line says was not proven by it.
std::span<const std::string_view> properties_of(std::string_view method) {
  static constexpr std::string_view spf[] = {"smtp.mailfrom", "smtp.mail", "smtp.helo"};
  static constexpr std::string_view dkim[] = {"header.d", "header.i"};
  static constexpr std::string_view dmarc[] = {"header.from"};
  static constexpr std::string_view others[] = {"header.d", "header.from", "smtp.mailfrom", "smtp.auth", "smtp.helo"};
  if (method == "spf") return spf;
  if (method == "dkim") return dkim;
  if (method == "dmarc") return dmarc;
  return others;
}

std::string domain_among(const std::vector<std::pair<std::string, std::string>>& pairs, std::string_view method) {
  for (const std::string_view name : properties_of(method)) {
    const auto found = std::ranges::find(pairs, name, &std::pair<std::string, std::string>::first);
    if (found == pairs.end() || found->second.empty()) continue;
    const std::string_view domain = domain_of(found->second);
    return ascii_lower(domain.empty() ? found->second : domain);
  }
  return {};
}

// Without comments and what stands in <>, lower-case, up to the date: a HELO or recipient may say anything there.
std::string clauses_of(std::string_view raw) {
  std::string out;
  int depth = 0, brackets = 0;
  for (const char c : raw) {
    if (c == '(') ++depth;
    if (c == '<') ++brackets;
    if (depth == 0 && brackets == 0) {
      if (c == ';') break;
      out += c == '\t' ? ' ' : c;
    }
    if (c == ')' && depth > 0) --depth;
    if (c == '>' && brackets > 0) --brackets;
  }
  return ascii_lower(out);
}

// No other computer than this one handed it over: all addresses that the server saw are the loopback's.
bool from_loopback(std::string_view from) {
  bool loopback = false;
  std::string word;
  const auto outside = [&] {
    const bool digits = word.find_first_not_of("0123456789.") == std::string::npos;
    const bool address = (digits && std::ranges::count(word, '.') == 3) || std::ranges::count(word, ':') >= 2;
    const bool local = word == "127.0.0.1" || word == "::1" || word == "ipv6:::1";
    word.clear();
    loopback = loopback || local;
    return address && !local;
  };
  for (const char c : from) {
    const bool part = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '.' || c == ':';
    if (part)
      word += c;
    else if (outside())
      return false;
  }
  return !outside() && loopback;
}

// Handed on within one house: made on the spot (no `from`), by LMTP, by a pipe, or from this very computer.
bool within_the_house(std::string_view received) {
  const std::string all = ascii_lower(trim(received));
  if (!all.starts_with("from ")) return true;
  const std::string clauses = clauses_of(received);
  if (const auto with = clauses.rfind(" with "); with != std::string::npos) {
    const std::string_view protocol = std::string_view(clauses).substr(with + 6);
    if (protocol.starts_with("lmtp") || protocol.starts_with("local")) return true;
  }
  return from_loopback(std::string_view(all).substr(0, all.rfind(" by ")));
}

bool by_the_author(std::string_view name) {
  static constexpr std::string_view names[] = {"From", "To", "Subject", "Date", "Message-ID"};
  return std::ranges::any_of(names, [&](std::string_view each) { return same_word(name, each); });
}

}  // namespace

std::vector<ports::AuthenticationResult> top_authentication(const std::vector<Field>& fields, bool& others) {
  std::vector<ports::AuthenticationResult> results;
  bool entered = false;  // below the line of the server that took the mail from outside
  bool over = false;     // below what it added
  others = false;
  for (const Field& each : fields) {
    if (same_word(each.name, "Received")) {
      over = over || entered;
      entered = entered || !within_the_house(each.raw);
    } else if (entered && by_the_author(each.name)) {
      over = true;
    } else if (same_word(each.name, "Authentication-Results")) {
      std::vector<ports::AuthenticationResult> found = read_authentication(each.raw);
      if (over) {
        others = others || !found.empty();
      } else {
        std::ranges::move(found, std::back_inserter(results));
      }
    }
  }
  return results;
}

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
    results.push_back({clean_line(ascii_lower(server)), clean_line(method),
                       clean_line(ascii_lower(pairs.front().second)), clean_line(domain_among(pairs, method))});
  }
  return results;
}

}  // namespace yakusoku::mime
