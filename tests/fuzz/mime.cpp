// rooms: adapters/mime adapters/mail_text ports base
// Any bytes as a mail. The first line may choose an inner reader instead, which a mail reaches only through encodings
// that a fuzzer does not guess: "t" winmail.dat, "p" PKCS#7, "h" a header, "g" bytes without a charset.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "adapters/mime/addresses.hpp"
#include "adapters/mime/authentication.hpp"
#include "adapters/mime/charsets.hpp"
#include "adapters/mime/header_text.hpp"
#include "adapters/mime/mime.hpp"
#include "adapters/mime/parameters.hpp"
#include "adapters/mime/tnef.hpp"
#include "adapters/mime/unpack.hpp"

namespace {

using namespace yakusoku;

void require(bool holds) {
  if (!holds) std::abort();
}

void check_text(const std::string& text) {
  require(mime::is_utf8(text) && text.find_first_of(std::string_view("\0\r", 2)) == std::string::npos);
}

void check_line(const std::string& text) {
  check_text(text);
  require(text.find_first_of("\n\t") == std::string::npos);
}

void check_mail(std::string_view source) {
  const ports::ReadMail mail = mime::read_mail(source, {.own_addresses = {"support@desk.example"}});
  for (const std::string* each : {&mail.text, &mail.html, &mail.reply, &mail.folded}) check_text(*each);
  for (const std::string* each : {&mail.subject, &mail.from.name, &mail.from.address, &mail.message_id,
                                  &mail.returned_message_id, &mail.no_auto_reply_because, &mail.return_path})
    check_line(*each);
  require(mail.auto_reply_allowed == mail.no_auto_reply_because.empty());
  require(mail.mail_class == ports::MailClass::normal || !mail.auto_reply_allowed);
  for (const ports::MailAttachment& each : mail.attachments) {
    check_line(each.name);
    require(!each.name.empty() && each.name.size() <= 200 && each.name.find_first_of("/\\") == std::string::npos);
    require(each.type.contains('/') && mime::is_utf8(each.content_id));
  }
  for (const ports::DeliveryReport& each : mail.reports) check_line(each.recipient + each.action + each.diagnostic);
  for (const ports::AuthenticationResult& each : mail.authentication)
    check_line(each.server + each.method + each.result + each.domain);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (input.starts_with("t\n")) {
    const mime::TnefContent content = mime::read_tnef(input.substr(2));
    require(content.readable || content.files.empty());
  } else if (input.starts_with("p\n")) {
    std::string within;
    mime::open_pkcs7(input.substr(2), within);
  } else if (input.starts_with("h\n")) {
    const std::string raw = mime::unfold(input.substr(2));
    check_line(mime::decode_header(raw, {}));
    for (const auto& [name, value] : mime::read_parameters(raw, {}).list) check_line(value);
    for (const ports::MailAddress& each : mime::read_addresses(raw, {})) check_line(each.name + each.address);
    mime::read_authentication(raw);
  } else if (input.starts_with("g\n")) {
    check_text(mime::clean_text(mime::guess(input.substr(2)).text));
  } else {
    check_mail(input);
  }
  return 0;
}
