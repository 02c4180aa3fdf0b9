#include "ports/mail_settings.hpp"

#include <algorithm>

namespace yakusoku::ports {
namespace {

bool same_ascii(char one, char other) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return lower(one) == lower(other);
}

bool same_address(std::string_view plain, std::string_view address) {
  const std::size_t at = address.rfind('@');
  if (at == std::string_view::npos) return false;
  const std::string_view local = address.substr(0, at).substr(0, address.substr(0, at).find('+'));
  const std::string_view domain = address.substr(at);
  return plain.size() == local.size() + domain.size() &&
         std::ranges::equal(plain.substr(0, local.size()), local, same_ascii) &&
         std::ranges::equal(plain.substr(local.size()), domain, same_ascii);
}

}  // namespace

const Mailbox* MailSettings::named(std::string_view name) const {
  const auto found = std::ranges::find(mailboxes, name, &Mailbox::name);
  return found == mailboxes.end() ? nullptr : &*found;
}

const Mailbox* MailSettings::at_address(std::string_view address) const {
  for (const Mailbox& each : mailboxes) {
    if (same_address(each.address, address)) return &each;
    for (const std::string& alias : each.aliases)
      if (same_address(alias, address)) return &each;
  }
  return nullptr;
}

}  // namespace yakusoku::ports
