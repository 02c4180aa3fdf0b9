// rooms: adapters/shelf adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system desk core/lifecycle core/intake core/notices
// Mail in and out over SQLite in memory: what a mail becomes, who may speak by it, what is written to whom.

#include "adapters/store/verify.hpp"
#include "desk/shifts.hpp"
#include "mail_desk.hpp"

namespace yakusoku {
namespace {

TEST_F(MailDesk, a_customers_mail_opens_a_request_and_the_receipt_promises) {
  TicketId ticket;
  const OutgoingMail receipt = receipt_of(ticket);
  ASSERT_TRUE(ticket);
  EXPECT_EQ(view(agent_, ticket).row.subject, "Port down");
  EXPECT_EQ(view(agent_, ticket).row.channel, "mail");
  EXPECT_EQ(messages(ticket).at(0).body, "Nothing reaches us.");
  EXPECT_EQ(receipt.to.address, "misaki@example.com");
  EXPECT_EQ(receipt.auto_submitted, "auto-replied");
  EXPECT_EQ(receipt.in_reply_to, "m1@mailer.example");
  EXPECT_NE(receipt.subject.find("[#" + std::to_string(ticket.value) + "] Port down"), std::string::npos);
  EXPECT_NE(receipt.text.find("in 15 min"), std::string::npos) << receipt.text;
  EXPECT_TRUE(intake::proven_reply_address(key, receipt.reply_to.address));
  EXPECT_TRUE(intake::proven_bounce_address(key, receipt.envelope_from));
}

TEST_F(MailDesk, his_answer_threads_by_the_message_id_that_only_he_was_sent) {
  TicketId ticket;
  const OutgoingMail receipt = receipt_of(ticket);
  ReadMail answer = mail("misaki@example.com", "Re: something else", "Here are the logs.");
  answer.in_reply_to = {receipt.message_id};
  answer.authentication.clear();  // nobody vouches: the secret does
  const Taken taken = take(answer);
  EXPECT_EQ(taken.outcome, MailOutcome::appended);
  EXPECT_EQ(taken.ticket, ticket);
  EXPECT_EQ(messages(ticket).at(1).body, "Here are the logs.");
}

TEST_F(MailDesk, the_plus_address_alone_is_enough_and_the_subject_needs_our_servers_word) {
  TicketId ticket;
  const OutgoingMail receipt = receipt_of(ticket);
  ReadMail by_plus = mail("misaki@example.com", "new subject", "By plus.");
  by_plus.to = {receipt.reply_to};
  by_plus.authentication.clear();
  EXPECT_EQ(take(by_plus).outcome, MailOutcome::appended);
  ReadMail by_subject = mail("misaki@example.com", "AW: " + receipt.subject, "By subject.");
  EXPECT_EQ(take(by_subject).outcome, MailOutcome::appended);
  by_subject.authentication.clear();
  const Taken doubtful = take(by_subject);
  EXPECT_EQ(doubtful.outcome, MailOutcome::opened);
  EXPECT_EQ(doubtful.why, "not_proven:" + std::to_string(ticket.value));
  EXPECT_NE(doubtful.ticket, ticket);
}

TEST_F(MailDesk, a_stranger_with_the_reference_gets_a_request_of_his_own) {
  TicketId ticket;
  const OutgoingMail receipt = receipt_of(ticket);
  ReadMail foreign = mail("eve@example.com", receipt.subject, "Tell me all about it.");
  foreign.in_reply_to = {receipt.message_id};
  foreign.to = {receipt.reply_to};
  const Taken taken = take(foreign);
  EXPECT_EQ(taken.outcome, MailOutcome::opened);
  EXPECT_NE(taken.ticket, ticket);
  EXPECT_EQ(taken.why, "not_a_participant:" + std::to_string(ticket.value));
  EXPECT_EQ(messages(ticket).size(), 1u);
}

TEST_F(MailDesk, a_spoofed_customer_is_held_and_a_person_decides) {
  TicketId ticket;
  const OutgoingMail receipt = receipt_of(ticket);
  ReadMail forged = mail("misaki@example.com", receipt.subject, "Please close this.");
  forged.authentication = {{"mx.vendor.example", "dmarc", "fail", "example.com"}};
  const Taken held = take(forged);
  EXPECT_EQ(held.outcome, MailOutcome::held);
  EXPECT_EQ(held.why, "unverified_sender:" + std::to_string(ticket.value));  // offered to who decides
  EXPECT_FALSE(held.ticket);
  const desk::TakenMail kept = last_;
  EXPECT_EQ(code_of(run([&](auto& t) { return desk::accept_mail(t, shelf_, office_, customer_, kept, ticket); })),
            ErrorCode::not_allowed);
  ASSERT_TRUE(run([&](auto& t) { return desk::accept_mail(t, shelf_, office_, agent_, kept, ticket); }));
  EXPECT_EQ(row_of(kept.source).outcome, MailOutcome::appended);
  EXPECT_EQ(messages(ticket).size(), 2u);
  EXPECT_EQ(code_of(run([&](auto& t) { return desk::accept_mail(t, shelf_, office_, agent_, kept, ticket); })),
            ErrorCode::not_in_this_state);
}

TEST_F(MailDesk, authentication_results_of_another_server_mean_nothing) {
  TicketId ticket;
  const OutgoingMail receipt = receipt_of(ticket);
  ReadMail forged = mail("misaki@example.com", receipt.subject, "I am she.");
  forged.authentication = {{"mx.evil.example", "dmarc", "pass", "example.com"}};
  EXPECT_EQ(take(forged).outcome, MailOutcome::opened);
  EXPECT_EQ(messages(ticket).size(), 1u);
}

TEST_F(MailDesk, an_agents_from_alone_never_speaks_for_the_agent) {
  TicketId ticket;
  const OutgoingMail receipt = receipt_of(ticket);
  ReadMail forged = mail("emma@example.com", receipt.subject, "Your refund is granted.");
  forged.in_reply_to = {receipt.message_id};
  const Taken held = take(forged);
  EXPECT_EQ(held.outcome, MailOutcome::held);
  EXPECT_EQ(held.why, "unverified_agent:" + std::to_string(ticket.value));
}

TEST_F(MailDesk, an_agent_answers_by_mail_with_the_word_that_went_to_him) {
  TicketId ticket;
  (void)receipt_of(ticket);
  ASSERT_TRUE(act(agent_, ticket, Verb::assign, "", [&](auto& a) { a.owner = agent_.person; }));
  (void)sent();
  ReadMail more = mail("misaki@example.com", "[#" + std::to_string(ticket.value) + "]", "Any news?");
  ASSERT_EQ(take(more).outcome, MailOutcome::appended);
  OutgoingMail told;
  for (const OutgoingMail& each : sent())
    if (each.to.address == "emma@example.com") told = each;
  ASSERT_FALSE(told.message_id.empty());
  ReadMail answer = mail("emma@example.com", told.subject, "We are on it.");
  answer.to = {told.reply_to};
  EXPECT_EQ(take(answer).outcome, MailOutcome::appended);
  EXPECT_EQ(state(customer_, ticket, "first_response"), "met");
  const auto mails = sent();
  ASSERT_EQ(mails.size(), 1u);
  EXPECT_EQ(mails[0].to.address, "misaki@example.com");
  EXPECT_NE(mails[0].text.find("We are on it."), std::string::npos);
}

TEST_F(MailDesk, the_answer_is_threaded_quoted_and_no_machine) {
  TicketId ticket;
  (void)receipt_of(ticket);
  ASSERT_TRUE(act(agent_, ticket, Verb::reply, "Please restart the port."));
  const auto mails = sent();
  ASSERT_EQ(mails.size(), 1u);
  EXPECT_EQ(mails[0].in_reply_to, "m1@mailer.example");
  EXPECT_EQ(mails[0].auto_submitted, "");
  EXPECT_NE(mails[0].from.name.find("Emma"), std::string::npos);
  EXPECT_NE(mails[0].text.find("Please restart the port."), std::string::npos);
  EXPECT_NE(mails[0].text.find("> Nothing reaches us."), std::string::npos) << mails[0].text;
  EXPECT_EQ(mails[0].text.find("> Please restart"), std::string::npos);
}

TEST_F(MailDesk, who_is_copied_takes_part_from_then_on_and_sees_nothing_older) {
  TicketId ticket;
  (void)receipt_of(ticket);
  ReadMail answer = mail("misaki@example.com", "[#" + std::to_string(ticket.value) + "]", "With my colleague.");
  answer.cc = {{"Nina", "nina@partner.example"}};
  ASSERT_EQ(take(answer).outcome, MailOutcome::appended);
  ASSERT_TRUE(act(agent_, ticket, Verb::reply, "Hello both."));
  std::map<std::string, OutgoingMail> by_reader;
  for (const OutgoingMail& each : sent()) by_reader[each.to.address] = each;
  ASSERT_TRUE(by_reader.contains("nina@partner.example"));
  const OutgoingMail& hers = by_reader.at("nina@partner.example");
  EXPECT_NE(hers.text.find("Hello both."), std::string::npos);
  EXPECT_EQ(hers.text.find("Nothing reaches us."), std::string::npos);
  EXPECT_EQ(hers.text.find("With my colleague."), std::string::npos);
  for (const auto& [address, each] : by_reader)
    for (const auto& [other, unused] : by_reader) {
      if (other == address) continue;
      EXPECT_EQ(each.text.find(other), std::string::npos) << "no reader's address is shown to another";
    }
}

TEST_F(MailDesk, an_out_of_office_is_noted_and_does_nothing_else) {
  TicketId ticket;
  const OutgoingMail receipt = receipt_of(ticket);
  ASSERT_TRUE(act(agent_, ticket, Verb::reply, "Which port?", [](auto& a) { a.asks = true; }));
  (void)sent();
  ReadMail away = mail("misaki@example.com", "Out of office", "I am back on Monday.");
  away.mail_class = ports::MailClass::auto_reply;
  away.auto_reply_allowed = false;
  away.in_reply_to = {receipt.message_id};
  const Taken taken = take(away);
  EXPECT_EQ(taken.outcome, MailOutcome::ignored);
  EXPECT_EQ(taken.ticket, ticket);
  EXPECT_EQ(view(agent_, ticket).row.category, ports::Category::pending);
  EXPECT_TRUE(sent().empty());
  ASSERT_EQ(messages(ticket).size(), 3u);
  EXPECT_EQ(messages(ticket).back().visibility, ports::Visibility::staff);
}

ReadMail bounce_of(const OutgoingMail& letter, const std::string& action) {
  ReadMail report;
  report.from = {"", "mailer-daemon@mx.example"};
  report.return_path = "<>";
  report.subject = "Undelivered Mail";
  report.mail_class = ports::MailClass::bounce;
  report.delivered_to = {letter.envelope_from};
  report.reports = {{letter.to.address, action, action == "failed" ? "5.1.1" : "4.4.1", "no such user"}};
  return report;
}

TEST_F(MailDesk, a_bounce_marks_the_address_and_machines_write_there_no_more) {
  TicketId ticket;
  const OutgoingMail receipt = receipt_of(ticket);
  const Taken taken = take(bounce_of(receipt, "failed"));
  EXPECT_EQ(taken.outcome, MailOutcome::ignored);
  EXPECT_EQ(taken.ticket, ticket);
  (void)store_->read([&](ports::Reader& reader) {
    ASSERT_TRUE(reader.mail_address("misaki@example.com"));
    EXPECT_EQ(reader.mail_address("misaki@example.com")->state, "bounced");
    EXPECT_EQ(reader.mail_address("misaki@example.com")->code, "5.1.1");
  });
  const auto promise = [&] {
    ASSERT_TRUE(act(agent_, ticket, Verb::promise, "", [&](auto& a) { a.until = time_.now() + minutes(30); }));
  };
  promise();
  EXPECT_TRUE(sent().empty());
  EXPECT_TRUE(skipped_.contains("bounced"));
  // A person's answer is tried all the same; and who writes from there, vouched for, is reached again.
  ASSERT_TRUE(act(agent_, ticket, Verb::reply, "Do you read this?"));
  EXPECT_EQ(sent().size(), 1u);
  ASSERT_EQ(take(mail("misaki@example.com", receipt.subject, "I am back.")).outcome, MailOutcome::appended);
  promise();
  EXPECT_EQ(sent().size(), 1u);
}

TEST_F(MailDesk, a_refusal_of_us_or_of_the_letter_is_no_fault_of_the_address) {
  TicketId ticket;
  (void)receipt_of(ticket);
  const auto refuse = [&](const std::string& code) {
    EXPECT_TRUE(act(agent_, ticket, Verb::reply, "Hello."));
    follow();
    std::vector<ports::OutboxRow> rows;
    (void)store_->read([&](ports::Reader& reader) { rows = reader.outbox_ready("mail", time_.now(), 10); });
    ASSERT_EQ(rows.size(), 1u);
    ports::Delivery delivery;
    delivery.outcome = ports::Delivery::Outcome::refused;
    delivery.code = code;
    delivery.text = "<misaki@example.com> refused";
    EXPECT_TRUE(run([&](auto& t) { return desk::settle_letter(t, office_, rows[0].id, delivery, far_future); }));
    (void)store_->read([&](ports::Reader& reader) {
      EXPECT_EQ(reader.outbox_by_stable_id(rows[0].stable_id)->last_error.find("misaki"), std::string::npos);
    });
  };
  const auto known = [&] {
    bool found = false;
    (void)store_->read([&](ports::Reader& reader) { found = reader.mail_address("misaki@example.com").has_value(); });
    return found;
  };
  refuse("554 5.7.1");
  EXPECT_FALSE(known());
  refuse("550 5.1.1");
  EXPECT_TRUE(known());
}

TEST_F(MailDesk, held_mail_is_told_to_who_leads_once_an_hour) {
  (void)add("Hanako", ports::Role::lead, {});
  for (int i = 0; i < 3; ++i) {
    ReadMail forged = mail("misaki@example.com", "hello", std::to_string(i));
    forged.authentication = {{"mx.vendor.example", "dmarc", "fail", "example.com"}};
    EXPECT_EQ(take(forged).outcome, MailOutcome::held);
  }
  const auto mails = sent();
  ASSERT_EQ(mails.size(), 1u);
  EXPECT_EQ(mails[0].to.address, "hanako@example.com");
  EXPECT_NE(mails[0].text.find("misaki@example.com"), std::string::npos) << mails[0].text;
}

TEST_F(MailDesk, what_is_forged_in_his_name_does_not_mute_the_true_one) {
  for (int i = 0; i < 20; ++i) {
    ReadMail forged = mail("misaki@example.com", "hello", std::to_string(i));
    forged.authentication = {{"mx.vendor.example", "dmarc", "fail", "example.com"}};
    (void)take(forged);
  }
  EXPECT_EQ(take(mail("misaki@example.com", "Port down", "It is I.")).outcome, MailOutcome::opened);
}

TEST_F(MailDesk, a_digest_that_waits_holds_up_no_answer) {
  TicketId ticket;
  (void)receipt_of(ticket);
  settings_.notices_per_request_an_hour = 1;
  for (const Verb each : {Verb::solve, Verb::reopen, Verb::solve, Verb::reopen})
    ASSERT_TRUE(act(agent_, ticket, each, "", [&](auto& a) {
      if (each == Verb::solve) a.reason = "settled";
    }));
  (void)sent();
  ASSERT_TRUE(act(agent_, ticket, Verb::reply, "At once, please."));
  const auto mails = sent();
  ASSERT_EQ(mails.size(), 1u);
  EXPECT_NE(mails[0].text.find("At once, please."), std::string::npos);
}

TEST_F(MailDesk, nobody_is_brought_along_by_who_may_be_somebody_else) {
  ReadMail doubtful = mail("misaki@example.com", "Port down", "With a friend.");
  doubtful.authentication.clear();
  doubtful.cc = {{"", "evil@attacker.example"}};
  const Taken taken = take(doubtful);
  EXPECT_EQ(taken.outcome, MailOutcome::opened);
  EXPECT_EQ(taken.why, "unverified");
  ASSERT_TRUE(act(agent_, taken.ticket, Verb::reply, "Hello."));
  for (const OutgoingMail& each : sent()) EXPECT_EQ(each.to.address, "misaki@example.com");
}

TEST_F(MailDesk, what_he_wrote_on_others_requests_is_erased_too) {
  TicketId ticket;
  (void)receipt_of(ticket);
  ReadMail with = mail("misaki@example.com", "[#" + std::to_string(ticket.value) + "]", "With Eve.");
  with.cc = {{"", "eve@example.com"}};
  ASSERT_EQ(take(with).outcome, MailOutcome::appended);
  ReadMail hers = mail("eve@example.com", "[#" + std::to_string(ticket.value) + "]", "My secret.");
  ASSERT_EQ(take(hers).outcome, MailOutcome::appended);
  const std::int64_t source = last_.source;
  ASSERT_TRUE(run([&](auto& t) { return desk::erase_person(t, Caller::desk(), stranger_.person, "asked"); }));
  EXPECT_EQ(messages(ticket).back().body, "");
  (void)store_->read([&](ports::Reader& reader) {
    EXPECT_EQ(reader.mail_source(source)->sender, "");
    EXPECT_EQ(reader.mail_source(source)->blob, "");
  });
}

TEST_F(MailDesk, a_delay_is_no_failure_and_a_forged_bounce_proves_nothing) {
  TicketId ticket;
  const OutgoingMail receipt = receipt_of(ticket);
  (void)take(bounce_of(receipt, "delayed"));
  ReadMail forged = bounce_of(receipt, "failed");
  forged.delivered_to = {"support+b1-abcdefghijkmnpqrstuv@vendor.example"};
  EXPECT_FALSE(take(forged).ticket);
  (void)store_->read(
      [&](ports::Reader& reader) { EXPECT_EQ(reader.mail_address("misaki@example.com")->state, "delayed"); });
}

TEST_F(MailDesk, the_same_mail_twice_is_one_request) {
  ReadMail one = mail("misaki@example.com", "Port down", "Nothing.");
  one.message_id = "same@mailer.example";
  const Taken first = take(one, "the same bytes");
  const Taken again = take(one, "the same bytes");
  EXPECT_EQ(again.outcome, MailOutcome::duplicate);
  EXPECT_EQ(again.ticket, first.ticket);
  EXPECT_EQ(take(one, "other bytes, by another address of ours").outcome, MailOutcome::duplicate);
  ReadMail device = one;  // some give every mail the same Message-ID
  device.text = device.reply = "Alarm 2";
  EXPECT_EQ(take(device, "a device's next mail").outcome, MailOutcome::opened);
  EXPECT_EQ(sent().size(), 2u);
}

TEST_F(MailDesk, a_flood_is_held_after_the_twentieth) {
  int opened = 0, held = 0;
  for (int i = 0; i < 25; ++i) {
    const Taken taken = take(mail("eve@example.com", "spam", "spam"));
    (taken.outcome == MailOutcome::opened ? opened : held) += 1;
    EXPECT_EQ(taken.why, taken.outcome == MailOutcome::held ? "flood" : "");
  }
  EXPECT_EQ(opened, 20);
  EXPECT_EQ(held, 5);
}

TEST_F(MailDesk, receipts_to_one_sender_stop_and_a_lead_is_told_once) {
  const Caller lead = add("Hanako", ports::Role::lead, {});
  for (int i = 0; i < 12; ++i) (void)take(mail("eve@example.com", "loop", "loop"));
  int receipts = 0, told = 0;
  for (const OutgoingMail& each : sent()) (each.to.address == "hanako@example.com" ? told : receipts) += 1;
  EXPECT_EQ(receipts, 5);
  EXPECT_EQ(told, 1);
}

TEST_F(MailDesk, who_must_not_be_answered_by_machine_is_not) {
  ReadMail list = mail("misaki@example.com", "News", "From a list.");
  list.auto_reply_allowed = false;
  list.no_auto_reply_because = "List-Id";
  EXPECT_EQ(take(list).outcome, MailOutcome::opened);
  EXPECT_TRUE(sent().empty());
}

TEST_F(MailDesk, an_address_of_ours_is_no_letter_box_for_others) {  // the "ticket trick"
  TicketId ticket;
  const OutgoingMail receipt = receipt_of(ticket);
  ReadMail code = mail("noreply@elsewhere.example", "Your sign-up code", "Confirm with 123456.");
  code.to = {receipt.reply_to};
  const Taken taken = take(code);
  EXPECT_NE(taken.ticket, ticket);
  EXPECT_EQ(messages(ticket).size(), 1u);
  EXPECT_EQ(view(agent_, taken.ticket).row.requester.value != customer_.person.value, true);
  bool sees = false;
  (void)store_->read(
      [&](ports::Reader& reader) { sees = reader.ticket(customer_.viewer(), taken.ticket).has_value(); });
  EXPECT_FALSE(sees);
}

TEST_F(MailDesk, a_forged_complaint_or_read_receipt_does_nothing) {
  TicketId ticket;
  const OutgoingMail receipt = receipt_of(ticket);
  ReadMail report = mail("abuse@isp.example", "complaint", "");
  report.mail_class = ports::MailClass::feedback_report;
  report.returned_message_id = "made-up@vendor.example";
  EXPECT_FALSE(take(report).ticket);
  report.returned_message_id = receipt.message_id;
  EXPECT_EQ(take(report).ticket, ticket);
  ReadMail seen = mail("eve@example.com", "Read: Port down", "");
  seen.mail_class = ports::MailClass::read_receipt;
  seen.in_reply_to = {receipt.message_id};
  EXPECT_EQ(take(seen).outcome, MailOutcome::ignored);
  EXPECT_EQ(messages(ticket).size(), 1u);
  (void)store_->read([&](ports::Reader& reader) {
    EXPECT_EQ(reader.mail_address("misaki@example.com")->state, "complained");
    EXPECT_FALSE(reader.mail_address("eve@example.com"));
  });
}

TEST_F(MailDesk, more_than_five_notices_an_hour_become_one_digest) {
  TicketId ticket;
  (void)receipt_of(ticket);
  ASSERT_TRUE(act(agent_, ticket, Verb::assign, "", [&](auto& a) { a.owner = agent_.person; }));
  for (int i = 0; i < 9; ++i) {
    ASSERT_TRUE(act(customer_, ticket, Verb::message, "more"));
  }
  int told = 0;
  for (const OutgoingMail& each : sent()) told += each.to.address == "emma@example.com";
  EXPECT_EQ(told, 5);
  time_.push_to(Instant{(time_.now().seconds / 3600 + 1) * 3600});
  std::vector<OutgoingMail> later;
  for (const OutgoingMail& each : sent())
    if (each.to.address == "emma@example.com") later.push_back(each);
  ASSERT_EQ(later.size(), 1u);
  EXPECT_NE((later[0].subject + later[0].text).find("4"), std::string::npos) << later[0].text;
  EXPECT_EQ(later[0].unsubscribe_url, "");  // people of ours are told all the same
}

TEST_F(MailDesk, a_customers_digest_can_be_stopped_by_one_click_and_nothing_else_carries_the_link) {
  settings_.notices_per_request_an_hour = 1;
  const auto digests = [&] {
    TicketId ticket;
    EXPECT_EQ(receipt_of(ticket).unsubscribe_url, "");
    for (const Verb each : {Verb::solve, Verb::reopen, Verb::solve, Verb::reopen})
      EXPECT_TRUE(act(agent_, ticket, each, "", [&](auto& a) {
        if (each == Verb::solve) a.reason = "settled";
      }));
    for (const OutgoingMail& each : sent()) EXPECT_EQ(each.unsubscribe_url, "");
    time_.push_to(Instant{(time_.now().seconds / 3600 + 1) * 3600});
    return sent();
  };
  const auto first = digests();
  ASSERT_EQ(first.size(), 1u);
  const std::string begin = settings_.base_url + desk::unsubscribe_path(office_, "misaki@example.com");
  EXPECT_EQ(first[0].unsubscribe_url, begin);
  ASSERT_TRUE(run([&](auto& t) { return desk::unsubscribe_address(t, "misaki@example.com"); }));
  EXPECT_EQ(digests().size(), 0u);
  EXPECT_TRUE(skipped_.contains("unsubscribed"));
}

class AppendingDesk : public MailDesk {
 protected:
  std::vector<program::SourceFile> program_files() override {
    auto files = MailDesk::program_files();
    std::string& text = files[0].content;
    const std::size_t door = text.find("mail:", text.find("\ndoors:"));
    const std::size_t may = text.find("may:", door);
    text.replace(may, text.find(']', may) + 1 - may, "may: [reply]");
    return files;
  }
};

TEST_F(AppendingDesk, a_door_that_only_appends_names_the_right_one_once_a_day) {
  const Taken first = take(mail("nina@partner.example", "Help", "Please open something."));
  EXPECT_EQ(first.outcome, MailOutcome::no_request);
  EXPECT_FALSE(first.ticket);
  const auto answers = sent();
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].to.address, "nina@partner.example");
  EXPECT_EQ(answers[0].envelope_from, "");
  EXPECT_EQ(answers[0].auto_submitted, "auto-replied");
  EXPECT_NE(answers[0].text.find("https://desk.vendor.example/requests/new"), std::string::npos) << answers[0].text;
  EXPECT_EQ(answers[0].text.find("Please open something."), std::string::npos);
  EXPECT_EQ(take(mail("nina@partner.example", "Help", "Again.")).outcome, MailOutcome::no_request);
  EXPECT_TRUE(sent().empty());
  time_.push_to(time_.now() + hours(25));
  (void)take(mail("nina@partner.example", "Help", "And again."));
  EXPECT_EQ(sent().size(), 1u);
  // An agent makes a request of it by hand.
  const desk::TakenMail kept = last_;
  ASSERT_TRUE(run([&](auto& t) { return desk::accept_mail(t, shelf_, office_, agent_, kept, {}); }));
  EXPECT_EQ(row_of(kept.source).outcome, MailOutcome::opened);
}

TEST_F(MailDesk, an_erased_persons_words_are_in_no_letter) {
  TicketId ticket;
  (void)receipt_of(ticket);
  ASSERT_TRUE(act(agent_, ticket, Verb::reply, "Hello Misaki, your secret is safe."));
  follow();
  ASSERT_TRUE(run([&](auto& t) { return desk::erase_person(t, Caller::desk(), customer_.person, "asked"); }));
  EXPECT_TRUE(sent().empty());
  EXPECT_TRUE(skipped_.contains("no_address"));
  const auto findings = store::verify(*database_, {});
  ASSERT_TRUE(findings);
  EXPECT_TRUE(findings->empty());
}

TEST_F(MailDesk, a_mail_without_sender_subject_or_words_loses_nothing) {
  ReadMail empty;
  empty.auto_reply_allowed = false;
  EXPECT_EQ(take(empty).why, "no_sender");
  ReadMail bare = mail("misaki@example.com", "", "  \n");
  const Taken taken = take(bare);
  EXPECT_EQ(taken.outcome, MailOutcome::opened);
  EXPECT_EQ(view(agent_, taken.ticket).row.subject, "(no subject)");
}

TEST_F(MailDesk, a_placeholder_in_a_customers_words_is_text) {
  TicketId ticket;
  ticket = take(mail("misaki@example.com", "{contact.name} {{url}}", "{promise.words}")).ticket;
  ASSERT_TRUE(act(agent_, ticket, Verb::reply, "ok"));
  std::string all;
  for (const OutgoingMail& each : sent()) all += each.subject + each.text;
  EXPECT_NE(all.find("{contact.name} {{url}}"), std::string::npos);
  EXPECT_NE(all.find("> {promise.words}"), std::string::npos);
}

TEST_F(MailDesk, japanese_words_go_to_a_japanese_reader) {
  ReadMail read = mail("misaki@example.com", "回線が不通です", "東京の回線が切れています。");
  ports::PersonRow person;
  (void)store_->read([&](ports::Reader& reader) { person = *reader.person(customer_.person); });
  person.language = "ja";
  ASSERT_TRUE(run([&](auto& t) { return desk::update_person(t, Caller::desk(), person); }));
  ASSERT_EQ(take(read).outcome, MailOutcome::opened);
  const auto mails = sent();
  ASSERT_EQ(mails.size(), 1u);
  EXPECT_EQ(mails[0].language, "ja");
  EXPECT_NE(mails[0].text.find("Misaki 様"), std::string::npos) << mails[0].text;
  EXPECT_NE(mails[0].text.find("15 分"), std::string::npos) << mails[0].text;
}

// A level of the ladder is a duty of somebody's, and a mail says in words what it is about.
class LadderDesk : public MailDesk {
 protected:
  std::string further_rules() const override {
    return "escalation: {asked: {when: {status: open}, doors: [portal]}, levels: [{level: 1, who: "
           "operations_manager, title: {en: Operations, ja: 運用}}]}\n";
  }
};

TEST_F(LadderDesk, whoever_has_the_duty_hears_of_an_escalation_and_the_lead_that_nobody_is_there) {
  const Caller manager = add("Olga", ports::Role::agent, {});
  add("Lena", ports::Role::lead, {});
  ports::AgentRow agent;
  agent.person = manager.person;
  agent.duties = {"operations_manager"};  // and no rota: she is never on duty
  ASSERT_TRUE(run([&](auto& t) { return desk::put_agent(t, Caller::desk(), agent); }));
  const TicketId ticket = open();
  (void)sent();
  ASSERT_TRUE(act(customer_, ticket, Verb::escalate, "It takes too long."));
  std::map<std::string, std::string> told;
  for (const OutgoingMail& each : sent()) told[each.to.address] = each.text;
  EXPECT_NE(told["olga@example.com"].find("A customer has escalated"), std::string::npos) << told["olga@example.com"];
  EXPECT_NE(told["lena@example.com"].find("nobody there is on duty"), std::string::npos) << told["lena@example.com"];
}

}  // namespace
}  // namespace yakusoku
