#include <algorithm>

#include <fmt/format.h>

#include "core/entitlements/gate.hpp"
#include "desk/attaching.hpp"
#include "desk/permits.hpp"
#include "desk/standing.hpp"
#include "desk/writing.hpp"

namespace yakusoku::desk {

namespace {

using lifecycle::Verb;

constexpr std::size_t most_words = 65536;
constexpr std::size_t most_participants = 50;
constexpr int most_meetings = 1000;  // of a program that are still to come

Outcome words_fit(const std::string& text) {
  if (text.size() > most_words)
    return fail(ErrorCode::too_large, "body", fmt::format("at most {} bytes", most_words));
  return {};
}

// The people behind a request: who asks, and the organisation that counts.
struct Asker {
  PersonId person;
  OrganizationId organization;
  std::string language;
};
Result<Asker> asker_of(Reader& reader, const Caller& caller, PersonId wanted) {
  const PersonId id = wanted ? wanted : caller.person;
  if (id != caller.person && !caller.staff()) return fail(ErrorCode::not_allowed, "requester_id");
  const auto person = reader.person(id);
  if (!person || person->suspended) return fail(ErrorCode::unknown_value, "requester_id");
  return Asker{id, person->organization, person->language};
}

// The language of the case: as it was said, be it among the facts; else the requester's own.
std::string language_of(const OpenTicket& input, const Asker& asker, const program::Program& program) {
  if (!input.language.empty()) return input.language;
  for (const tickets::Value& each : input.values)
    if (each.name == "language" && !each.word.empty()) return each.word;
  return asker.language.empty() ? program.languages.front() : asker.language;
}

}  // namespace

Result<Answer> open_ticket(Transaction& transaction, Shelf& shelf, const Caller& caller, const OpenTicket& input) {
  if (caller.role == ports::Role::light_agent) return fail(ErrorCode::not_allowed);
  if (input.subject.empty()) return fail(ErrorCode::required, "subject");
  if (input.subject.size() > most_subject) return fail(ErrorCode::too_large, "subject");
  if (input.description.empty()) return fail(ErrorCode::required, "description");
  TRY_OUTCOME(words_fit(input.description));
  if (input.participants.size() > most_participants) return fail(ErrorCode::too_many, "participants");
  const Asker asker = TRY(asker_of(transaction, caller, input.requester));
  const auto program = version_in_force(transaction, shelf, input.program, transaction.now());
  if (!program) return fail(ErrorCode::unknown_value, "brand_id");

  Loaded loaded;
  loaded.program = program;
  loaded.roster = shelf.roster(transaction, input.program);
  loaded.row.id = TicketId{transaction.next_id("ticket")};
  loaded.row.program = input.program;
  loaded.row.subject = input.subject;
  loaded.row.language = language_of(input, asker, *program);
  loaded.row.created_at = transaction.now();

  lifecycle::Act act;
  act.verb = Verb::open;
  act.actor = actor_of(caller, loaded.request);
  act.door = caller.door;
  act.ticket = loaded.row.id;
  act.requester = asker.person;
  act.organization = asker.organization;
  act.values = input.values;
  act.values.push_back(tickets::Value::of("kind", input.kind));
  act.values.push_back(tickets::Value::of("language", loaded.row.language));
  if (!input.severity.empty()) act.values.push_back(tickets::Value::of("asked_severity", input.severity));
  Words words = input.with;
  words.text = input.description;
  words.for_everyone = input.public_words;
  TRY_OUTCOME(take_uploads(transaction, caller, *program, loaded.request.ticket, act.values, words));
  keep_words(transaction, caller, loaded.row.id, 1, words, act);
  lifecycle::World world =
      world_of(transaction, shelf, *program, asker.person, asker.organization, transaction.now());
  stand_behind(transaction, input.program, act, world);
  loaded.program = laid_for(transaction, shelf, program, lifecycle::entering(act, world), world);
  if (!loaded.program) return fail(ErrorCode::unavailable, "program", "its overlays can't be laid");
  world.program = loaded.program.get();
  if (!caller.is_desk) {
    const lifecycle::Request entering = lifecycle::entering(act, world);
    TRY_OUTCOME(entitlements::let_in(*loaded.program, act.door, "open", lifecycle::FactsSeen(entering, world)));
  }
  see(act, world);
  // Staff who write publicly in the requester's stead have answered: first response is met at the start (CLOCKS.md 1.2).
  auto decided = lifecycle::act_on(lifecycle::Request{}, act, world);
  if (!decided) return std::unexpected(decided.error());
  if (caller.staff() && asker.person != caller.person && input.public_words) {
    lifecycle::Act answer;
    answer.verb = Verb::reply;
    answer.actor = act.actor;
    answer.door = act.door;
    auto answered = lifecycle::act_on(decided->request, answer, world);
    if (!answered) return std::unexpected(answered.error());
    decided->request = std::move(answered->request);
    decided->facts.insert(decided->facts.end(), answered->facts.begin(), answered->facts.end());
  }
  const ports::LogRow record = TRY(write_and_carry_on(transaction, world, caller, loaded, act, *decided, true));
  for (const PersonId each : input.participants) {
    if (!transaction.person(each)) return fail(ErrorCode::unknown_value, "participants");
    transaction.insert(ports::ParticipantRow{loaded.row.id, each, "cc", 1});
  }
  return answer_of(loaded.row.id, record.version, record.position);
}

namespace {

// A field conflicts only if it changed after the version that the writer saw; a message never does.
Outcome no_conflict(Reader& reader, const Loaded& loaded, const ChangeTicket& change) {
  const bool fields = change.act.verb == Verb::set || change.act.verb == Verb::assign;
  if (change.expected_version == 0 || change.expected_version >= loaded.row.version || !fields) return {};
  for (const ports::LogRow& record : reader.log_of(ports::Subject::ticket, loaded.row.id.value)) {
    if (record.version <= change.expected_version) continue;
    const auto facts = parse_json(record.facts);
    if (!facts || !facts->is_array()) continue;
    for (const Json& each : facts->items()) {
      const auto fact = lifecycle::fact_from_json(each);
      if (!fact) continue;
      if (const auto* set = std::get_if<tickets::ValueSet>(&*fact)) {
        for (const tickets::Value& wanted : change.act.values) {
          const std::string name = wanted.name == "severity" ? "severity_set" : wanted.name;
          if (set->value.name == name)
            return fail(ErrorCode::conflict, wanted.name, fmt::format("changed in version {}", record.version));
        }
      }
      if (change.act.verb == Verb::assign && std::holds_alternative<tickets::OwnerSet>(*fact)) {
        return fail(ErrorCode::conflict, "assignee_id", fmt::format("changed in version {}", record.version));
      }
    }
  }
  return {};
}

// Each step of a change plan is a public message, so that both sides read it and erasure finds it.
Outcome keep_plan_words(Transaction& transaction, const Caller& caller, const Loaded& loaded,
                        const ChangeTicket& change, lifecycle::Act& act) {
  if (act.verb != Verb::plan_change) return {};
  for (std::size_t i = 0; i < act.plan.size() && i < change.plan_words.size(); ++i) {
    TRY_OUTCOME(words_fit(change.plan_words[i]));
    lifecycle::Act said;
    Words words;
    words.text = change.plan_words[i];
    keep_words(transaction, caller, loaded.row.id, loaded.row.version + 1, words, said);
    act.plan[i].words = said.message;
  }
  return {};
}

// A session of which only so many are held at a time, over all requests of the program.
Outcome has_room(Transaction& transaction, Shelf& shelf, const Loaded& loaded, const lifecycle::Decided& decided) {
  const auto fresh = std::ranges::find_if(decided.facts, [](const lifecycle::Fact& each) {
    const auto* changed = std::get_if<meetings::MeetingChanged>(&each);
    return changed && changed->meeting.state == meetings::State::scheduled;
  });
  if (fresh == decided.facts.end()) return {};
  const meetings::Meeting& wanted = std::get<meetings::MeetingChanged>(*fresh).meeting;
  const auto& sessions = loaded.program->sessions;
  const auto rule = std::ranges::find(sessions, wanted.session, &program::SessionRule::id);
  if (rule == sessions.end() || !rule->capacity) return {};
  std::int64_t others = 0;
  for (const ports::AttentionRow& each : transaction.attention("meeting", loaded.row.program, most_meetings)) {
    if (!each.key.ends_with(" " + wanted.session)) continue;
    const Loaded other = TRY(load(transaction, shelf, ports::Viewer::desk(), each.ticket));
    for (const meetings::Meeting& held : other.request.meetings) {
      const bool same = each.ticket == loaded.row.id && held.number == wanted.number;
      if (!same && meeting_key(held) == each.key && held.state == meetings::State::scheduled &&
          held.from < wanted.to && wanted.from < held.to)
        ++others;
    }
  }
  if (others < *rule->capacity) return {};
  return fail(ErrorCode::refused_by_program, "from", std::to_string(*rule->capacity), rule->path + ".capacity");
}

Result<Answer> change_one(Transaction& transaction, Shelf& shelf, const Caller& caller, const ChangeTicket& change) {
  Loaded loaded = TRY(load(transaction, shelf, caller.viewer(), change.ticket));
  lifecycle::Act act = change.act;
  act.actor = actor_of(caller, loaded.request);
  if (change.for_customer) {
    if (!caller.staff()) return fail(ErrorCode::not_allowed, "by");
    act.actor = {lifecycle::Side::customer, loaded.request.ticket.requester,
                 std::string(ports::word_of(ports::Role::customer))};
  }
  if (act.door.empty()) act.door = caller.door;
  act.message = MessageId{};
  act.words.clear();
  TRY_OUTCOME(may_do(transaction, caller, loaded, act));
  TRY_OUTCOME(words_fit(change.words.text));
  const bool speaks =
      act.verb == Verb::message || act.verb == Verb::reply || act.verb == Verb::note || act.verb == Verb::annotate;
  Words words = change.words;
  TRY_OUTCOME(take_uploads(transaction, caller, *loaded.program, loaded.request.ticket, act.values, words));
  if (speaks && words.text.empty() && words.files.empty()) return fail(ErrorCode::required, "body");
  TRY_OUTCOME(no_conflict(transaction, loaded, change));
  // A file that the customer sets is shown to him again.
  const bool shows = act.verb == Verb::set && !caller.staff();
  // Why a customer escalates is his message; our own reasons among ourselves are notes.
  const bool says_why = act.verb == Verb::escalate && act.actor.side == lifecycle::Side::customer;
  words.for_everyone = shows || says_why || act.verb == Verb::meet || act.verb == Verb::message ||
                       act.verb == Verb::reply || act.verb == Verb::solve;
  keep_words(transaction, caller, loaded.row.id, loaded.row.version + 1, words, act);
  TRY_OUTCOME(keep_plan_words(transaction, caller, loaded, change, act));
  const lifecycle::World world = world_of(transaction, shelf, loaded, transaction.now());
  TRY_OUTCOME(let_in(loaded, act, world));
  see(act, world);
  const lifecycle::Decided decided = TRY(lifecycle::act_on(loaded.request, act, world));
  if (act.verb == Verb::meet) TRY_OUTCOME(has_room(transaction, shelf, loaded, decided));
  const ports::LogRow record = TRY(write_and_carry_on(transaction, world, caller, loaded, act, decided, false));
  return answer_of(loaded.row.id, record.version, record.position);
}

}  // namespace

Result<Answer> change_ticket(Transaction& transaction, Shelf& shelf, const Caller& caller,
                             const ChangeTicket& change) {
  return change_one(transaction, shelf, caller, change);
}

Result<Answer> change_ticket(Transaction& transaction, Shelf& shelf, const Caller& caller,
                             const std::vector<ChangeTicket>& changes) {
  if (changes.empty()) return fail(ErrorCode::required, "ticket");
  Answer last;
  for (const ChangeTicket& each : changes) last = TRY(change_one(transaction, shelf, caller, each));
  return last;
}

Result<Answer> merge_tickets(Transaction& transaction, Shelf& shelf, const Caller& caller, TicketId from,
                             TicketId into) {
  if (!caller.staff() || caller.role == ports::Role::light_agent) return fail(ErrorCode::not_allowed);
  Loaded source = TRY(load(transaction, shelf, caller.viewer(), from));
  Loaded target = TRY(load(transaction, shelf, caller.viewer(), into));
  if (source.request.ticket.status == tickets::Status::closed) return fail(ErrorCode::not_in_this_state, "status");
  if (from == into) return fail(ErrorCode::invalid, "into", "a request can't be merged into itself");
  if (source.row.program != target.row.program)
    return fail(ErrorCode::invalid, "into", "both must be of one program");
  lifecycle::Act absorb;
  absorb.verb = Verb::absorb;
  absorb.actor = actor_of(caller, target.request);
  absorb.ticket = from;
  lifecycle::World world = world_of(transaction, shelf, target, transaction.now());
  world.other = &source.request;
  const lifecycle::Decided absorbed = TRY(lifecycle::act_on(target.request, absorb, world));
  lifecycle::Act merged;
  merged.verb = Verb::merged;
  merged.actor = absorb.actor;
  merged.ticket = into;
  see(absorb, world);
  const lifecycle::World source_world = world_of(transaction, shelf, source, transaction.now());
  see(merged, source_world);
  const lifecycle::Decided gone = TRY(lifecycle::act_on(source.request, merged, source_world));
  const PersonId asked = source.request.ticket.requester;
  write(transaction, source_world, caller, source, merged, gone, false);
  const ports::LogRow record = write(transaction, world, caller, target, absorb, absorbed, false);
  // Whoever asked there is answered here from now on.
  const auto participants = transaction.participants(ports::Viewer::desk(), into);
  const bool present = target.row.requester == asked ||
                       std::ranges::find(participants, asked, &ports::ParticipantRow::person) != participants.end();
  if (!present) transaction.insert(ports::ParticipantRow{into, asked, "cc", record.version});
  return answer_of(into, record.version, record.position);
}

Result<Answer> annotate_breach(Transaction& transaction, Shelf& shelf, const Caller& caller, const BreachNote& note) {
  if (!caller.staff() || !transaction.ticket(caller.viewer(), note.ticket))
    return fail(ErrorCode::not_found, "ticket");
  std::optional<clocks::Cycle> breached;
  for (const ports::LogRow& record : transaction.log_of(ports::Subject::ticket, note.ticket.value)) {
    const auto facts = parse_json(record.facts);
    if (!facts || !facts->is_array()) continue;
    for (const Json& each : facts->items()) {
      const auto fact = lifecycle::fact_from_json(each);
      const auto* changed = fact ? std::get_if<lifecycle::CycleChanged>(&*fact) : nullptr;
      if (!changed || changed->change != lifecycle::Change::breached || changed->cycle->clock != note.clock) continue;
      if (note.cycle == 0 || note.cycle == changed->cycle->number) breached = changed->cycle;
    }
  }
  if (!breached) return fail(ErrorCode::not_in_this_state, "clock", "it was not breached");
  ChangeTicket change;
  change.ticket = note.ticket;
  change.act.verb = Verb::annotate;
  change.act.clock = note.clock;
  change.act.attributes = {{"cycle", std::to_string(breached->number)},
                           {"breached_at", to_iso(breached->breached_at)},
                           {"excused", note.excused ? "yes" : "no"}};
  change.words.text = note.why;
  return change_one(transaction, shelf, caller, change);
}

Result<Answer> set_subject(Transaction& transaction, Shelf& shelf, const Caller& caller, TicketId ticket,
                           std::string subject) {
  if (!caller.staff() || caller.role == ports::Role::light_agent) return fail(ErrorCode::not_allowed);
  if (subject.empty()) return fail(ErrorCode::required, "subject");
  if (subject.size() > most_subject) return fail(ErrorCode::too_large, "subject");
  Loaded loaded = TRY(load(transaction, shelf, caller.viewer(), ticket));
  lifecycle::Act act;
  act.verb = Verb::note;
  act.actor = actor_of(caller, loaded.request);
  act.reason = "subject";
  loaded.row.subject = std::move(subject);
  const lifecycle::World world = world_of(transaction, shelf, loaded, transaction.now());
  const lifecycle::Decided decided = TRY(lifecycle::act_on(loaded.request, act, world));
  const ports::LogRow record = write(transaction, world, caller, loaded, act, decided, false);
  return answer_of(ticket, record.version, record.position);
}

Result<Answer> add_participant(Transaction& transaction, Shelf& shelf, const Caller& caller, TicketId ticket,
                               PersonId person, std::string role) {
  const Loaded loaded = TRY(load(transaction, shelf, caller.viewer(), ticket));
  if (!caller.staff() && loaded.request.ticket.requester != caller.person) return fail(ErrorCode::not_allowed);
  if (!transaction.person(person)) return fail(ErrorCode::unknown_value, "participants");
  const auto present = transaction.participants(ports::Viewer::desk(), ticket);
  if (present.size() >= most_participants) return fail(ErrorCode::too_many, "participants");
  if (std::ranges::find(present, person, &ports::ParticipantRow::person) == present.end()) {
    transaction.insert(
        ports::ParticipantRow{ticket, person, role.empty() ? "cc" : std::move(role), loaded.row.version + 1});
  }
  return answer_of(ticket, loaded.row.version, loaded.row.changed);
}

Result<Answer> wake_ticket(Transaction& transaction, Shelf& shelf, TicketId ticket) {
  const Caller desk = Caller::desk();
  Loaded loaded = TRY(load(transaction, shelf, desk.viewer(), ticket));
  // A contract or a named contact's time that began meanwhile: the request goes over to its plan first.
  if (loaded.request.ticket.status == tickets::Status::open &&
      next_standing(transaction, loaded.row, *loaded.program, loaded.request.ticket, transaction.now()) <=
          transaction.now() &&
      TRY(move_to_plan(transaction, shelf, ticket)))
    loaded = TRY(load(transaction, shelf, desk.viewer(), ticket));
  loaded.row.next_wake = far_future;  // what it was planned for is looked at now
  lifecycle::Act act;
  act.verb = Verb::wake;
  act.actor = actor_of(desk, loaded.request);
  const lifecycle::Staff staff = staff_of(transaction, *loaded.roster);
  lifecycle::World world = world_of(transaction, shelf, loaded, transaction.now());
  if (!loaded.roster->empty()) world.staff = &staff;
  see(act, world);
  const lifecycle::Decided decided = TRY(lifecycle::act_on(loaded.request, act, world));
  if (decided.facts.empty() && !lifecycle::own_act(decided.request, world)) {
    // Waking twice changes nothing but, at most, when to look again.
    loaded.row.next_wake = planned_wake(transaction, world, loaded.request, loaded.row);
    transaction.update(loaded.row);
    project_attention(transaction, world, loaded.request);
    return answer_of(ticket, loaded.row.version, loaded.row.changed);
  }
  const ports::LogRow record = TRY(write_and_carry_on(transaction, world, desk, loaded, act, decided, false));
  return answer_of(ticket, record.version, record.position);
}

}  // namespace yakusoku::desk
