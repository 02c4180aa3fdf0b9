#include "adapters/mail_in/imap_responses.hpp"

#include <gtest/gtest.h>

namespace yakusoku::mail_in {
namespace {

TEST(imap_responses, a_fetch_is_read_in_any_order_and_case) {
  Response response{"* 12 fetch (FLAGS (\\Seen \"a)b\") internaldate \"17-Jul-1996 02:44:25 -0700\" UID 40 "
                    "BODY[] \x01 RFC822.SIZE 11)",
                    {{"hello world", 11}}};
  const auto fetched = read_fetch(response);
  ASSERT_TRUE(fetched);
  EXPECT_EQ(fetched->uid, 40u);
  EXPECT_EQ(fetched->size, 11u);
  ASSERT_TRUE(fetched->at);
  EXPECT_EQ(to_iso(*fetched->at), "1996-07-17T09:44:25Z");
  ASSERT_TRUE(fetched->body);
  EXPECT_EQ(fetched->body->bytes, "hello world");
}

TEST(imap_responses, a_body_may_be_quoted_and_a_missing_one_is_none) {
  Response quoted{"* 1 FETCH (UID 3 BODY[] \"a\\\"b\\\\c\")", {}};
  EXPECT_EQ(read_fetch(quoted)->body->bytes, "a\"b\\c");
  Response nil{"* 1 FETCH (UID 3 BODY[] NIL)", {}};
  EXPECT_FALSE(read_fetch(nil)->body);
  Response header{"* 1 FETCH (BODY[HEADER] \x01 UID 3)", {{"Subject: x\r\n\r\n", 14}}};
  EXPECT_EQ(read_fetch(header)->body->bytes, "Subject: x\r\n\r\n");
}

TEST(imap_responses, another_part_is_not_taken_for_the_whole) {
  Response response{"* 1 FETCH (BODY[HEADER.FIELDS (SUBJECT)] \x01 UID 3 BODY[] \x01)", {{"other", 5}, {"whole", 5}}};
  EXPECT_EQ(read_fetch(response)->body->bytes, "whole");
}

TEST(imap_responses, nonsense_is_nothing) {
  for (const char* line : {"", "*", "* ", "* 1", "* 1 FETCH", "* x FETCH (UID 3)", "* 1 FETCH (", "* 1 FETCH ()",
                           "* 1 FETCH (UID", "* 1 FETCH (UID x)", "* 1 FETCH (BODY[ 3", "* 1 FETCH (UID \"3",
                           "* 1 FETCH (UID (((", "* 1 FETCH (BODY[] \x01)", "* 1 FETCH (UID 99999999999)"}) {
    Response response{line, {}};
    EXPECT_FALSE(read_fetch(response)) << line;
  }
}

TEST(imap_responses, a_search_lists_uids) {
  EXPECT_EQ(read_search("* SEARCH 3 1 x 0 4294967295"), (std::vector<std::uint32_t>{3, 1, 4294967295}));
  EXPECT_EQ(read_search("* search"), std::vector<std::uint32_t>{});
  EXPECT_FALSE(read_search("* OK SEARCH done"));
}

TEST(imap_responses, lines_of_a_selected_folder) {
  EXPECT_EQ(read_uid_validity("* OK [UIDVALIDITY 3857529045] UIDs valid"), 3857529045u);
  EXPECT_FALSE(read_uid_validity("* OK [UIDNEXT 5] next"));
  EXPECT_TRUE(is_exists("* 5 EXISTS"));
  EXPECT_FALSE(is_exists("* 5 EXPUNGE"));
  EXPECT_FALSE(is_exists("* OK EXISTS"));
  EXPECT_EQ(read_capabilities("* CAPABILITY IMAP4rev1 idle"), (std::vector<std::string>{"IMAP4REV1", "IDLE"}));
}

TEST(imap_responses, dates_of_arrival) {
  EXPECT_EQ(to_iso(*read_internal_date(" 7-Jan-2026 23:30:00 +0900")), "2026-01-07T14:30:00Z");
  EXPECT_EQ(to_iso(*read_internal_date("07-Jan-2026 00:00:00 +0000")), "2026-01-07T00:00:00Z");
  for (const char* text : {"", "7", "31-Feb-2026 00:00:00 +0000", "07-Foo-2026 00:00:00 +0000", "nonsense nonsense",
                           "07-Jan-2026 00:00:00 00000", "07-Jan-2026 00:00:00 +0000 and more"})
    EXPECT_FALSE(read_internal_date(text)) << text;
}

TEST(imap_responses, the_size_of_a_literal) {
  EXPECT_EQ(literal_size("BODY[] {310}"), 310u);
  EXPECT_EQ(literal_size("BODY[] ~{310+}"), 310u);
  for (const char* line : {"", "}", "{}", "{x}", "{-1}", "{1} "}) EXPECT_FALSE(literal_size(line)) << line;
}

TEST(imap_responses, what_we_say) {
  EXPECT_EQ(uid_set({1, 2, 3, 7, 9, 10}), "1:3,7,9:10");
  EXPECT_EQ(uid_set({}), "");
  EXPECT_EQ(folder_on_wire("INBOX"), "\"INBOX\"");
  EXPECT_EQ(folder_on_wire("a\"b\\c & d"), "\"a\\\"b\\\\c &- d\"");
  // The example of RFC 3501 section 5.1.3.
  EXPECT_EQ(folder_on_wire("~peter/mail/台北/日本語"), "\"~peter/mail/&U,BTFw-/&ZeVnLIqe-\"");
  EXPECT_EQ(folder_on_wire("x\r\ny"), "\"x&AA0ACg-y\"");
}

}  // namespace
}  // namespace yakusoku::mail_in
