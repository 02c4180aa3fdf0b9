// A ticket's log records as Zendesk's audits: what each changed, field by field, with its words, its clocks and what
// the desk had to do for it.

#include "adapters/access/markdown.hpp"
#include "adapters/api/paging.hpp"
#include "core/escalation/escalations.hpp"
#include "core/handoffs/handoffs.hpp"
#include "core/lifecycle/request.hpp"

namespace yakusoku::api {
namespace {

Json word_or_null(const std::string& word) { return word.empty() ? Json() : Json(word); }

// What a fact says to a reader. Values that the desk keeps under a name of its own are told by the field's.
class Told {
 public:
  Told(bool opening, Json& events) : opening_(opening), events_(events) {}

  void operator()(const tickets::Opened& fact) {
    for (const tickets::Value& each : fact.ticket.values) field(each.name, program::to_text(each.fact()), "");
    field("status", "open", "");
  }
  void operator()(const tickets::ValueSet& fact) {
    field(fact.value.name, program::to_text(fact.value.fact()), fact.was, fact.why);
  }
  void operator()(const tickets::OwnerSet& fact) {
    field("assignee_id", fact.owner ? std::to_string(fact.owner.value) : std::string(), "");
  }
  void operator()(const tickets::StatusSet& fact) { field("status", word_of(fact.status), "", fact.reason); }
  void operator()(const lifecycle::Ranked& fact) { field("rank", std::to_string(fact.rank), ""); }
  void operator()(const tickets::VersionSet& fact) { field("program_version", fact.version, fact.was); }
  void operator()(const tickets::TurnSet&) {}  // follows from the words beside it
  void operator()(const tickets::Happened& fact) {
    Json attributes = Json::object();
    for (const tickets::Attribute& each : fact.event.attributes) attributes.set(each.name, each.value);
    add("Event", {{"event", fact.event.name},
                  {"clock", word_or_null(fact.event.clock)},
                  {"at", to_iso(fact.at)},
                  {"attributes", std::move(attributes)}});
  }
  void operator()(const lifecycle::CycleChanged& fact) {
    const clocks::Cycle& cycle = fact.cycle;
    add("Clock", {{"clock", cycle.clock},
                  {"cycle", cycle.number},
                  {"change", word_of(fact.change)},
                  {"at", iso_or_null(fact.at)},
                  {"due", iso_or_null(cycle.state == clocks::State::paused ? far_future : cycle.due)},
                  {"verdict", cycle.state == clocks::State::ended ? Json(word_of(cycle.verdict)) : Json()},
                  {"amount", word_or_null(cycle.selection->amount)},
                  {"cause", word_or_null(fact.cause)},
                  {"rule", word_or_null(fact.rule)}});
  }
  void operator()(const lifecycle::PromiseChanged& fact) {
    add("Promise", {{"due", to_iso(fact.promise.due)},
                    {"outcome", word_of(fact.promise.outcome)},
                    {"author_id", fact.promise.by.value}});
  }
  void operator()(const lifecycle::Noticed& fact) {
    add("Notification", {{"do", fact.verb},
                         {"what", word_or_null(fact.argument)},
                         {"recipient", word_or_null(fact.who)},
                         {"clock", word_or_null(fact.clock)},
                         {"at", iso_or_null(fact.at)},
                         {"due", iso_or_null(fact.due)}});
  }
  void operator()(const escalation::EscalationChanged& fact) {
    add("Escalation", {{"escalation", write_fields(fact.escalation)}});
  }
  void operator()(const handoffs::HandoffChanged& fact) { add("Handoff", {{"handoff", write_fields(fact.handoff)}}); }
  void operator()(const meetings::MeetingChanged& fact) { add("Meeting", {{"meeting", write_fields(fact.meeting)}}); }
  void operator()(const handoffs::EffortGapChanged& fact) { add("EffortGap", {{"gap", write_fields(fact.gap)}}); }
  void comment(const ports::MessageRow& message) {
    add("Comment", {{"author_id", message.author.value},
                    {"body", message.body},
                    {"html_body", access::html_of_markdown(message.body)},
                    {"public", message.visibility == ports::Visibility::everyone}});
  }

 private:
  template <class Enum>
  static std::string word_of(Enum value) {
    return std::string(enum_words(value)[static_cast<std::size_t>(value)]);
  }
  void field(const std::string& name, const std::string& value, const std::string& was, const std::string& why = "") {
    Json::Object members{{"field_name", name == "severity_set" ? "severity" : name}, {"value", word_or_null(value)}};
    if (!opening_) members.emplace_back("previous_value", word_or_null(was));
    if (!why.empty()) members.emplace_back("why", why);
    add(opening_ ? "Create" : "Change", std::move(members));
  }
  void add(std::string_view type, Json::Object members) {
    Json event =
        Json::object({{"id", static_cast<std::int64_t>(events_.items().size()) + 1}, {"type", std::string(type)}});
    for (auto& [name, value] : members) event.set(name, std::move(value));
    events_.push(std::move(event));
  }

  bool opening_;
  Json& events_;
};

Result<Json> audits(ports::Reader& reader, const Call& call) {
  const TicketId id{TRY(id_of(call))};
  const ports::Viewer viewer = call.access.caller.viewer();
  if (!reader.ticket(viewer, id)) return fail(ErrorCode::not_found);
  const auto messages = reader.messages(viewer, id);
  Json list = Json::array();
  for (const ports::LogRow& record : reader.log_of(ports::Subject::ticket, id.value)) {
    Json events = Json::array();
    Told told(record.version == 1, events);
    for (const ports::MessageRow& each : messages)
      if (each.version == record.version) told.comment(each);
    const Json facts = parse_json(record.facts).value_or(Json::array());
    for (const Json& each : facts.items())
      if (const auto fact = lifecycle::fact_from_json(each)) std::visit(told, *fact);
    const Json act = parse_json(record.act).value_or(Json::object());
    list.push(Json::object({{"id", record.position},
                            {"ticket_id", id.value},
                            {"version", record.version},
                            {"created_at", to_iso(record.at)},
                            {"author_id", record.by_program ? Json(-1) : Json(record.actor.value)},
                            {"act", text_in(act, "verb")},
                            {"via", Json::object({{"channel", word_or_null(text_in(act, "door"))}})},
                            {"events", std::move(events)}}));
  }
  return offset_page(call, "audits", std::move(list));
}

}  // namespace

void add_audits(Routes& routes) { routes.read("/api/v2/tickets/{id}/audits", audits, true); }

}  // namespace yakusoku::api
