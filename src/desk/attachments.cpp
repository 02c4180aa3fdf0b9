#include <algorithm>

#include <fmt/format.h>

#include "base/sha256.hpp"
#include "desk/attaching.hpp"
#include "desk/views.hpp"

namespace yakusoku::desk {
namespace {

constexpr std::size_t most_file_name = 255;
constexpr std::size_t most_type = 100;
constexpr std::string_view plain_bytes = "application/octet-stream";

// An upload's second file and each after it lie beside the first: HASH/2, HASH/3, …
std::string slot(const std::string& token_hash, std::size_t number) {
  return number == 1 ? token_hash : fmt::format("{}/{}", token_hash, number);
}

bool usable_name(std::string_view name) {
  return !name.empty() && name.size() <= most_file_name &&
         std::ranges::none_of(name, [](char c) { return (c >= 0 && c < ' ') || c == '\x7F' || c == '/'; });
}

// type/subtype as it may stand in a header; what is none says nothing.
std::string usable_type(std::string_view type) {
  constexpr std::string_view marks = "!#$&-^_.+";
  const auto part = [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || marks.contains(c);
  };
  type = type.substr(0, type.find(';'));
  const std::size_t slash = type.find('/');
  const bool fits = slash != std::string_view::npos && slash > 0 && slash + 1 < type.size() &&
                    type.size() <= most_type && std::ranges::all_of(type.substr(0, slash), part) &&
                    std::ranges::all_of(type.substr(slash + 1), part);
  return std::string(fits ? type : plain_bytes);
}

std::vector<ports::UploadRow> files_under(Reader& reader, const std::string& token_hash) {
  std::vector<ports::UploadRow> files;
  for (std::size_t number = 1; number <= most_files; ++number) {
    auto row = reader.upload(slot(token_hash, number));
    if (!row) break;
    files.push_back(std::move(*row));
  }
  return files;
}

bool belongs(const std::vector<ports::UploadRow>& files, const Caller& caller, Instant now) {
  return !files.empty() && std::ranges::all_of(files, [&](const ports::UploadRow& each) {
    return each.person == caller.person && each.at + upload_life > now;
  });
}

Result<std::vector<NewAttachment>> take(Transaction& transaction, const Caller& caller,
                                        const std::string& token_hash, const std::string& field) {
  const auto rows = files_under(transaction, token_hash);
  if (!belongs(rows, caller, transaction.now())) return fail(ErrorCode::unknown_value, field, "no such upload");
  std::vector<NewAttachment> files;
  for (const ports::UploadRow& row : rows) {
    transaction.remove_upload(row.token_hash);
    NewAttachment file;
    file.name = row.name;
    file.type = row.type;
    file.size = row.size;
    file.blob = row.blob;
    file.id = AttachmentId{transaction.next_id("attachment")};
    files.push_back(std::move(file));
  }
  return files;
}

void want_gone(Transaction& transaction, const ports::AttachmentRow& file) {
  erase_bytes(transaction, file.blob, fmt::format("blob-of-{}", file.id.value));
}

bool sees(Reader& reader, const Caller& caller, const ports::AttachmentRow& file) {
  return std::ranges::any_of(reader.messages(caller.viewer(), file.ticket),
                             [&](const ports::MessageRow& each) { return each.id == file.message; });
}

}  // namespace

Result<Answer> store_upload(Transaction& transaction, const Caller& caller, const NewUpload& input) {
  if (!usable_name(input.name)) return fail(ErrorCode::invalid, "filename");
  if (input.size > most_file_bytes) return fail(ErrorCode::too_large, "file");
  const Instant now = transaction.now();
  transaction.remove_uploads_before(now - upload_life);
  const auto present = files_under(transaction, input.token_hash);
  if (input.joins && !belongs(present, caller, now)) return fail(ErrorCode::unknown_value, "token");
  if (present.size() >= most_files) return fail(ErrorCode::limit, "uploads", fmt::format("at most {}", most_files));
  ports::UploadRow row;
  row.token_hash = slot(input.token_hash, present.size() + 1);
  row.person = caller.person;
  row.name = input.name;
  row.type = usable_type(input.type);
  row.size = input.size;
  row.blob = input.blob;
  row.at = now;
  transaction.put(row);
  return Answer{200, to_text(Json::object({{"expires_at", to_iso(now + upload_life)}}))};
}

Result<Answer> remove_upload(Transaction& transaction, const Caller& caller, const std::string& token_hash) {
  const auto rows = files_under(transaction, token_hash);
  if (!belongs(rows, caller, transaction.now())) return fail(ErrorCode::not_found, "upload");
  for (const ports::UploadRow& row : rows) transaction.remove_upload(row.token_hash);
  return Answer{};
}

std::vector<ports::UploadRow> view_upload(Reader& reader, const Caller& caller, const std::string& token_hash,
                                          Instant now) {
  auto rows = files_under(reader, token_hash);
  if (!belongs(rows, caller, now)) rows.clear();
  return rows;
}

Outcome take_uploads(Transaction& transaction, const Caller& caller, const program::Program& program,
                     const tickets::Ticket& ticket, std::vector<tickets::Value>& values, Words& words) {
  std::size_t taken = 0;
  const auto join = [&](std::vector<NewAttachment> files) -> Outcome {
    taken += files.size();
    if (taken > most_files) return fail(ErrorCode::limit, "uploads", fmt::format("at most {}", most_files));
    for (NewAttachment& each : files) words.files.push_back(std::move(each));
    return {};
  };
  for (const std::string& each : words.uploads)
    TRY_OUTCOME(join(TRY(take(transaction, caller, each, "uploads"))));
  words.uploads.clear();
  if (words.source == 0) {  // a mail's files are as many as they are: it is never refused
    if (words.files.size() > most_files) return fail(ErrorCode::limit, "uploads", fmt::format("at most {}", most_files));
    for (const NewAttachment& each : words.files)
      if (each.size > most_file_bytes) return fail(ErrorCode::too_large, "uploads");
  }
  for (tickets::Value& value : values) {
    const auto rule = std::ranges::find(program.facts, value.name, &program::FactRule::name);
    if (rule == program.facts.end() || rule->type != program::FactRule::Type::file) continue;
    const std::string token = program::to_text(value.fact());
    if (token.empty() || token == ticket.word(value.name)) continue;
    auto files = TRY(take(transaction, caller, to_hex(sha256(token)), value.name));
    std::string ids;
    for (const NewAttachment& each : files) ids += fmt::format("{}{}", ids.empty() ? "" : " ", each.id.value);
    value = tickets::Value::of(value.name, ids);
    TRY_OUTCOME(join(std::move(files)));
  }
  return {};
}

void erase_bytes(Transaction& transaction, const std::string& blob, const std::string& stable_id) {
  if (blob.empty()) return;
  ports::OutboxRow row;
  row.channel = "blobs";
  row.lane = "blob-" + blob;
  row.stable_id = stable_id;
  row.position = transaction.head();
  row.ready_at = transaction.now();
  row.payload = to_text(Json::object({{"blob", blob}}));
  transaction.enqueue(row);
}

void erase_files(Transaction& transaction, TicketId ticket, MessageId message) {
  for (const ports::AttachmentRow& each : transaction.attachments(ticket))
    if (each.message == message) want_gone(transaction, each);
  transaction.erase_attachments(message);
}

Result<Answer> redact_attachment(Transaction& transaction, const Caller& caller, AttachmentId id, std::string why) {
  if (!caller.staff() || caller.role == ports::Role::light_agent) return fail(ErrorCode::not_allowed);
  if (why.empty()) return fail(ErrorCode::required, "why");
  const auto file = transaction.attachment(id);
  if (!file || !sees(transaction, caller, *file)) return fail(ErrorCode::not_found, "attachment");
  want_gone(transaction, *file);
  transaction.erase_attachment(id);
  transaction.insert(ports::ErasureRow{transaction.next_id("erasure"), transaction.now(), caller.person, "attachment",
                                       id.value, "name and bytes: " + why});
  return Answer{200, to_text(Json::object({{"attachment", id.value}}))};
}

Result<ports::AttachmentRow> find_attachment(Reader& reader, const Caller& caller, AttachmentId id) {
  auto file = reader.attachment(id);
  if (!file || !sees(reader, caller, *file)) return fail(ErrorCode::not_found, "attachment");
  return *std::move(file);
}

}  // namespace yakusoku::desk
