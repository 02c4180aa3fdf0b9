// rooms: adapters/shelf adapters/store adapters/engine_postgres adapters/engine_sqlite adapters/system adapters/blobs desk core/lifecycle
// Files from upload to erasure: whose they are, who sees them, how many, and when their bytes go.

#include <unistd.h>

#include <filesystem>

#include "adapters/blobs/folder_blobs.hpp"
#include "base/sha256.hpp"
#include "desk_fixture.hpp"

namespace yakusoku {
namespace {
namespace fs = std::filesystem;

class Files : public Desk {
 protected:
  void SetUp() override {
    Desk::SetUp();
    folder_ = fs::temp_directory_path() / ("desk-files-" + std::to_string(::getpid()));
    fs::remove_all(folder_);
    blobs_ = std::move(*blobs::FolderBlobs::open(folder_, time_));
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string further_rules() const override {
    return "facts:\n"
           "  traces: {title: {en: Traces, ja: トレース}, type: file, from: customer}\n";
  }

  static std::string hash_of(std::string_view token) { return to_hex(sha256(token)); }

  Result<Answer> upload(const Caller& caller, const std::string& token, const std::string& name,
                        const std::string& content, bool joins = false) {
    desk::NewUpload input;
    input.token_hash = hash_of(token);
    input.joins = joins;
    input.name = name;
    input.type = "text/plain";
    input.size = static_cast<std::int64_t>(content.size());
    input.blob = *blobs_->put(content);
    return run([&](auto& t) { return desk::store_upload(t, caller, input); });
  }

  Result<Answer> say(const Caller& caller, TicketId ticket, Verb verb, const std::string& words,
                     std::vector<std::string> tokens) {
    desk::ChangeTicket change;
    change.ticket = ticket;
    change.act.verb = verb;
    change.words.text = words;
    for (const std::string& each : tokens) change.words.uploads.push_back(hash_of(each));
    return run([&](auto& t) { return desk::change_ticket(t, shelf_, caller, change); });
  }

  std::vector<std::string> names(const Caller& caller, TicketId ticket) {
    std::vector<std::string> found;
    for (const auto& item : view(caller, ticket).conversation)
      for (const auto& file : item.files) found.push_back(file.name);
    return found;
  }

  AttachmentId newest(TicketId ticket) {
    AttachmentId id;
    for (const auto& item : view(agent_, ticket).conversation)
      for (const auto& file : item.files) id = file.id;
    return id;
  }

  bool finds(const Caller& caller, AttachmentId id) {
    bool found = false;
    EXPECT_TRUE(store_->read([&](ports::Reader& reader) {
      const auto file = desk::find_attachment(reader, caller, id);
      found = file.has_value();
      if (!found) {
        EXPECT_EQ(file.error().code, ErrorCode::not_found);
      }
    }));
    return found;
  }

  void remove_erased() {
    auto rows = blobs::remove_erased(*blobs_, *store_, time_.now());
    ASSERT_TRUE(rows);
    std::vector<ports::Command> commands(1, blobs::settled(std::move(*rows)));
    ASSERT_TRUE(store_->run(commands).front().answer);
  }

  int collect() {
    int gone = 0;
    for (int shelf = 0; shelf < blobs::FolderBlobs::shelves; ++shelf)
      gone += blobs::collect(*blobs_, *store_, time_.now(), shelf).value_or(-1000);
    return gone;
  }

  fs::path folder_;
  std::unique_ptr<blobs::FolderBlobs> blobs_;
};

using Names = std::vector<std::string>;

TEST_F(Files, an_upload_is_its_uploaders_and_used_once) {
  const TicketId ticket = open();
  ASSERT_TRUE(upload(customer_, "t1", "router.log", "down"));
  EXPECT_EQ(code_of(say(agent_, ticket, Verb::reply, "Thanks", {"t1"})), ErrorCode::unknown_value);
  EXPECT_EQ(code_of(upload(stranger_, "t1", "mine.txt", "x", true)), ErrorCode::unknown_value);
  EXPECT_EQ(code_of(say(customer_, ticket, Verb::message, "Log", {"t2"})), ErrorCode::unknown_value);
  ASSERT_TRUE(say(customer_, ticket, Verb::message, "Here is the log.", {"t1"}));
  EXPECT_EQ(names(customer_, ticket), Names{"router.log"});
  EXPECT_EQ(code_of(say(customer_, ticket, Verb::message, "Again", {"t1"})), ErrorCode::unknown_value);
}

TEST_F(Files, a_refused_change_gives_its_uploads_back) {
  const TicketId ticket = open();
  ASSERT_TRUE(upload(agent_, "t1", "a.txt", "a"));
  desk::ChangeTicket unproven;
  unproven.ticket = ticket;
  unproven.act.verb = Verb::solve;
  unproven.act.reason = "restored";
  unproven.words.text = "Done";
  unproven.words.uploads = {hash_of("t1")};
  EXPECT_EQ(code_of(run([&](auto& t) { return desk::change_ticket(t, shelf_, agent_, unproven); })),
            ErrorCode::proof_missing);
  ASSERT_TRUE(say(agent_, ticket, Verb::reply, "See this", {"t1"}));
  EXPECT_EQ(names(agent_, ticket), Names{"a.txt"});
}

TEST_F(Files, one_token_carries_several_and_words_may_be_left_out) {
  const TicketId ticket = open();
  ASSERT_TRUE(upload(customer_, "t", "1.png", "one"));
  ASSERT_TRUE(upload(customer_, "t", "2.png", "two", true));
  ASSERT_TRUE(say(customer_, ticket, Verb::message, "", {"t"}));
  EXPECT_EQ(names(customer_, ticket), (Names{"1.png", "2.png"}));
  const auto findings = store::verify(*database_);
  ASSERT_TRUE(findings);
  for (const auto& each : *findings) ADD_FAILURE() << each.where << ": " << each.detail;
}

TEST_F(Files, twenty_files_and_fifty_megabytes_are_the_most) {
  const TicketId ticket = open();
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(upload(customer_, "t", "n.txt", std::to_string(i), i > 0));
  EXPECT_EQ(code_of(upload(customer_, "t", "n.txt", "21", true)), ErrorCode::limit);
  ASSERT_TRUE(upload(customer_, "u", "n.txt", "21"));
  EXPECT_EQ(code_of(say(customer_, ticket, Verb::message, "x", {"t", "u"})), ErrorCode::limit);
  EXPECT_TRUE(say(customer_, ticket, Verb::message, "x", {"t"}));
  desk::NewUpload large;
  large.token_hash = hash_of("large");
  large.name = "dump.bin";
  large.size = desk::most_file_bytes + 1;
  EXPECT_EQ(code_of(run([&](auto& t) { return desk::store_upload(t, customer_, large); })), ErrorCode::too_large);
  --large.size;
  EXPECT_TRUE(run([&](auto& t) { return desk::store_upload(t, customer_, large); }));
}

TEST_F(Files, names_and_types_that_could_break_a_header_do_not_come_in) {
  for (const std::string& name : {std::string(), std::string("a\r\nSet-Cookie: x"), std::string("../../etc/passwd"),
                                  std::string("a\0b", 3), std::string(256, 'x')})
    EXPECT_EQ(code_of(upload(customer_, "t", name, "x")), ErrorCode::invalid) << name;
  desk::NewUpload odd;
  odd.token_hash = hash_of("odd");
  odd.name = "x";
  odd.blob = "b";
  odd.type = "text/html\r\nX: y";
  ASSERT_TRUE(run([&](auto& t) { return desk::store_upload(t, customer_, odd); }));
  ASSERT_TRUE(store_->read(
      [&](ports::Reader& reader) { EXPECT_EQ(reader.upload(hash_of("odd"))->type, "application/octet-stream"); }));
}

TEST_F(Files, a_file_is_seen_by_who_sees_its_message) {
  const TicketId ticket = open();
  ASSERT_TRUE(upload(agent_, "n", "internal.txt", "ours"));
  ASSERT_TRUE(say(agent_, ticket, Verb::note, "Only us", {"n"}));
  const AttachmentId note = newest(ticket);
  EXPECT_EQ(names(customer_, ticket), Names{});
  EXPECT_EQ(names(light_, ticket), Names{"internal.txt"});
  EXPECT_TRUE(finds(agent_, note));
  EXPECT_FALSE(finds(customer_, note));
  ASSERT_TRUE(upload(agent_, "r", "fix.txt", "for you"));
  ASSERT_TRUE(say(agent_, ticket, Verb::reply, "Take this", {"r"}));
  const AttachmentId reply = newest(ticket);
  EXPECT_TRUE(finds(customer_, reply));
  EXPECT_FALSE(finds(stranger_, reply));
  EXPECT_FALSE(finds(colleague_, reply));
  EXPECT_FALSE(finds(agent_, AttachmentId{4711}));
  // A participant sees what comes after him.
  ASSERT_TRUE(
      run([&](auto& t) { return desk::add_participant(t, shelf_, customer_, ticket, colleague_.person, "cc"); }));
  EXPECT_FALSE(finds(colleague_, reply));
  ASSERT_TRUE(upload(agent_, "l", "later.txt", "both"));
  ASSERT_TRUE(say(agent_, ticket, Verb::reply, "And this", {"l"}));
  EXPECT_EQ(names(colleague_, ticket), Names{"later.txt"});
}

TEST_F(Files, a_file_asked_for_by_the_program_is_an_upload_and_then_an_attachment) {
  desk::OpenTicket input = incident();
  input.values = {tickets::Value::of("traces", std::string("t"))};
  EXPECT_EQ(code_of(run([&](auto& t) { return desk::open_ticket(t, shelf_, customer_, input); })),
            ErrorCode::unknown_value);
  ASSERT_TRUE(upload(customer_, "t", "trace.txt", "hops"));
  const auto opened = run([&](auto& t) { return desk::open_ticket(t, shelf_, customer_, input); });
  const TicketId ticket{number(opened, "ticket")};
  EXPECT_EQ(names(customer_, ticket), Names{"trace.txt"});
  const std::string id = std::to_string(newest(ticket).value);
  EXPECT_EQ(view(customer_, ticket).request.ticket.word("traces"), id);
  // Written back as it stands it is no upload.
  const auto set = [&](const std::string& word) {
    return act(customer_, ticket, Verb::set, "", [&](auto& a) { a.values = {tickets::Value::of("traces", word)}; });
  };
  EXPECT_TRUE(set(id));
  EXPECT_FALSE(set("4711"));
  ASSERT_TRUE(upload(customer_, "t2", "trace2.txt", "more hops"));
  ASSERT_TRUE(set("t2"));
  EXPECT_EQ(names(customer_, ticket), (Names{"trace.txt", "trace2.txt"}));
}

TEST_F(Files, what_is_redacted_loses_name_and_bytes) {
  const TicketId ticket = open();
  ASSERT_TRUE(upload(customer_, "p", "passport.jpg", "face"));
  ASSERT_TRUE(upload(customer_, "p", "other.txt", "stays", true));
  ASSERT_TRUE(say(customer_, ticket, Verb::message, "My papers", {"p"}));
  const AttachmentId other = newest(ticket), passport{other.value - 1};
  const auto redact = [&](const Caller& caller, AttachmentId id, std::string why) {
    return run([&](auto& t) { return desk::redact_attachment(t, caller, id, why); });
  };
  EXPECT_EQ(code_of(redact(customer_, passport, "mine")), ErrorCode::not_allowed);
  EXPECT_EQ(code_of(redact(light_, passport, "x")), ErrorCode::not_allowed);
  EXPECT_EQ(code_of(redact(agent_, passport, "")), ErrorCode::required);
  EXPECT_EQ(code_of(redact(agent_, AttachmentId{4711}, "x")), ErrorCode::not_found);
  ASSERT_TRUE(redact(agent_, passport, "personal"));
  EXPECT_EQ(names(customer_, ticket), (Names{"", "other.txt"}));
  remove_erased();
  EXPECT_TRUE(blobs_->has(hash_of("face"))) << "it was put just now: another row may be on its way";
  time_.push_to(time_.now() + minutes(11));
  remove_erased();
  EXPECT_FALSE(blobs_->has(hash_of("face")));
  EXPECT_TRUE(blobs_->has(hash_of("stays")));
}

TEST_F(Files, bytes_that_somebody_else_has_too_stay) {
  const TicketId first = open(), second = open();
  ASSERT_TRUE(upload(customer_, "a", "logo.png", "logo"));
  ASSERT_TRUE(say(customer_, first, Verb::message, "Logo", {"a"}));
  ASSERT_TRUE(upload(agent_, "b", "logo.png", "logo"));
  ASSERT_TRUE(say(agent_, second, Verb::reply, "Logo", {"b"}));
  ASSERT_TRUE(run([&](auto& t) { return desk::erase_person(t, Caller::desk(), customer_.person, "asked for it"); }));
  EXPECT_EQ(names(agent_, first), Names{""});
  time_.push_to(time_.now() + hours(1));
  remove_erased();
  EXPECT_TRUE(blobs_->has(hash_of("logo")));
  EXPECT_EQ(names(agent_, second), Names{"logo.png"});
}

TEST_F(Files, verify_misses_bytes_that_are_gone) {
  const TicketId ticket = open();
  ASSERT_TRUE(upload(customer_, "t", "a.txt", "kept and lost"));
  ASSERT_TRUE(say(customer_, ticket, Verb::message, "x", {"t"}));
  store::VerifyOptions options;
  options.has_blob = [&](std::string_view hash) { return blobs_->get(hash).has_value(); };
  EXPECT_TRUE(store::verify(*database_, options).value().empty());
  ASSERT_TRUE(blobs_->remove(hash_of("kept and lost")));
  const auto findings = store::verify(*database_, options);
  ASSERT_EQ(findings.value().size(), 1u);
  EXPECT_EQ(findings->front().kind, store::Finding::Kind::blob);
}

TEST_F(Files, what_nobody_used_goes_after_its_day_and_seven_more) {
  const TicketId ticket = open();
  ASSERT_TRUE(upload(customer_, "kept", "kept.txt", "kept"));
  ASSERT_TRUE(say(customer_, ticket, Verb::message, "x", {"kept"}));
  ASSERT_TRUE(upload(customer_, "left", "left.txt", "left"));
  time_.push_to(time_.now() + hours(24));
  EXPECT_EQ(code_of(say(customer_, ticket, Verb::message, "x", {"left"})), ErrorCode::unknown_value);
  EXPECT_EQ(collect(), 0);
  time_.push_to(time_.now() + days(7));
  ASSERT_TRUE(upload(customer_, "new", "new.txt", "new"));  // takes the old uploads away
  EXPECT_EQ(collect(), 1);
  EXPECT_FALSE(blobs_->has(hash_of("left")));
  EXPECT_TRUE(blobs_->has(hash_of("kept")));
  EXPECT_TRUE(blobs_->has(hash_of("new")));
}

}  // namespace
}  // namespace yakusoku
