#include "core/intake/mail_words.hpp"

#include <charconv>

#include <fmt/format.h>

#include "base/sha256.hpp"
#include "base/text.hpp"

namespace yakusoku::intake {
namespace {

constexpr std::size_t word_length = 20;  // 100 bits

// Letters and digits that survive every mailer's case folding.
std::string word_of(std::string_view key, std::string_view text) {
  static constexpr std::string_view alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
  const auto digest = hmac_sha256(key, text);
  std::string word;
  for (std::size_t i = 0; i < word_length; ++i) word += alphabet[digest[i] & 31];
  return word;
}

bool same(std::string_view one, std::string_view other) {
  if (one.size() != other.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < one.size(); ++i) difference |= static_cast<unsigned char>(one[i] ^ other[i]);
  return difference == 0;
}

std::string with_plus(std::string_view mailbox, std::string_view part) {
  const std::size_t at = mailbox.rfind('@');
  if (at == std::string_view::npos) return std::string(mailbox);
  return fmt::format("{}+{}{}", mailbox.substr(0, at), part, mailbox.substr(at));
}

std::string plus_part(std::string_view address) {
  const std::size_t at = address.rfind('@');
  const std::size_t plus = address.substr(0, at).rfind('+');
  if (at == std::string_view::npos || plus == std::string_view::npos) return {};
  return ascii_lower(address.substr(plus + 1, at - plus - 1));
}

// Takes "12-" from the front.
std::optional<std::int64_t> take_number(std::string_view& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || number <= 0 || end == text.data() + text.size() || *end != '-') return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
  return number;
}

std::string reply_text(ReplyAddress whose) { return fmt::format("reply {} {}", whose.ticket.value, whose.person.value); }

}  // namespace

std::string reply_address(std::string_view key, std::string_view mailbox, ReplyAddress whose) {
  return with_plus(mailbox, fmt::format("r{}-{}-{}", whose.ticket.value, whose.person.value,
                                        word_of(key, reply_text(whose))));
}

std::optional<ReplyAddress> proven_reply_address(std::string_view key, std::string_view address) {
  const std::string part = plus_part(address);
  std::string_view rest = part;
  if (!rest.starts_with('r')) return std::nullopt;
  rest.remove_prefix(1);
  const auto ticket = take_number(rest);
  if (!ticket) return std::nullopt;
  const auto person = take_number(rest);
  if (!person) return std::nullopt;
  const ReplyAddress whose{{*ticket}, {*person}};
  if (!same(rest, word_of(key, reply_text(whose)))) return std::nullopt;
  return whose;
}

std::string bounce_address(std::string_view key, std::string_view mailbox, std::int64_t letter) {
  return with_plus(mailbox, fmt::format("b{}-{}", letter, word_of(key, fmt::format("bounce {}", letter))));
}

std::optional<std::int64_t> proven_bounce_address(std::string_view key, std::string_view address) {
  const std::string part = plus_part(address);
  std::string_view rest = part;
  if (!rest.starts_with('b')) return std::nullopt;
  rest.remove_prefix(1);
  const auto letter = take_number(rest);
  if (!letter || !same(rest, word_of(key, fmt::format("bounce {}", *letter)))) return std::nullopt;
  return letter;
}

std::string message_id(std::string_view key, std::string_view domain, std::string_view stable_id) {
  return fmt::format("{}.{}@{}", stable_id, word_of(key, fmt::format("message {}", stable_id)), domain);
}

std::string link_word(std::string_view key, std::string_view purpose, std::string_view about) {
  return word_of(key, fmt::format("link {} {}", purpose, about));
}

bool is_link_word(std::string_view key, std::string_view purpose, std::string_view about, std::string_view word) {
  return same(word, link_word(key, purpose, about));
}

std::string plain_address(std::string_view address) {
  const std::size_t at = address.rfind('@');
  if (at == std::string_view::npos) return ascii_lower(address);
  const std::string_view local = address.substr(0, at);
  return ascii_lower(local.substr(0, local.find('+'))) + ascii_lower(address.substr(at));
}

std::string_view domain_of(std::string_view address) {
  const std::size_t at = address.rfind('@');
  return at == std::string_view::npos ? std::string_view() : address.substr(at + 1);
}

std::optional<TicketId> ticket_in_subject(std::string_view subject) {
  const std::size_t open = subject.rfind("[#");
  if (open == std::string_view::npos) return std::nullopt;
  const std::string_view rest = subject.substr(open + 2);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (error != std::errc{} || number <= 0 || end == rest.data() + rest.size() || *end != ']') return std::nullopt;
  return TicketId{number};
}

}  // namespace yakusoku::intake
