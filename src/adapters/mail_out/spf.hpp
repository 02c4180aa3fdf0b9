// Whether a domain's SPF record (RFC 7208) lets an address send, as a receiving server would find out: ip4, ip6, a, mx,
// include, redirect and all, ten lookups at most. What needs a sender's mail (macros, exists, ptr) is `unknown`.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mail_out/dns.hpp"

namespace yakusoku::mail_out {

enum class Spf { pass, fails, broken, unknown };  // broken: receivers see a permanent error

// Whom it asks: a Resolver, or a test's answers.
struct SpfLookup {
  std::function<DnsAnswer(const std::string&)> txt, mx, addresses;
};

// The records that claim to be SPF: one is right.
std::vector<std::string> spf_records(const std::vector<std::string>& texts);
Spf spf_allows(const SpfLookup& lookup, const std::string& domain, std::string_view record, std::string_view address);

// The record to publish instead: with these mechanisms ("ip4:192.0.2.1") before all others; several records as one.
std::string spf_with(const std::vector<std::string>& records, const std::vector<std::string>& mechanisms);

}  // namespace yakusoku::mail_out
