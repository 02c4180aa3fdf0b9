#include "apps/mail_room.hpp"

#include <fmt/format.h>

#include "adapters/mail_out/backoff.hpp"
#include "adapters/mail_out/compose.hpp"

namespace yakusoku::apps {
namespace {

constexpr std::size_t sources_a_round = 64;
constexpr int records_a_round = 200;
constexpr int letters_a_round = 50;
// On a disk that says no, nothing more is sent: after a crash it would be sent again.
constexpr std::size_t most_unsettled = 8;
constexpr std::chrono::milliseconds look_again{1000};
constexpr std::chrono::milliseconds after_failure{2000};
constexpr std::chrono::minutes longest_hold{2};
constexpr std::int64_t most_attached = std::int64_t{20}
                                       << 20;  // what one letter carries; beyond it the page has the files

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
  note_unsettled(
      Unsettled::Time::max());  // a last time: what is not noted as sent is sent again after the next start
}

bool MailRoom::stopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void MailRoom::log_grew() {
  {
    const std::lock_guard lock(mutex_);
    grew_ = true;
  }
  wake_.notify_all();
}

void MailRoom::look_whether_all_was_read() {
  if (all_looked_into_) return;
  bool all = spool_->first_read();
  for (const auto& [name, mailbox] : mailboxes_) all = all && mailbox->first_read();
  bool waiting = true;  // what was fetched by then has to be read, too
  if (all) {
    const Outcome read = desk_.store.read(
        [&](ports::Reader& reader) { waiting = !reader.mail_sources(ports::MailOutcome::waiting, 0, 1).empty(); });
    waiting = waiting || !read;
  }
  if (waiting && std::chrono::steady_clock::now() - started_ < longest_hold) return;
  if (waiting) desk_.log("mailbox", "", "not all mail could be looked into since the start; timers go on");
  all_looked_into_ = true;
  if (desk_.timers_go_on) desk_.timers_go_on();
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
  ports::MailEnvelope envelope;
  envelope.from = arrival.envelope_from;
  envelope.to = arrival.envelope_to;
  envelope.oversize = static_cast<std::int64_t>(arrival.oversize);
  row.envelope = to_text(write_fields(envelope));
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
      if (stopping()) return;
      look_whether_all_was_read();
    }
    look_whether_all_was_read();
  }
}

// The next of what waits, from where the last look ended. False: this was the end, or all of these have to wait a
// while; what stands behind them has its turn then.
bool MailRoom::read_some() {
  std::vector<ports::MailSourceRow> sources;
  const Outcome read = desk_.store.read([&](ports::Reader& reader) {
    sources = reader.mail_sources(ports::MailOutcome::waiting, read_after_, static_cast<int>(sources_a_round));
  });
  if (!read || sources.empty()) {
    read_after_ = 0;
    return false;
  }
  read_after_ = sources.size() < sources_a_round ? 0 : sources.back().id;
  // One that was begun and not ended may have killed the reader: it is read alone, so that it takes nobody along.
  std::vector<ports::MailSourceRow> together, alone;
  for (ports::MailSourceRow& each : sources)
    (each.attempts == 0 || survived_.contains(each.id) ? together : alone).push_back(std::move(each));
  bool settled = read_batch(together);
  for (ports::MailSourceRow& each : alone) {
    if (stopping()) return settled;
    settled = read_batch({std::move(each)}) || settled;
  }
  return settled;
}

// True: something of them waits no more. An attempt is counted once a start of the desk: that the disk or a full lane
// said no is not the mail's fault.
bool MailRoom::read_batch(const std::vector<ports::MailSourceRow>& sources) {
  std::vector<std::int64_t> ids;
  for (const ports::MailSourceRow& each : sources)
    if (!survived_.contains(each.id) && each.attempts < desk::most_attempts) ids.push_back(each.id);
  if (!ids.empty() && !ask([ids](ports::Transaction& t) { return desk::begin_reading(t, ids); })) return false;
  survived_.insert(ids.begin(), ids.end());
  bool settled = false;
  // All are handed to the writer before the first answer is waited for: a batch of them shares a commit.
  std::vector<std::pair<TakenSource, Asked>> under_way;
  for (const ports::MailSourceRow& each : sources) {
    bool given_up = false;
    if (auto taken = read_one(each, given_up)) under_way.emplace_back(taken, take(taken, each));
    if (!given_up) continue;
    survived_.erase(each.id);
    settled = true;
  }
  for (auto& [taken, answer] : under_way) {
    if (!settle(taken, answer.get())) continue;
    survived_.erase(taken->source);
    settled = true;
  }
  return settled;
}

// nullptr: it is given up, or has to wait.
MailRoom::TakenSource MailRoom::read_one(const ports::MailSourceRow& source, bool& given_up) {
  const auto give_up = [&](std::string why) {
    given_up =
        ask([id = source.id, why](ports::Transaction& t) { return desk::give_up_mail(t, id, why); }).has_value();
    desk_.log("mail_unread", std::to_string(source.id), why);
    return nullptr;
  };
  if (source.attempts >= desk::most_attempts && !survived_.contains(source.id)) return give_up("unreadable");
  auto taken = read_source(mail_, desk_.blobs, source);
  if (taken) return std::make_shared<desk::TakenMail>(std::move(*taken));
  if (taken.error().code == ErrorCode::not_found) give_up("source_lost");
  return nullptr;
}

MailRoom::Asked MailRoom::take(const TakenSource& taken, const ports::MailSourceRow& source) {
  const bool oversize = desk::envelope_of(source).oversize > 0;
  return start([taken, oversize, this](ports::Transaction& t) {
    if (oversize) return desk::hold_mail(t, desk_.shelf, mail_.office, *taken, "too_large");
    return desk::take_mail(t, desk_.shelf, mail_.office, *taken);
  });
}

// False: a passing error, it is tried again.
bool MailRoom::settle(const TakenSource& taken, Result<ports::Answer> answer) {
  if (!answer && !passes(answer.error().code)) {
    // The program wants what this mail does not say, or says no: a person sees to it.
    const std::string why = fmt::format("refused:{}:{}", entry_of(answer.error().code).name, answer.error().field);
    answer = ask([taken, why, this](ports::Transaction& t) {
      return desk::hold_mail(t, desk_.shelf, mail_.office, *taken, why);
    });
  }
  if (!answer) desk_.log("mail_not_taken", std::to_string(taken->source), answer.error().detail);
  return answer.has_value();
}

void MailRoom::letter_loop() {
  while (!wait(look_again, grew_)) {
    for (;;) {
      const auto answer = ask(
          [this](ports::Transaction& t) { return desk::follow_mail(t, desk_.shelf, mail_.office, records_a_round); });
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
    do {
      note_unsettled(std::chrono::steady_clock::now());
    } while (send_some() && !stopping());
  }
}

// Writes what became of a letter. Until that is done nobody else may take it: it would be sent twice.
void MailRoom::note_letter(std::int64_t letter, const UseCase& outcome) {
  const auto written = ask(outcome);
  if (!written) desk_.log("letter_not_settled", std::to_string(letter), written.error().detail);
  const std::lock_guard lock(mutex_);
  if (written) {
    unsettled_.written(letter);
    sending_.erase(letter);
  } else {
    unsettled_.keep(letter, outcome, std::chrono::steady_clock::now());
  }
}

void MailRoom::note_unsettled(Unsettled::Time by) {
  std::vector<std::pair<std::int64_t, UseCase>> due;
  {
    const std::lock_guard lock(mutex_);
    due = unsettled_.due(by);
  }
  for (const auto& [letter, outcome] : due) note_letter(letter, outcome);
}

// Takes the first letter that nobody else has in hand; false: there is none.
bool MailRoom::send_some() {
  std::vector<ports::OutboxRow> rows;
  const Outcome read = desk_.store.read(
      [&](ports::Reader& reader) { rows = reader.outbox_ready("mail", desk_.time.now(), letters_a_round); });
  if (!read) return false;
  for (const ports::OutboxRow& row : rows) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_ || unsettled_.size() >= most_unsettled) return false;
      if (!sending_.insert(row.id).second) continue;
    }
    // Another thread may have settled it between the look and the claim.
    bool open = false;
    (void)desk_.store.read([&](ports::Reader& reader) {
      const auto now = reader.outbox_by_stable_id(row.stable_id);
      open = now && now->done_at == far_future && now->attempts == row.attempts;
    });
    const UseCase outcome = open ? send_one(row) : nullptr;
    if (outcome) {
      note_letter(row.id, outcome);
      return true;
    }
    const std::lock_guard lock(mutex_);
    sending_.erase(row.id);
  }
  return false;
}

// What is to be written of it; empty: nothing happened to it, for the desk stops or cannot read.
MailRoom::UseCase MailRoom::send_one(const ports::OutboxRow& row) {
  Result<desk::Letter> letter = fail(ErrorCode::storage);
  (void)desk_.store.read([&](ports::Reader& reader) {
    letter = desk::compose_letter(reader, desk_.shelf, mail_.office, mail_.press, row, desk_.time.now());
  });
  if (!letter && passes(letter.error().code)) {
    desk_.log("letter", row.stable_id, letter.error().detail);
    return {};
  }
  if (letter && !letter->mail)
    return [id = row.id, why = letter->skipped](ports::Transaction& t) { return desk::drop_letter(t, id, why); };
  ports::Delivery delivery;
  if (letter) {
    delivery = deliver(*letter);
  } else {
    delivery.text = std::string(entry_of(letter.error().code).name) + " " + letter.error().detail;
  }
  // It was us who hung up: no failure of its server.
  if (delivery.outcome == ports::Delivery::Outcome::later && stopping()) return {};
  Instant retry = far_future;
  if (delivery.outcome == ports::Delivery::Outcome::later) {
    const std::uint64_t chance = std::hash<std::string>{}(row.stable_id);
    const Instant now = desk_.time.now();
    const auto next = mail_out::next_try(row.attempts + 1,
                                         letter && letter->since != far_future ? letter->since : now, now, chance);
    retry = next.value_or(far_future);
  }
  if (delivery.outcome != ports::Delivery::Outcome::delivered)
    desk_.log("letter", row.stable_id, delivery.code + " " + delivery.text);
  return [this, id = row.id, delivery, retry](ports::Transaction& t) {
    return desk::settle_letter(t, mail_.office, id, delivery, retry);
  };
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
  auto source = mail_.signer.sign(mail_out::source_of(mail),
                                  mail.from.address.substr(mail.from.address.find('@') + 1), mail.at);
  if (!source) {
    ports::Delivery later;
    later.text = source.error().detail;
    return later;
  }
  return sender_->send(mail, std::move(*source));
}

Json mailboxes_json(const MailParts& mail, const MailRoom* room) {
  Json list = Json::array();
  const auto states = room ? room->mailboxes() : std::vector<std::pair<std::string, mail_in::MailboxStatus>>();
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
