#include "adapters/mail_out/doctor.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "adapters/mail_out/addresses.hpp"
#include "adapters/mail_out/doctor_checks.hpp"
#include "base/text.hpp"

namespace yakusoku::mail_out {
namespace {

constexpr std::string_view test_begin = "test.";

bool is_token(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
}

std::string filled(std::string_view words, std::string_view token) {
  constexpr std::string_view place = "{token}";
  std::string out(words);
  for (std::size_t at = out.find(place); at != std::string::npos; at = out.find(place, at + token.size()))
    out.replace(at, place.size(), token);
  return out;
}

void add(std::vector<std::string>& list, const std::string& value) {
  if (std::ranges::find(list, value) == list.end()) list.push_back(value);
}

}  // namespace

std::span<const std::string_view> enum_words(Why) {
  static constexpr std::string_view words[] = {
      "dns_failed",  "mx_there",      "mx_missing",       "mx_refuses",     "mx_elsewhere",  "spf_right",
      "spf_missing", "spf_several",   "spf_lacks_sender", "spf_broken",     "spf_undecided", "spf_no_sender_known",
      "dkim_right",  "dkim_no_key",   "dkim_missing",     "dkim_other_key", "dkim_revoked",  "dkim_testing",
      "dmarc_right", "dmarc_watches", "dmarc_missing",    "dmarc_several",  "dmarc_broken"};
  return words;
}

std::string zone_line(const DnsRecord& record) {
  std::string out = fmt::format("{}. IN {} ", record.name, record.type);
  if (record.type != "TXT") return out + record.value + ".";
  std::string quoted;
  for (std::string_view rest = record.value; !rest.empty();) {
    const std::string_view piece = cut_between_characters(rest, 255);
    quoted += quoted.empty() ? "\"" : " \"";
    for (const char c : piece) quoted += c == '"' || c == '\\' ? fmt::format("\\{}", c) : std::string(1, c);
    quoted += '"';
    rest.remove_prefix(piece.size());
  }
  return out + quoted;
}

Result<std::vector<Finding>> examine(const MailIdentity& identity, const std::string& resolver,
                                     int timeout_milliseconds) {
  Resolver dns = TRY(Resolver::open(resolver, timeout_milliseconds));
  std::vector<Finding> findings;
  std::vector<std::string> seen;
  for (const std::string& each : identity.domains) {
    const std::optional<std::string> domain = wire_domain(each);
    if (!domain || domain->starts_with('[')) return fail(ErrorCode::invalid, each, "no domain");
    if (std::ranges::find(seen, *domain) != seen.end()) continue;
    seen.push_back(*domain);
    findings.push_back(check_mx(dns, identity, *domain));
    findings.push_back(check_spf(dns, identity, *domain));
    findings.push_back(check_dkim(dns, identity, *domain));
    findings.push_back(check_dmarc(dns, identity, *domain));
  }
  return findings;
}

SafeSenders safe_senders(const MailIdentity& identity) {
  SafeSenders advice;
  for (const std::string& each : identity.addresses)
    if (const auto address = wire_address(each)) {
      add(advice.addresses, *address);
      add(advice.domains, std::string(domain_of(*address)));
    }
  for (const std::string& each : identity.domains)
    if (const auto domain = wire_domain(each)) add(advice.domains, *domain);
  for (const std::string& each : identity.sender_hosts) add(advice.hosts, each);
  for (const std::string& each : identity.sender_ips) add(advice.ips, each);
  for (const DkimRecord& each : identity.keys) add(advice.signed_by, each.domain);
  return advice;
}

ports::OutgoingMail test_mail(const ports::MailAddress& from, const ports::MailAddress& to, std::string_view token,
                              std::string_view language, std::string_view subject, std::string_view text,
                              Instant at) {
  ports::OutgoingMail mail;
  mail.stable_id = fmt::format("{}{}", test_begin, token);
  mail.message_id = fmt::format("{}@{}", mail.stable_id, wire_domain(domain_of(from.address)).value_or("invalid"));
  mail.from = from, mail.to = to;
  mail.envelope_from = from.address;  // as a person's mail has it: this is what SPF is asked about
  mail.subject = filled(subject, token), mail.text = filled(text, token);
  mail.language = language;
  mail.auto_submitted = "auto-generated";
  mail.at = at;
  return mail;
}

std::optional<std::string> test_token(std::string_view message_id) {
  const std::string_view local = message_id.substr(0, message_id.find('@'));
  if (!local.starts_with(test_begin) || !is_token(local.substr(test_begin.size()))) return std::nullopt;
  return std::string(local.substr(test_begin.size()));
}

}  // namespace yakusoku::mail_out
