#include "adapters/api/ticket_writes.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "adapters/api/ticket_words.hpp"
#include "base/text.hpp"

namespace yakusoku::api {
namespace {

using lifecycle::Verb;

// What a customer may say when he files and when he comes back; whether the program lets him is the desk's to decide.
constexpr std::array<std::string_view, 12> customers_filing = {
    "subject",  "raw_subject", "comment",  "description",    "brand_id",      "kind",
    "severity", "type",        "priority", "ticket_form_id", "custom_fields", "facts"};
constexpr std::array<std::string_view, 8> customers_update = {"comment",  "status",        "closure", "priority",
                                                              "severity", "custom_fields", "solved",  "facts"};

Outcome customers_own(const Json& ticket, std::span<const std::string_view> own, const Json& shown) {
  for (const auto& [name, value] : ticket.members()) {
    if (std::ranges::find(own, name) != own.end()) continue;
    const Json* present = shown.find(name);
    if (!present || *present != value) return fail(ErrorCode::not_allowed, name);
  }
  return {};
}

// The comment's words, checked; nobody writes in another's name.
Result<std::string> comment_words(const Json& comment, const desk::Caller& caller) {
  if (comment.is_null()) return std::string();
  if (!comment.is_object()) return fail(ErrorCode::invalid, "comment", "an object with a body is expected");
  if (const auto author = comment.get_integer("author_id"); author && *author != caller.person.value)
    return fail(ErrorCode::not_allowed, "author_id");
  return text_in(comment, comment.find("body") ? "body" : "html_body");
}

Outcome take_status(const Json& ticket, const ports::TicketRow& row, std::vector<desk::ChangeTicket>& changes) {
  const std::string status = text_in(ticket, "status");
  if (status.empty() || status == status_word(row.category)) return {};
  desk::ChangeTicket change;
  change.ticket = row.id;
  if (status == "open") {
    change.act.verb = row.category == ports::Category::solved ? Verb::reopen : Verb::resume;
  } else if (status == "pending" || status == "hold") {
    change.act.verb = Verb::hold;
    change.act.values.push_back(
        tickets::Value::of("waiting_on", std::string(status == "pending" ? "customer" : "third_party")));
  } else if (status == "solved") {
    change.act.verb = Verb::solve;
    change.act.reason = text_in(ticket, "closure");
  } else if (status == "closed") {
    if (row.category != ports::Category::solved) return fail(ErrorCode::not_in_this_state, "status");
    change.act.verb = Verb::close;
    change.act.reason = text_in(ticket, "closure");
  } else {
    return fail(ErrorCode::invalid, "status", "this can't be written");
  }
  changes.push_back(std::move(change));
  return {};
}

// The version that the client saw, where it says so: If-Match or `version` name it, `updated_stamp` the second of it.
// Of several changes in that second only the first counts as seen.
Result<std::int64_t> version_seen(ports::Transaction& transaction, const Call& call, const Json& ticket,
                                  TicketId id) {
  if (const std::int64_t named = expected_version(call); named > 0) return named;
  if (!ticket.get_boolean("safe_update").value_or(false)) return 0;
  const std::string stamp = text_in(ticket, "updated_stamp");
  if (stamp.empty()) return ticket.get_integer("version").value_or(0);
  const auto at = from_iso(stamp);
  if (!at) return fail(ErrorCode::invalid, "updated_stamp", "2026-11-20T01:02:03Z is expected");
  std::int64_t seen = 1;
  for (const ports::LogRow& record : transaction.log_of(ports::Subject::ticket, id.value)) {
    if (record.at > *at) break;
    seen = record.version;
    if (record.at == *at) break;
  }
  return seen;
}

// A group is a team of the request's program.
Outcome take_group(ports::Reader& reader, const Json& ticket, const ports::TicketRow& row,
                   std::vector<desk::ChangeTicket>& changes) {
  const auto wanted = ticket.get_integer("group_id");
  if (!wanted || *wanted == row.group.value) return {};
  for (const ports::GroupRow& group : reader.groups()) {
    if (group.id.value != *wanted || group.program != row.program) continue;
    desk::ChangeTicket& change = changes.emplace_back();
    change.ticket = row.id;
    change.act.verb = Verb::set;
    change.act.values.push_back(tickets::Value::of("team", group.key));
    return {};
  }
  return fail(ErrorCode::unknown_value, "group_id");
}

// What an update carries, as acts in the order in which they make sense: words, fields, owner, status.
Result<std::vector<desk::ChangeTicket>> changes_of(ports::Reader& reader, const Json& ticket,
                                                   const ports::TicketRow& row, const program::Program& program,
                                                   const Call& call) {
  std::vector<desk::ChangeTicket> changes;
  const auto add = [&](Verb verb) -> desk::ChangeTicket& {
    desk::ChangeTicket& change = changes.emplace_back();
    change.ticket = row.id;
    change.act.verb = verb;
    return change;
  };
  const bool staff = call.access.caller.staff();
  if (const Json* comment = ticket.find("comment"); comment && !comment->is_null()) {
    const bool everyone = comment->get_boolean("public").value_or(true);
    desk::ChangeTicket& change = add(!staff ? Verb::message : everyone ? Verb::reply : Verb::note);
    change.words.text = TRY(comment_words(*comment, call.access.caller));
    TRY_OUTCOME(take_uploads(*comment, change.words));
    // A public word that sets pending asks something (the table's R2 row).
    change.act.asks = staff && everyone && text_in(ticket, "status") == "pending";
  }
  const std::string level = TRY(wanted_level(program, ticket, row.severity));
  if (!level.empty()) add(Verb::set).act.values.push_back(tickets::Value::of("severity", level));
  const std::string kind = TRY(wanted_kind(row.program, program, ticket, row.kind));
  if (!kind.empty()) add(Verb::set).act.values.push_back(tickets::Value::of("kind", kind));
  if (const Json* tags = ticket.find("tags"); tags && !tags->is_null()) {
    const auto words = TRY(word_list(ticket, "tags"));
    if (words != row.tags) add(Verb::set).act.values.push_back(tickets::Value::of("tag", words));
  }
  if (auto values = TRY(wanted_values(ticket)); !values.empty()) add(Verb::set).act.values = std::move(values);
  TRY_OUTCOME(take_group(reader, ticket, row, changes));
  if (const Json* assignee = ticket.find("assignee_id")) {
    const std::int64_t id = assignee->is_integer() ? assignee->integer() : 0;
    if (id != row.assignee.value) add(Verb::assign).act.owner = PersonId{id};
  }
  const bool asked = !changes.empty() && changes.front().act.asks;
  if (!asked) TRY_OUTCOME(take_status(ticket, row, changes));
  return changes;
}

// Who asks: by number, or as Zendesk's clients say it, by name and address; staff make him known with the request.
Result<PersonId> requester_of(ports::Transaction& transaction, const Call& call, const Json& ticket) {
  const PersonId id{ticket.get_integer("requester_id").value_or(0)};
  const Json* requester = ticket.find("requester");
  if (id || !requester || !requester->is_object()) return id;
  const std::string address = ascii_lower(http::trim(text_in(*requester, "email")));
  if (const auto known = transaction.person_by_address(address)) return known->id;
  desk::NewPerson person;
  person.name = text_in(*requester, requester->find("name") ? "name" : "email");
  person.email = address;
  person.language = text_in(*requester, "locale");
  const ports::Answer made = TRY(desk::create_person(transaction, call.access.caller, person));
  const auto body = parse_json(made.body);
  return PersonId{body ? body->get_integer("person").value_or(0) : 0};
}

Result<desk::ProgramView> program_of(ports::Reader& reader, desk::Shelf& shelf, const Json& ticket) {
  const std::int64_t brand = ticket.get_integer("brand_id").value_or(0);
  const std::int64_t form = ticket.get_integer("ticket_form_id").value_or(0);
  for (desk::ProgramView& each : desk::programs(reader, shelf)) {
    const bool by_form = form >= form_id(each.row.id, 0) && form < form_id({each.row.id.value + 1}, 0);
    if (brand != 0 ? each.row.id.value == brand : form == 0 || by_form) return std::move(each);
  }
  return fail(ErrorCode::unknown_value, brand != 0 || form == 0 ? "brand_id" : "ticket_form_id");
}

// Owner and status that staff give a request with its opening.
Result<ports::Answer> after_opening(ports::Transaction& transaction, desk::Shelf& shelf, const Call& call,
                                    const Json& ticket, ports::Answer opened) {
  const auto body = parse_json(opened.body);
  const auto row = transaction.ticket(ports::Viewer::desk(), TicketId{body->get_integer("ticket").value_or(0)});
  if (const auto organization = ticket.get_integer("organization_id");
      organization && *organization != row->organization.value) {
    return fail(ErrorCode::invalid, "organization_id", "it is the requester's");
  }
  std::vector<desk::ChangeTicket> changes;
  TRY_OUTCOME(take_group(transaction, ticket, *row, changes));
  if (const auto owner = ticket.get_integer("assignee_id"); owner && *owner != 0) {
    desk::ChangeTicket& change = changes.emplace_back();
    change.ticket = row->id;
    change.act.verb = Verb::assign;
    change.act.owner = PersonId{*owner};
  }
  const std::string status = text_in(ticket, "status");
  if (status != "new" && status != "open") TRY_OUTCOME(take_status(ticket, *row, changes));
  if (changes.empty()) return opened;
  return desk::change_ticket(transaction, shelf, call.access.caller, changes);
}

}  // namespace

Result<desk::OpenTicket> read_opening(ports::Reader& reader, desk::Shelf& shelf, const Json& ticket) {
  const desk::ProgramView view = TRY(program_of(reader, shelf, ticket));
  desk::OpenTicket input;
  input.program = view.row.id;
  input.kind = TRY(wanted_kind(view.row.id, *view.program, ticket, ""));
  input.severity = TRY(wanted_level(*view.program, ticket, ""));
  input.values = TRY(wanted_values(ticket));
  if (const auto tags = TRY(word_list(ticket, "tags")); !tags.empty())
    input.values.push_back(tickets::Value::of("tag", tags));
  return input;
}

Result<ports::Answer> create_ticket(ports::Transaction& transaction, desk::Shelf& shelf, const Call& call,
                                    const Json& ticket) {
  const desk::Caller& caller = call.access.caller;
  if (!caller.staff()) {
    TRY_OUTCOME(customers_own(ticket, customers_filing, Json::object({{"requester_id", caller.person.value}})));
  }
  desk::OpenTicket input = TRY(read_opening(transaction, shelf, ticket));
  input.subject = text_in(ticket, "subject");
  const Json* comment = ticket.find("comment");
  input.description = comment ? TRY(comment_words(*comment, caller)) : text_in(ticket, "description");
  if (comment) TRY_OUTCOME(take_uploads(*comment, input.with));
  input.public_words = !comment || comment->get_boolean("public").value_or(true);
  if (input.subject.empty()) input.subject = input.description.substr(0, input.description.find('\n')).substr(0, 100);
  input.requester = TRY(requester_of(transaction, call, ticket));
  ports::Answer opened = TRY(desk::open_ticket(transaction, shelf, caller, input));
  if (!caller.staff()) return opened;
  return after_opening(transaction, shelf, call, ticket, std::move(opened));
}

Result<ports::Answer> update_ticket(ports::Transaction& transaction, desk::Shelf& shelf, const Call& call,
                                    TicketId id, const Json& ticket) {
  const desk::Caller& caller = call.access.caller;
  const auto row = transaction.ticket(caller.viewer(), id);
  if (!row) return fail(ErrorCode::not_found, "ticket");
  const auto items = desk::view_rows(transaction, shelf, caller, {*row}, transaction.now());
  if (items.empty()) return fail(ErrorCode::unavailable);
  const program::Program& program = *items.front().program;
  if (!caller.staff()) TRY_OUTCOME(customers_own(ticket, customers_update, ticket_json(*row, program, call)));
  // Whose request it is stays as it is; an update that says otherwise must not look as if it had been heard.
  for (const auto& [name, present] :
       {std::pair{"requester_id", row->requester.value}, std::pair{"organization_id", row->organization.value},
        std::pair{"brand_id", row->program.value}}) {
    if (const auto said = ticket.get_integer(name); said && *said != present)
      return fail(ErrorCode::invalid, name, "it can't be changed here");
  }
  ports::Answer answer{
      200, to_text(Json::object({{"ticket", id.value}, {"version", row->version}, {"position", row->changed}}))};
  const std::int64_t seen = TRY(version_seen(transaction, call, ticket, id));
  auto changes = TRY(changes_of(transaction, ticket, *row, program, call));
  for (desk::ChangeTicket& each : changes) each.expected_version = seen;
  // The acts come first: a conflict is told by what others did, not by the subject's own record.
  if (!changes.empty()) answer = TRY(desk::change_ticket(transaction, shelf, caller, changes));
  if (const std::string subject = text_in(ticket, "subject"); !subject.empty() && subject != row->subject)
    answer = TRY(desk::set_subject(transaction, shelf, caller, id, subject));
  return answer;  // what is written back as it was shown changes nothing
}

}  // namespace yakusoku::api
