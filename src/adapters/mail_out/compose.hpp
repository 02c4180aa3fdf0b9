// A message's source: what goes over the wire for an OutgoingMail. Pure and deterministic: the same mail gives the same
// bytes, however often it is tried. Promises: RFC 5322 with CRLF, lines of at most 998 bytes, bodies in ASCII
// (quoted-printable or base64), multipart/alternative of text and HTML, around it multipart/mixed where there are
// attachments; no value can end a header line; an automatic mail says that it is one (RFC 3834) and never claims to be
// a list; a bulk mail can be left with one click (RFC 8058). What cannot be written safely is left out. Whether the
// addresses can be used at all is `sendable`'s to say, before anything is sent.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "ports/mail.hpp"

namespace yakusoku::mail_out {

// `boundary_seed`: what the parts' boundaries are made of; empty: the mail's stable id.
std::string source_of(const ports::OutgoingMail& mail, std::string_view boundary_seed = {});

// Fails with `invalid` and the field that no server could take: "to", "from", "reply_to", "envelope_from" or
// "message_id".
Outcome sendable(const ports::OutgoingMail& mail);

}  // namespace yakusoku::mail_out
