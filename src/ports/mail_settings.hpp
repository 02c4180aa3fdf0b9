#pragma once

// WHAT AN ADMINISTRATOR SAYS ABOUT MAIL, as values: which mailboxes there are and whose requests come through them, whose
// word on a sender's honesty is believed, how much is too much. How they are reached (hosts, log-ins) is the carrier's
// business and stands in adapters/settings.

#include <string>
#include <vector>

#include "base/time.hpp"

namespace yakusoku::ports {

struct Mailbox {
  std::string name;      // in keys and logs: letters, digits, - and _
  std::string address;   // customers write to it, we write from it: "support@vendor.example"
  std::vector<std::string> aliases;  // other addresses that end here
  std::string program;   // the program's id
  std::string kind;      // of requests opened here; empty: the program's first
  std::string severity;  // where the customer has to say one and a mail can't; empty: the mildest
  std::string team;      // empty: as the program says
  std::string language;  // of requests whose writer's language is not known; empty: the program's first
};

struct MailSettings {
  std::vector<Mailbox> mailboxes;  // the first one of a program writes for it, where no other fits its kind better
  std::string own_server;  // the authserv-id of our own receiving server; empty: nobody's word on a sender is believed
  std::string base_url;    // of links in mail; empty: none are given
  // Limits. Zero: none.
  int mails_per_sender_an_hour = 20;      // more are held for a person to look at
  int notices_per_request_an_hour = 5;    // to one recipient, by machine; more become one digest
  Duration automatic_answer_every = hours(24);  // to one sender at most one in this time
  const Mailbox* named(std::string_view name) const;
  const Mailbox* at_address(std::string_view address) const;  // plus parts are left out; case is not looked at
};

}  // namespace yakusoku::ports
