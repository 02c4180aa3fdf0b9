#include "core/meetings/invitation.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace yakusoku::meetings {
namespace {

constexpr std::size_t most_octets = 75;

// "2026-11-25T01:02:03Z" as 20261125T010203Z.
std::string basic(Instant at) {
  std::string text = to_iso(at);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

std::string escaped(std::string_view words) {
  std::string out;
  for (const char c : words) {
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\\' || c == ';' || c == ',') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) >= 0x20) {
      out += c;
    }
  }
  return out;
}

// A parameter's value in quotes; what may not stand there is left out.
std::string quoted(std::string_view words) {
  std::string out = "\"";
  for (const char c : words)
    if (c != '"' && static_cast<unsigned char>(c) >= 0x20) out += c;
  return out + '"';
}

bool is_address(std::string_view address) {
  return address.find('@') != std::string_view::npos && std::ranges::none_of(address, [](char c) {
           return static_cast<unsigned char>(c) <= 0x20 || c == '"' || c == ';' || c == ':' || c == ',' || c == '<' ||
                  c == '>';
         });
}

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

void add_line(std::string& text, std::string_view line) {
  std::size_t room = most_octets;
  while (line.size() > room) {
    std::size_t cut = room;
    while (cut > 1 && continues(line[cut])) --cut;
    text.append(line.substr(0, cut)).append("\r\n ");
    line.remove_prefix(cut);
    room = most_octets - 1;
  }
  text.append(line).append("\r\n");
}

void put_line(std::string& text, std::string_view name, const std::string& value) {
  if (!value.empty()) add_line(text, fmt::format("{}:{}", name, value));
}

void begin_calendar(std::string& text) {
  put_line(text, "BEGIN", "VCALENDAR");
  put_line(text, "VERSION", "2.0");
  put_line(text, "PRODID", "-//Yakusoku//Desk//EN");
}

}  // namespace

std::string to_icalendar(const Entries& entries) {
  std::string text;
  begin_calendar(text);
  put_line(text, "X-WR-CALNAME", escaped(entries.name));
  for (const auto& [from, to] : entries.stretches) {
    put_line(text, "BEGIN", "VEVENT");
    put_line(text, "UID", fmt::format("{}-{}", entries.uid, basic(from)));
    put_line(text, "DTSTAMP", basic(entries.made_at));
    put_line(text, "DTSTART", basic(from));
    put_line(text, "DTEND", basic(to));
    put_line(text, "SUMMARY", escaped(entries.summary));
    put_line(text, "END", "VEVENT");
  }
  put_line(text, "END", "VCALENDAR");
  return text;
}

std::string to_icalendar(const Invitation& invitation) {
  std::string text;
  const auto line = [&](std::string_view name, const std::string& value) { put_line(text, name, value); };
  begin_calendar(text);
  line("METHOD", invitation.cancelled ? "CANCEL" : "REQUEST");
  line("BEGIN", "VEVENT");
  line("UID", escaped(invitation.uid));
  line("SEQUENCE", std::to_string(invitation.sequence));
  line("DTSTAMP", basic(invitation.made_at));
  line("DTSTART", basic(invitation.from));
  line("DTEND", basic(invitation.to));
  line("SUMMARY", escaped(invitation.summary));
  line("DESCRIPTION", escaped(invitation.description));
  line("LOCATION", escaped(invitation.location));
  line("STATUS", invitation.cancelled ? "CANCELLED" : "CONFIRMED");
  if (is_address(invitation.organizer.address))
    line(fmt::format("ORGANIZER;CN={}", quoted(invitation.organizer.name)), "mailto:" + invitation.organizer.address);
  for (const Invitation::Person& each : invitation.attendees)
    if (is_address(each.address))
      line(fmt::format("ATTENDEE;CN={};ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE", quoted(each.name)),
           "mailto:" + each.address);
  line("END", "VEVENT");
  line("END", "VCALENDAR");
  return text;
}

}  // namespace yakusoku::meetings
