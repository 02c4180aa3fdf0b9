// yakusoku mail parse FILE: what the desk would read in a mail, as one JSON object (DESIGN.md section 6). `-` is
// standard input. 0 whatever the mail is, for every mail can be read; 2 where the file can't be.

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include <fmt/format.h>

#include "adapters/mime/mime.hpp"
#include "apps/command.hpp"
#include "base/json.hpp"
#include "base/json_fields.hpp"

namespace yakusoku::apps {
namespace {

Result<std::string> read_source(const std::string& name) {
  if (name == "-") return std::string(std::istreambuf_iterator<char>(std::cin), {});
  std::error_code ignored;
  if (std::filesystem::is_directory(name, ignored)) return fail(ErrorCode::not_found, name, "a folder, no mail");
  std::ifstream file(name, std::ios::binary);
  if (!file.is_open()) return fail(ErrorCode::not_found, name, std::strerror(errno));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

Json summary(const ports::ReadMail& mail) {
  Json attachments = Json::array();
  for (const ports::MailAttachment& each : mail.attachments)
    attachments.push(
        Json::object({{"name", each.name}, {"type", each.type}, {"size", std::uint64_t(each.bytes.size())}}));
  return Json::object({{"subject", mail.subject},
                       {"from", Json::object({{"name", mail.from.name}, {"address", mail.from.address}})},
                       {"text", mail.text},
                       {"reply", mail.reply},
                       {"attachments", std::move(attachments)},
                       {"class", json_fields::to(mail.mail_class)},
                       {"auto_reply_allowed", mail.auto_reply_allowed}});
}

}  // namespace

int mail_parse(std::span<const std::string> arguments) {
  const auto words = read_words(arguments, {}, {});
  if (!words) return usage_error("mail parse", words.error());
  if (words->rest.size() != 1)
    return usage_error("mail parse", {ErrorCode::required, "FILE", "one file is expected, - for standard input", ""});
  const auto source = read_source(words->rest.front());
  if (!source) return failed(source.error());
  fmt::print("{}\n", to_text(summary(mime::read_mail(*source))));
  return 0;
}

}  // namespace yakusoku::apps
