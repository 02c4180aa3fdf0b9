// What must hold after each event, whatever failed.

#include <fmt/format.h>

#include "adapters/store/verify.hpp"
#include "sim/faults/life.hpp"

namespace yakusoku::sim {

namespace {

constexpr int look_closely_every = 10;

}  // namespace

// Who has "done" finds his words there, once; who was refused, never; who waits, at most once.
std::optional<std::string> Life::words_are_there_once() {
  std::map<std::string, int> found;
  (void)nodes_[0].store->read([&](ports::Reader& reader) {
    TicketId last;
    for (;;) {
      const auto rows = reader.tickets_after(ports::Viewer::desk(), last, 100);
      for (const ports::TicketRow& row : rows) {
        last = row.id;
        for (const ports::MessageRow& message : reader.messages(ports::Viewer::desk(), row.id)) ++found[message.body];
      }
      if (rows.size() < 100) break;
    }
  });
  for (const Intent& each : intents_) {
    if (each.mark.empty()) continue;
    const int times = found[each.mark];
    if (times > 1) return fmt::format("the words {} stand there {} times", each.mark, times);
    if (each.state == Intent::State::done && times == 0) return fmt::format("{} was acknowledged and is lost", each.mark);
    if (each.state == Intent::State::refused && times != 0) return fmt::format("{} was refused and stands there", each.mark);
  }
  for (const MailOnItsWay& each : mails_)
    if (found[each.mark] > 1) return fmt::format("the mail {} stands there {} times", each.mark, found[each.mark]);
  return std::nullopt;
}

// A mail that is kept stays kept, and one that was read became something.
std::optional<std::string> Life::mail_became_one_thing() {
  std::optional<std::string> wrong;
  (void)nodes_[0].store->read([&](ports::Reader& reader) {
    for (const MailOnItsWay& each : mails_) {
      if (each.source == 0 || wrong) continue;
      const auto row = reader.mail_source(each.source);
      if (!row) {
        wrong = fmt::format("the mail {} was kept and is lost", each.mark);
      } else if (each.read && row->outcome == ports::MailOutcome::waiting) {
        wrong = fmt::format("the mail {} was read and still waits", each.mark);
      }
    }
  });
  return wrong;
}

// After a round that nothing disturbed nobody is overdue for a look.
std::optional<std::string> Life::wakes_were_taken() {
  if (!woken_to_the_end_) return std::nullopt;
  std::optional<std::string> wrong;
  (void)nodes_[0].store->read([&](ports::Reader& reader) {
    const auto due = reader.due_wakes(reader.clock_at(), 1);
    if (!due.empty()) wrong = fmt::format("ticket {} was due for a look at {}", due[0].first.value, to_iso(due[0].second));
  });
  return wrong;
}

// A due that passed is a breach once, at that due and not before it was over.
std::optional<std::string> Life::breaches_are_told_once() {
  std::optional<std::string> wrong;
  (void)nodes_[0].store->read([&](ports::Reader& reader) {
    std::set<std::string> told;
    std::int64_t position = 0;
    for (;;) {
      const auto records = reader.log_after(position, 500);
      for (const ports::LogRow& record : records) {
        position = record.position;
        if (record.subject != ports::Subject::ticket || record.facts.find("\"breached\"") == std::string::npos) continue;
        const auto facts = parse_json(record.facts);
        if (!facts || !facts->is_array()) continue;
        for (const Json& each : facts->items()) {
          const auto fact = lifecycle::fact_from_json(each);
          const auto* changed = fact ? std::get_if<lifecycle::CycleChanged>(&*fact) : nullptr;
          if (!changed || changed->change != lifecycle::Change::breached) continue;
          if (record.at <= changed->at) wrong = fmt::format("ticket {}: a breach before its due was over", record.id);
          const std::string name = fmt::format("ticket {}: {} {} at {}", record.id, changed->cycle->clock,
                                               changed->cycle->number, to_iso(changed->at));
          if (!told.insert(name).second) wrong = name + " is told twice";
        }
      }
      if (records.size() < 500) break;
    }
  });
  return wrong;
}

namespace {

// The log is the truth: its facts, folded, are the row's state.
std::optional<std::string> folded(const ports::TicketRow& row, const std::vector<ports::LogRow>& records) {
  lifecycle::Request request;
  for (const ports::LogRow& record : records) {
    const auto facts = parse_json(record.facts);
    if (!facts || !facts->is_array()) return "a record's facts can't be read";
    for (const Json& each : facts->items()) {
      const auto fact = lifecycle::fact_from_json(each);
      if (!fact) return "a fact can't be read";
      lifecycle::evolve(request, *fact);
    }
  }
  if (to_text(lifecycle::to_json(request)) != row.state) return "its state is not what its facts make";
  return std::nullopt;
}

}  // namespace

std::optional<std::string> Life::the_store_is_sound() {
  store::VerifyOptions options;
  options.replay = folded;
  options.at_most = 1;
  const auto findings = store::verify(*real_, options);
  if (!findings) return "the desk can't be verified";
  if (findings->empty()) return std::nullopt;
  return findings->front().where + ": " + findings->front().detail;
}

std::optional<std::string> Life::look() {
  (void)nodes_[0].store->read([&](ports::Reader& reader) { report.records = reader.head(); });
  if (seen_wrong_) return seen_wrong_;
  if (auto wrong = words_are_there_once()) return wrong;
  if (auto wrong = mail_became_one_thing()) return wrong;
  if (auto wrong = wakes_were_taken()) return wrong;
  // These read the whole log: now and then, and at the end.
  if (report.events % look_closely_every != 0 && report.events != options_.events) return std::nullopt;
  if (auto wrong = breaches_are_told_once()) return wrong;
  return the_store_is_sound();
}

FaultReport live_with_faults(const FaultOptions& options) {
  Life life(options);
  for (int event = 1; event <= options.events; ++event) {
    life.step();
    if (auto wrong = life.look()) {
      life.report.failure = FaultFailure{event, std::move(*wrong), life.told()};
      break;
    }
  }
  return life.report;
}

}  // namespace yakusoku::sim
