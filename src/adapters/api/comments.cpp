// The words of a request as Zendesk's comments.

#include "adapters/access/markdown.hpp"
#include "adapters/api/paging.hpp"

namespace yakusoku::api {

Result<Json> comments_json(ports::Reader& reader, desk::Shelf& shelf, const Call& call) {
  const TicketId id{TRY(id_of(call))};
  const desk::TicketView view = TRY(desk::view_ticket(reader, shelf, call.access.caller, id, call.now));
  Json list = Json::array();
  for (const desk::ConversationItem& each : view.conversation) {
    Json files = Json::array();
    for (const ports::AttachmentRow& file : each.files) files.push(attachment_json(file, call.base));
    list.push(Json::object({{"id", each.message.id.value},
                            {"type", "Comment"},
                            {"author_id", each.message.author.value},
                            {"body", each.message.body},
                            {"plain_body", each.message.body},
                            {"html_body", access::html_of_words(each.message)},
                            {"public", each.message.visibility == ports::Visibility::everyone},
                            {"attachments", std::move(files)},
                            {"created_at", to_iso(each.message.at)}}));
  }
  return offset_page(call, "comments", std::move(list));
}

}  // namespace yakusoku::api
