// Whether our mail arrives: what the DNS says of the domains we write from, compared with what the desk really does,
// and what to publish where they differ. All of it data; the words are in web/text/deliverability.LANGUAGE.yaml.
// Promises: bounded time, no judgement where the DNS did not answer (`unknown`), and a record to publish wherever one
// would help.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/mail_out/dkim.hpp"
#include "adapters/mail_out/dns.hpp"
#include "base/result.hpp"
#include "ports/mail.hpp"

namespace yakusoku::mail_out {

enum class Check { mx, spf, dkim, dmarc };
inline std::span<const std::string_view> enum_words(Check) {
  static constexpr std::string_view words[] = {"mx", "spf", "dkim", "dmarc"};
  return words;
}

enum class Health { ok, missing, wrong, unknown };
inline std::span<const std::string_view> enum_words(Health) {
  static constexpr std::string_view words[] = {"ok", "missing", "wrong", "unknown"};
  return words;
}

// Why it is so: the key of the words for it, below `why`.
enum class Why {
  dns_failed,
  mx_there, mx_missing, mx_refuses, mx_elsewhere,
  spf_right, spf_missing, spf_several, spf_lacks_sender, spf_broken, spf_undecided, spf_no_sender_known,
  dkim_right, dkim_no_key, dkim_missing, dkim_other_key, dkim_revoked, dkim_testing,
  dmarc_right, dmarc_watches, dmarc_missing, dmarc_several, dmarc_broken
};
std::span<const std::string_view> enum_words(Why);

struct DnsRecord {
  using visited = void;
  std::string name, type, value;  // "desk._domainkey.vendor.example", "TXT", "v=DKIM1; …"
  template <class F>
  void visit(F& f) {
    f("name", name), f("type", type), f("value", value);
  }
  friend bool operator==(const DnsRecord&, const DnsRecord&) = default;
};
// As a zone file has it: the name with its dot, long texts in pieces of 255 bytes.
std::string zone_line(const DnsRecord& record);

struct Finding {
  using visited = void;
  std::string domain;
  Check check = Check::mx;
  Health state = Health::unknown;
  Why why = Why::dns_failed;
  std::string at;                  // the name that was asked for
  std::vector<std::string> found;  // what stands there, as published
  std::vector<std::string> about;  // of spf_lacks_sender: addresses that may not send; of mx_elsewhere: hosts expected
  DnsRecord publish;               // the exact record; of an empty name: nothing is to be published
  template <class F>
  void visit(F& f) {
    f("domain", domain), f("check", check), f("state", state), f("why", why), f("at", at), f("found", found);
    f("about", about), f("publish", publish);
  }
};

// What the desk really does, as configured.
struct MailIdentity {
  std::vector<std::string> domains;       // of From and of the envelope senders
  std::vector<std::string> addresses;     // that write to customers
  std::vector<std::string> sender_hosts;  // servers that hand our mail to the world: names …
  std::vector<std::string> sender_ips;    // … or addresses
  std::vector<std::string> mail_hosts;    // that take our mail in; empty: any will do
  std::vector<DkimRecord> keys;           // Signer::records()
  std::string reports_to;                 // of DMARC's reports; empty: postmaster at the domain
};

// Four findings a domain, in order. `resolver`: "127.0.0.1:5353"; empty: the machine's. Fails with `invalid` for a
// resolver or a domain that can't be read.
Result<std::vector<Finding>> examine(const MailIdentity& identity, const std::string& resolver,
                                     int timeout_milliseconds = 2000);

// What a customer's administrator has to know so that our mail is not held up there: for the words of `advice`.
struct SafeSenders {
  using visited = void;
  std::vector<std::string> addresses, domains, hosts, ips;
  std::vector<std::string> signed_by;  // d= of our signatures
  template <class F>
  void visit(F& f) {
    f("addresses", addresses), f("domains", domains), f("hosts", hosts), f("ips", ips), f("signed_by", signed_by);
  }
};
SafeSenders safe_senders(const MailIdentity& identity);

// A mail whose arrival is watched for. In `subject` and `text`, {token} stands for the token (letters and digits).
ports::OutgoingMail test_mail(const ports::MailAddress& from, const ports::MailAddress& to, std::string_view token,
                              std::string_view language, std::string_view subject, std::string_view text, Instant at);
// The token of a test mail, by its Message-ID; nothing where it is another mail.
std::optional<std::string> test_token(std::string_view message_id);

}  // namespace yakusoku::mail_out
