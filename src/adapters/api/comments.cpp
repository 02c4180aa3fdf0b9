// The words of a request as Zendesk's comments.

#include "adapters/access/markdown.hpp"
#include "adapters/api/paging.hpp"

namespace yakusoku::api {

Result<Json> comments_json(ports::Reader& reader, desk::Shelf& shelf, const Call& call) {
  const TicketId id{TRY(id_of(call))};
  const desk::TicketView view = TRY(desk::view_ticket(reader, shelf, call.access.caller, id, call.now));
  Json list = Json::array();
  for (const desk::ConversationItem& each : view.conversation) {
    list.push(Json::object({{"id", each.message.id.value},
                            {"type", "Comment"},
                            {"author_id", each.message.author.value},
                            {"body", each.message.body},
                            {"plain_body", each.message.body},
                            {"html_body", access::html_of_markdown(each.message.body)},
                            {"public", each.message.visibility == ports::Visibility::everyone},
                            {"attachments", Json::array()},
                            {"created_at", to_iso(each.message.at)}}));
  }
  return offset_page(call, "comments", std::move(list));
}

}  // namespace yakusoku::api
