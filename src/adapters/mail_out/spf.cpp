#include "adapters/mail_out/spf.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "adapters/mail_out/addresses.hpp"
#include "base/text.hpp"

namespace yakusoku::mail_out {
namespace {

constexpr int most_lookups = 10;  // RFC 7208 section 4.6.4

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> all;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) all.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return all;
}

struct Address {
  std::size_t size = 0;  // 4 or 16 bytes
  std::array<unsigned char, 16> bytes{};
};

std::optional<Address> address_of(std::string_view text) {
  const std::string copy(text);
  Address address;
  if (inet_pton(AF_INET, copy.c_str(), address.bytes.data()) == 1) return address.size = 4, address;
  if (inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1) return address.size = 16, address;
  return std::nullopt;
}

bool same_net(const Address& a, const Address& b, std::size_t bits) {
  if (a.size != b.size) return false;
  for (std::size_t i = 0; i < std::min(bits, a.size * 8); ++i)
    if (((a.bytes[i / 8] ^ b.bytes[i / 8]) >> (7 - i % 8) & 1) != 0) return false;
  return true;
}

std::optional<std::size_t> number(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && value <= 128 ? std::optional(value)
                                                                                  : std::nullopt;
}

// "a:mail.vendor.example/24//64" taken apart.
struct Mechanism {
  char qualifier = '+';
  std::string name, value;
  std::optional<std::size_t> bits4, bits6;
  bool broken = false;
};

Mechanism mechanism_of(std::string_view term) {
  Mechanism found;
  if (!term.empty() && std::string_view("+-~?").find(term[0]) != std::string_view::npos)
    found.qualifier = term[0], term.remove_prefix(1);
  const std::size_t end = std::min(term.find_first_of(":/"), term.size());
  found.name = ascii_lower(term.substr(0, end));
  term.remove_prefix(end);
  if (term.starts_with(':')) {
    const std::size_t slash = std::min(term.find('/'), term.size());
    found.value = ascii_lower(term.substr(1, slash - 1));
    if (found.name == "ip6" || found.name == "ip4") {
      if (slash < term.size())
        found.bits4 = found.bits6 = number(term.substr(slash + 1)), found.broken = !found.bits4;
      return found;
    }
    term.remove_prefix(slash);
  }
  if (const std::size_t six = term.find("//"); six != std::string_view::npos) {
    found.bits6 = number(term.substr(six + 2)), found.broken = !found.bits6;
    term = term.substr(0, six);
  }
  if (term.starts_with('/')) found.bits4 = number(term.substr(1)), found.broken = found.broken || !found.bits4;
  return found;
}

class Evaluation {
 public:
  Evaluation(const SpfLookup& lookup, const Address& address) : lookup_(lookup), address_(address) {}

  Spf of_record(const std::string& domain, std::string_view record) {
    std::string redirect;
    for (const std::string& term : words(record.substr(std::min<std::size_t>(6, record.size())))) {
      const std::size_t equals = term.find('='), mark = term.find_first_of(":/");
      if (equals != std::string::npos && equals < mark) {
        if (ascii_lower(term.substr(0, equals)) == "redirect") redirect = term.substr(equals + 1);
        continue;
      }
      const Mechanism mechanism = mechanism_of(term);
      const Spf matched = matches(domain, mechanism);
      if (matched == Spf::pass) return mechanism.qualifier == '+' ? Spf::pass : Spf::fails;
      if (matched != Spf::fails) return matched;
    }
    return redirect.empty() ? Spf::fails : of_domain(redirect);
  }

 private:
  // Here `pass` says that the mechanism matches, whatever that means for the mail.
  Spf matches(const std::string& domain, const Mechanism& mechanism) {
    if (mechanism.broken) return Spf::broken;
    if (mechanism.name == "all") return Spf::pass;
    if (mechanism.name == "ip4" || mechanism.name == "ip6") {
      const std::optional<Address> net = address_of(mechanism.value);
      if (!net || net->size != (mechanism.name == "ip4" ? 4U : 16U)) return Spf::broken;
      return same_net(*net, address_, mechanism.bits4.value_or(128)) ? Spf::pass : Spf::fails;
    }
    if (mechanism.value.find('%') != std::string::npos || mechanism.name == "exists" || mechanism.name == "ptr")
      return Spf::unknown;
    if (mechanism.name == "include") return of_domain(mechanism.value);
    const std::string& target = mechanism.value.empty() ? domain : mechanism.value;
    if (mechanism.name == "a") return ++lookups_ > most_lookups ? Spf::broken : of_host(target, mechanism);
    return mechanism.name == "mx" ? of_mx(target, mechanism) : Spf::broken;
  }

  Spf of_domain(const std::string& domain) {
    if (domain.find('%') != std::string::npos) return Spf::unknown;
    if (domain.empty() || ++lookups_ > most_lookups) return Spf::broken;
    const DnsAnswer answer = lookup_.txt(domain);
    if (answer.state == DnsAnswer::State::failed) return Spf::unknown;
    const std::vector<std::string> records = spf_records(answer.values);
    return records.size() == 1 ? of_record(domain, records[0]) : Spf::broken;
  }

  Spf of_mx(const std::string& domain, const Mechanism& mechanism) {
    if (++lookups_ > most_lookups) return Spf::broken;
    const DnsAnswer answer = lookup_.mx(domain);
    if (answer.state == DnsAnswer::State::failed) return Spf::unknown;
    Spf result = Spf::fails;
    for (const std::string& each : answer.values) {
      const Spf one = of_host(each.substr(each.find(' ') + 1), mechanism);
      if (one == Spf::pass) return one;
      if (one != Spf::fails) result = one;
    }
    return result;
  }

  Spf of_host(const std::string& host, const Mechanism& mechanism) {
    const DnsAnswer answer = lookup_.addresses(host);
    if (answer.state == DnsAnswer::State::failed) return Spf::unknown;
    const std::size_t bits = (address_.size == 4 ? mechanism.bits4 : mechanism.bits6).value_or(128);
    const bool found = std::ranges::any_of(answer.values, [&](const std::string& each) {
      const std::optional<Address> one = address_of(each);
      return one && same_net(*one, address_, bits);
    });
    return found ? Spf::pass : Spf::fails;
  }

  const SpfLookup& lookup_;
  const Address& address_;
  int lookups_ = 0;
};

}  // namespace

std::vector<std::string> spf_records(const std::vector<std::string>& texts) {
  std::vector<std::string> found;
  for (const std::string& each : texts)
    if (const std::string begin = ascii_lower(each.substr(0, 7)); begin == "v=spf1" || begin == "v=spf1 ")
      found.push_back(each);
  return found;
}

Spf spf_allows(const SpfLookup& lookup, const std::string& domain, std::string_view record,
               std::string_view address) {
  const std::optional<Address> parsed = address_of(address);
  return parsed ? Evaluation(lookup, *parsed).of_record(domain, record) : Spf::unknown;
}

std::string spf_with(const std::vector<std::string>& records, const std::vector<std::string>& mechanisms) {
  std::vector<std::string> terms = mechanisms;
  std::string end;
  for (const std::string& record : records)
    for (const std::string& term : words(std::string_view(record).substr(std::min<std::size_t>(6, record.size())))) {
      const std::string small = ascii_lower(term);
      const bool last = mechanism_of(term).name == "all" || small.starts_with("redirect=");
      if (last && end.empty()) end = term;
      if (!last && std::ranges::find(terms, term) == terms.end()) terms.push_back(term);
    }
  return fmt::format("v=spf1 {}{}{}", fmt::join(terms, " "), terms.empty() ? "" : " ", end.empty() ? "~all" : end);
}

}  // namespace yakusoku::mail_out
