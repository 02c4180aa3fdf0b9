// rooms: adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system ports base
// What every engine owes the ports for files, mail and the outbox's lanes: run in memory and on disk.

#include <gtest/gtest.h>

#include "contract_fixture.hpp"

namespace yakusoku::store_tests {
namespace {

INSTANTIATE_TEST_SUITE_P(Engines, Contract, testing::ValuesIn(engines()), name_of);

OutboxRow letter(std::string lane, std::string stable_id, Instant ready_at) {
  OutboxRow row;
  row.channel = "mail";
  row.lane = std::move(lane);
  row.stable_id = std::move(stable_id);
  row.payload = "{}";
  row.ready_at = ready_at;
  return row;
}

std::vector<std::string> ready_by(Contract&, Store& store, Instant by) {
  std::vector<std::string> ids;
  EXPECT_TRUE(store.read([&](Reader& reader) {
    for (const OutboxRow& row : reader.outbox_ready("mail", by, 10)) ids.push_back(row.stable_id);
  }));
  return ids;
}

TEST_P(Contract, of_a_lane_only_the_first_undone_is_ready) {
  change([](Transaction& to) {
    to.enqueue(letter("a", "a1", {10}));
    to.enqueue(letter("a", "a2", {5}));
    to.enqueue(letter("b", "b1", {20}));
  });
  using Ids = std::vector<std::string>;
  EXPECT_EQ(ready_by(*this, store(), {9}), Ids{});  // a2 is ready and has to wait for a1
  EXPECT_EQ(ready_by(*this, store(), {20}), (Ids{"a1", "b1"}));
  change([](Transaction& to) {
    OutboxRow row = *to.outbox_by_stable_id("a1");
    row.attempts = 2;
    row.last_error = "451 later";
    row.ready_at = {100};
    to.settle(row);
  });
  EXPECT_EQ(ready_by(*this, store(), {20}), Ids{"b1"});
  change([](Transaction& to) {
    OutboxRow row = *to.outbox_by_stable_id("a1");
    EXPECT_EQ(row.attempts, 2);
    EXPECT_EQ(row.last_error, "451 later");
    row.done_at = {101};
    to.settle(row);
  });
  EXPECT_EQ(ready_by(*this, store(), {20}), (Ids{"a2", "b1"}));
}

TEST_P(Contract, attachments_and_uploads_hold_their_blobs) {
  change([](Transaction& to) {
    AttachmentRow row;
    row.id = {to.next_id("attachment")};
    row.ticket = {7};
    row.message = {3};
    row.name = "障害ログ.txt";
    row.type = "text/plain";
    row.size = 12;
    row.blob = "aa";
    row.content_id = "part@mail";
    row.inside_text = true;
    row.at = {50};
    to.insert(row);
    to.put(UploadRow{"secret", {2}, "b.png", "image/png", 5, "bb", {60}});
    to.put(UploadRow{"later", {2}, "c.png", "image/png", 6, "cc", {90}});
  });
  const auto uses = [&](std::string_view hash) {
    return ask<bool>([&](Reader& reader) { return reader.blob_is_used(hash); });
  };
  EXPECT_TRUE(uses("aa"));
  EXPECT_TRUE(uses("bb"));
  EXPECT_FALSE(uses("dd"));
  change([](Transaction& to) {
    const auto rows = to.attachments({7});
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].name, "障害ログ.txt");
    EXPECT_EQ(rows[0].content_id, "part@mail");
    EXPECT_TRUE(rows[0].inside_text);
    EXPECT_EQ(to.upload("later")->size, 6);
    to.erase_attachments({3});
    to.remove_uploads_before({90});
  });
  EXPECT_FALSE(uses("aa"));
  EXPECT_FALSE(uses("bb"));
  EXPECT_TRUE(uses("cc"));
  const auto erased = ask<std::optional<AttachmentRow>>([](Reader& reader) { return reader.attachment({1}); });
  ASSERT_TRUE(erased);
  EXPECT_EQ(erased->name, "");
  EXPECT_EQ(erased->size, 12);
}

TEST_P(Contract, a_mail_source_is_found_by_what_is_known_of_it) {
  change([](Transaction& to) {
    for (const int uid : {4, 9, 7}) {
      MailSourceRow row;
      row.id = to.next_id("mail");
      row.mailbox = "support";
      row.arrival = "imap/support/3/" + std::to_string(uid);
      row.blob = "hash";
      row.envelope = "{}";
      to.put(row);
    }
    MailSourceRow row = *to.mail_source_by_arrival("imap/support/3/9");
    row.outcome = MailOutcome::held;
    row.why = "unverified_sender";
    row.person = {5};
    to.put(row);
  });
  ASSERT_TRUE(store().read([](Reader& reader) {
    EXPECT_EQ(reader.mail_sources(MailOutcome::waiting, 0, 10).size(), 2u);
    const auto held = reader.mail_sources(MailOutcome::held, 0, 10);
    ASSERT_EQ(held.size(), 1u);
    EXPECT_EQ(held[0].why, "unverified_sender");
    EXPECT_EQ(reader.mail_sources_of_blob("hash").size(), 3u);
    EXPECT_EQ(reader.mail_sources_of_person({5}, 0, 10).size(), 1u);
    EXPECT_TRUE(reader.blob_is_used("hash"));
  }));
  const Done again = run([](Transaction& to) -> Result<Answer> {
    MailSourceRow row;
    row.id = to.next_id("mail");
    row.arrival = "imap/support/3/9";
    to.put(row);
    return Answer{};
  });
  EXPECT_FALSE(again.answer.has_value());  // an arrival is there once
}

TEST_P(Contract, ids_addresses_and_counts_of_mail) {
  change([](Transaction& to) {
    to.insert(MailIdRow{"one@x", {1}, {8}, {}, false, {10}});
    to.insert(MailIdRow{"two@x", {1}, {9}, {4}, true, {20}});
    to.insert(MailIdRow{"two@x", {1}, {9}, {5}, true, {30}});
    to.put(TicketAddressRow{{1}, "a@x", {8}, true});
    to.put(TicketAddressRow{{1}, "a@x", {8}, false});
    to.put(TicketAddressRow{{1}, "b@x", {9}, false});
    MailAddressRow address;
    address.address = "a@x";
    address.state = "bounced";
    address.code = "550 5.1.1";
    to.put(address);
    to.count_mail("sender", "a@x", 100);
    to.count_mail("sender", "a@x", 100);
    to.count_mail("sender", "a@x", 101);
  });
  change([](Transaction& to) {
    EXPECT_EQ(to.mail_ids("two@x").at(0).message.value, 4);
    EXPECT_EQ(to.mail_ids_between({1}, {9}, 5).size(), 1u);
    EXPECT_EQ(to.mail_ids_between({1}, {8}, 5).at(0).message_id, "one@x");
    const auto addresses = to.ticket_addresses({1});
    ASSERT_EQ(addresses.size(), 2u);
    EXPECT_TRUE(addresses[0].given);
    EXPECT_EQ(to.mail_address("a@x")->code, "550 5.1.1");
    EXPECT_FALSE(to.mail_address("c@x"));
    EXPECT_EQ(to.mail_count("sender", "a@x", 100), 3);
    EXPECT_EQ(to.mail_count("sender", "a@x", 101), 1);
    to.forget_mail_counts(101);
    EXPECT_EQ(to.mail_count("sender", "a@x", 0), 1);
    to.forget_addresses_of({8});
    EXPECT_EQ(to.ticket_addresses({1}).size(), 1u);
    EXPECT_FALSE(to.follower_position("mail"));
    to.put_follower("mail", 4);
    to.put_follower("mail", 7);
    EXPECT_EQ(to.follower_position("mail"), 7);
  });
}

}  // namespace
}  // namespace yakusoku::store_tests
