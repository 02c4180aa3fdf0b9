#pragma once

// MAIL AS VALUES. What a parser made of a message's source (ReadMail), what the desk wants sent (OutgoingMail) and what
// became of it (Delivery). Plain data: no parsing, no sending. Texts are UTF-8 without NUL and with \n line ends.
// Addresses are as written but for their domain, which is lower-case. Sources of the rules: shared/reference/mail.md.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/time.hpp"

namespace yakusoku::ports {

struct MailAddress {
  using visited = void;
  std::string name, address;
  template <class F>
  void visit(F& f) {
    f("name", name), f("address", address);
  }
  friend bool operator==(const MailAddress&, const MailAddress&) = default;
};

struct MailAttachment {
  std::string name;          // as a person reads it; never a path, never empty
  std::string type;          // "image/png"; application/octet-stream where unknown
  std::string content_id;    // without <>; empty: none
  bool inside_text = false;  // shown in place by the message's HTML
  std::string bytes;
};

// What a message is, before anybody asks what it says (RFC 3464, 3834, 5965, 8098).
enum class MailClass { normal, bounce, auto_reply, feedback_report, read_receipt, delivery_status };
inline std::span<const std::string_view> enum_words(MailClass) {
  static constexpr std::string_view words[] = {"normal",          "bounce",       "auto_reply",
                                               "feedback_report", "read_receipt", "delivery_status"};
  return words;
}

// One method of one Authentication-Results header (RFC 8601), whoever wrote it: `server` says who, and only the desk's
// own is believed. In the order in which they stand, newest (topmost) first.
struct AuthenticationResult {
  std::string server;  // authserv-id
  std::string method;  // spf, dkim, dmarc, arc, auth
  std::string result;  // pass, fail, softfail, none, …
  std::string domain;  // header.d, header.from, smtp.mailfrom's domain: whose
};

// Of a bounce or delivery status: one recipient's outcome.
struct DeliveryReport {
  std::string recipient;
  std::string action;  // failed, delayed, delivered, relayed, expanded
  std::string status;  // 5.1.1
  std::string diagnostic;
};

struct ReadMail {
  std::string message_id;                // without <>; empty: none
  std::vector<std::string> in_reply_to;  // without <>
  std::vector<std::string> references;   // oldest first
  MailAddress from;                      // the first author; empty address: none that can be read
  std::vector<MailAddress> authors;      // all of From: more than one is suspicious
  MailAddress sender;
  std::vector<MailAddress> reply_to, to, cc;
  std::vector<std::string> delivered_to;  // Delivered-To, X-Original-To, Envelope-To
  std::string return_path;                // "<>" where it is null, empty where unknown
  std::string subject;                    // one line
  Instant date = far_future;
  std::string language;  // Content-Language or what the charset tells ("ja"); empty: unknown

  std::string text;            // the whole of it as plain text
  std::string html;            // safe HTML of the whole; empty: there was only text. Images in place are src="cid:…"
  bool remote_images = false;  // held back: <img data-held-src="https://…">
  std::string reply;   // text without quoted history and signature; never empty where the writer wrote something
  std::string folded;  // what was taken out of it, in order
  std::vector<MailAttachment> attachments;

  MailClass mail_class = MailClass::normal;
  bool auto_reply_allowed = false;    // RFC 3834 section 2 and the house's table
  std::string no_auto_reply_because;  // the header or rule that forbids it
  bool spam = false;                  // somebody on the way marked it; no reason to trust it more where nobody did
  std::vector<AuthenticationResult>
      authentication;  // what our own servers may have added, none that came with the mail
  std::vector<DeliveryReport> reports;
  std::string returned_message_id;  // of a bounce, receipt or report: which message of ours it speaks of
  std::vector<std::string> notes;   // what a reader must know: encrypted, unreadable, cut; machine words
};

// What is kept beside a mail's source (MailSourceRow::envelope, as JSON): what its carrier knew, and, once it was read, what
// the letters that answer it have to know. Emptied with the source by an erasure.
struct MailEnvelope {
  using visited = void;
  std::string from;  // the envelope sender; "<>": null; empty: unknown
  std::vector<std::string> to;
  std::int64_t oversize = 0;  // size of the whole, where only the header was kept; 0: it is whole
  std::string message_id, language;
  std::string no_answer;         // why it must not be answered by machine; empty: it may
  bool verified = false;         // our own server, or a person of ours, vouched for its sender
  std::vector<PersonId> copied;  // who has it already: it names them in To or Cc
  template <class F>
  void visit(F& f) {
    f("from", from), f("to", to), f("oversize", oversize), f("message_id", message_id), f("language", language);
    f("no_answer", no_answer), f("verified", verified), f("copied", copied);
  }
};

// What the desk wants sent to one address. `message_id` and `stable_id` stay the same however often it is tried.
struct OutgoingMail {
  std::string stable_id;
  std::string message_id;  // without <>, on the desk's own domain
  MailAddress from, to, reply_to;
  std::string envelope_from;  // VERP; empty: the null sender <>
  std::string subject, text, html, language;
  std::string in_reply_to;              // without <>
  std::vector<std::string> references;  // oldest first; the writer cuts the middle of a long chain
  std::string auto_submitted;           // "auto-replied", "auto-generated"; empty: a person's words
  std::string unsubscribe_url;          // bulk: one click (RFC 8058); empty: none
  struct Attachment {
    std::string name, type, bytes;
  };
  std::vector<Attachment> attachments;
  std::string calendar, calendar_method;  // an invitation beside the words (RFC 6047); empty: none
  Instant at;
};

struct Delivery {
  enum class Outcome { delivered, later, refused } outcome = Outcome::later;
  std::string code;  // "550 5.1.1" as the server said; empty: no connection
  std::string text;
};

}  // namespace yakusoku::ports
