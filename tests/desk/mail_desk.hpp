#pragma once
// A desk with a mailbox: mails go in as read, letters come out as composed, nothing is sent.

#include <map>
#include <set>

#include "core/intake/mail_words.hpp"
#include "desk/mail.hpp"
#include "desk_fixture.hpp"

namespace yakusoku {

using ports::MailOutcome;
using ports::OutgoingMail;
using ports::ReadMail;

inline constexpr std::string_view key = "a key of thirty-two bytes, always";

class MailDesk : public Desk {
 protected:
  void SetUp() override {
    Desk::SetUp();
    ports::Mailbox box;
    box.name = "support";
    box.address = "support@vendor.example";
    (void)store_->read([&](ports::Reader& reader) { box.program = reader.programs().front().key; });
    box.kind = "incident";
    box.severity = "1";  // golden: a first response within 15 minutes
    settings_.mailboxes = {box};
    settings_.own_server = "mx.vendor.example";
    settings_.base_url = "https://desk.vendor.example";
    office_ = {&settings_, std::string(key)};
    std::vector<notices::Defaults::File> files;
    for (const char* language : {"en", "ja"})
      files.push_back({language, content_of(std::string("web/text/notices.") + language + ".yaml")});
    house_ = std::move(*notices::Defaults::read(files));
    press_.house = &house_;
    follow();  // the follower begins here
  }

  void follow() {
    ASSERT_TRUE(run([&](auto& t) { return desk::follow_mail(t, shelf_, office_, 500); }));
  }

  // A mail of that person, which our own server vouches for.
  static ReadMail mail(const std::string& from, const std::string& subject, const std::string& words) {
    ReadMail read;
    read.from = {"", from};
    read.authors = {read.from};
    read.to = {{"", "support@vendor.example"}};
    read.subject = subject;
    read.text = read.reply = words;
    read.auto_reply_allowed = true;
    read.authentication = {{"mx.vendor.example", "dmarc", "pass", std::string(intake::domain_of(from))}};
    return read;
  }

  struct Taken {
    MailOutcome outcome;
    std::string why;
    TicketId ticket;
  };
  std::int64_t keep(const std::string& blob) {
    ports::MailSourceRow row;
    row.arrival = "imap/support/1/" + std::to_string(++arrivals_);
    row.mailbox = "support";
    row.blob = blob.empty() ? "blob " + row.arrival : blob;
    row.envelope = "{}";
    row.arrived_at = time_.now();
    return number(run([&](auto& t) { return desk::keep_mail(t, row); }), "mail");
  }
  Taken take(ReadMail read, const std::string& blob = {}) {
    if (read.message_id.empty()) read.message_id = "m" + std::to_string(arrivals_ + 1) + "@mailer.example";
    desk::TakenMail taken;
    taken.source = keep(blob);
    taken.mail = std::move(read);
    const auto answer = run([&](auto& t) { return desk::take_mail(t, shelf_, office_, taken); });
    EXPECT_TRUE(answer) << (answer ? "" : answer.error().detail);
    last_ = taken;
    return row_of(taken.source);
  }
  Taken row_of(std::int64_t source) {
    Taken out{};
    (void)store_->read([&](ports::Reader& reader) {
      const auto row = reader.mail_source(source);
      out = {row->outcome, row->why, row->ticket};
    });
    return out;
  }

  // Composes and sends what is ready, as the sender would; what each says.
  std::vector<OutgoingMail> sent() {
    follow();
    std::vector<OutgoingMail> mails;
    for (;;) {
      std::vector<ports::OutboxRow> rows;
      (void)store_->read([&](ports::Reader& reader) { rows = reader.outbox_ready("mail", time_.now(), 100); });
      if (rows.empty()) return mails;
      for (const ports::OutboxRow& row : rows) {
        Result<desk::Letter> letter = fail(ErrorCode::internal);
        (void)store_->read([&](ports::Reader& reader) {
          letter = desk::compose_letter(reader, shelf_, office_, press_, row, time_.now());
        });
        EXPECT_TRUE(letter) << (letter ? "" : letter.error().detail);
        if (!letter) return mails;
        if (letter->mail) mails.push_back(*letter->mail);
        skipped_.insert(letter->skipped);
        ports::Delivery delivered;
        delivered.outcome = ports::Delivery::Outcome::delivered;
        if (letter->mail) {
          EXPECT_TRUE(run([&](auto& t) { return desk::settle_letter(t, office_, row.id, delivered, far_future); }));
        } else {
          EXPECT_TRUE(run([&](auto& t) { return desk::drop_letter(t, row.id, letter->skipped); }));
        }
      }
    }
  }

  std::vector<ports::MessageRow> messages(TicketId ticket) {
    std::vector<ports::MessageRow> rows;
    (void)store_->read([&](ports::Reader& reader) { rows = reader.messages(ports::Viewer::desk(), ticket); });
    return rows;
  }
  std::string name_of(PersonId person) {
    std::string name;
    (void)store_->read([&](ports::Reader& reader) { name = reader.person(person)->name; });
    return name;
  }

  // The first letter of a fresh request of Misaki's.
  OutgoingMail receipt_of(TicketId& ticket) {
    ticket = take(mail("misaki@example.com", "Port down", "Nothing reaches us.")).ticket;
    const auto mails = sent();
    EXPECT_EQ(mails.size(), 1u);
    return mails.empty() ? OutgoingMail{} : mails.front();
  }

  ports::MailSettings settings_;
  desk::MailOffice office_;
  notices::Defaults house_;
  desk::LetterPress press_;
  desk::TakenMail last_;
  std::set<std::string> skipped_;
  int arrivals_ = 0;
};

}  // namespace yakusoku
