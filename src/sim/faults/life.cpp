#include "sim/faults/life.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "adapters/store/open_store.hpp"
#include "base/assert.hpp"
#include "desk/desk.hpp"

namespace yakusoku::sim {

namespace {

constexpr Instant first_day{1761955200};  // 2025-11-01T00:00:00Z, a Saturday: both hemispheres' clocks change around it

std::int64_t number_in(const ports::Answer& answer, std::string_view name) {
  const auto json = parse_json(answer.body);
  return json ? json->get_integer(name).value_or(0) : 0;
}

}  // namespace

Life::Life(const FaultOptions& options)
    : options_(options), chance_(options.seed), dice_(options.seed + 1), clock_(first_day), real_(options.database()),
      database_(*real_) {
  begin();
}

void Life::begin() {
  nodes_.resize(2);
  for (Node& node : nodes_) {
    auto store = store::open_store(database_, clock_, dice_);
    ASSERT(store.has_value());
    node.store = std::move(*store);
    node.shelf = std::make_unique<shelf::LockedShelf>();
  }
  enact(options_.program);
  ports::OrganizationRow row;
  row.name = "ACME";
  row.zone = "Asia/Tokyo";
  const auto made = surely([&](auto& t) { return desk::create_organization(t, desk::Caller::desk(), row); });
  const OrganizationId acme{number_in(*made, "organization")};
  agents_ = {person("emma", ports::Role::agent, {}), person("lars", ports::Role::lead, {})};
  for (const char* name : {"misaki", "ken", "yui"}) {
    customers_.push_back(person(name, ports::Role::customer, acme));
    addresses_.push_back(fmt::format("{}@acme.example", name));
  }
  ports::Mailbox box;
  box.name = "support";
  box.address = "support@vendor.example";
  box.program = program_->id;
  settings_.mailboxes = {box};
  settings_.own_server = "mx.vendor.example";
  settings_.mails_per_sender_an_hour = settings_.notices_per_request_an_hour = 0;
  office_ = {&settings_, "a key of thirty-two bytes, always"};
  surely([&](auto& t) { return desk::follow_mail(t, *nodes_[0].shelf, office_, 500); });
}

void Life::enact(const std::vector<program::SourceFile>& files) {
  const auto reading = program::read(files);
  ASSERT(reading.program != nullptr);
  const auto answer = surely([&](auto& t) {
    return desk::enact_program(t, *nodes_[0].shelf, desk::Caller::desk(), {.files = files});
  });
  program_ = reading.program;
  program_id_ = ProgramId{number_in(*answer, "program")};
}

desk::Caller Life::person(const std::string& name, ports::Role role, OrganizationId organization) {
  desk::NewPerson fresh;
  fresh.name = name;
  fresh.email = fmt::format("{}@{}.example", name, ports::is_staff(role) ? "vendor" : "acme");
  fresh.role = role;
  fresh.organization = organization;
  const auto answer = surely([&](auto& t) { return desk::create_person(t, desk::Caller::desk(), fresh); });
  desk::Caller caller;
  caller.person = PersonId{number_in(*answer, "person")};
  caller.role = role;
  caller.organization = organization;
  caller.door = ports::is_staff(role) ? "desk" : "portal";
  return caller;
}

Result<ports::Answer> Life::run(std::size_t node, const std::string& key,
                                std::function<Result<ports::Answer>(ports::Transaction&)> body) {
  ++report.commands;
  std::vector<ports::Command> commands(1);
  if (options_.plant != Plant::forgets_keys) commands[0].key = key;
  commands[0].fingerprint = key;
  commands[0].run = std::move(body);
  return nodes_[node].store->run(commands).front().answer;
}

// Before the faults begin, and where the model itself needs an answer.
Result<ports::Answer> Life::surely(std::function<Result<ports::Answer>(ports::Transaction&)> body) {
  database_.next_commit(FaultyDatabase::Commit::works);
  database_.fail_statement(0);
  auto answer = run(0, {}, std::move(body));
  ASSERT(answer.has_value());
  return answer;
}

std::string Life::mark() { return fmt::format("mark{}e", ++marks_); }

void Life::tell(std::string what) {
  told_.push_back(fmt::format("{} {}", to_iso(clock_.now()), what));
  if (told_.size() > 20) told_.erase(told_.begin());
}

void Life::step() {
  ++report.events;
  woken_to_the_end_ = false;
  switch (chance_.below(18)) {
    case 0:
    case 1: return somebody_opens();
    case 2:
    case 3:
    case 4:
    case 5: return somebody_acts();
    case 6: return send_again();
    case 7: return mail_comes();
    case 8: return mail_is_read();
    case 9: return letters_go();
    case 10:
    case 11: return time_passes();
    case 12:
    case 13: return workers_wake();
    case 14:
    case 15: return a_fault_is_planned();
    case 16: return a_node_restarts();
    default: return a_version_is_enacted();
  }
}

void Life::send(Intent& intent) {
  const auto node = static_cast<std::size_t>(chance_.below(std::ssize(nodes_)));
  const auto answer = run(node, intent.key, intent.body);
  if (answer) {
    intent.state = Intent::State::done;
  } else if (answer.error().code != ErrorCode::storage) {
    intent.state = Intent::State::refused;
  } else if (options_.plant == Plant::answers_too_early) {
    intent.state = Intent::State::done;
  }
  tell(fmt::format("node {} is told {}: {}", node, intent.mark,
                   answer ? "done" : std::string(entry_of(answer.error().code).name)));
}

void Life::somebody_opens() {
  desk::OpenTicket input;
  input.program = program_id_;
  input.kind = chance_.of(program_->kinds).id;
  if (!program_->severity.levels.empty()) input.severity = chance_.of(program_->severity.levels).id;
  const std::string mark = this->mark();
  input.subject = "Something is broken";
  input.description = mark;
  const desk::Caller caller = chance_.of(customers_);
  // The shelf is whichever the node has when it is done.
  intents_.push_back({fmt::format("open-{}", mark), mark,
                      [this, caller, input](ports::Transaction& t) {
                        return desk::open_ticket(t, *nodes_[0].shelf, caller, input);
                      }});
  ++report.requests;
  send(intents_.back());
}

TicketId Life::some_ticket() {
  std::vector<ports::TicketRow> rows;
  (void)nodes_[0].store->read(
      [&](ports::Reader& reader) { rows = reader.tickets_after(ports::Viewer::desk(), TicketId{}, 100); });
  return rows.empty() ? TicketId{} : chance_.of(rows).id;
}

Result<lifecycle::Act> Life::some_act(bool by_customer) {
  using lifecycle::Verb;
  lifecycle::Act act;
  if (by_customer) {
    act.verb = Verb::message;
    return act;
  }
  switch (chance_.below(8)) {
    case 0:
      act.verb = Verb::reply;
      act.asks = true;
      return act;
    case 1:
      act.verb = Verb::reply;
      act.until = clock_.now() + minutes(5 + chance_.below(600));
      return act;
    case 2:
    case 3: act.verb = Verb::reply; return act;
    case 4: act.verb = Verb::note; return act;
    case 5:
      act.verb = Verb::set;
      if (program_->severity.levels.empty()) return fail(ErrorCode::unknown_value, "severity");
      act.values = {tickets::Value::of("severity", chance_.of(program_->severity.levels).id)};
      return act;
    case 6:
      act.verb = Verb::happen;
      act.event = chance_.of(std::vector<std::string>{"restored", "workaround_given", "acknowledged", "engaged", "call"});
      return act;
    default:
      act.verb = Verb::solve;
      if (program_->closing.reasons.empty()) return fail(ErrorCode::unknown_value, "reason");
      act.reason = chance_.of(program_->closing.reasons).id;
      return act;
  }
}

void Life::somebody_acts() {
  const TicketId ticket = some_ticket();
  if (!ticket) return;
  const bool by_customer = chance_.one_in(3);
  const auto act = some_act(by_customer);
  if (!act) return;
  desk::ChangeTicket change;
  change.ticket = ticket;
  change.act = *act;
  const std::string mark = this->mark();
  using lifecycle::Verb;
  const bool speaks = act->verb == Verb::message || act->verb == Verb::reply || act->verb == Verb::note;
  if (speaks) change.words.text = mark;
  change.words.for_everyone = act->verb != Verb::note;
  const desk::Caller caller = by_customer ? chance_.of(customers_) : chance_.of(agents_);
  intents_.push_back({fmt::format("act-{}", mark), speaks ? mark : std::string(),
                      [this, caller, change](ports::Transaction& t) {
                        return desk::change_ticket(t, *nodes_[0].shelf, caller, change);
                      }});
  send(intents_.back());
}

// Whoever had no answer asks again with the same key; now and then also one who had, as a browser's back button does.
void Life::send_again() {
  std::vector<std::size_t> those;
  for (std::size_t i = 0; i < intents_.size(); ++i)
    if (intents_[i].state == Intent::State::waiting) those.push_back(i);
  if (!those.empty()) return send(intents_[chance_.of(those)]);
  if (!intents_.empty() && intents_.back().state == Intent::State::done) send(intents_.back());
}

void Life::mail_comes() {
  if (!mails_.empty() && chance_.one_in(3)) {  // once more, as carriers do
    MailOnItsWay& again = mails_[static_cast<std::size_t>(chance_.below(std::ssize(mails_)))];
    if (options_.plant == Plant::reads_mail_twice) {  // as if nobody knew what it is called
      again.arrival += "-again", again.blob += "-again", again.mail.message_id += "-again";
      again.source = 0, again.read = false;
    }
  } else {
    MailOnItsWay fresh;
    fresh.mark = mark();
    fresh.arrival = "imap/support/1/" + fresh.mark;
    fresh.blob = "blob of " + fresh.mark;
    fresh.mail.from = {"", chance_.of(addresses_)};
    fresh.mail.authors = {fresh.mail.from};
    fresh.mail.to = {{"", "support@vendor.example"}};
    fresh.mail.subject = "By mail";
    if (const TicketId about = some_ticket(); about && chance_.one_in(2))
      fresh.mail.subject += fmt::format(" [#{}]", about.value);
    fresh.mail.text = fresh.mail.reply = fresh.mark;
    fresh.mail.message_id = fresh.mark + "@mailer.example";
    fresh.mail.auto_reply_allowed = true;
    fresh.mail.authentication = {{"mx.vendor.example", "dmarc", "pass", "acme.example"}};
    mails_.push_back(std::move(fresh));
    ++report.mails;
  }
  MailOnItsWay& mail = chance_.one_in(2) ? mails_.back() : mails_[static_cast<std::size_t>(chance_.below(std::ssize(mails_)))];
  ports::MailSourceRow row;
  row.arrival = mail.arrival;
  row.mailbox = "support";
  row.blob = mail.blob;
  row.envelope = "{}";
  row.arrived_at = clock_.now();
  const auto answer = run(0, {}, [&](auto& t) { return desk::keep_mail(t, row); });
  if (answer) mail.source = number_in(*answer, "mail");
  tell(fmt::format("{} comes by mail: {}", mail.mark, answer ? "kept" : "not kept"));
}

void Life::mail_is_read() {
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < mails_.size(); ++i)
    if (mails_[i].source != 0) kept.push_back(i);
  if (kept.empty()) return;
  MailOnItsWay& mail = mails_[chance_.of(kept)];
  desk::TakenMail taken;
  taken.source = mail.source;
  taken.mail = mail.mail;
  const auto answer = run(0, {}, [&](auto& t) { return desk::take_mail(t, *nodes_[0].shelf, office_, taken); });
  if (answer) mail.read = true;
  if (!answer && answer.error().code != ErrorCode::storage) mail.refused = true;
  tell(fmt::format("{} is read: {}", mail.mark, answer ? answer->body : std::string(entry_of(answer.error().code).name)));
}

// The sender: what is ready is composed and delivered; then he notes it, unless something comes between.
void Life::letters_go() {
  if (!options_.house) return;
  (void)run(0, {}, [&](auto& t) { return desk::follow_mail(t, *nodes_[0].shelf, office_, 500); });
  std::vector<ports::OutboxRow> ready;
  (void)nodes_[0].store->read([&](ports::Reader& reader) { ready = reader.outbox_ready("mail", clock_.now(), 20); });
  desk::LetterPress press;
  press.house = options_.house;
  press.html_of = [](std::string_view text) { return std::string(text); };
  for (const ports::OutboxRow& row : ready) {
    Result<desk::Letter> letter = fail(ErrorCode::internal);
    (void)nodes_[0].store->read([&](ports::Reader& reader) {
      letter = desk::compose_letter(reader, *nodes_[0].shelf, office_, press, row, clock_.now());
    });
    if (!letter) {
      seen_wrong_ = "a letter can't be composed: " + letter.error().detail;
      return;
    }
    if (!letter->mail) {
      (void)run(0, {}, [&](auto& t) { return desk::drop_letter(t, row.id, letter->skipped); });
      continue;
    }
    std::string id = letter->mail->message_id;
    if (options_.plant == Plant::another_message_id) id += std::to_string(marks_ + report.commands);
    const auto [known, fresh] = sent_.emplace(letter->mail->stable_id, id);
    if (!fresh && known->second != id) seen_wrong_ = "a letter went out again under another Message-ID: " + row.stable_id;
    ++report.letters;
    if (chance_.one_in(6)) continue;  // delivered, and the node dies before it is noted
    ports::Delivery delivered;
    delivered.outcome = ports::Delivery::Outcome::delivered;
    (void)run(0, {}, [&](auto& t) { return desk::settle_letter(t, office_, row.id, delivered, far_future); });
  }
  tell(fmt::format("{} letters are sent", ready.size()));
}

void Life::time_passes() {
  Duration by = seconds(chance_.below(120));
  if (chance_.one_in(3)) by = minutes(chance_.below(240));
  if (chance_.one_in(8)) by = hours(chance_.below(96));
  if (chance_.one_in(12)) by = seconds(-chance_.below(7200));  // somebody sets the machine's clock back
  clock_.set(clock_.now() + by);
  tell(fmt::format("the clock goes on by {} s", by.seconds));
}

// Both nodes see the same wakes as due, and both do them: the second one finds nothing to do.
void Life::workers_wake() {
  bool undisturbed = true;
  for (int rounds = 0; rounds < 50; ++rounds) {
    std::vector<std::pair<TicketId, Instant>> due;
    (void)nodes_[0].store->read([&](ports::Reader& reader) {
      due = reader.due_wakes(std::max(reader.clock_at(), clock_.now()), 100);
    });
    if (due.empty()) break;
    for (const auto& [ticket, at] : due) {
      if (options_.plant == Plant::loses_wakes && ticket.value % 2 == 1) continue;
      for (std::size_t node = 0; node < nodes_.size(); ++node) {
        ++report.wakes;
        const auto answer =
            run(node, {}, [&](auto& t) { return desk::wake_ticket(t, *nodes_[node].shelf, ticket); });
        undisturbed = undisturbed && answer.has_value();
      }
    }
    if (options_.plant == Plant::loses_wakes) break;
  }
  woken_to_the_end_ = undisturbed;
  tell("both nodes wake what is due");
}

void Life::a_node_restarts() {
  Node& node = nodes_[static_cast<std::size_t>(chance_.below(std::ssize(nodes_)))];
  auto store = store::open_store(database_, clock_, dice_);
  if (!store) return tell("a node can't start yet");
  node.store = std::move(*store);
  node.shelf = std::make_unique<shelf::LockedShelf>();
  tell("a node starts anew");
}

void Life::a_fault_is_planned() {
  ++report.faults;
  switch (chance_.below(3)) {
    case 0:
      database_.next_commit(FaultyDatabase::Commit::undone);
      return tell("the next commit will fail");
    case 1:
      database_.next_commit(FaultyDatabase::Commit::answer_lost);
      return tell("nobody will hear of the next commit");
    default:
      database_.fail_statement(1 + static_cast<int>(chance_.below(30)));
      return tell("the disk will refuse a statement");
  }
}

void Life::a_version_is_enacted() {
  if (options_.next_version.empty() || enacted_) return;
  enacted_ = true;
  enact(options_.next_version);
  tell("another version is put in force");
}

}  // namespace yakusoku::sim
