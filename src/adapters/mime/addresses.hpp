#pragma once
// private to the room

// Address headers as they are really written: names in quotes, in encoded words, in raw bytes, with commas nobody
// quoted; addresses in brackets, bare, in groups, with an old route, with the two dots of Japanese phones.

#include <string>
#include <string_view>
#include <vector>

#include "adapters/mime/charsets.hpp"
#include "ports/mail.hpp"

namespace yakusoku::mime {

// In their order, a thousand at most; only what has an address.
std::vector<ports::MailAddress> read_addresses(std::string_view raw, const CharsetHint& hint);
// One address without its decoration, its domain lower-case; empty where there is none.
std::string bare_address(std::string_view written);
std::string_view local_part(std::string_view address);
std::string_view domain_of(std::string_view address);
// Everything between < and > in order, without them; the words with an @ where there are no brackets.
std::vector<std::string> read_message_ids(std::string_view raw);

}  // namespace yakusoku::mime
