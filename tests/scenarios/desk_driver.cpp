#include "desk_driver.hpp"

#include "desk/shifts.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "closures.hpp"
#include "core_driver.hpp"

namespace yakusoku::scenarios {
namespace {

constexpr int most_wakes = 100'000;

std::int64_t number_of(const ports::Answer& answer, std::string_view name) {
  return parse_json(answer.body)->get_integer(name).value_or(0);
}

}  // namespace

DeskDriver::DeskDriver() { store_ = std::make_unique<tests::TestStore>(engine_, time_, dice_); }

Outcome DeskDriver::misfit(std::string why) {
  unfit_ = std::move(why);
  return fail(ErrorCode::unavailable, "driver", unfit_);
}

Result<ports::Answer> DeskDriver::run(std::function<Result<ports::Answer>(ports::Transaction&)> body) {
  std::vector<ports::Command> commands(1);
  commands[0].run = std::move(body);
  return store_->run(commands).front().answer;
}

Result<desk::Caller> DeskDriver::person(const std::string& name, ports::Role role) {
  if (const auto known = people_.find(name); known != people_.end()) return known->second;
  desk::NewPerson fresh;
  fresh.name = name;
  fresh.email = "person" + std::to_string(++people_made_) + "@example.com";
  fresh.role = role;
  if (!ports::is_staff(role)) fresh.organization = organization_;
  const auto answer = TRY(run([&](auto& t) { return desk::create_person(t, desk::Caller::desk(), fresh); }));
  desk::Caller caller;
  caller.person = PersonId{number_of(answer, "person")};
  caller.role = role;
  caller.organization = fresh.organization;
  return people_[name] = caller;
}

Outcome DeskDriver::begin(const std::string& program) {
  program_name_ = program;
  const auto files = TRY(program_files(program));
  program_ = TRY(program_in(program));
  const auto enacted =
      TRY(run([&](auto& t) { return desk::enact_program(t, shelf_, desk::Caller::desk(), {files}); }));
  program_id_ = ProgramId{number_of(enacted, "program")};
  ports::OrganizationRow row;
  row.name = "the customer's";
  const auto made = TRY(run([&](auto& t) { return desk::create_organization(t, desk::Caller::desk(), row); }));
  organization_ = OrganizationId{number_of(made, "organization")};
  return {};
}

Outcome DeskDriver::move_to(Instant at, bool asleep) {
  for (int wakes = 0; !asleep; ++wakes) {
    std::vector<std::pair<TicketId, Instant>> due;
    TRY_OUTCOME(store_->read([&](ports::Reader& reader) { due = reader.due_wakes(at, 1); }));
    if (due.empty()) break;
    if (wakes >= most_wakes) return fail(ErrorCode::limit, "wake", "it wants to be woken without end");
    time_.push_to(due.front().second + seconds(1));
    TRY(run([&](auto& t) { return desk::wake_ticket(t, shelf_, due.front().first); }));
  }
  time_.push_to(at);
  return asleep ? wake() : Outcome();
}

Outcome DeskDriver::wake() {
  for (const auto& [name, ticket] : requests_)
    TRY(run([&](auto& t) { return desk::wake_ticket(t, shelf_, ticket); }));
  return {};
}

Outcome DeskDriver::know(const tickets::Value& value) {
  known_.push_back(value);
  const desk::Caller customer = TRY(person("customer", ports::Role::customer));
  const auto of_person = [&](auto change) -> Outcome {
    ports::PersonRow row;
    TRY_OUTCOME(store_->read([&](ports::Reader& reader) { row = *reader.person(customer.person); }));
    change(row);
    TRY(run([&](auto& t) { return desk::update_person(t, desk::Caller::desk(), row); }));
    return {};
  };
  if (value.name == "contact.zone") return of_person([&](auto& row) { row.zone = value.word; });
  if (value.name == "contact.language") return of_person([&](auto& row) { row.language = value.word; });
  if (value.name == "customer.zone") return change_customer([&](auto& row) { row.zone = value.word; });
  if (value.name == "customer.country") return change_customer([&](auto& row) { row.country = value.word; });
  if (value.name == "customer.language") return change_customer([&](auto& row) { row.language = value.word; });
  // What is read once and stays (a plan, a contract) is laid beside the opening, as the desk itself would.
  if (const auto role = ports::role_of(value.word); value.name == "contact.role" && role && ports::is_staff(*role)) {
    asker_ = *role;
    return {};
  }
  if (value.name == "contact.away") {
    const Instant until = value.word == "yes" ? time_.now() + days(300) : Instant{};
    TRY(run([&](auto& t) { return desk::set_away(t, desk::Caller::desk(), customer.person, until); }));
    return {};
  }
  if (value.name == "customer.domain") return change_customer([&](auto& row) { row.domains = {value.word}; });
  if (value.name == "customer.open_requests" || value.name == "contact.role")
    return misfit("the desk finds out " + value.name + " by itself");
  if (!value.name.starts_with("customer.")) return {};
  return change_customer([&](auto& row) {
    const bool number = value.form == tickets::Value::Form::number;
    row.facts.set(value.name.substr(9), number ? Json(value.number) : Json(value.word));
  });
}

Outcome DeskDriver::change_customer(std::function<void(ports::OrganizationRow&)> change) {
  ports::OrganizationRow row;
  TRY_OUTCOME(store_->read([&](ports::Reader& reader) { row = *reader.organization(organization_); }));
  change(row);
  TRY(run([&](auto& t) { return desk::update_organization(t, desk::Caller::desk(), row); }));
  return {};
}

Result<desk::Caller> DeskDriver::caller_of(const lifecycle::Act& act) {
  switch (act.actor.side) {
    case lifecycle::Side::program: return desk::Caller::desk();
    case lifecycle::Side::customer: return person("customer", ports::Role::customer);
    case lifecycle::Side::vendor: break;
  }
  const auto role = act.actor.role.empty() ? std::optional(ports::Role::agent) : ports::role_of(act.actor.role);
  if (!role) {
    TRY_OUTCOME(misfit("the desk has no role " + act.actor.role + " yet"));
    return fail(ErrorCode::unavailable);
  }
  return person("staff " + std::string(ports::word_of(*role)), *role);
}

Outcome DeskDriver::open(const std::string& request, const lifecycle::Act& act, const desk::Caller& caller) {
  desk::OpenTicket input;
  input.program = program_id_;
  input.subject = request;
  input.description = "What happened.";
  input.requester = TRY(asker_ ? person("staff " + std::string(ports::word_of(*asker_)), *asker_)
                               : person("customer", ports::Role::customer))
                        .person;
  input.public_words = false;
  for (const tickets::Value& value : act.values) {
    if (value.name == "kind") {
      input.kind = value.word;
    } else if (value.name == "asked_severity") {
      input.severity = value.word;
    } else if (value.name == "language") {
      input.language = value.word;
    } else {
      input.values.push_back(value);
    }
  }
  desk::Caller opener = caller;
  for (const tickets::Value& value : known_) {
    if (value.name.starts_with("contact.") || value.name.starts_with("customer.")) continue;
    if (holds_known_ && (value.name == "plan" || value.name == "contract.licences")) continue;
    input.values.push_back(value);
    opener.is_desk = true;
  }
  const auto answer = TRY(run([&](auto& t) { return desk::open_ticket(t, shelf_, opener, input); }));
  requests_.emplace_back(request, TicketId{number_of(answer, "ticket")});
  return {};
}

Outcome DeskDriver::act(const std::string& request, const lifecycle::Act& act, const std::string& owner) {
  // Whoever takes over does so himself.
  desk::Caller caller =
      act.verb == lifecycle::Verb::take_over ? TRY(person(owner, ports::Role::agent)) : TRY(caller_of(act));
  caller.door = act.door;
  if (act.verb == lifecycle::Verb::open) return open(request, act, caller);
  const auto found = std::ranges::find(requests_, request, [](const auto& each) { return each.first; });
  if (found == requests_.end()) return fail(ErrorCode::not_found, request, "it was never opened");
  desk::ChangeTicket change;
  change.ticket = found->second;
  change.act = act;
  if (!owner.empty() && act.owner) change.act.owner = TRY(person(owner, ports::Role::agent)).person;
  const bool speaks =
      act.verb == lifecycle::Verb::message || act.verb == lifecycle::Verb::reply || act.verb == lifecycle::Verb::note;
  if (speaks || !act.words.empty()) change.words.text = "Some words.";
  // What the customer does elsewhere (he calls, he is away) an agent enters.
  if (act.verb == lifecycle::Verb::happen && act.actor.side == lifecycle::Side::customer) {
    caller = TRY(person("staff agent", ports::Role::agent));
    change.for_customer = true;
  }
  const bool desks_own = act.verb == lifecycle::Verb::wake;
  const auto answer =
      run([&](auto& t) { return desk::change_ticket(t, shelf_, desks_own ? desk::Caller::desk() : caller, change); });
  if (!answer && answer.error().code == ErrorCode::not_allowed) return misfit("the desk's roles do not let him");
  if (!answer) return std::unexpected(answer.error());
  return approves_ ? approve_what_waits(found->second) : Outcome();
}

Outcome DeskDriver::close_days(const std::string& calendar, const std::vector<calendars::Date>& dates, Instant from) {
  const auto files = TRY(files_with_closures(program_name_, calendar, dates));
  TRY(run(
      [&](auto& t) { return desk::enact_program(t, shelf_, desk::Caller::desk(), {.files = files, .from = from}); }));
  return {};
}

// Somebody of ours with a rota of his own, in the groups of those teams.
Outcome DeskDriver::works(const Works& works) {
  const auto role = ports::role_of(works.agent.role);
  if (!role) return misfit("the desk has no role " + works.agent.role + " yet");
  const desk::Caller caller = TRY(person(works.name, *role));
  ports::PersonRow row;
  TRY_OUTCOME(store_->read([&](ports::Reader& reader) {
    row = *reader.person(caller.person);
    for (const ports::GroupRow& group : reader.groups())
      if (std::ranges::find(works.agent.teams, group.key) != works.agent.teams.end())
        row.groups.push_back(group.id.value);
  }));
  TRY(run([&](auto& t) { return desk::update_person(t, desk::Caller::desk(), row); }));
  ports::RotaRow rota;
  rota.name = works.agent.rota;
  rota.hours = to_text(calendars::to_json(works.hours));
  TRY(run([&](auto& t) { return desk::put_rota(t, desk::Caller::desk(), rota); }));
  ports::AgentRow agent;
  agent.person = caller.person;
  agent.site = works.agent.site;
  agent.zone = works.agent.zone;
  agent.tier = works.agent.tier;
  agent.rota = works.agent.rota;
  agent.skills = works.agent.skills;
  agent.languages = works.agent.languages;
  agent.products = works.agent.products;
  agent.duties = works.agent.duties;
  agent.at_most = works.agent.at_most;
  for (const auto& [name, value] : works.agent.known) agent.known.set(name, program::to_text(value));
  TRY(run([&](auto& t) { return desk::put_agent(t, desk::Caller::desk(), agent); }));
  return wake();
}

Outcome DeskDriver::off_or_on(const OffOrOn& stretch) {
  ports::DutyExceptionRow row;
  row.person = TRY(person(stretch.name, ports::Role::agent)).person;
  row.from = stretch.from;
  row.to = stretch.to;
  row.away = stretch.away;
  TRY(run([&](auto& t) { return desk::add_duty_exception(t, desk::Caller::desk(), row); }));
  return wake();
}

PersonId DeskDriver::id_of(const std::string& name, PersonId) {
  const auto known = person(name, ports::Role::agent);
  return known ? known->person : PersonId{};
}

Outcome DeskDriver::merge(const std::string& from, const std::string& into) {
  const auto ticket = [&](const std::string& name) {
    const auto found = std::ranges::find(requests_, name, [](const auto& each) { return each.first; });
    return found == requests_.end() ? TicketId{} : found->second;
  };
  const desk::Caller agent = TRY(person("staff agent", ports::Role::agent));
  TRY(run([&](auto& t) { return desk::merge_tickets(t, shelf_, agent, ticket(from), ticket(into)); }));
  return {};
}

lifecycle::World DeskDriver::world(const std::string&) {
  lifecycle::World world;
  world.now = time_.now();
  world.program = program_.get();
  world.calendars = &shelf_;
  world.known = known_;
  return world;
}

RequestSeen DeskDriver::seen(const std::string& request) {
  const auto found = std::ranges::find(requests_, request, [](const auto& each) { return each.first; });
  if (found == requests_.end()) return {};
  RequestSeen seen;
  (void)store_->read([&](ports::Reader& reader) {
    const auto row = reader.ticket(ports::Viewer::desk(), found->second);
    auto state = lifecycle::request_from_json(*parse_json(row->state));
    std::vector<lifecycle::Fact> facts;
    for (const ports::LogRow& record : reader.log_of(ports::Subject::ticket, found->second.value)) {
      const auto list = parse_json(record.facts);
      for (const Json& each : list->items()) facts.push_back(*lifecycle::fact_from_json(each));
    }
    seen = seen_of(*state, facts, world(request));
    // The row's own columns are what queue and worker go by.
    seen.next_wake = row->next_wake;
    seen.next_due = row->next_due;
    seen.rank = row->rank;
  });
  return seen;
}

std::string DeskDriver::fact(const std::string& request, const std::string& name) {
  const auto found = std::ranges::find(requests_, request, [](const auto& each) { return each.first; });
  if (found == requests_.end()) return "unknown";
  std::string words = "unknown";
  (void)store_->read([&](ports::Reader& reader) {
    const auto row = reader.ticket(ports::Viewer::desk(), found->second);
    const auto state = lifecycle::request_from_json(*parse_json(row->state));
    const lifecycle::World here = world(request);
    const program::FactValue value = lifecycle::FactsSeen(*state, here).value_of(name);
    if (program::known(value)) words = program::to_text(value);
  });
  return words;
}

}  // namespace yakusoku::scenarios
