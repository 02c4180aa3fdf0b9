// What mail clients write around a reply, in the languages they speak: rows of phrases.inc, asked by kind. Lines are
// given in matching form (text.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace yakusoku::mail_text {

enum class Phrase : std::uint8_t {
  wrote,            // the verb of an attribution, anywhere in it
  opens,            // how an attribution of two lines begins
  original,         // between dashes, above a quoted message
  forwarded,        // between dashes, above a forwarded one
  forwarded_alone,  // a line of its own without dashes, above a forwarded one
  header_from,
  header_date,
  header_to,
  header_subject,
  header_other,
  client_line,  // a client's or device's advertisement; one "…" stands for anything
  contact,      // speaks of a signature
  matter,       // speaks against one: what customers write between rules
};

bool has_verb_of_attribution(std::string_view line);
bool ends_with_verb_of_attribution(std::string_view line);
bool opens_attribution(std::string_view line);
bool is_separator(std::string_view line);                  // -----Original Message----- and its kin
bool is_forward_heading(std::string_view line);            // the one above a forwarded message
std::optional<Phrase> header_kind(std::string_view line);  // of "From: …", one of header_…
bool is_client_line(std::string_view line);
bool mentions(Phrase kind, std::string_view line);

bool has_date(std::string_view line);     // a time of day, a year, or a date in figures
bool has_address(std::string_view line);  // somebody@somewhere

}  // namespace yakusoku::mail_text
