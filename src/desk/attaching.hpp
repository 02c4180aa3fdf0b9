#pragma once
// private to the room
// Files on their way into a message, and out of it again by erasure.

#include "desk/writing.hpp"

namespace yakusoku::desk {

// The caller's uploads join `words.files` and are used up, those that the words name and those given as values of the
// program's file facts: such a value becomes the ids of its attachments ("12 13"). One written back as it stands is left
// alone. `unknown_value` for an upload that is not the caller's, is too old or was used; `limit` over twenty.
Outcome take_uploads(Transaction& transaction, const Caller& caller, const program::Program& program,
                     const tickets::Ticket& ticket, std::vector<tickets::Value>& values, Words& words);

// Empties a message's files, and asks for their bytes to go too.
void erase_files(Transaction& transaction, TicketId ticket, MessageId message);

// Asks for bytes to go, once nothing refers to them; `stable_id` names what they were.
void erase_bytes(Transaction& transaction, const std::string& blob, const std::string& stable_id);

}  // namespace yakusoku::desk
