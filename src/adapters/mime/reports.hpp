#pragma once
// private to the room

// MACHINES' REPORTS ABOUT OUR OWN MAIL: delivery (RFC 3464), receipts (RFC 8098), feedback (RFC 5965), and the
// bounces of servers that write them as a letter. What a report says is a claim: who acts on it asks for proof.

#include <vector>

#include "adapters/mime/tree.hpp"
#include "ports/mail.hpp"

namespace yakusoku::mime {

// Sets mail_class, reports and returned_message_id where `mail` (its headers and text already read) is such a report.
void read_reports(const Tree& tree, ports::ReadMail& mail);

// Null return path, MAILER-DAEMON, postmaster, “Mail Delivery Subsystem”: a mail server's own letter.
bool written_by_a_mail_server(const ports::ReadMail& mail);
// A mail server's own letter whose words are those of a bounce.
bool reads_like_a_bounce(const std::vector<Field>& fields, const ports::ReadMail& mail);
// A bounce told in words, if `mail` is one. For read_reports.
bool read_bounce_in_text(const std::vector<Field>& fields, ports::ReadMail& mail);

}  // namespace yakusoku::mime
