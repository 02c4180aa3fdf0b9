#include "adapters/pages/form_files.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/sha256.hpp"

namespace yakusoku::pages {
namespace {

constexpr std::string_view kept_field = "kept";

std::string hash_of(std::string_view token) { return to_hex(sha256(token)); }

// "FIELD TOKEN" of the hidden inputs; a token is the uploader's own or is refused later.
void take_kept(const http::Form& form, FormFiles& files) {
  for (const auto& [name, value] : form.fields) {
    const std::size_t space = value.find(' ');
    if (name != kept_field || space == std::string::npos || value.size() > 300) continue;
    const std::string field = value.substr(0, space);
    files.tokens[field] = value.substr(space + 1);
    files.kept[field] = true;
  }
}

bool shows_in_place(std::string_view type) {
  return type == "image/png" || type == "image/jpeg" || type == "image/gif" || type == "image/webp";
}

}  // namespace

std::string FormFiles::token_of(const std::string& field) const {
  const auto found = tokens.find(field);
  return found == tokens.end() ? std::string() : found->second;
}

std::string FormFiles::told_with(const http::Form& form) const {
  std::string told;
  for (const auto& [name, value] : form.fields) told += http::percent_encode(name) + "=" + http::percent_encode(value) + "&";
  for (const Fresh& each : fresh)
    told += http::percent_encode(each.field) + "=" + each.blob + " " + http::percent_encode(each.name) + "&";
  return told;
}

Result<http::Form> read_post(const http::Request& request) {
  http::FormLimits limits;
  limits.file_bytes = static_cast<std::size_t>(desk::most_file_bytes);
  return http::read_form(request, limits);
}

Result<FormFiles> take_files(const Site& site, http::Request& request, http::Form& form) {
  FormFiles files;
  take_kept(form, files);
  request.body = {};
  if (form.files.size() > desk::most_files)
    return fail(ErrorCode::limit, std::string(words_files), fmt::format("at most {} files", desk::most_files));
  for (http::UploadedFile& each : form.files) {
    std::string blob = TRY(site.services.blobs.put(each.content));
    files.fresh.push_back({each.field, each.name, each.content_type, std::move(blob),
                           static_cast<std::int64_t>(each.content.size())});
    each.content = {};
    if (!files.tokens.contains(each.field))
      files.tokens[each.field] = access::random_word(site.services.dice);
  }
  form.files.clear();
  return files;
}

Outcome store_uploads(ports::Transaction& transaction, const desk::Caller& caller, const FormFiles& files) {
  std::map<std::string, bool> begun = files.kept;
  for (const FormFiles::Fresh& each : files.fresh) {
    desk::NewUpload input{hash_of(files.token_of(each.field)), begun[each.field], each.name, each.type, each.size, each.blob};
    const auto stored = desk::store_upload(transaction, caller, input);
    if (!stored) return std::unexpected(stored.error());
    begun[each.field] = true;
  }
  return {};
}

void keep_files(const Site& site, const desk::Caller& caller, FormFiles files, std::function<void(FormFiles)> then) {
  if (files.fresh.empty()) return then(std::move(files));
  ports::Command command;
  command.run = [caller, files](ports::Transaction& transaction) -> Result<ports::Answer> {
    TRY_OUTCOME(store_uploads(transaction, caller, files));
    return ports::Answer{};
  };
  site.services.submit(std::move(command), [files = std::move(files), then = std::move(then)](const ports::Done& done) {
    FormFiles kept = files;
    kept.fresh.clear();
    for (const FormFiles::Fresh& each : files.fresh)
      if (done.answer) kept.kept[each.field] = true;
    std::erase_if(kept.tokens, [&](const auto& each) { return !kept.kept[each.first]; });
    then(std::move(kept));
  });
}

Json kept_json(const FormFiles& files) {
  Json list = Json::array();
  for (const auto& [field, token] : files.tokens) list.push(Json::object({{"field", field}, {"token", token}}));
  return list;
}

std::string kept_names(const Page& page, ports::Reader& reader, const FormFiles& files, const std::string& field) {
  const std::string token = files.token_of(field);
  if (token.empty() || !page.access) return {};
  std::string names;
  for (const ports::UploadRow& row : desk::view_upload(reader, page.access->caller, hash_of(token), page.now))
    names += (names.empty() ? std::string() : page.text("pages.form.comma")) + row.name;
  return names.empty() ? names : page.text("pages.form.kept", {{"list", names}});
}

std::string size_words(std::int64_t bytes) {
  if (bytes < 1024) return fmt::format("{} B", bytes);
  const bool mega = bytes >= 1000 * 1024;
  const std::int64_t unit = mega ? 1024 * 1024 : 1024;
  const std::int64_t tenths = (bytes * 10 + unit / 2) / unit;
  if (tenths >= 100) return fmt::format("{} {}", (tenths + 5) / 10, mega ? "MB" : "KB");
  return fmt::format("{}.{} {}", tenths / 10, tenths % 10, mega ? "MB" : "KB");
}

Json files_json(const Page& page, const desk::ConversationItem& item) {
  Json list = Json::array();
  for (const ports::AttachmentRow& each : item.files) {
    if (each.blob.empty()) {
      list.push(Json::object({{"name", page.text("pages.request.file_gone")}, {"gone", true}}));
      continue;
    }
    list.push(Json::object({{"name", each.name},
                            {"size", size_words(each.size)},
                            {"link", "/attachments/" + std::to_string(each.id.value) + "/" +
                                         http::percent_encode(http::safe_file_name(each.name))},
                            {"picture", shows_in_place(each.type)}}));
  }
  return list;
}

}  // namespace yakusoku::pages
