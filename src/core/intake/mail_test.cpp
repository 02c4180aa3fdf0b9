#include "core/intake/mail.hpp"

#include <gtest/gtest.h>

namespace yakusoku::intake {
namespace {

using Results = std::vector<Result>;

Seen customer(Honesty honesty = Honesty::unknown) {
  Seen seen;
  seen.standing = Standing::customer;
  seen.honesty = honesty;
  return seen;
}
Named party(bool secret, bool takes = true) { return {{7}, secret, true, takes}; }
Named foreign(bool secret = false) { return {{7}, secret, false, true}; }

TEST(Honesty, only_our_own_servers_word_counts) {
  const Results forged{{"evil.example", "dmarc", "pass", "acme.example"}};
  EXPECT_EQ(honesty_of(forged, "mx.vendor.example", "acme.example"), Honesty::unknown);
  EXPECT_EQ(honesty_of(Results{{"mx.vendor.example", "dmarc", "pass", "acme.example"}}, "", "acme.example"),
            Honesty::unknown);
  EXPECT_EQ(honesty_of(Results{{"MX.vendor.example", "dmarc", "pass", "acme.example"}}, "mx.vendor.example",
                       "acme.example"),
            Honesty::passed);
}

TEST(Honesty, a_header_in_our_name_below_a_foreign_one_came_with_the_mail) {
  const Results results{{"other.example", "spf", "pass", "x.example"},
                        {"mx.vendor.example", "dmarc", "pass", "acme.example"}};
  EXPECT_EQ(honesty_of(results, "mx.vendor.example", "acme.example"), Honesty::unknown);
}

TEST(Honesty, a_pass_of_another_domain_proves_nothing) {
  const Results results{{"mx", "spf", "pass", "bulk.example"}, {"mx", "dkim", "pass", "bulk.example"}};
  EXPECT_EQ(honesty_of(results, "mx", "acme.example"), Honesty::failed);
  const Results aligned{{"mx", "spf", "fail", "bulk.example"}, {"mx", "dkim", "pass", "mail.acme.example"}};
  EXPECT_EQ(honesty_of(aligned, "mx", "acme.example"), Honesty::passed);
}

TEST(Honesty, dmarc_fail_decides_and_none_says_nothing) {
  EXPECT_EQ(honesty_of(Results{{"mx", "dkim", "pass", "acme.example"}, {"mx", "dmarc", "fail", "acme.example"}}, "mx",
                       "acme.example"),
            Honesty::failed);
  EXPECT_EQ(honesty_of(Results{{"mx", "spf", "none", ""}, {"mx", "dkim", "none", ""}}, "mx", "acme.example"),
            Honesty::unknown);
}

TEST(Judge, a_strangers_mail_opens_a_request) {
  EXPECT_EQ(judge(Seen{}), (Verdict{Decision::open, {}, {}}));
}

TEST(Judge, a_party_with_the_word_that_went_to_him_speaks_on_his_request) {
  Seen seen = customer();
  seen.named = {party(true)};
  EXPECT_EQ(judge(seen), (Verdict{Decision::append, {7}, {}}));
}

TEST(Judge, a_party_without_the_word_needs_our_servers) {
  Seen seen = customer();
  seen.named = {party(false)};
  EXPECT_EQ(judge(seen), (Verdict{Decision::open, {7}, "not_proven"}));
  seen.honesty = Honesty::passed;
  EXPECT_EQ(judge(seen), (Verdict{Decision::append, {7}, {}}));
}

TEST(Judge, a_foreign_request_stays_shut_whatever_is_known_of_it) {
  for (const bool secret : {false, true}) {
    Seen seen = customer(Honesty::passed);
    seen.named = {foreign(secret)};
    EXPECT_EQ(judge(seen), (Verdict{Decision::open, {7}, "not_a_participant"}));
  }
}

TEST(Judge, a_failed_sender_is_held_even_with_the_word) {
  Seen seen = customer(Honesty::failed);
  seen.named = {party(true)};
  EXPECT_EQ(judge(seen), (Verdict{Decision::hold, {}, "unverified_sender"}));
}

TEST(Judge, an_agents_voice_needs_the_word_that_was_sent_to_him) {
  Seen seen;
  seen.standing = Standing::staff;
  seen.honesty = Honesty::passed;
  seen.named = {party(false)};
  EXPECT_EQ(judge(seen), (Verdict{Decision::hold, {}, "unverified_agent"}));
  seen.named = {party(true)};
  EXPECT_EQ(judge(seen), (Verdict{Decision::append, {7}, {}}));
  seen.honesty = Honesty::unknown;
  EXPECT_EQ(judge(seen), (Verdict{Decision::append, {7}, {}}));
  seen.checks = true;  // who was copied on his answer read the word, too
  EXPECT_EQ(judge(seen), (Verdict{Decision::hold, {}, "unverified_agent"}));
  seen.named.clear();
  EXPECT_EQ(judge(seen), (Verdict{Decision::hold, {}, "unverified_agent"}));
}

TEST(Judge, our_servers_silence_about_somebody_we_know_is_told) {
  Seen seen = customer();
  seen.checks = true;
  EXPECT_EQ(judge(seen), (Verdict{Decision::open, {}, "unverified"}));
  seen.named = {party(true)};
  EXPECT_EQ(judge(seen), (Verdict{Decision::append, {7}, "unverified"}));
  seen.honesty = Honesty::passed;
  EXPECT_EQ(judge(seen), (Verdict{Decision::append, {7}, {}}));
}

TEST(Judge, machines_neither_open_nor_append) {
  for (const Kind kind : {Kind::bounce, Kind::auto_reply, Kind::feedback_report, Kind::read_receipt,
                          Kind::delivery_status}) {
    Seen seen = customer(Honesty::passed);
    seen.kind = kind;
    EXPECT_EQ(judge(seen).decision, Decision::note_only);
    EXPECT_FALSE(judge(seen).ticket);
    seen.named = {party(true)};
    EXPECT_EQ(judge(seen).decision, Decision::note_only);
    EXPECT_EQ(judge(seen).ticket, TicketId{7});
    seen.named = {foreign(true)};
    EXPECT_FALSE(judge(seen).ticket);
  }
}

TEST(Judge, our_own_mail_does_not_come_back_as_a_request) {
  Seen seen;
  seen.from_us = true;  // a form on our own site may write so
  EXPECT_EQ(judge(seen), (Verdict{Decision::hold, {}, "from_us"}));
  seen.ours = true;
  EXPECT_EQ(judge(seen), (Verdict{Decision::note_only, {}, "from_us"}));
}

TEST(Judge, too_many_from_one_sender_wait_for_a_person_but_proven_answers_do_not) {
  Seen seen = customer(Honesty::passed);
  seen.most_per_sender = 20;
  seen.from_sender_this_hour = 19;
  EXPECT_EQ(judge(seen).decision, Decision::open);
  seen.from_sender_this_hour = 20;
  EXPECT_EQ(judge(seen), (Verdict{Decision::hold, {}, "flood"}));
  seen.named = {party(true)};
  EXPECT_EQ(judge(seen).decision, Decision::append);
  seen.named.clear();
  seen.most_per_sender = 0;
  EXPECT_EQ(judge(seen).decision, Decision::open);
}

TEST(Judge, a_door_that_only_appends_opens_nothing) {
  Seen seen = customer(Honesty::passed);
  seen.door_opens = false;
  EXPECT_EQ(judge(seen), (Verdict{Decision::wrong_door, {}, "door_only_appends"}));
  seen.named = {party(true, false)};
  EXPECT_EQ(judge(seen), (Verdict{Decision::wrong_door, {7}, "door_only_appends"}));
  seen.named = {party(true)};
  EXPECT_EQ(judge(seen), (Verdict{Decision::append, {7}, {}}));
}

TEST(Judge, a_closed_request_is_followed_by_a_new_one) {
  Seen seen = customer(Honesty::passed);
  seen.named = {party(true, false)};
  EXPECT_EQ(judge(seen), (Verdict{Decision::open, {7}, "closed"}));
}

TEST(Judge, who_cannot_be_answered_or_let_in_waits_for_a_person) {
  Seen seen = customer();
  seen.has_sender = false;
  EXPECT_EQ(judge(seen), (Verdict{Decision::hold, {}, "no_sender"}));
  seen = customer();
  seen.suspended = true;
  EXPECT_EQ(judge(seen), (Verdict{Decision::hold, {}, "suspended"}));
  seen = customer();
  seen.several_authors = true;
  EXPECT_EQ(judge(seen), (Verdict{Decision::hold, {}, "several_authors"}));
  seen = customer();
  seen.spam = true;
  EXPECT_EQ(judge(seen), (Verdict{Decision::hold, {}, "spam"}));
}

}  // namespace
}  // namespace yakusoku::intake
