#pragma once

// What the desk's mail needs, wired once from the settings: the office of the use cases, the house's words, what reads and
// signs. `carried_by` says what is missing, for the start of the server.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "adapters/mail_in/imap.hpp"
#include "adapters/mail_out/dkim.hpp"
#include "adapters/mail_out/smtp.hpp"
#include "adapters/settings/settings.hpp"
#include "apps/desk_parts.hpp"
#include "core/notices/notices.hpp"
#include "desk/mail.hpp"

namespace yakusoku::apps {

// Raised when the parser gives more than before: `mail reparse` reads again what an older one read.
constexpr int parser_level = 1;

struct MailParts {
  settings::Settings settings;
  ports::MailSettings mail;
  desk::MailOffice office;  // points to `mail`
  notices::Defaults house;
  desk::LetterPress press;  // points to `house`
  std::vector<mail_in::ImapSettings> mailboxes;
  std::optional<mail_out::SmtpServer> smtp;
  mail_out::Signer signer;
};

// What signs the addresses and links of the desk's mail; made where there is none. An import brings its own.
Result<std::string> mail_secret(const DeskParts& parts);
Outcome put_mail_secret(const DeskParts& parts, const std::string& secret);

// Errors name the setting. The secret key of mail's words is made at the first start (DIR/keys/mail).
Result<std::unique_ptr<MailParts>> open_mail(const DeskParts& parts, const std::string& base_url,
                                             const std::string& web_dir);

// What a kept source is, read: its attachments are put among the blobs. `not_found` where the bytes were erased.
Result<desk::TakenMail> read_source(const MailParts& mail, ports::Blobs& blobs, const ports::MailSourceRow& source);

}  // namespace yakusoku::apps
