// The pieces that screens and Zendesk's clients get: tickets, rows of a queue, programs, messages.

#include <algorithm>

#include "adapters/access/markdown.hpp"
#include "adapters/api/calls.hpp"
#include "core/program/program.hpp"

namespace yakusoku::api {

std::string_view status_word(ports::Category category) {
  switch (category) {
    case ports::Category::fresh: return "new";
    case ports::Category::open: return "open";
    case ports::Category::pending: return "pending";
    case ports::Category::hold: return "hold";
    case ports::Category::solved: return "solved";
    case ports::Category::closed: return "closed";
  }
  return "open";
}

namespace {

std::string words_of(const program::Text& text, std::string_view otherwise, std::string_view language) {
  return std::string(text.empty() ? otherwise : text.in(language));
}

Json or_null(std::string text) { return text.empty() ? Json() : Json(std::move(text)); }
Json id_or_null(std::int64_t id) { return id == 0 ? Json() : Json(id); }

Json fields_of(const ports::TicketRow& row) {
  return Json::array(
      {Json::object({{"id", "severity"}, {"value", row.severity.empty() ? Json() : Json(row.severity)}})});
}

Json form_of(const ports::TicketRow& row, const program::Program& program) {
  const auto kind = std::ranges::find(program.kinds, row.kind, &program::Kind::id);
  if (kind == program.kinds.end()) return {};
  return form_id(row.program, static_cast<std::size_t>(kind - program.kinds.begin()));
}

}  // namespace

Json ticket_json(const ports::TicketRow& row, const program::Program& program, const Call& call) {
  const program::Kind* kind = program.kind(row.kind);
  const program::Level* level = program.severity.level(row.severity);
  Json tags = Json::array();
  for (const std::string& each : row.tags) tags.push(each);
  return Json::object({{"id", row.id.value},
                       {"url", call.base + "/api/v2/tickets/" + std::to_string(row.id.value) + ".json"},
                       {"subject", row.subject},
                       {"raw_subject", row.subject},
                       {"status", std::string(status_word(row.category))},
                       {"type", kind && !kind->api_type.empty() ? kind->api_type : "question"},
                       {"priority", level ? or_null(level->api_priority) : Json()},
                       {"kind", row.kind},
                       {"ticket_form_id", form_of(row, program)},
                       {"severity", or_null(row.severity)},
                       {"rank", row.rank},
                       {"brand_id", row.program.value},
                       {"group_id", id_or_null(row.group.value)},
                       {"assignee_id", id_or_null(row.assignee.value)},
                       {"requester_id", row.requester.value},
                       {"submitter_id", row.requester.value},
                       {"organization_id", id_or_null(row.organization.value)},
                       {"via", Json::object({{"channel", row.channel}})},
                       {"tags", std::move(tags)},
                       {"custom_fields", fields_of(row)},
                       {"fields", fields_of(row)},
                       {"due_at", Json()},
                       {"created_at", to_iso(row.created_at)},
                       {"updated_at", to_iso(row.updated_at)},
                       {"version", row.version}});
}

Json item_json(const desk::QueueItem& item, const Call& call) {
  Json clocks = Json::array();
  for (const desk::ClockView& each : item.clocks) clocks.push(desk::to_json(each, call.language));
  Json dates = Json::array();
  for (const desk::QueueItem::Dated& each : item.dates) {
    const bool instant = each.fact->type == program::FactRule::Type::instant;
    const auto* seconds = std::get_if<std::int64_t>(&each.value);
    dates.push(Json::object(
        {{"fact", each.fact->name},
         {"title", each.fact->title.empty() ? each.fact->name : std::string(each.fact->title.in(call.language))},
         {"value", instant && seconds ? to_iso(Instant{*seconds}) : program::to_text(each.value)}}));
  }
  return Json::object({{"ticket", ticket_json(item.row, *item.program, call)},
                       {"dates", std::move(dates)},
                       {"waits_its_turn", item.waits_its_turn},
                       {"requester", item.requester},
                       {"organization", item.organization},
                       {"owner", item.owner},
                       {"group", item.group},
                       {"clocks", std::move(clocks)}});
}

namespace {

// Where the mail's own HTML is served, for a frame.
std::string as_sent_path(const ports::MessageRow& message) {
  return "/api/v2/tickets/" + std::to_string(message.ticket.value) + "/comments/" + std::to_string(message.id.value) +
         "/html";
}

}  // namespace

Json message_json(const desk::ConversationItem& item) {
  const ports::MessageRow& message = item.message;
  Json files = Json::array();
  for (const ports::AttachmentRow& each : item.files) files.push(attachment_json(each, ""));
  return Json::object({{"id", message.id.value},
                       {"at", to_iso(message.at)},
                       {"author", item.author},
                       {"author_id", message.author.value},
                       {"by_staff", item.by_staff},
                       {"visibility", message.visibility == ports::Visibility::everyone ? "everyone" : "staff"},
                       {"body", message.body},
                       {"html", access::html_of_words(message)},
                       {"folded", message.folded},
                       {"as_sent", message.html.empty() ? Json() : Json(as_sent_path(message))},
                       {"held_images", message.html.contains("data-held-src")},
                       {"attachments", std::move(files)},
                       {"version", message.version},
                       {"erased", message.erased_at != far_future}});
}

Json program_json(const desk::ProgramView& view, ports::Reader& reader, std::string_view language) {
  const program::Program& program = *view.program;
  Json languages = Json::array();
  for (const std::string& each : program.languages) languages.push(each);
  Json kinds = Json::array();
  for (const program::Kind& each : program.kinds) {
    kinds.push(Json::object({{"id", each.id},
                             {"title", words_of(each.title, each.id, language)},
                             {"means", words_of(each.means, "", language)}}));
  }
  Json severities = Json::array();
  std::int64_t rank = 0;
  for (const program::Level& each : program.severity.levels) {
    severities.push(Json::object({{"id", each.id},
                                  {"title", words_of(each.title, each.id, language)},
                                  {"means", words_of(each.means, "", language)},
                                  {"rank", rank++}}));
  }
  Json reasons = Json::array();
  for (const program::ClosingReason& each : program.closing.reasons) {
    Json needs = Json::array();
    for (const std::string& proof : each.needs) needs.push(proof);
    reasons.push(Json::object(
        {{"id", each.id}, {"title", words_of(each.title, each.id, language)}, {"needs", std::move(needs)}}));
  }
  Json marks = Json::array();
  for (const auto& [id, title] : program.marks)
    marks.push(Json::object({{"id", id}, {"title", words_of(title, id, language)}}));
  Json facts = Json::array();
  for (const program::FactRule& each : program.facts) {
    Json values = Json::array();
    for (const auto& [id, title] : each.value_titles)
      values.push(Json::object({{"id", id}, {"title", words_of(title, id, language)}}));
    facts.push(Json::object({{"id", each.name},
                             {"title", words_of(each.title, each.name, language)},
                             {"from", each.from},
                             {"computed", each.is.has_value()},
                             {"values", std::move(values)}}));
  }
  Json teams = Json::array();
  for (const ports::GroupRow& group : reader.groups()) {
    if (group.program != view.row.id) continue;
    const auto team = std::ranges::find(program.teams, group.key, &program::Team::id);
    const std::string title = team == program.teams.end() ? group.name : words_of(team->title, group.key, language);
    teams.push(Json::object({{"id", group.key}, {"title", title}, {"group_id", group.id.value}}));
  }
  return Json::object({{"id", view.row.id.value},
                       {"key", view.row.key},
                       {"title", words_of(program.title, view.row.key, language)},
                       {"zone", program.zone},
                       {"languages", std::move(languages)},
                       {"kinds", std::move(kinds)},
                       {"severities", std::move(severities)},
                       {"reasons", std::move(reasons)},
                       {"marks", std::move(marks)},
                       {"facts", std::move(facts)},
                       {"teams", std::move(teams)}});
}

}  // namespace yakusoku::api
