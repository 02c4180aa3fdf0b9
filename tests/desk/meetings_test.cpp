// rooms: adapters/shelf adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system desk core/lifecycle core/intake core/notices
// Meetings: who is invited by which mail, what stands on the board, and how many are held at a time.

#include "desk/board.hpp"
#include "mail_desk.hpp"

namespace yakusoku {
namespace {

// A door that goes out, and a session of which two are held at a time.
class Meetings : public MailDesk {
 protected:
  std::vector<program::SourceFile> program_files() override {
    auto files = MailDesk::program_files();
    const std::string portal = "doors:\n";
    auto& text = files.front().content;
    text.insert(text.find(portal) + portal.size(),
                "  screen: {title: {en: Screen sharing, ja: 画面共有}, may: [reply], out: yes, control: no}\n");
    text += "engagements:\n  sessions:\n    review: {title: {en: Review, ja: レビュー}, length: 30m, capacity: 2}\n";
    return files;
  }

  Result<Answer> meet(const Caller& who, TicketId ticket, std::string event,
                      std::function<void(meetings::Meeting&)> fill, std::string words = {}, std::int64_t number = 1) {
    return act(who, ticket, Verb::meet, std::move(words), [&](lifecycle::Act& act) {
      act.event = std::move(event);
      act.number = number;
      fill(act.meeting.emplace_back());
    });
  }
  static std::function<void(meetings::Meeting&)> nothing() {
    return [](meetings::Meeting&) {};
  }
  std::function<void(meetings::Meeting&)> screen_at(Instant at) const {
    return [at](meetings::Meeting& meeting) {
      meeting.door = "screen";
      meeting.from = at;
    };
  }
  const Instant later_ = *from_iso("2026-12-01T05:00:00Z");
};

TEST_F(Meetings, both_sides_are_invited_and_hear_of_each_change_under_one_uid) {
  const TicketId ticket = open();
  (void)sent();
  ASSERT_TRUE(meet(agent_, ticket, "asked", screen_at(later_), "https://meet.vendor.example/17"));
  std::map<std::string, OutgoingMail> invited;
  for (const OutgoingMail& each : sent()) invited[each.to.address] = each;
  ASSERT_EQ(2u, invited.size());
  const OutgoingMail& his = invited["misaki@example.com"];
  EXPECT_EQ("REQUEST", his.calendar_method);
  for (const std::string line :
       {"METHOD:REQUEST", "SEQUENCE:0", "DTSTART:20261201T050000Z", "DTEND:20261201T060000Z"})
    EXPECT_NE(std::string::npos, his.calendar.find(line + "\r\n")) << line;
  EXPECT_NE(std::string::npos, his.calendar.find("LOCATION:https://meet.vendor.example/17"));
  EXPECT_NE(std::string::npos, his.text.find("https://meet.vendor.example/17"));
  EXPECT_NE(std::string::npos, his.text.find("Screen sharing"));
  EXPECT_TRUE(invited.contains("emma@example.com"));

  ASSERT_TRUE(meet(agent_, ticket, "scheduled", screen_at(later_ + hours(24))));
  const auto moved = sent();
  ASSERT_EQ(2u, moved.size());
  EXPECT_NE(std::string::npos, moved[0].calendar.find("SEQUENCE:1\r\n"));
  EXPECT_NE(std::string::npos, moved[0].calendar.find("DTSTART:20261202T050000Z\r\n"));
  const auto uid = [](const OutgoingMail& mail) {
    const std::size_t at = mail.calendar.find("UID:");
    return mail.calendar.substr(at, mail.calendar.find("\r\n", at) - at);
  };
  EXPECT_EQ(uid(his), uid(moved[0]));

  ASSERT_TRUE(meet(customer_, ticket, "cancelled", nothing(), "We have solved it ourselves."));
  const auto over = sent();
  ASSERT_FALSE(over.empty());
  for (const OutgoingMail& each : over) {
    EXPECT_EQ("CANCEL", each.calendar_method);
    EXPECT_NE(std::string::npos, each.calendar.find("SEQUENCE:2\r\n"));
    EXPECT_EQ(uid(his), uid(each));
  }
}

TEST_F(Meetings, what_is_asked_for_and_declined_has_no_invitation) {
  const TicketId ticket = open();
  (void)sent();
  ASSERT_TRUE(meet(customer_, ticket, "asked", screen_at(far_future), "Could you look at it with me?"));
  for (const OutgoingMail& each : sent()) EXPECT_TRUE(each.calendar.empty());
  ASSERT_TRUE(meet(agent_, ticket, "declined", nothing(), "We answer this in writing."));
  const auto mails = sent();
  ASSERT_EQ(1u, mails.size());
  EXPECT_EQ("misaki@example.com", mails[0].to.address);
  EXPECT_TRUE(mails[0].calendar.empty());
  EXPECT_NE(std::string::npos, mails[0].text.find("We answer this in writing."));
}

TEST_F(Meetings, customers_ask_and_call_off_and_ours_do_the_rest) {
  const TicketId ticket = open();
  ASSERT_TRUE(meet(customer_, ticket, "asked", screen_at(far_future)));
  EXPECT_EQ(ErrorCode::not_allowed, code_of(meet(customer_, ticket, "scheduled", screen_at(later_))));
  EXPECT_EQ(ErrorCode::not_allowed, code_of(meet(customer_, ticket, "held", nothing())));
  EXPECT_EQ(ErrorCode::not_in_this_state, code_of(meet(agent_, ticket, "held", nothing())));
  EXPECT_EQ(ErrorCode::required, code_of(meet(agent_, ticket, "scheduled", nothing())));
  EXPECT_EQ(ErrorCode::invalid, code_of(meet(agent_, ticket, "scheduled", screen_at(time_.now() - seconds(1)))));
  EXPECT_EQ(ErrorCode::unknown_value, code_of(meet(agent_, ticket, "cancelled", nothing(), {}, 7)));
  EXPECT_EQ(ErrorCode::unknown_value, code_of(meet(agent_, ticket, "asked", [](auto& m) { m.door = "portal"; })));
  EXPECT_EQ(ErrorCode::required, code_of(meet(agent_, ticket, "asked", nothing())));
  EXPECT_EQ(ErrorCode::not_found, code_of(meet(stranger_, ticket, "cancelled", nothing())));
  EXPECT_EQ(ErrorCode::not_allowed, code_of(meet(light_, ticket, "cancelled", nothing())));
}

TEST_F(Meetings, of_a_session_only_so_many_are_held_at_a_time) {
  const auto review_at = [this](Instant at) {
    return meet(agent_, open(), "asked", [at](auto& meeting) {
      meeting.session = "review";
      meeting.from = at;
    });
  };
  ASSERT_TRUE(review_at(later_));
  ASSERT_TRUE(review_at(later_ + minutes(10)));
  const auto third = review_at(later_ + minutes(20));
  ASSERT_FALSE(third);
  EXPECT_EQ("engagements.sessions.review.capacity", third.error().clause);
  EXPECT_TRUE(review_at(later_ + minutes(40)));  // both are over
  EXPECT_TRUE(review_at(later_ - minutes(30)));  // it ends as the first begins
}

TEST_F(Meetings, what_is_to_come_and_what_is_asked_for_stand_on_the_board) {
  const TicketId ticket = open(), other = open();
  ASSERT_TRUE(meet(agent_, ticket, "asked", screen_at(later_)));
  ASSERT_TRUE(meet(customer_, other, "asked", screen_at(far_future)));
  const auto shown = [&] {
    desk::BoardView view;
    (void)store_->read(
        [&](ports::Reader& reader) { view = *desk::view_board(reader, shelf_, agent_, {}, hours(4), time_.now()); });
    return view;
  };
  const auto before = shown();
  ASSERT_EQ(1u, before.meetings.size());
  EXPECT_EQ(ticket, before.meetings[0].ticket.id);
  EXPECT_EQ(later_, before.meetings[0].row.at);
  ASSERT_EQ(1u, before.meetings_asked.size());
  ASSERT_TRUE(meet(agent_, ticket, "cancelled", nothing()));
  EXPECT_TRUE(shown().meetings.empty());
}

}  // namespace
}  // namespace yakusoku
