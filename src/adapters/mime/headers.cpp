#include "adapters/mime/headers.hpp"

#include <algorithm>
#include <memory>

#include <gmime/gmime.h>

#include "adapters/mime/addresses.hpp"
#include "adapters/mime/authentication.hpp"
#include "adapters/mime/body.hpp"
#include "base/time.hpp"

namespace yakusoku::mime {
namespace {

constexpr std::size_t longest_subject = 2000;

std::vector<ports::MailAddress> addresses(const std::vector<Field>& fields, std::string_view name,
                                          const CharsetHint& hint) {
  std::vector<ports::MailAddress> all;
  for (const std::string_view raw : all_fields(fields, name))
    for (ports::MailAddress& each : read_addresses(raw, hint)) all.push_back(std::move(each));
  return all;
}

Instant read_date(std::string_view raw) {
  const std::string text(raw.substr(0, 200));
  const std::unique_ptr<GDateTime, decltype(&g_date_time_unref)> date(
      text.empty() ? nullptr : g_mime_utils_header_decode_date(text.c_str()), &g_date_time_unref);
  return date ? Instant{g_date_time_to_unix(date.get())} : far_future;
}

std::string cut_line(std::string line, std::size_t most) {
  if (line.size() <= most) return line;
  while (most > 0 && (static_cast<unsigned char>(line[most]) & 0xc0) == 0x80) --most;
  line.resize(most);
  return line;
}

void read_path(const std::vector<Field>& fields, ports::ReadMail& mail) {
  for (const char* name : {"Delivered-To", "X-Original-To", "Envelope-To"})
    for (const std::string_view raw : all_fields(fields, name))
      for (const ports::MailAddress& each : read_addresses(raw, {}))
        if (std::ranges::find(mail.delivered_to, each.address) == mail.delivered_to.end())
          mail.delivered_to.push_back(each.address);
  // The topmost is our own server's; what came from outside stands below.
  const auto paths = all_fields(fields, "Return-Path");
  if (paths.empty()) return;
  std::string path;
  for (const char c : paths.front())
    if (c != ' ') path += c;
  const auto found = read_addresses(paths.front(), {});
  mail.return_path = path == "<>" ? path : found.empty() ? "" : found.front().address;
}

}  // namespace

void read_headers(const std::vector<Field>& fields, const CharsetHint& hint, ports::ReadMail& mail) {
  mail.authors = addresses(fields, "From", hint);
  if (!mail.authors.empty()) mail.from = mail.authors.front();
  if (const auto sender = addresses(fields, "Sender", hint); !sender.empty()) mail.sender = sender.front();
  mail.reply_to = addresses(fields, "Reply-To", hint);
  mail.to = addresses(fields, "To", hint);
  mail.cc = addresses(fields, "Cc", hint);
  mail.subject = cut_line(decode_header(field(fields, "Subject"), hint), longest_subject);
  if (const auto ids = read_message_ids(field(fields, "Message-ID")); !ids.empty()) mail.message_id = ids.front();
  mail.in_reply_to = read_message_ids(field(fields, "In-Reply-To"));
  mail.references = read_message_ids(field(fields, "References"));
  mail.date = read_date(field(fields, "Date"));
  bool others = false;
  mail.authentication = top_authentication(fields, others);
  if (others) add_note(mail, "foreign_authentication");
  read_path(fields, mail);
  for (const auto& [name, note] : {std::pair{"From", "duplicate_from"},
                                   {"Subject", "duplicate_subject"},
                                   {"Message-ID", "duplicate_message_id"}})
    if (all_fields(fields, name).size() > 1) add_note(mail, note);
}

}  // namespace yakusoku::mime
