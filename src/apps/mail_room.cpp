#include "apps/mail_room.hpp"

#include <fmt/format.h>

#include "adapters/mail_out/backoff.hpp"
#include "adapters/mail_out/compose.hpp"

namespace yakusoku::apps {
namespace {

constexpr int sources_a_round = 64;
constexpr int records_a_round = 200;
constexpr int letters_a_round = 50;
constexpr std::chrono::milliseconds look_again{1000};
constexpr std::chrono::milliseconds after_failure{2000};
constexpr std::chrono::minutes longest_hold{2};
constexpr std::int64_t most_attached = std::int64_t{20} << 20;  // what one letter carries; beyond it the page has the files

// Of an expected "no" nothing was written, and asking again would not help; of a disk or a full lane it does.
bool passes(ErrorCode code) {
  return code == ErrorCode::storage || code == ErrorCode::unavailable || code == ErrorCode::internal;
}

}  // namespace

MailRoom::MailRoom(Desk desk, const MailParts& mail) : desk_(std::move(desk)), mail_(mail) {
  if (mail_.smtp) sender_ = std::make_unique<mail_out::Sender>(*mail_.smtp);
  const auto keep_it = [this](mail_in::Arrival arrival) { return keep(std::move(arrival)); };
  const auto missing = [this](const std::vector<std::string>& keys) -> Result<std::vector<std::string>> {
    std::vector<std::string> unknown;
    TRY_OUTCOME(desk_.store.read([&](ports::Reader& reader) {
      unknown.clear();
      for (const std::string& key : keys)
        if (!reader.mail_source_by_arrival(key)) unknown.push_back(key);
    }));
    return unknown;
  };
  for (const mail_in::ImapSettings& each : mail_.mailboxes) {
    const auto told = [this, name = each.name](const mail_in::MailboxStatus& status) {
      desk_.log("mailbox", name, status.trouble == mail_in::Trouble::none ? "well" : status.trouble_text);
    };
    mailboxes_.emplace_back(each.name,
                            std::make_unique<mail_in::ImapMailbox>(each, keep_it, missing, desk_.time, told));
  }
  spool_ = std::make_unique<mail_in::SpoolReader>(
      desk_.spool, keep_it, [this](const std::string& file) { desk_.log("spool_bad", file, "moved aside"); });
  threads_.emplace_back([this] { read_loop(); });
  threads_.emplace_back([this] { letter_loop(); });
  if (sender_)
    for (int i = 0; i < mail_.smtp->connections; ++i) threads_.emplace_back([this] { send_loop(); });
}

void MailRoom::stop() {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    stopping_ = true;
  }
  wake_.notify_all();
  for (auto& [name, mailbox] : mailboxes_) mailbox->stop();
  spool_->stop();
  if (sender_) sender_->stop();
  for (std::thread& each : threads_) each.join();
}

void MailRoom::log_grew() {
  {
    const std::lock_guard lock(mutex_);
    grew_ = true;
  }
  wake_.notify_all();
}

bool MailRoom::holds_timers() {
  if (all_looked_into_) return false;
  bool all = true;
  for (const auto& [name, mailbox] : mailboxes_) all = all && mailbox->first_read();
  if (!all && std::chrono::steady_clock::now() - started_ < longest_hold) return true;
  // What was fetched by then has to be read, too.
  bool waiting = false;
  const auto read = desk_.store.read(
      [&](ports::Reader& reader) { waiting = !reader.mail_sources(ports::MailOutcome::waiting, 0, 1).empty(); });
  if (all && read && waiting && std::chrono::steady_clock::now() - started_ < longest_hold) return true;
  if (!all) desk_.log("mailbox", "", "not every mailbox could be looked into since the start; timers go on");
  all_looked_into_ = true;
  return false;
}

std::vector<std::pair<std::string, mail_in::MailboxStatus>> MailRoom::mailboxes() const {
  std::vector<std::pair<std::string, mail_in::MailboxStatus>> all;
  for (const auto& [name, mailbox] : mailboxes_) all.emplace_back(name, mailbox->status());
  return all;
}

// Waits until `poked` is set or the time is over; true: stop.
bool MailRoom::wait(std::chrono::milliseconds at_most, bool& poked) {
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, at_most, [&] { return stopping_ || poked; });
  poked = false;
  return stopping_;
}

MailRoom::Asked MailRoom::start(UseCase body) {
  auto promised = std::make_shared<std::promise<Result<ports::Answer>>>();
  Asked answer = promised->get_future();
  ports::Command command;
  command.run = std::move(body);
  desk_.submit(std::move(command), [promised](ports::Done done) { promised->set_value(std::move(done.answer)); });
  return answer;
}

Result<ports::Answer> MailRoom::ask(UseCase body) { return start(std::move(body)).get(); }

Outcome MailRoom::keep(mail_in::Arrival arrival) {
  ports::MailSourceRow row;
  row.arrival = arrival.key;
  row.mailbox = arrival.mailbox;
  row.arrived_at = arrival.at;
  row.blob = TRY(desk_.blobs.put(arrival.source));
  Json envelope = Json::object({});
  if (!arrival.envelope_from.empty()) envelope.set("from", arrival.envelope_from);
  Json to = Json::array();
  for (const std::string& each : arrival.envelope_to) to.push(each);
  if (!arrival.envelope_to.empty()) envelope.set("to", std::move(to));
  if (arrival.oversize > 0) envelope.set("oversize", static_cast<std::int64_t>(arrival.oversize));
  row.envelope = to_text(envelope);
  TRY(ask([row](ports::Transaction& t) { return desk::keep_mail(t, row); }));
  {
    const std::lock_guard lock(mutex_);
    kept_ = true;
  }
  wake_.notify_all();
  return {};
}

void MailRoom::read_loop() {
  while (!wait(look_again, kept_)) {
    while (read_some()) {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
    }
  }
}

// False: nothing waits, or it has to wait a while.
bool MailRoom::read_some() {
  std::vector<ports::MailSourceRow> sources;
  const Outcome read = desk_.store.read([&](ports::Reader& reader) {
    sources = reader.mail_sources(ports::MailOutcome::waiting, 0, sources_a_round);
  });
  if (!read || sources.empty()) return false;
  std::vector<std::int64_t> ids;
  for (const ports::MailSourceRow& each : sources) ids.push_back(each.id);
  if (!ask([ids](ports::Transaction& t) { return desk::begin_reading(t, ids); })) return false;
  // All are handed to the writer before the first answer is waited for: a batch of them shares a commit.
  std::vector<std::pair<TakenSource, Asked>> under_way;
  for (const ports::MailSourceRow& each : sources)
    if (auto taken = read_one(each)) under_way.emplace_back(taken, take(taken, each));
  for (auto& [taken, answer] : under_way) settle(taken, answer.get());
  std::size_t left = 0;
  const Outcome again = desk_.store.read([&](ports::Reader& reader) {
    left = reader.mail_sources(ports::MailOutcome::waiting, 0, sources_a_round).size();
  });
  return again && left < sources.size();
}

// nullptr: it is given up, or has to wait.
MailRoom::TakenSource MailRoom::read_one(const ports::MailSourceRow& source) {
  const auto give_up = [&](std::string why) {
    (void)ask([id = source.id, why](ports::Transaction& t) { return desk::give_up_mail(t, id, why); });
    desk_.log("mail_unread", std::to_string(source.id), why);
    return nullptr;
  };
  if (source.attempts >= desk::most_attempts) return give_up("unreadable");
  auto taken = read_source(mail_, desk_.blobs, source);
  if (taken) return std::make_shared<desk::TakenMail>(std::move(*taken));
  if (taken.error().code == ErrorCode::not_found) give_up("source_lost");
  return nullptr;
}

MailRoom::Asked MailRoom::take(const TakenSource& taken, const ports::MailSourceRow& source) {
  const bool oversize = source.envelope.find("\"oversize\"") != std::string::npos;
  return start([taken, oversize, this](ports::Transaction& t) {
    if (oversize) return desk::hold_mail(t, desk_.shelf, mail_.office, *taken, "too_large");
    return desk::take_mail(t, desk_.shelf, mail_.office, *taken);
  });
}

void MailRoom::settle(const TakenSource& taken, Result<ports::Answer> answer) {
  if (!answer && !passes(answer.error().code)) {
    // The program wants what this mail does not say, or says no: a person sees to it.
    const std::string why = fmt::format("refused:{}:{}", entry_of(answer.error().code).name, answer.error().field);
    answer = ask([taken, why, this](ports::Transaction& t) {
      return desk::hold_mail(t, desk_.shelf, mail_.office, *taken, why);
    });
  }
  if (!answer) desk_.log("mail_not_taken", std::to_string(taken->source), answer.error().detail);
}

void MailRoom::letter_loop() {
  while (!wait(look_again, grew_)) {
    for (;;) {
      const auto answer = ask([this](ports::Transaction& t) {
        return desk::follow_mail(t, desk_.shelf, mail_.office, records_a_round);
      });
      if (!answer) {
        desk_.log("letters_failed", entry_of(answer.error().code).name, answer.error().detail);
        bool never = false;
        if (wait(after_failure, never)) return;
        continue;
      }
      const auto json = parse_json(answer->body);
      if (!json || json->get_integer("read").value_or(0) == 0) break;
      {
        const std::lock_guard lock(mutex_);
        letters_ = true;
      }
      wake_.notify_all();
    }
  }
}

void MailRoom::send_loop() {
  while (!wait(look_again, letters_)) {
    while (send_some()) {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
    }
  }
}

// Takes the first letter that nobody else has in hand; false: there is none.
bool MailRoom::send_some() {
  std::vector<ports::OutboxRow> rows;
  const Outcome read = desk_.store.read([&](ports::Reader& reader) {
    rows = reader.outbox_ready("mail", desk_.time.now(), letters_a_round);
  });
  if (!read) return false;
  for (const ports::OutboxRow& row : rows) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return false;
      if (!sending_.insert(row.id).second) continue;
    }
    // Another thread may have settled it between the look and the claim.
    bool open = false;
    (void)desk_.store.read([&](ports::Reader& reader) {
      const auto now = reader.outbox_by_stable_id(row.stable_id);
      open = now && now->done_at == far_future && now->attempts == row.attempts;
    });
    if (open) send_one(row);
    const std::lock_guard lock(mutex_);
    sending_.erase(row.id);
    if (open) return true;
  }
  return false;
}

void MailRoom::send_one(const ports::OutboxRow& row) {
  Result<desk::Letter> letter = fail(ErrorCode::storage);
  (void)desk_.store.read([&](ports::Reader& reader) {
    letter = desk::compose_letter(reader, desk_.shelf, mail_.office, mail_.press, row, desk_.time.now());
  });
  if (letter && !letter->mail) {
    (void)ask([id = row.id, why = letter->skipped](ports::Transaction& t) { return desk::drop_letter(t, id, why); });
    return;
  }
  ports::Delivery delivery;
  if (letter) {
    delivery = deliver(*letter);
  } else {
    delivery.text = std::string(entry_of(letter.error().code).name) + " " + letter.error().detail;
  }
  Instant retry = far_future;
  if (delivery.outcome == ports::Delivery::Outcome::later) {
    const std::uint64_t chance = std::hash<std::string>{}(row.stable_id);
    const Instant now = desk_.time.now();
    const auto next = mail_out::next_try(row.attempts + 1, letter && letter->since != far_future ? letter->since : now,
                                         now, chance);
    retry = next.value_or(far_future);
  }
  if (delivery.outcome != ports::Delivery::Outcome::delivered)
    desk_.log("letter", row.stable_id, delivery.code + " " + delivery.text);
  const auto settled = ask([&](ports::Transaction& t) {
    return desk::settle_letter(t, mail_.office, row.id, delivery, retry);
  });
  if (!settled) desk_.log("letter_not_settled", row.stable_id, settled.error().detail);
}

ports::Delivery MailRoom::deliver(desk::Letter& letter) {
  ports::OutgoingMail& mail = *letter.mail;
  ports::Delivery refused;
  refused.outcome = ports::Delivery::Outcome::refused;
  std::int64_t attached = 0;
  for (const ports::AttachmentRow& each : letter.files) {
    attached += each.size;
    if (attached > most_attached) break;  // the page has them
    auto bytes = desk_.blobs.get(each.blob);
    if (bytes) mail.attachments.push_back({each.name, each.type, std::move(*bytes)});
  }
  if (const Outcome fits = mail_out::sendable(mail); !fits) {
    refused.text = "no server could take it: " + fits.error().field;
    return refused;
  }
  auto source = mail_.signer.sign(mail_out::source_of(mail), mail.from.address.substr(mail.from.address.find('@') + 1),
                                  mail.at);
  if (!source) {
    ports::Delivery later;
    later.text = source.error().detail;
    return later;
  }
  return sender_->send(mail, std::move(*source));
}

Json mailboxes_json(const MailParts& mail, const MailRoom& room) {
  Json list = Json::array();
  const auto states = room.mailboxes();
  for (const ports::Mailbox& each : mail.mail.mailboxes) {
    Json json = Json::object({{"name", each.name},
                              {"address", each.address},
                              {"program", each.program},
                              {"sends", mail.smtp.has_value()},
                              {"fetched", false}});
    for (const auto& [name, status] : states) {
      if (name != each.name) continue;
      json.set("fetched", true);
      json.set("pushed", status.pushed);
      json.set("last_read_at", status.last_read.seconds == 0 ? Json() : Json(to_iso(status.last_read)));
      json.set("taken", static_cast<std::int64_t>(status.taken));
      json.set("waiting", static_cast<std::int64_t>(status.waiting));
      const bool well = status.trouble == mail_in::Trouble::none;
      const auto words = mail_in::enum_words(status.trouble);
      json.set("trouble", well ? Json() : Json(std::string(words[static_cast<std::size_t>(status.trouble)])));
      if (!well) json.set("trouble_text", status.trouble_text);
      if (!well) json.set("trouble_since", to_iso(status.trouble_since));
    }
    list.push(std::move(json));
  }
  return list;
}

}  // namespace yakusoku::apps
