#include "adapters/mail_out/doctor_checks.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "adapters/mail_out/addresses.hpp"
#include "adapters/mail_out/spf.hpp"
#include "base/text.hpp"

namespace yakusoku::mail_out {
namespace {

using State = DnsAnswer::State;

// "v=DKIM1; k=rsa; p=AB CD" -> tags by name, blanks taken out; nothing where it is no such list.
std::map<std::string, std::string> tags_of(std::string_view record) {
  std::map<std::string, std::string> tags;
  while (!record.empty()) {
    const std::size_t end = std::min(record.find(';'), record.size());
    std::string tag;
    for (const char c : record.substr(0, end))
      if (c != ' ' && c != '\t' && c != '\r' && c != '\n') tag += c;
    if (const std::size_t equals = tag.find('='); equals != std::string::npos)
      tags.emplace(ascii_lower(tag.substr(0, equals)), tag.substr(equals + 1));
    record.remove_prefix(std::min(end + 1, record.size()));
  }
  return tags;
}

Finding begin(const std::string& domain, Check check, const std::string& at, const DnsAnswer& answer) {
  Finding finding;
  finding.domain = domain, finding.check = check, finding.at = at, finding.found = answer.values;
  return finding;
}

Finding& say(Finding& finding, Health state, Why why) { return finding.state = state, finding.why = why, finding; }

std::string host_name(std::string_view host) {
  if (host.ends_with('.') && host.size() > 1) host.remove_suffix(1);
  return ascii_lower(host);
}

// Every address that hands our mail to the world; false where a host's could not be learnt.
bool sending_addresses(Resolver& dns, const MailIdentity& identity, std::vector<std::string>& all) {
  all = identity.sender_ips;
  bool whole = true;
  for (const std::string& host : identity.sender_hosts) {
    const DnsAnswer answer = dns.addresses(host);
    whole = whole && answer.state == State::found;
    all.insert(all.end(), answer.values.begin(), answer.values.end());
  }
  return whole;
}

std::string mechanism(std::string_view address) {
  return fmt::format("{}:{}", address.find(':') == std::string_view::npos ? "ip4" : "ip6", address);
}

std::vector<std::string> own_mechanisms(const MailIdentity& identity) {
  std::vector<std::string> all;
  for (const std::string& each : identity.sender_ips) all.push_back(mechanism(each));
  for (const std::string& each : identity.sender_hosts) all.push_back("a:" + host_name(each));
  return all;
}

const DkimRecord* key_of(const MailIdentity& identity, const std::string& domain) {
  const DkimRecord* nearest = nullptr;
  for (const DkimRecord& each : identity.keys) {
    if (each.domain != domain && !domain.ends_with("." + each.domain)) continue;
    if (!nearest || each.domain.size() > nearest->domain.size()) nearest = &each;
  }
  return nearest;
}

std::vector<std::string> dmarc_records(const std::vector<std::string>& texts) {
  std::vector<std::string> found;
  for (const std::string& each : texts)
    if (const auto tags = tags_of(each); each.starts_with("v=") && tags.contains("v") && tags.at("v") == "DMARC1")
      found.push_back(each);
  return found;
}

}  // namespace

Finding check_mx(Resolver& dns, const MailIdentity& identity, const std::string& domain) {
  const DnsAnswer answer = dns.mx(domain);
  Finding finding = begin(domain, Check::mx, domain, answer);
  if (answer.state == State::failed) return say(finding, Health::unknown, Why::dns_failed);
  const DnsRecord ours = identity.mail_hosts.empty()
                             ? DnsRecord{}
                             : DnsRecord{domain, "MX", "10 " + host_name(identity.mail_hosts.front())};
  if (answer.state == State::none) return finding.publish = ours, say(finding, Health::missing, Why::mx_missing);
  const auto host = [](const std::string& value) { return host_name(value.substr(value.find(' ') + 1)); };
  if (answer.values.size() == 1 && host(answer.values[0]) == ".")
    return finding.publish = ours, say(finding, Health::wrong, Why::mx_refuses);
  const bool known = identity.mail_hosts.empty() || std::ranges::any_of(answer.values, [&](const std::string& value) {
                       return std::ranges::any_of(identity.mail_hosts, [&](const std::string& each) {
                         return host_name(each) == host(value);
                       });
                     });
  if (known) return say(finding, Health::ok, Why::mx_there);
  finding.publish = ours, finding.about = identity.mail_hosts;
  return say(finding, Health::wrong, Why::mx_elsewhere);
}

Finding check_spf(Resolver& dns, const MailIdentity& identity, const std::string& domain) {
  const DnsAnswer answer = dns.txt(domain);
  Finding finding = begin(domain, Check::spf, domain, {answer.state, spf_records(answer.values)});
  if (answer.state == State::failed) return say(finding, Health::unknown, Why::dns_failed);
  std::vector<std::string> addresses;
  const bool whole = sending_addresses(dns, identity, addresses);
  const std::vector<std::string> own = own_mechanisms(identity);
  if (finding.found.size() != 1) {
    if (!own.empty()) finding.publish = {domain, "TXT", spf_with(finding.found, own)};
    return finding.found.empty() ? say(finding, Health::missing, Why::spf_missing)
                                 : say(finding, Health::wrong, Why::spf_several);
  }
  if (own.empty()) return say(finding, Health::unknown, Why::spf_no_sender_known);
  const SpfLookup lookup{[&](const std::string& name) { return dns.txt(name); },
                         [&](const std::string& name) { return dns.mx(name); },
                         [&](const std::string& name) { return dns.addresses(name); }};
  bool decided = whole;
  std::vector<std::string> lacking;
  for (const std::string& each : addresses) {
    switch (spf_allows(lookup, domain, finding.found[0], each)) {
      case Spf::pass: break;
      case Spf::unknown: decided = false; break;
      case Spf::broken: return say(finding, Health::wrong, Why::spf_broken);
      case Spf::fails: finding.about.push_back(each), lacking.push_back(mechanism(each)); break;
    }
  }
  if (!lacking.empty()) {
    finding.publish = {domain, "TXT", spf_with(finding.found, lacking)};
    return say(finding, Health::wrong, Why::spf_lacks_sender);
  }
  return decided ? say(finding, Health::ok, Why::spf_right) : say(finding, Health::unknown, Why::spf_undecided);
}

Finding check_dkim(Resolver& dns, const MailIdentity& identity, const std::string& domain) {
  const DkimRecord* key = key_of(identity, domain);
  if (!key) {
    Finding finding = begin(domain, Check::dkim, domain, {});
    return say(finding, Health::missing, Why::dkim_no_key);
  }
  const DnsAnswer answer = dns.txt(key->name);
  Finding finding = begin(domain, Check::dkim, key->name, answer);
  if (answer.state == State::failed) return say(finding, Health::unknown, Why::dns_failed);
  const DnsRecord ours{key->name, "TXT", key->value};
  if (answer.state == State::none) return finding.publish = ours, say(finding, Health::missing, Why::dkim_missing);
  bool revoked = false, testing = false;
  for (const std::string& each : answer.values) {
    const auto tags = tags_of(each);
    const auto tag = [&](const std::string& name, const std::string& otherwise) {
      return tags.contains(name) ? tags.at(name) : otherwise;
    };
    revoked = revoked || (tags.contains("p") && tags.at("p").empty());
    const bool hash = fmt::format(":{}:", ascii_lower(tag("h", "sha256"))).find(":sha256:") != std::string::npos;
    const bool same = tag("p", "") == key->public_key && ascii_lower(tag("k", "rsa")) == "rsa" && hash;
    if (same && fmt::format(":{}:", tag("t", "")).find(":y:") == std::string::npos && answer.values.size() == 1)
      return say(finding, Health::ok, Why::dkim_right);
    testing = testing || same;
  }
  finding.publish = ours;
  const Why why = answer.values.size() == 1 && testing ? Why::dkim_testing
                  : revoked                            ? Why::dkim_revoked
                                                       : Why::dkim_other_key;
  return say(finding, Health::wrong, why);
}

// The domain's own record or the nearest above it, as receivers look for it (RFC 7489 section 6.6.3). No list of public
// suffixes is needed: what stands at "_dmarc.co.jp" would have to be published there first.
Finding check_dmarc(Resolver& dns, const MailIdentity& identity, const std::string& domain) {
  const std::string reports = identity.reports_to.empty() ? "postmaster@" + domain : identity.reports_to;
  const DnsRecord ours{"_dmarc." + domain, "TXT", fmt::format("v=DMARC1; p=none; rua=mailto:{}", reports)};
  std::string above = domain;
  while (true) {
    const std::string at = "_dmarc." + above;
    const DnsAnswer answer = dns.txt(at);
    Finding finding = begin(domain, Check::dmarc, at, {answer.state, dmarc_records(answer.values)});
    if (answer.state == State::failed) return say(finding, Health::unknown, Why::dns_failed);
    if (finding.found.size() > 1) return say(finding, Health::wrong, Why::dmarc_several);
    if (finding.found.size() == 1) {
      const auto tags = tags_of(finding.found[0]);
      const std::string name = above != domain && tags.contains("sp") ? "sp" : "p";
      const std::string policy = tags.contains(name) ? ascii_lower(tags.at(name)) : "";
      if (policy == "none") return say(finding, Health::ok, Why::dmarc_watches);
      if (policy == "quarantine" || policy == "reject") return say(finding, Health::ok, Why::dmarc_right);
      finding.publish = ours;
      return say(finding, Health::wrong, Why::dmarc_broken);
    }
    const std::size_t dot = above.find('.');
    if (dot == std::string::npos || above.find('.', dot + 1) == std::string::npos) break;
    above = above.substr(dot + 1);
  }
  Finding finding = begin(domain, Check::dmarc, ours.name, {});
  finding.publish = ours;
  return say(finding, Health::missing, Why::dmarc_missing);
}

}  // namespace yakusoku::mail_out
