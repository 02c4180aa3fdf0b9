// What people are told of a mail's sender, and the link by which a reader wants no digests.

#include <fmt/format.h>

#include "core/intake/mail.hpp"
#include "core/intake/mail_words.hpp"
#include "desk/mail.hpp"
#include "desk/mail_parts.hpp"

namespace yakusoku::desk {
namespace {

constexpr std::string_view purpose = "unsubscribe";
constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t longest_address = 1000;

// base64url without padding (RFC 4648 section 5).
std::string encoded(std::string_view text) {
  std::string out;
  unsigned bits = 0;
  int held = 0;
  for (const char each : text) {
    bits = bits << 8 | static_cast<unsigned char>(each);
    for (held += 8; held >= 6; held -= 6) out += alphabet[bits >> (held - 6) & 63];
  }
  if (held > 0) out += alphabet[bits << (6 - held) & 63];
  return out;
}

std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  unsigned bits = 0;
  int held = 0;
  for (const char each : text) {
    const std::size_t value = alphabet.find(each);
    if (value == std::string_view::npos) return std::nullopt;
    bits = bits << 6 | static_cast<unsigned>(value);
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out += static_cast<char>(bits >> held & 255);
  }
  return out;
}

}  // namespace

std::string_view sender_verification(const MailOffice& office, const ports::ReadMail& mail) {
  switch (honesty_of(office, mail)) {
    case intake::Honesty::passed: return "passed";
    case intake::Honesty::failed: return "failed";
    case intake::Honesty::unknown: return "unknown";
  }
  return "unknown";
}

std::string unsubscribe_path(const MailOffice& office, std::string_view address) {
  const std::string whose = ascii_lower(address);
  return fmt::format("/mail/unsubscribe?address={}&word={}", encoded(whose),
                     intake::link_word(office.key, purpose, whose));
}

std::optional<std::string> address_of_link(const MailOffice& office, std::string_view address,
                                           std::string_view word) {
  if (address.size() > longest_address) return std::nullopt;
  auto whose = decoded(address);
  if (!whose || !intake::is_link_word(office.key, purpose, *whose, word)) return std::nullopt;
  return whose;
}

Result<Answer> unsubscribe_address(Transaction& transaction, const std::string& address) {
  ports::MailAddressRow row = transaction.mail_address(address).value_or(ports::MailAddressRow{});
  if (row.unsubscribed_at != far_future) return Answer{};
  row.address = address;
  row.unsubscribed_at = transaction.now();
  transaction.put(row);
  return Answer{};
}

}  // namespace yakusoku::desk
