// What a client asks before it files: forms and fields, as the programs in force give them.

#include "adapters/api/paging.hpp"

namespace yakusoku::api {
namespace {

Json form_json(const desk::ProgramView& view, std::size_t place, const Call& call) {
  const program::Kind& kind = view.program->kinds[place];
  const std::string title(kind.title.empty() ? std::string_view(kind.id) : kind.title.in(call.language));
  return Json::object({{"id", form_id(view.row.id, place)},
                       {"name", title},
                       {"display_name", title},
                       {"kind", kind.id},
                       {"active", true},
                       {"end_user_visible", true},
                       {"restricted_brand_ids", Json::array({view.row.id.value})},
                       {"ticket_field_ids", Json::array({"subject", "description", "status", "type", "priority", "severity"})}});
}

Json field_json(std::string_view id, std::string_view type, std::string_view title) {
  return Json::object({{"id", std::string(id)},
                       {"type", std::string(type)},
                       {"title", std::string(title)},
                       {"active", true},
                       {"removable", false}});
}

Json fields_json(ports::Reader& reader, desk::Shelf& shelf, const Call& call) {
  Json options = Json::array();
  for (const desk::ProgramView& view : desk::programs(reader, shelf)) {
    for (const program::Level& level : view.program->severity.levels) {
      const std::string_view title = level.title.empty() ? std::string_view(level.id) : level.title.in(call.language);
      options.push(Json::object({{"name", std::string(view.program->title.in(call.language)) + "::" + std::string(title)},
                                 {"value", level.id}}));
    }
  }
  Json severity = field_json("severity", "tagger", call.language == "ja" ? "重大度" : "Severity");
  severity.set("custom_field_options", std::move(options));
  return Json::array({field_json("subject", "subject", "Subject"), field_json("description", "description", "Description"),
                      field_json("status", "status", "Status"), field_json("type", "tickettype", "Type"),
                      field_json("priority", "priority", "Priority"), std::move(severity)});
}

}  // namespace

void add_catalogue(Routes& routes) {
  desk::Shelf& shelf = routes.services().shelf;
  routes.read("/api/v2/ticket_forms", [&shelf](ports::Reader& reader, const Call& call) -> Result<Json> {
    Json list = Json::array();
    for (const desk::ProgramView& view : desk::programs(reader, shelf))
      for (std::size_t place = 0; place < view.program->kinds.size(); ++place) list.push(form_json(view, place, call));
    return offset_page(call, "ticket_forms", std::move(list));
  });
  routes.read("/api/v2/ticket_fields", [&shelf](ports::Reader& reader, const Call& call) -> Result<Json> {
    return offset_page(call, "ticket_fields", fields_json(reader, shelf, call));
  });
}

}  // namespace yakusoku::api
