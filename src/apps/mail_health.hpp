#pragma once

// Whether our mail arrives, in words: what the DNS says of the domains we write from, what to publish, and what customers'
// administrators should let through. For `yakusoku mail doctor`, the API and the customers' page. Asks name servers: slow.

#include <map>
#include <string>
#include <string_view>

#include "adapters/mail_out/doctor.hpp"
#include "apps/mail_parts.hpp"

namespace yakusoku::apps {

// web/text/deliverability.LANGUAGE.yaml, flat: "why.mx_there".
class HealthWords {
 public:
  static Result<HealthWords> read(std::string_view language, const std::string& web_dir);
  // With {domain}, {at} and {about} of the finding put in.
  std::string of(std::string_view key, const mail_out::Finding& finding) const;
  std::string of(std::string_view key) const;

 private:
  std::map<std::string, std::string, std::less<>> words_;
};

mail_out::MailIdentity identity_of(const MailParts& mail);
Result<std::vector<mail_out::Finding>> examine(const MailParts& mail);
// {"findings": [{"domain","check","state","why","title","state_words","words","found","publish"?}]}
Json health_json(const std::vector<mail_out::Finding>& findings, const HealthWords& words);
// The advice for customers alone, as text, and as access::MailDoor::advice wants it.
std::string advice_text(const mail_out::SafeSenders& senders, const HealthWords& words);
Json advice_json(const mail_out::SafeSenders& senders, const HealthWords& words);

}  // namespace yakusoku::apps
