#include "apps/mail_parts.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "adapters/access/markdown.hpp"
#include "adapters/mime/mime.hpp"
#include "apps/house_notices.hpp"

namespace yakusoku::apps {
namespace {

constexpr std::size_t key_bytes = 32;

template <class Enum>
Enum choice(std::string_view word) {
  const auto words = enum_words(Enum{});
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] == word) return static_cast<Enum>(i);
  return Enum{};
}

// Made whole or not at all: a key that a crash cut short would disown every letter that was sent.
// The key that lies in the folder; `fresh` where there is none yet.
Result<std::string> own_key(const std::filesystem::path& folder, const std::string& key) {
  const std::filesystem::path path = folder / "mail";
  std::ifstream stream(path, std::ios::binary);
  if (stream) {
    std::ostringstream content;
    content << stream.rdbuf();
    if (content.str().size() != key_bytes) return fail(ErrorCode::storage, "keys/mail", "it is not a key of ours");
    return content.str();
  }
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  const std::filesystem::path fresh = folder / "mail.new";
  const int file = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  const bool written =
      file >= 0 && ::write(file, key.data(), key.size()) == static_cast<ssize_t>(key.size()) && ::fsync(file) == 0;
  if (file >= 0) ::close(file);
  if (!written) return fail(ErrorCode::storage, "keys/mail", "it can't be written");
  std::filesystem::rename(fresh, path, error);
  if (error) return fail(ErrorCode::storage, "keys/mail", error.message());
  const int directory = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory >= 0) {
    ::fsync(directory);
    ::close(directory);
  }
  return key;
}

// The file is read at each log-in: whoever renews the token writes it there.
std::function<Result<std::string>()> token_of(const settings::Settings& settings, const std::string& name,
                                              const std::filesystem::path& folder) {
  if (settings.text(name).empty()) return {};
  return [settings, name, folder] { return settings.secret(name, folder); };
}

Result<mail_in::ImapSettings> imap_of(const settings::Settings& settings, const std::string& mailbox,
                                      const std::filesystem::path& folder) {
  const auto name = [&](std::string_view key) { return fmt::format("mail.mailboxes.{}.imap.{}", mailbox, key); };
  mail_in::ImapSettings imap;
  imap.name = mailbox;
  imap.host = settings.text(name("host"));
  imap.port = static_cast<std::uint16_t>(settings.number(name("port")));
  imap.tls = choice<mail_in::Tls>(settings.text(name("tls")));
  imap.ca_file = settings.text(name("ca_file"));
  if (!imap.ca_file.empty()) imap.ca_file = (folder / imap.ca_file).string();
  imap.user = settings.text(name("user"));
  imap.password = TRY(settings.secret(name("password_file"), folder));
  imap.token = token_of(settings, name("token_file"), folder);
  imap.folder = settings.text(name("folder"));
  imap.after = choice<mail_in::After>(settings.text(name("after")));
  imap.move_to = settings.text(name("move_to"));
  imap.poll_seconds = static_cast<int>(settings.length(name("poll")).seconds);
  if (imap.after == mail_in::After::move && imap.move_to.empty())
    return fail(ErrorCode::required, name("move_to"), "`after: move` needs a folder");
  return imap;
}

Result<mail_out::SmtpServer> smtp_of(const settings::Settings& settings, const std::filesystem::path& folder) {
  mail_out::SmtpServer smtp;
  smtp.host = settings.text("mail.smtp.host");
  smtp.port = static_cast<int>(settings.number("mail.smtp.port"));
  smtp.tls = choice<mail_out::Tls>(settings.text("mail.smtp.tls"));
  smtp.ca_file = settings.text("mail.smtp.ca_file");
  if (!smtp.ca_file.empty()) smtp.ca_file = (folder / smtp.ca_file).string();
  smtp.user = settings.text("mail.smtp.user");
  smtp.password = TRY(settings.secret("mail.smtp.password_file", folder));
  smtp.token = token_of(settings, "mail.smtp.token_file", folder);
  smtp.hello_name = settings.text("mail.smtp.hello_name");
  smtp.connections = std::max(1, static_cast<int>(settings.number("mail.smtp.connections")));
  return smtp;
}

}  // namespace

Result<std::string> mail_secret(const DeskParts& parts) {
  return parts.nodes ? store::shared_secret(*parts.database, "mail", parts.dice->bytes(key_bytes))
                     : own_key(parts.folder->keys(), parts.dice->bytes(key_bytes));
}

Outcome put_mail_secret(const DeskParts& parts, const std::string& secret) {
  if (secret.size() != key_bytes) return fail(ErrorCode::invalid, "secret", "it is not a key of ours");
  const std::string kept = TRY(parts.nodes ? store::shared_secret(*parts.database, "mail", secret)
                                           : own_key(parts.folder->keys(), secret));
  return kept == secret ? Outcome{} : fail(ErrorCode::conflict, "secret", "this desk has a key already");
}

Result<std::unique_ptr<MailParts>> open_mail(const DeskParts& parts, const std::string& base_url,
                                             const std::string& web_dir) {
  auto mail = std::make_unique<MailParts>();
  const std::filesystem::path folder = parts.folder->path();
  mail->settings = TRY(settings::load(folder));
  mail->mail = mail->settings.mail();
  mail->mail.base_url = base_url;
  mail->office.settings = &mail->mail;
  mail->office.key = TRY(mail_secret(parts));
  mail->house = TRY(house_notices(web_dir));
  mail->press.house = &mail->house;
  mail->press.html_of = access::html_of_markdown;
  for (const ports::Mailbox& each : mail->mail.mailboxes)
    if (mail->settings.has(fmt::format("mail.mailboxes.{}.imap", each.name)))
      mail->mailboxes.push_back(TRY(imap_of(mail->settings, each.name, folder)));
  if (mail->settings.has("mail.smtp")) mail->smtp = TRY(smtp_of(mail->settings, folder));
  std::vector<mail_out::DkimKey> keys;
  for (const std::string& domain : mail->settings.names("mail.dkim")) {
    const auto of = [&](std::string_view key) {
      return mail->settings.text(fmt::format("mail.dkim.{}.{}", domain, key));
    };
    keys.push_back({domain, of("selector"), (folder / of("key_file")).string()});
  }
  mail->signer = TRY(mail_out::Signer::open(keys));
  return mail;
}

Result<desk::TakenMail> read_source(const MailParts& mail, ports::Blobs& blobs, const ports::MailSourceRow& source) {
  if (source.blob.empty()) return fail(ErrorCode::not_found, "mail");
  const std::string bytes = TRY(blobs.get(source.blob));
  mime::ReadOptions options;
  for (const ports::Mailbox& each : mail.mail.mailboxes) {
    options.own_addresses.push_back(each.address);
    options.own_addresses.insert(options.own_addresses.end(), each.aliases.begin(), each.aliases.end());
  }
  desk::TakenMail taken;
  taken.source = source.id;
  taken.parser_level = parser_level;
  taken.mail = mime::read_mail(bytes, options);
  for (ports::MailAttachment& each : taken.mail.attachments) {
    if (taken.files.size() >= desk::most_files) {
      taken.mail.notes.emplace_back("too_many_attachments");  // the source has them all
      break;
    }
    desk::NewAttachment file;
    file.name = each.name;
    file.type = each.type;
    file.size = static_cast<std::int64_t>(each.bytes.size());
    file.content_id = each.content_id;
    file.inside_text = each.inside_text;
    file.blob = TRY(blobs.put(each.bytes));
    each.bytes.clear();
    taken.files.push_back(std::move(file));
  }
  return taken;
}

}  // namespace yakusoku::apps
