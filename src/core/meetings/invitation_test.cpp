#include "core/meetings/invitation.hpp"

#include <gtest/gtest.h>

namespace yakusoku::meetings {
namespace {

Invitation invitation() {
  Invitation sample;
  sample.uid = "1-2@desk.example";
  sample.sequence = 3;
  sample.made_at = *from_iso("2026-11-25T01:02:03Z");
  sample.from = *from_iso("2026-12-01T05:00:00Z");
  sample.to = *from_iso("2026-12-01T06:30:00Z");
  sample.summary = "Screen share; reports, and \\ slashes";
  sample.organizer = {"Support", "support@desk.example"};
  sample.attendees = {{"Mori \"Mo\" Jun", "mori@client.example"}};
  return sample;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find("\r\n", at);
    EXPECT_NE(std::string::npos, end);
    if (end == std::string::npos) break;
    lines.push_back(text.substr(at, end - at));
    at = end + 2;
  }
  return lines;
}

// As a reader puts folded lines together (RFC 5545 section 3.1).
std::string unfolded(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.compare(at, 3, "\r\n ") == 0) {
      at += 2;
      continue;
    }
    out += text[at];
  }
  return out;
}

TEST(Invitation, asks_and_cancels_with_one_uid_and_times_in_utc) {
  const std::string asked = to_icalendar(invitation());
  for (const std::string line : {"METHOD:REQUEST", "UID:1-2@desk.example", "SEQUENCE:3", "DTSTAMP:20261125T010203Z",
                                 "DTSTART:20261201T050000Z", "DTEND:20261201T063000Z", "STATUS:CONFIRMED"})
    EXPECT_NE(std::string::npos, asked.find("\r\n" + line + "\r\n")) << line;
  EXPECT_TRUE(asked.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
  EXPECT_TRUE(asked.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"));
  Invitation over = invitation();
  over.cancelled = true;
  const std::string cancelled = to_icalendar(over);
  EXPECT_NE(std::string::npos, cancelled.find("\r\nMETHOD:CANCEL\r\n"));
  EXPECT_NE(std::string::npos, cancelled.find("\r\nSTATUS:CANCELLED\r\n"));
}

TEST(Invitation, words_are_words_and_no_lines_of_their_own) {
  Invitation evil = invitation();
  evil.summary = "one\r\nATTENDEE:mailto:eve@evil.example";
  evil.attendees = {{"x", "eve@evil.example\r\nMETHOD:CANCEL"}, {"a\r\nb", "b@client.example"}};
  const std::string text = to_icalendar(evil);
  int attendees = 0, methods = 0;
  for (const std::string& each : lines_of(unfolded(text))) {
    attendees += each.starts_with("ATTENDEE");
    methods += each.starts_with("METHOD");
  }
  EXPECT_EQ(1, attendees);
  EXPECT_EQ(1, methods);
  EXPECT_NE(std::string::npos,
            unfolded(to_icalendar(invitation())).find("SUMMARY:Screen share\\; reports\\, and \\\\ slashes"));
  EXPECT_NE(std::string::npos, unfolded(to_icalendar(invitation())).find("ATTENDEE;CN=\"Mori Mo Jun\";"));
}

TEST(Invitation, long_lines_are_folded_between_characters) {
  Invitation japanese = invitation();
  for (int i = 0; i < 40; ++i) japanese.description += "画面共有のご案内です。";
  const std::string text = to_icalendar(japanese);
  for (const std::string& each : lines_of(text)) {
    EXPECT_LE(each.size(), 75u);
    // No line begins inside a character.
    const std::size_t first = each.starts_with(' ') ? 1 : 0;
    ASSERT_LT(first, each.size());
    EXPECT_NE(0x80, static_cast<unsigned char>(each[first]) & 0xC0) << each;
  }
  EXPECT_NE(std::string::npos, unfolded(text).find("DESCRIPTION:" + japanese.description + "\r\n"));
}

}  // namespace
}  // namespace yakusoku::meetings
