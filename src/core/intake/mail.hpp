#pragma once

// WHICH REQUEST, WHOSE VOICE: what is done with a mail that came. Given what the mail is, who seems to have written it,
// what our own receiving server says of that, and which requests it names and with what proof, `judge` says one thing:
// open, append, hold, answer that the door is wrong, or note and leave. Never drop. Pure; the desk gathers what is known
// and does what is said. Source of the rules: shared/reference/mail.md.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"

namespace yakusoku::intake {

// What our receiving server's results say of the From domain (RFC 8601): passed (DMARC, or aligned SPF or DKIM), failed
// (DMARC failed, or all that was tried failed), unknown (nothing was said, or nobody's word is believed).
enum class Honesty { unknown, passed, failed };

struct Result {
  std::string_view server, method, result, domain;
};
// Only `own_server`'s results count; none where it is empty. The server's lines are believed down to the first of
// another's: what lies beneath came with the mail.
Honesty honesty_of(std::span<const Result> results, std::string_view own_server, std::string_view from_domain);

enum class Standing { stranger, customer, staff };

// A request that the mail names.
struct Named {
  TicketId ticket;
  bool secret = false;    // by a word or Message-ID of ours that went to this very writer
  bool is_party = false;  // the writer is requester, participant, or staff who may see it
  bool takes = false;     // it is there and can be written to (or reopened) by this door
};

enum class Kind { normal, bounce, auto_reply, feedback_report, read_receipt, delivery_status };

struct Seen {
  Kind kind = Kind::normal;
  bool ours = false;         // a letter of our own that came back
  bool from_us = false;      // our own address stands in From
  bool several_authors = false;
  bool has_sender = true;    // an address that can be read
  Standing standing = Standing::stranger;
  bool suspended = false;    // the person may not come in
  Honesty honesty = Honesty::unknown;
  bool checks = false;       // our own server checks senders: its silence says something, too
  std::vector<Named> named;  // best proof first: Message-IDs, then the plus address, then the subject
  bool door_opens = true, door_takes_replies = true;
  int from_sender_this_hour = 0, most_per_sender = 0;  // most 0: no limit
  bool spam = false;         // our own server marked it
};

enum class Decision {
  open,        // a new request; `named`: one that it speaks of without proof
  append,      // to `ticket`
  hold,        // a person decides
  wrong_door,  // answered with the right door; the source is kept
  note_only    // a machine's word: linked to `ticket` if there is one, does nothing else
};

struct Verdict {
  Decision decision = Decision::hold;
  TicketId ticket;
  std::string why;  // machine word; empty: as it should be
  friend bool operator==(const Verdict&, const Verdict&) = default;
};

Verdict judge(const Seen& seen);

}  // namespace yakusoku::intake
