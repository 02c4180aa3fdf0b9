#include "desk/writing.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/assert.hpp"
#include "desk/balance_moves.hpp"
#include "desk/standing.hpp"

namespace yakusoku::desk {

ports::Viewer Caller::viewer() const {
  if (is_desk) return ports::Viewer::desk();
  ports::Viewer viewer;
  viewer.person = person;
  viewer.role = role;
  viewer.organization = organization;
  return viewer;
}

Caller Caller::desk() {
  Caller caller;
  caller.role = ports::Role::admin;
  caller.is_desk = true;
  return caller;
}

Result<Loaded> load(Reader& reader, Shelf& shelf, const ports::Viewer& viewer, TicketId id) {
  auto row = reader.ticket(viewer, id);
  if (!row) return fail(ErrorCode::not_found, "ticket");
  const auto state = parse_json(row->state);
  ASSERT(state.has_value());
  auto request = lifecycle::request_from_json(*state);
  ASSERT(request.has_value());
  auto program = shelf.version(reader, request->ticket.version);
  if (!program)
    return fail(ErrorCode::unavailable, "program", "this node can't read version " + request->ticket.version);
  auto roster = shelf.roster(reader, row->program);
  return Loaded{std::move(*row), std::move(*request), std::move(program), std::move(roster)};
}

std::vector<tickets::Value> known_of(Reader& reader, PersonId requester, OrganizationId organization) {
  std::vector<tickets::Value> known;
  const auto say = [&](std::string name, const std::string& word) {
    if (!word.empty()) known.push_back(tickets::Value::of(std::move(name), word));
  };
  if (const auto person = reader.person(requester)) {
    say("contact.role", std::string(ports::word_of(person->role)));
    say("contact.zone", person->zone);
    say("contact.language", person->language);
    const std::size_t at = person->email.find('@');
    if (at != std::string::npos) say("contact.domain", person->email.substr(at + 1));
  }
  if (!organization) return known;
  if (const auto row = reader.organization(organization)) {
    say("customer.id", std::to_string(row->id.value));
    say("customer.zone", row->zone);
    say("customer.country", row->country);
    say("customer.language", row->language);
    if (!row->domains.empty()) say("customer.domain", row->domains.front());
    for (const auto& [name, value] : row->facts.members()) {
      if (value.is_string()) say("customer." + name, value.string());
      if (value.is_integer()) known.push_back(tickets::Value::of("customer." + name, value.integer()));
    }
  }
  return known;
}

Instant planned_wake(Reader& reader, const lifecycle::World& world, const lifecycle::Request& request,
                     const ports::TicketRow& row) {
  const Instant own = lifecycle::next_wake(request, world).value_or(far_future);
  if (request.ticket.status != tickets::Status::open) return own;
  return std::min(own, next_standing(reader, row, *world.program, request.ticket, world.now));
}

namespace {

constexpr int most_open_counted = 1000;

bool asks(const program::Program& program, std::string_view fact) {
  return std::ranges::binary_search(program.facts_asked, fact);
}

// What goes on changing while a request lives (lifecycle::lives_on), as far as the program asks for it.
void know_what_lives(Reader& reader, PersonId requester, OrganizationId organization, lifecycle::World& world) {
  const program::Program& program = *world.program;
  if (asks(program, "contact.away")) {
    const auto person = reader.person(requester);
    const bool away = person && world.now <= person->away_until;
    world.known.push_back(tickets::Value::of("contact.away", std::string(away ? "yes" : "no")));
    if (away) world.changes_at = std::min(world.changes_at, person->away_until);
  }
  if (organization && asks(program, "customer.open_requests"))
    world.known.push_back(
        tickets::Value::of("customer.open_requests", reader.open_requests_of(organization, most_open_counted)));
  for (tickets::Value& each : balance_facts(reader, *world.calendars, program, organization, world.now))
    world.known.push_back(std::move(each));
}

}  // namespace

lifecycle::World world_of(Reader& reader, Shelf& shelf, const program::Program& program, PersonId requester,
                          OrganizationId organization, Instant now) {
  lifecycle::World world;
  world.now = now;
  world.program = &program;
  world.calendars = &shelf;
  world.known = known_of(reader, requester, organization);
  know_what_lives(reader, requester, organization, world);
  return world;
}

lifecycle::World world_of(Reader& reader, Shelf& shelf, const Loaded& loaded, Instant now) {
  const tickets::Ticket& ticket = loaded.request.ticket;
  lifecycle::World world = world_of(reader, shelf, *loaded.program, ticket.requester, ticket.organization, now);
  for (tickets::Value& each : lifecycle::duty_facts(*loaded.roster, *loaded.program, now))
    world.known.push_back(std::move(each));
  return world;
}

lifecycle::Actor actor_of(const Caller& caller, const lifecycle::Request&) {
  lifecycle::Actor actor;
  if (caller.is_desk) {
    actor.side = lifecycle::Side::program;
    return actor;
  }
  actor.side = caller.staff() ? lifecycle::Side::vendor : lifecycle::Side::customer;
  actor.person = caller.person;
  actor.role = std::string(ports::word_of(caller.role));
  return actor;
}

void attach(Transaction& transaction, TicketId ticket, MessageId message, const NewAttachment& file, Instant at) {
  ports::AttachmentRow row;
  row.id = file.id ? file.id : AttachmentId{transaction.next_id("attachment")};
  row.ticket = ticket;
  row.message = message;
  row.name = file.name;
  row.type = file.type;
  row.size = file.size;
  row.blob = file.blob;
  row.content_id = file.content_id;
  row.inside_text = file.inside_text;
  row.at = at;
  transaction.insert(row);
}

void keep_words(Transaction& transaction, const Caller& caller, TicketId ticket, std::int64_t version,
                const Words& words, lifecycle::Act& act) {
  if (words.text.empty() && words.files.empty()) return;
  ports::MessageRow message;
  message.id = MessageId{transaction.next_id("message")};
  message.ticket = ticket;
  message.version = version;
  message.author = caller.person;
  message.visibility = words.for_everyone ? ports::Visibility::everyone : ports::Visibility::staff;
  message.channel = caller.door;
  message.at = transaction.now();
  message.body = words.text;
  message.html = words.html;
  message.folded = words.folded;
  message.source = words.source;
  message = transaction.insert(message);
  for (const NewAttachment& each : words.files) attach(transaction, ticket, message.id, each, message.at);
  act.message = message.id;
  act.words = message.digest;
}

namespace {

ports::CycleState row_state(const clocks::Cycle& cycle) {
  switch (cycle.state) {
    case clocks::State::idle: return ports::CycleState::idle;
    case clocks::State::running: return ports::CycleState::running;
    case clocks::State::paused: return ports::CycleState::paused;
    case clocks::State::ended: break;
  }
  switch (cycle.verdict) {
    case clocks::Verdict::met: return ports::CycleState::met;
    case clocks::Verdict::late: return ports::CycleState::missed;
    case clocks::Verdict::superseded: return ports::CycleState::superseded;
    case clocks::Verdict::merged: return ports::CycleState::merged;
    case clocks::Verdict::none:
    case clocks::Verdict::withdrawn: break;
  }
  return ports::CycleState::withdrawn;
}

ports::ClockRow clock_row(TicketId ticket, const lifecycle::CycleChanged& fact, const program::Program& program) {
  const clocks::Cycle& cycle = fact.cycle;
  const program::ClockRule* rule = program.clock(cycle.clock);
  ports::ClockRow row;
  row.ticket = ticket;
  row.clock = cycle.clock;
  row.cycle = cycle.number;
  row.state = row_state(cycle);
  row.customer_facing = rule && rule->customer_facing();
  row.program_hash = cycle.version;
  row.calendar = cycle.selection->calendar_name;
  row.started_at = cycle.started_at;
  // Only what can be missed has a due here: `verify` holds that somebody wakes for each.
  const bool binds = cycle.promised || cycle.selection->firmness == clocks::Firmness::firm;
  row.due = binds ? cycle.due : far_future;
  row.budget = cycle.selection->budget;
  row.spent = cycle.spent;
  const bool missed = cycle.breaches > 0;
  row.verdict = cycle.state != clocks::State::ended
                    ? (missed ? "missed" : "")
                    : std::string(clocks::enum_words(cycle.verdict)[static_cast<std::size_t>(cycle.verdict)]);
  row.verdict_at = cycle.state == clocks::State::ended ? cycle.ended_at : cycle.breached_at;
  row.over_open = fact.over_open;
  row.over_wall = fact.over_wall;
  return row;
}

ports::Category category_of(const tickets::Ticket& ticket) {
  switch (ticket.status) {
    case tickets::Status::solved: return ports::Category::solved;
    case tickets::Status::closed: return ports::Category::closed;
    case tickets::Status::open: break;
  }
  const std::string waiting = ticket.word("waiting_on");
  // Parked for the customer without a question shows as pending, though nothing that faces him stands still (R2).
  if (waiting == "customer" || ticket.word("parked") == "customer") return ports::Category::pending;
  if (waiting == "third_party" || program::known(ticket.value("parked"))) return ports::Category::hold;
  return ticket.acted ? ports::Category::open : ports::Category::fresh;
}

std::vector<std::string> tags_of(const tickets::Ticket& ticket) {
  const program::FactValue value = ticket.value("tag");
  if (const auto* many = std::get_if<std::vector<std::string>>(&value)) return *many;
  if (const auto* one = std::get_if<std::string>(&value)) return {*one};
  return {};
}

GroupId group_of(Reader& reader, const program::Program& program, const lifecycle::FactsSeen& facts,
                 const ports::TicketRow& row) {
  std::string team = program::to_text(facts.value_of("team"));
  if (team.empty()) {
    const auto chosen = program::choose(program.coverage, facts);
    if (chosen.value) team = *chosen.value;
  }
  for (const ports::GroupRow& group : reader.groups())
    if (group.program == row.program && group.key == team) return group.id;
  return row.group;
}

Json notice_payload(const ports::TicketRow& row, const lifecycle::Noticed& notice) {
  Json json = write_fields(notice);
  json.set("ticket", row.id.value);
  return json;
}

// The row's columns are a projection of the request; nothing else is the truth.
void project(Reader& reader, const lifecycle::World& world, const lifecycle::Request& request,
             ports::TicketRow& row) {
  const lifecycle::FactsSeen facts(request, world);
  const tickets::Ticket& ticket = request.ticket;
  row.state = to_text(lifecycle::to_json(request));
  row.shape = lifecycle::shape;
  row.kind = ticket.word("kind");
  row.severity = program::to_text(facts.value_of("severity"));
  if (row.severity == "none") row.severity.clear();
  row.category = category_of(ticket);
  row.rank = request.rank;
  row.next_due = ticket.status == tickets::Status::closed ? far_future : lifecycle::next_due(request, *world.program);
  row.next_wake = planned_wake(reader, world, request, row);
  row.group = group_of(reader, *world.program, facts, row);
  row.assignee = ticket.owner;
  row.requester = ticket.requester;
  row.organization = ticket.organization;
  row.channel = ticket.word("channel");
  row.tags = tags_of(ticket);
  row.updated_at = world.now;
}

}  // namespace

std::int64_t record_change(Transaction& transaction, const Caller& caller, ports::Subject subject, std::int64_t id,
                           std::string_view verb, const std::vector<std::string>& fields) {
  const auto before = transaction.log_of(subject, id);
  ports::LogRow row;
  row.subject = subject;
  row.id = id;
  row.version = before.empty() ? 1 : before.back().version + 1;
  row.at = transaction.now();
  row.actor_kind = caller.is_desk ? ports::ActorKind::program : ports::ActorKind::person;
  row.actor = caller.person;
  row.by_program = caller.is_desk;
  Json names = Json::array();
  for (const std::string& each : fields) names.push(each);
  row.act = to_text(Json::object({{"verb", std::string(verb)}, {"fields", std::move(names)}}));
  row.facts = "[]";
  return transaction.append(row).position;
}

Answer answer_of(std::string_view what, Json id, std::int64_t position) {
  return {200, to_text(Json::object({{std::string(what), std::move(id)}, {"position", position}}))};
}

Answer answer_of(TicketId ticket, std::int64_t version, std::int64_t position) {
  return {200, to_text(Json::object({{"ticket", ticket.value}, {"version", version}, {"position", position}}))};
}

ports::LogRow write(Transaction& transaction, const lifecycle::World& world, const Caller& caller, Loaded& loaded,
                    const lifecycle::Act& act, const lifecycle::Decided& decided, bool fresh) {
  ports::TicketRow& row = loaded.row;
  loaded.request = decided.request;
  ports::LogRow record;
  record.subject = ports::Subject::ticket;
  record.id = row.id.value;
  record.version = row.version + 1;
  record.at = transaction.now();
  record.actor_kind = caller.is_desk ? ports::ActorKind::program : ports::ActorKind::person;
  record.actor = caller.person;
  record.by_program = caller.is_desk;
  record.act = to_text(write_fields(act));
  Json facts = Json::array();
  for (const lifecycle::Fact& fact : decided.facts) facts.push(lifecycle::to_json(fact));
  record.facts = to_text(facts);
  record.shape = lifecycle::shape;
  record = transaction.append(record);
  row.version = record.version;
  row.changed = record.position;
  project(transaction, world, decided.request, row);
  if (fresh) {
    transaction.insert(row);
  } else {
    transaction.update(row);
  }
  std::int64_t number = 0;
  for (const lifecycle::Fact& fact : decided.facts) {
    if (const auto* changed = std::get_if<lifecycle::CycleChanged>(&fact)) {
      transaction.put(clock_row(row.id, *changed, *loaded.program));
    } else if (const auto* notice = std::get_if<lifecycle::Noticed>(&fact);
               notice && notice->verb != "spend" && notice->verb != "refund") {
      ports::OutboxRow message;
      message.channel = notice->verb;
      message.lane = fmt::format("ticket-{}", row.id.value);
      message.stable_id = fmt::format("ticket-{}-{}-{}", row.id.value, record.version, ++number);
      message.position = record.position;
      message.ready_at = transaction.now();
      message.payload = to_text(notice_payload(row, *notice));
      transaction.enqueue(message);
    }
  }
  move_balances(transaction, world, loaded, decided.facts);
  return record;
}

}  // namespace yakusoku::desk
