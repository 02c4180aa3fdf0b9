#pragma once
// private to the room

// WHAT A READER SEES OF A TREE OF PARTS: text, safe HTML, the reply apart from what it quotes, attachments, notes.

#include <string>
#include <string_view>
#include <vector>

#include "adapters/mime/charsets.hpp"
#include "adapters/mime/mime.hpp"
#include "adapters/mime/tree.hpp"

namespace yakusoku::mime {

// Fills text, html, remote_images, reply, folded, attachments and notes of `mail`.
void read_body(const Tree& tree, const CharsetHint& hint, const ReadOptions& options, ports::ReadMail& mail);

// Once each, in the order in which they came up.
void add_note(ports::ReadMail& mail, std::string_view note);

}  // namespace yakusoku::mime
