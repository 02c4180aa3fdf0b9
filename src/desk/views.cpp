#include "desk/views.hpp"

#include <algorithm>

#include "desk/permits.hpp"
#include "desk/standing.hpp"
#include "desk/writing.hpp"

namespace yakusoku::desk {
namespace {

// Names asked for again and again on one page are read once.
class Names {
 public:
  explicit Names(Reader& reader) : reader_(reader) {}
  std::string person(PersonId id) {
    if (!id) return {};
    const auto [found, fresh] = people_.try_emplace(id.value);
    if (fresh) {
      if (const auto row = reader_.person(id)) found->second = {row->name, ports::is_staff(row->role)};
    }
    return found->second.first;
  }
  bool staff(PersonId id) {
    person(id);
    const auto found = people_.find(id.value);
    return found != people_.end() && found->second.second;
  }
  std::string organization(OrganizationId id) {
    if (!id) return {};
    const auto [found, fresh] = organizations_.try_emplace(id.value);
    if (fresh) {
      if (const auto row = reader_.organization(id)) found->second = row->name;
    }
    return found->second;
  }
  std::string group(GroupId id) {
    if (!loaded_groups_) {
      for (const ports::GroupRow& row : reader_.groups()) groups_[row.id.value] = row.name;
      loaded_groups_ = true;
    }
    const auto found = groups_.find(id.value);
    return found == groups_.end() ? std::string() : found->second;
  }

 private:
  Reader& reader_;
  std::map<std::int64_t, std::pair<std::string, bool>> people_;
  std::map<std::int64_t, std::string> organizations_, groups_;
  bool loaded_groups_ = false;
};

std::vector<TicketView::Reason> reasons_of(const Loaded& loaded, const lifecycle::FactsSeen& facts) {
  std::vector<TicketView::Reason> reasons;
  for (const program::ClosingReason& reason : loaded.program->closing.reasons) {
    TicketView::Reason view{reason.id, reason.title, {}};
    for (const std::string& proof : reason.needs) {
      if (!lifecycle::proven(loaded.request, facts, proof)) view.missing.push_back(proof);
    }
    reasons.push_back(std::move(view));
  }
  return reasons;
}

}  // namespace

Result<TicketView> view_ticket(Reader& reader, Shelf& shelf, const Caller& caller, TicketId id, Instant now) {
  Loaded loaded = TRY(load(reader, shelf, caller.viewer(), id));
  Names names(reader);
  TicketView view;
  const lifecycle::World world = world_of(reader, shelf, loaded, now);
  const lifecycle::FactsSeen facts(loaded.request, world);
  view.kind = loaded.row.kind;
  view.severity = program::to_text(facts.value_of("severity"));
  view.clocks = view_clocks(loaded.request, *loaded.program, shelf, now, caller.staff());
  for (ports::MessageRow& message : reader.messages(caller.viewer(), id)) {
    const std::string author = names.person(message.author);
    const bool staff = names.staff(message.author);
    view.conversation.push_back({std::move(message), author, staff, {}});
  }
  for (ports::AttachmentRow& file : reader.attachments(id)) {
    const auto item = std::ranges::find_if(
        view.conversation, [&](const ConversationItem& each) { return each.message.id == file.message; });
    if (item != view.conversation.end()) item->files.push_back(std::move(file));
  }
  view.participants = reader.participants(caller.viewer(), id);
  view.requester = names.person(loaded.request.ticket.requester);
  view.owner = names.person(loaded.request.ticket.owner);
  view.organization = names.organization(loaded.request.ticket.organization);
  view.group = names.group(loaded.row.group);
  view.zone = program::to_text(facts.value_of("contact.zone"));
  if (view.zone.empty()) view.zone = program::to_text(facts.value_of("customer.zone"));
  if (view.zone.empty()) view.zone = loaded.program->zone;
  view.now = now;
  view.may = allowed_verbs(caller, loaded);
  view.reasons = reasons_of(loaded, facts);
  view.row = std::move(loaded.row);
  view.request = std::move(loaded.request);
  view.program = std::move(loaded.program);
  return view;
}

Result<NamedFacts> view_facts(Reader& reader, Shelf& shelf, const Caller& caller, TicketId id, Instant now,
                              std::vector<std::string> names) {
  const Loaded loaded = TRY(load(reader, shelf, caller.viewer(), id));
  const lifecycle::World world = world_of(reader, shelf, loaded, now);
  const lifecycle::FactsSeen facts(loaded.request, world);
  const bool all = names.empty();
  if (all) {
    for (const program::FactRule& each : loaded.program->facts) names.push_back(each.name);
    for (const tickets::Value& each : loaded.request.ticket.values) names.push_back(each.name);
    names.insert(names.end(), {"severity", "status", "restored", "phoned", "reopened", "attempts", "escalated"});
    std::ranges::sort(names);
    names.erase(std::ranges::unique(names).begin(), names.end());
  }
  NamedFacts seen;
  for (std::string& name : names) {
    program::FactValue value = facts.value_of(name);
    if (!all || program::known(value)) seen.emplace_back(std::move(name), std::move(value));
  }
  return seen;
}

std::vector<HistoryItem> history(Reader& reader, Shelf& shelf, const Caller& caller, TicketId id) {
  std::vector<HistoryItem> items;
  if (!caller.staff() || !load(reader, shelf, caller.viewer(), id)) return items;
  Names names(reader);
  for (const ports::LogRow& record : reader.log_of(ports::Subject::ticket, id.value)) {
    HistoryItem item;
    item.at = record.at;
    item.version = record.version;
    item.actor = names.person(record.actor);
    if (const auto act = parse_json(record.act)) item.verb = act->get_string("verb").value_or("open");
    if (const auto facts = parse_json(record.facts); facts && facts->is_array()) {
      for (const Json& each : facts->items())
        if (auto fact = lifecycle::fact_from_json(each)) item.facts.push_back(std::move(*fact));
    }
    items.push_back(std::move(item));
  }
  return items;
}

namespace {

std::vector<QueueItem::Dated> dates_of(const tickets::Ticket& ticket, const program::Program& program) {
  std::vector<QueueItem::Dated> dates;
  if (!program.looks) return dates;
  for (const program::FactTest& each : program.looks->dated) {
    const auto rule = std::ranges::find(program.facts, each.fact, &program::FactRule::name);
    if (rule == program.facts.end()) continue;
    const bool said = std::ranges::find(dates, &*rule, &QueueItem::Dated::fact) != dates.end();
    const program::FactValue value = ticket.value(each.fact);
    if (!said && program::known(value)) dates.push_back({&*rule, value});
  }
  return dates;
}

bool waits_its_turn(Reader& reader, const tickets::Ticket& ticket, const program::Program& program) {
  using OneAtATime = program::QueueRule::OneAtATime;
  const OneAtATime rule = program.queue.one_at_a_time;
  if (rule == OneAtATime::no || ticket.owner || ticket.status != tickets::Status::open) return false;
  static const people::Roster nobody;
  return staff_of(reader, nobody).another_in_work(ticket, rule == OneAtATime::contact);
}

}  // namespace

std::vector<QueueItem> view_rows(Reader& reader, Shelf& shelf, const Caller& caller,
                                 const std::vector<ports::TicketRow>& rows, Instant now) {
  Names names(reader);
  std::vector<QueueItem> items;
  for (const ports::TicketRow& row : rows) {
    const auto state = parse_json(row.state);
    const auto request = state ? lifecycle::request_from_json(*state) : fail(ErrorCode::internal);
    if (!request) continue;
    QueueItem item;
    item.program = shelf.version(reader, request->ticket.version);
    if (!item.program) continue;
    item.row = row;
    item.requester = names.person(row.requester);
    item.organization = names.organization(row.organization);
    item.owner = names.person(row.assignee);
    item.group = names.group(row.group);
    item.dates = dates_of(request->ticket, *item.program);
    item.waits_its_turn = caller.staff() && waits_its_turn(reader, request->ticket, *item.program);
    item.clocks = view_clocks(*request, *item.program, shelf, now, caller.staff());
    std::erase_if(item.clocks, [](const ClockView& clock) {
      return !clock.customer_facing ||
             (clock.state != "running" && clock.state != "missed" && clock.state != "paused");
    });
    items.push_back(std::move(item));
  }
  return items;
}

std::vector<QueueItem> view_queue(Reader& reader, Shelf& shelf, const Caller& caller, const ports::QueueQuery& query,
                                  Instant now) {
  return view_rows(reader, shelf, caller, reader.queue(caller.viewer(), query), now);
}

}  // namespace yakusoku::desk
