#include "desk/entitlement.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>

#include "desk/customer_seen.hpp"
#include "desk/permits.hpp"
#include "desk/standing.hpp"

namespace yakusoku::desk {
namespace {

constexpr int most_moved = 1000;  // requests that are looked at for one person or organisation

Outcome may_name(const Caller& caller, OrganizationId organization) {
  if (caller.is_desk) return {};
  if (caller.staff()) return caller.role == ports::Role::light_agent ? fail(ErrorCode::not_allowed) : Outcome();
  if (!caller.organization || caller.organization != organization) return fail(ErrorCode::not_found, "organization");
  return caller.role == ports::Role::customer_admin ? Outcome() : fail(ErrorCode::not_allowed);
}

// When a change that he makes holds from: whoever of the customer's changes contacts gives the notice that the program
// asks for (contacts.change), where it lets him at all.
Result<Instant> changes_from(Shelf& shelf, const Caller& caller, const program::Program& program,
                             const CustomerSeen& customer, Instant now) {
  const auto& change = program.contacts.change;
  if (!change || caller.is_desk || caller.staff()) return now;
  static constexpr std::array<std::string_view, 3> customers{"admin", "customer", "customer_admin"};
  if (!change->who.empty() && std::ranges::find(customers, change->who) == customers.end())
    return fail(ErrorCode::refused_by_program, "contact", "", "contacts.change.who");
  if (const std::string part = program::failing_part(change->when, customer.facts()); !part.empty())
    return fail(ErrorCode::refused_by_program, "contact", "", "contacts.change.when." + part);
  if (!change->notice) return now;
  const auto selection = clocks::measure(*change->notice, program, customer.facts(), now, shelf);
  return selection ? clocks::due_after(*selection, now, selection->budget, shelf) : now;
}

// What a customer cannot know of himself (that he is certified) is for staff to say.
Outcome values_fit(const Caller& caller, const Json& values) {
  if (!values.is_object()) return fail(ErrorCode::invalid, "values", "an object is expected");
  for (const auto& [name, value] : values.members()) {
    if (!value.is_string() && !value.is_integer()) return fail(ErrorCode::invalid, "values", name);
    if (!caller.is_desk && !caller.staff() && name != "personal") return fail(ErrorCode::not_allowed, "values", name);
  }
  return {};
}

// A person of the organisation; one is made where the address is nobody's.
Result<ports::PersonRow> person_for(Transaction& transaction, const NewContact& wanted) {
  std::optional<ports::PersonRow> person;
  if (wanted.person) {
    person = transaction.person(wanted.person);
    if (!person) return fail(ErrorCode::unknown_value, "person_id");
  } else {
    if (wanted.address.empty()) return fail(ErrorCode::required, "address");
    person = transaction.person_by_address(wanted.address);
  }
  if (!person) {
    NewPerson fresh;
    fresh.name = wanted.name.empty() ? wanted.address.substr(0, wanted.address.find('@')) : wanted.name;
    fresh.email = wanted.address;
    fresh.organization = wanted.organization;
    const Answer made = TRY(create_person(transaction, Caller::desk(), fresh));
    const auto json = parse_json(made.body);
    if (json) person = transaction.person(PersonId{json->get_integer("person").value_or(0)});
  }
  if (!person || person->suspended || ports::is_staff(person->role) || person->organization != wanted.organization)
    return fail(ErrorCode::unknown_value, wanted.person ? "person_id" : "address");
  return *std::move(person);
}

}  // namespace

Result<bool> move_to_plan(Transaction& transaction, Shelf& shelf, TicketId ticket) {
  Loaded loaded = TRY(load(transaction, shelf, ports::Viewer::desk(), ticket));
  loaded.row.next_wake = far_future;  // what it was planned for is looked at now
  const lifecycle::World world = world_of(transaction, shelf, loaded, transaction.now());
  const auto standing = standing_of(transaction, loaded.row.program, loaded.request.ticket, transaction.now());
  const auto opening = entitlements::opening(*loaded.program, standing, lifecycle::FactsSeen(loaded.request, world),
                                             transaction.now());
  if (opening.covered.plan.empty() || opening.covered.plan == loaded.request.ticket.word("plan")) return false;
  lifecycle::Act act;
  act.verb = lifecycle::Verb::set;
  act.actor = actor_of(Caller::desk(), loaded.request);
  act.reason = "entitled";
  for (const auto& [name, value] : opening.facts)
    if (loaded.request.ticket.value(name) != value) act.values.push_back(tickets::Value::of(name, value));
  if (opening.covered.missed.empty() && program::known(loaded.request.ticket.value("plan.missed")))
    act.values.push_back(tickets::Value::of("plan.missed", std::vector<std::string>{}));
  see(act, world);
  const lifecycle::Decided decided = TRY(lifecycle::act_on(loaded.request, act, world));
  TRY(write_and_carry_on(transaction, world, Caller::desk(), loaded, act, decided, false));
  return true;
}

namespace {

// Of those that `next` gives, a page at a time by their number downwards, the open ones of that program go over.
template <class Next>
Result<std::int64_t> move_open(Transaction& transaction, Shelf& shelf, ProgramId program, const Next& next) {
  std::int64_t moved = 0;
  constexpr int page = 100;
  std::int64_t before = std::numeric_limits<std::int64_t>::max();
  for (int seen = 0; seen < most_moved; seen += page) {
    const std::vector<ports::TicketRow> rows = next(before, page);
    for (const ports::TicketRow& each : rows) {
      before = each.id.value;
      const bool open = each.category != ports::Category::solved && each.category != ports::Category::closed;
      if (open && each.program == program && TRY(move_to_plan(transaction, shelf, each.id))) ++moved;
    }
    if (std::ssize(rows) < page) break;
  }
  return moved;
}

Result<std::int64_t> move_open_requests(Transaction& transaction, Shelf& shelf, PersonId person, ProgramId program) {
  return move_open(transaction, shelf, program, [&](std::int64_t before, int page) {
    return transaction.requests_of(ports::Viewer::desk(), person, before, page);
  });
}

}  // namespace

Result<std::int64_t> move_open_requests(Transaction& transaction, Shelf& shelf, OrganizationId organization,
                                        ProgramId program) {
  return move_open(transaction, shelf, program, [&](std::int64_t before, int page) {
    return transaction.requests_of_organization(ports::Viewer::desk(), organization, before, page);
  });
}

Result<Answer> name_contact(Transaction& transaction, Shelf& shelf, const Caller& caller, const NewContact& wanted) {
  TRY_OUTCOME(may_name(caller, wanted.organization));
  TRY_OUTCOME(values_fit(caller, wanted.values));
  if (!transaction.organization(wanted.organization)) return fail(ErrorCode::not_found, "organization");
  const Instant now = transaction.now();
  const auto program = version_in_force(transaction, shelf, wanted.program, now);
  if (!program) return fail(ErrorCode::unknown_value, "program_id");
  const ports::PersonRow person = TRY(person_for(transaction, wanted));

  std::vector<entitlements::Contact> named;
  std::optional<ports::NamedContactRow> replaced;
  for (const ports::NamedContactRow& each : transaction.named_contacts(wanted.organization, wanted.program, now)) {
    if (each.person == person.id) return fail(ErrorCode::duplicate, "person_id");
    if (each.id == wanted.replaces) {
      replaced = each;
    } else {
      named.push_back(contact_of(transaction, each));
    }
  }
  if (wanted.replaces != 0 && !replaced) return fail(ErrorCode::unknown_value, "replaces");

  const CustomerSeen customer(transaction, shelf, *program, wanted.program, wanted.organization, now);
  ports::NamedContactRow row;
  row.organization = wanted.organization;
  row.program = wanted.program;
  row.person = person.id;
  row.since = TRY(changes_from(shelf, caller, *program, customer, now));
  row.named_by = caller.person;
  row.partner = wanted.partner;
  row.employer = wanted.employer;
  row.roles = wanted.roles;
  row.values = wanted.values;
  const auto judged = entitlements::judge_newcomer(*program, named, contact_of(transaction, row), customer.facts());
  if (!judged.good()) {
    const entitlements::ContactRefusal& first = judged.refusals.front();
    return fail(ErrorCode::refused_by_program, "contact", first.detail, first.clause);
  }
  if (replaced) {
    replaced->until = row.since;
    transaction.put(*replaced);
  }
  row.id = transaction.next_id("named_contact");
  transaction.put(row);
  record_change(transaction, caller, ports::Subject::organization, wanted.organization.value, "name_contact",
                {fmt::format("person.{}", person.id.value)});
  // Whose time begins later: his requests look again then.
  if (row.since > now) transaction.wake_requests_of(person.id, now);
  const std::int64_t moved =
      row.since > now ? 0 : TRY(move_open_requests(transaction, shelf, person.id, wanted.program));
  return Answer{
      201, to_text(Json::object(
               {{"contact", row.id}, {"person", person.id.value}, {"since", to_iso(row.since)}, {"moved", moved}}))};
}

Result<Answer> remove_contact(Transaction& transaction, Shelf& shelf, const Caller& caller,
                              OrganizationId organization, std::int64_t contact) {
  TRY_OUTCOME(may_name(caller, organization));
  const Instant now = transaction.now();
  for (const ports::ProgramRow& program : transaction.programs()) {
    for (ports::NamedContactRow each : transaction.named_contacts(organization, program.id, now)) {
      if (each.id != contact) continue;
      const auto version = version_in_force(transaction, shelf, program.id, now);
      if (!version) return fail(ErrorCode::unknown_value, "program_id");
      const CustomerSeen customer(transaction, shelf, *version, program.id, organization, now);
      // Who was only going to be one is none at once.
      const Instant from = TRY(changes_from(shelf, caller, *version, customer, now));
      each.until = each.since > now ? now : from;
      transaction.put(each);
      record_change(transaction, caller, ports::Subject::organization, organization.value, "remove_contact",
                    {fmt::format("person.{}", each.person.value)});
      return Answer{200, to_text(Json::object({{"contact", contact}, {"until", to_iso(each.until)}}))};
    }
  }
  return fail(ErrorCode::not_found, "contact");
}

Result<ContactsView> view_contacts(Reader& reader, Shelf& shelf, const Caller& caller, OrganizationId organization,
                                   ProgramId program, Instant now) {
  if (!caller.staff()) TRY_OUTCOME(may_name(caller, organization));
  if (!reader.organization(organization)) return fail(ErrorCode::not_found, "organization");
  const auto version = version_in_force(reader, shelf, program, now);
  if (!version) return fail(ErrorCode::not_found, "program");
  ContactsView view;
  std::vector<entitlements::Contact> named;
  for (const ports::NamedContactRow& each : reader.named_contacts(organization, program, now)) {
    named.push_back(contact_of(reader, each));
    view.contacts.push_back({each, named.back().name, named.back().address});
  }
  const CustomerSeen customer(reader, shelf, *version, program, organization, now);
  const auto judged = entitlements::judge(*version, named, customer.facts());
  view.counted = judged.counted;
  view.most = judged.most;
  view.clause = entitlements::contacts_allowed(*version, customer.facts()).clause;
  view.refusals = judged.refusals;
  view.holds_from = changes_from(shelf, caller, *version, customer, now).value_or(now);
  return view;
}

CoverageView coverage_of(const TicketView& ticket) {
  CoverageView view;
  const auto title_of = [&](const std::string& plan) {
    const auto found = std::ranges::find(ticket.program->plan_rules, plan, &program::PlanRule::id);
    return found == ticket.program->plan_rules.end() ? program::Text() : found->title;
  };
  view.plan = ticket.request.ticket.word("plan");
  view.title = title_of(view.plan);
  const program::FactValue value = ticket.request.ticket.value("plan.missed");
  const auto* words = std::get_if<std::vector<std::string>>(&value);
  if (!words) return view;
  for (const std::string& each : *words) {
    const auto missed = entitlements::missed_from_word(each);
    if (!missed) continue;
    const std::string why =
        each.substr(missed->plan.size() + 1, each.size() - missed->plan.size() - missed->clause.size() - 2);
    view.missed.push_back(
        {missed->plan, why, missed->clause, title_of(missed->plan), missed->clause.ends_with(".when.contact.named")});
  }
  return view;
}

}  // namespace yakusoku::desk
