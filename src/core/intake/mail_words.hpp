#pragma once

// THE SECRET WORDS OF MAIL. An address, a Message-ID or an envelope sender of ours says which request and whom it was
// for, and carries a word that only this desk can make: who writes back with it has read mail that went to that person.
// The key is the desk's own, from its data folder. Pure; compares in constant time.

#include <optional>
#include <string>
#include <string_view>

#include "base/ids.hpp"

namespace yakusoku::intake {

struct ReplyAddress {
  TicketId ticket;
  PersonId person;
  friend bool operator==(const ReplyAddress&, const ReplyAddress&) = default;
};

// "support+r12-34-k3v…@vendor.example" of "support@vendor.example" (RFC 5233).
std::string reply_address(std::string_view key, std::string_view mailbox, ReplyAddress whose);
// nullopt: no such address, or its word is not ours.
std::optional<ReplyAddress> proven_reply_address(std::string_view key, std::string_view address);

// The envelope sender of one letter, to which bounces come: "support+b77-k3v…@vendor.example" (VERP).
std::string bounce_address(std::string_view key, std::string_view mailbox, std::int64_t letter);
std::optional<std::int64_t> proven_bounce_address(std::string_view key, std::string_view address);

// The Message-ID (without <>) of a letter: the same each time it is made, and not to be guessed.
std::string message_id(std::string_view key, std::string_view domain, std::string_view stable_id);

// The word for a link of ours ("unsubscribe", an address): what it is for, and about what.
std::string link_word(std::string_view key, std::string_view purpose, std::string_view about);
bool is_link_word(std::string_view key, std::string_view purpose, std::string_view about, std::string_view word);

// "local@domain" without its plus part, lower-case.
std::string plain_address(std::string_view address);
std::string_view domain_of(std::string_view address);

// The number of a subject's "[#123]", the last one; nullopt: none. It proves nothing.
std::optional<TicketId> ticket_in_subject(std::string_view subject);

}  // namespace yakusoku::intake
