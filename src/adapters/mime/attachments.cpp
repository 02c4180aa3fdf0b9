#include "adapters/mime/attachments.hpp"

#include <algorithm>
#include <set>

#include "adapters/mime/addresses.hpp"
#include "adapters/mime/body.hpp"
#include "adapters/mime/transfer.hpp"

namespace yakusoku::mime {
namespace {

bool is_type(std::string_view type) {
  const auto slash = type.find('/');
  return slash != std::string_view::npos && slash > 0 && slash + 1 < type.size() && type.size() < 128 &&
         std::ranges::all_of(type, [](char c) { return c > 0x20 && c < 0x7f && c != '"' && c != '<' && c != '>'; });
}

std::string subject_of(std::string_view message, const CharsetHint& hint) {
  return decode_header(field(read_fields(message.substr(0, 200000)), "Subject"), hint);
}

}  // namespace

std::string name_of(const Part& part, const CharsetHint& hint) {
  std::string written(part.disposition.get("filename"));
  if (written.empty()) written = part.type.get("name");
  if (part.is_message()) {
    std::string message;
    if (part.written.empty()) message = part.bytes();
    std::string subject = subject_of(part.written.empty() ? message : part.written, hint);
    for (char& c : subject)
      if (c == '/' || c == '\\') c = '_';
    if (std::string name = file_name(subject + ".eml"); !file_name(subject).empty()) return name;
  }
  if (written.empty()) {
    std::string_view place = field(part.fields, "Content-Location");
    if (!place.contains("cid:")) written = decode_header(place.substr(0, place.find('?')), hint);
  }
  return file_name(written);
}

void Attachments::add(std::string name, std::string type, std::string content_id, std::string bytes) {
  if (mail_.attachments.size() >= most_) return add_note(mail_, "too_many_attachments");
  ports::MailAttachment& added = mail_.attachments.emplace_back();
  added.type = is_type(type) ? std::move(type) : std::string(type_of_ending(name));
  added.name = std::move(name);
  if (added.name.empty())
    added.name = "attachment-" + std::to_string(mail_.attachments.size()) + std::string(ending_of(added.type));
  added.content_id = std::move(content_id);
  added.bytes = std::move(bytes);
}

void Attachments::add(const Part& part, const CharsetHint& hint, std::string bytes) {
  const auto ids = read_message_ids(field(part.fields, "Content-ID"));
  std::string id = ids.empty() ? clean_line(field(part.fields, "Content-ID")) : ids.front();
  if (!is_utf8(id)) id.clear();
  add(name_of(part, hint), part.type.value, std::move(id), std::move(bytes));
}

void Attachments::mark_shown_in(std::string_view html) {
  std::set<std::string, std::less<>> shown;
  for (std::size_t at = html.find("cid:"); at != std::string_view::npos; at = html.find("cid:", at + 4)) {
    const auto end = std::min(html.find_first_of("\"' >)", at), html.size());
    shown.insert(decode_percent(html.substr(at + 4, end - at - 4)));
  }
  for (ports::MailAttachment& each : mail_.attachments)
    if (!each.content_id.empty() && shown.contains(each.content_id)) each.inside_text = true;
}

}  // namespace yakusoku::mime
