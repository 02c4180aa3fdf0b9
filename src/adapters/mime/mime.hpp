#pragma once

// A MESSAGE'S SOURCE READ FOR THE DESK. read_mail takes any bytes and answers a ReadMail (ports/mail.hpp): it never
// fails, never throws. What can't be parsed comes back as text with a note. GMime finds the structure; charsets go
// through ICU; safe HTML and the writer's own words come from adapters/mail_text. No I/O, no clock: the same source
// gives the same answer.
//
// Notes (machine words): empty, nul_bytes, bare_cr, bad_header, no_header, unreadable, duplicate_from,
// duplicate_subject, duplicate_message_id, unknown_charset, bad_encoding, text_cut, html_cut, too_many_parts,
// nested_too_deep, too_many_attachments, signed, encrypted, tnef_unreadable, amp_left_out, foreign_authentication.

#include <string>
#include <string_view>
#include <vector>

#include "ports/mail.hpp"

namespace yakusoku::mime {

struct ReadOptions {
  std::vector<std::string> own_addresses = {};  // the desk's mailboxes: their mail is never answered automatically
  std::string likely_language = "ja";           // of writers who give no sign
  std::size_t text_bytes = 1 << 20;             // shown; the source has the rest
  std::size_t attachments = 1000;
  std::size_t parts = 2000;
  int depth = 200;
};

ports::ReadMail read_mail(std::string_view source, const ReadOptions& options = {});

}  // namespace yakusoku::mime
