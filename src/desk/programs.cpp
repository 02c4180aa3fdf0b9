#include <algorithm>

#include "desk/permits.hpp"
#include "desk/splicing.hpp"
#include "desk/views.hpp"

namespace yakusoku::desk {
namespace {

Json files_json(const std::vector<program::SourceFile>& files) {
  Json list = Json::array();
  for (const program::SourceFile& each : files)
    list.push(Json::object({{"name", each.name}, {"content", each.content}}));
  return list;
}

Json text_json(const program::Text& text) {
  Json json = Json::object();
  for (const auto& [language, words] : text.by_language()) json.set(language, words);
  return json;
}

// The program's teams are the desk's groups; a team that is gone stays as long as tickets name it.
void keep_groups(Transaction& transaction, ProgramId id, const program::Program& program) {
  const auto present = transaction.groups();
  for (const program::Team& team : program.teams) {
    const auto found = std::ranges::find_if(
        present, [&](const ports::GroupRow& row) { return row.program == id && row.key == team.id; });
    ports::GroupRow row = found == present.end() ? ports::GroupRow{} : *found;
    if (found == present.end()) row.id = GroupId{transaction.next_id("group")};
    row.program = id;
    row.key = team.id;
    row.name = team.title.empty() ? team.id : std::string(team.title.in(program.languages.front()));
    transaction.put(row);
  }
}

}  // namespace

Result<Answer> enact_program(Transaction& transaction, Shelf& shelf, const Caller& caller,
                             const std::vector<program::SourceFile>& files, Instant calendars_from) {
  TRY_OUTCOME(administers(caller));
  if (calendars_from == Instant{}) calendars_from = transaction.now();
  if (calendars_from < transaction.now() || calendars_from == far_future)
    return fail(ErrorCode::invalid, "calendars_from", "it takes effect ahead of now (R6)");
  const program::Reading reading = program::read(files);
  if (!reading.program) {
    const auto first = std::ranges::find(reading.findings, program::Weight::error, &program::Finding::weight);
    return fail(ErrorCode::invalid, first == reading.findings.end() ? "program" : first->key,
                first == reading.findings.end() ? "it can't be read" : first->message);
  }
  const program::Program& program = *reading.program;
  ports::ProgramRow row;
  for (const ports::ProgramRow& each : transaction.programs())
    if (each.key == program.id) row = each;
  std::int64_t spliced = 0;
  if (row.in_force != program.hash) {
    if (!row.id) row.id = ProgramId{transaction.next_id("program")};
    row.key = program.id;
    row.title = to_text(text_json(program.title));
    row.in_force = program.hash;
    transaction.put(row);
    if (!transaction.program_version(program.hash)) {
      transaction.insert(ports::ProgramVersionRow{program.hash, row.id, to_text(files_json(files)), transaction.now(),
                                                  transaction.now(), caller.person});
    }
    keep_groups(transaction, row.id, program);
    const auto before = transaction.log_of(ports::Subject::program, row.id.value);
    ports::LogRow record;
    record.subject = ports::Subject::program;
    record.id = row.id.value;
    record.version = before.empty() ? 1 : before.back().version + 1;
    record.at = transaction.now();
    record.actor_kind = caller.is_desk ? ports::ActorKind::system : ports::ActorKind::person;
    record.actor = caller.person;
    record.act = to_text(Json::object({{"verb", "enact"}, {"hash", program.hash}}));
    record.facts = "[]";
    transaction.append(record);
    spliced = TRY(splice_calendars(transaction, shelf, caller, row.id, program, calendars_from));
  }
  return Answer{200,
                to_text(Json::object({{"program", row.id.value}, {"hash", program.hash}, {"spliced", spliced}}))};
}

std::vector<ProgramView> programs(Reader& reader, Shelf& shelf) {
  std::vector<ProgramView> views;
  for (const ports::ProgramRow& row : reader.programs())
    if (auto program = shelf.version(reader, row.in_force)) views.push_back({row, std::move(program)});
  return views;
}

}  // namespace yakusoku::desk
