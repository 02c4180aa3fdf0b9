#include <algorithm>

#include "core/program/overlays.hpp"
#include "desk/permits.hpp"
#include "desk/splicing.hpp"
#include "desk/views.hpp"
#include "desk/writing.hpp"

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

// So many slices are done with the decision itself; what is left, the worker does.
constexpr int slices_at_once = 50;

ports::ProgramRow row_of(Reader& reader, std::string_view key) {
  for (ports::ProgramRow& each : reader.programs())
    if (each.key == key) return std::move(each);
  return {};
}

Result<std::shared_ptr<const program::Program>> read_program(const std::vector<program::SourceFile>& files) {
  program::Reading reading = program::read(files);
  if (reading.program) return std::move(reading.program);
  const auto first = std::ranges::find(reading.findings, program::Weight::error, &program::Finding::weight);
  if (first == reading.findings.end()) return fail(ErrorCode::invalid, "program", "it can't be read");
  return fail(ErrorCode::invalid, first->key, first->message);
}

// The program's row, made where there is none yet; and the version's.
ports::ProgramRow keep_version(Transaction& transaction, const Caller& caller, const program::Program& program,
                               const std::vector<program::SourceFile>& files) {
  ports::ProgramRow row = row_of(transaction, program.id);
  if (!row.id) {
    row.id = ProgramId{transaction.next_id("program")};
    row.key = program.id;
    row.title = to_text(text_json(program.title));
    transaction.put(row);
  }
  if (!transaction.program_version(program.hash)) {
    transaction.insert(ports::ProgramVersionRow{program.hash, row.id, to_text(files_json(files)), transaction.now(),
                                                far_future, caller.person});
  }
  return row;
}

// Programs are plain rows; the log keeps who decided what, from when.
std::int64_t record(Transaction& transaction, const Caller& caller, ProgramId program, Json act) {
  const auto before = transaction.log_of(ports::Subject::program, program.value);
  ports::LogRow row;
  row.subject = ports::Subject::program;
  row.id = program.value;
  row.version = before.empty() ? 1 : before.back().version + 1;
  row.at = transaction.now();
  row.actor_kind = caller.is_desk ? ports::ActorKind::program : ports::ActorKind::person;
  row.actor = caller.person;
  row.by_program = caller.is_desk;
  row.act = to_text(act);
  row.facts = "[]";
  return transaction.append(row).position;
}

Json act_of(std::string_view verb, const ports::EnactmentRow& enactment) {
  return Json::object({{"verb", std::string(verb)},
                       {"enactment", enactment.id},
                       {"hash", enactment.hash},
                       {"from", to_iso(enactment.starts_at)},
                       {"in_flight", enactment.moves ? "move" : "keep"}});
}

// From now on new requests are opened under it.
Outcome begin(Transaction& transaction, Shelf& shelf, const Caller& caller, ports::EnactmentRow& enactment) {
  const auto program = shelf.version(transaction, enactment.hash);
  if (!program) return fail(ErrorCode::unavailable, "program", "this node can't read version " + enactment.hash);
  ports::ProgramRow row = row_of(transaction, program->id);
  row.in_force = enactment.hash;
  row.title = to_text(text_json(program->title));
  transaction.put(row);
  keep_groups(transaction, row.id, *program);
  enactment.state = ports::EnactmentState::in_force;
  enactment.moved_to = enactment.moves ? 0 : -1;
  enactment.changed = record(transaction, caller, row.id, act_of("in_force", enactment));
  transaction.put(enactment);
  return {};
}

// One slice: calendars first, for they hold from the decision on; then who moves.
Outcome carry_on(Transaction& transaction, Shelf& shelf, ports::EnactmentRow& enactment) {
  if (enactment.spliced_to >= 0) {
    const Slice done = TRY(splice_slice(transaction, shelf, enactment.program, TicketId{enactment.spliced_to}));
    enactment.spliced_to = done.to;
    enactment.spliced += done.touched;
  } else if (enactment.state == ports::EnactmentState::in_force && enactment.moved_to >= 0) {
    const Slice done =
        TRY(move_slice(transaction, shelf, enactment.program, enactment.hash, TicketId{enactment.moved_to}));
    enactment.moved_to = done.to;
    enactment.moved += done.touched;
  }
  transaction.put(enactment);
  return {};
}

bool has_work(const ports::EnactmentRow& enactment, Instant now) {
  if (enactment.state == ports::EnactmentState::planned && enactment.starts_at <= now) return true;
  return enactment.spliced_to >= 0 ||
         (enactment.state == ports::EnactmentState::in_force && enactment.moved_to >= 0);
}

Outcome work_at_once(Transaction& transaction, Shelf& shelf, ports::EnactmentRow& enactment) {
  for (int slices = 0; slices < slices_at_once && has_work(enactment, transaction.now()); ++slices)
    TRY_OUTCOME(carry_on(transaction, shelf, enactment));
  return {};
}

Answer enactment_answer(const ports::EnactmentRow& enactment) {
  return {200, to_text(Json::object({{"program", enactment.program.value},
                                     {"hash", enactment.hash},
                                     {"enactment", enactment.id},
                                     {"starts_at", to_iso(enactment.starts_at)},
                                     {"state", std::string(enum_words(enactment.state)[
                                                   static_cast<std::size_t>(enactment.state)])},
                                     {"spliced", enactment.spliced},
                                     {"moved", enactment.moved}}))};
}

std::optional<ports::EnactmentRow> planned(Reader& reader, ProgramId program) {
  for (ports::EnactmentRow& each : reader.unfinished_enactments())
    if (each.program == program && each.state == ports::EnactmentState::planned) return std::move(each);
  return std::nullopt;
}

}  // namespace

Result<Answer> enact_program(Transaction& transaction, Shelf& shelf, const Caller& caller, const Enactment& wanted) {
  TRY_OUTCOME(administers(caller));
  const Instant now = transaction.now();
  const Instant from = wanted.from == Instant{} ? now : wanted.from;
  if (from < now || from == far_future)
    return fail(ErrorCode::invalid, "from", "it takes effect ahead of now (R6)");
  std::shared_ptr<const program::Program> program;
  ports::ProgramRow row;
  if (wanted.files.empty()) {
    program = shelf.version(transaction, wanted.hash);
    if (!program) return fail(ErrorCode::unknown_value, "hash");
    row = row_of(transaction, program->id);
  } else {
    program = TRY(read_program(wanted.files));
    row = keep_version(transaction, caller, *program, wanted.files);
  }
  if (const auto waiting = planned(transaction, row.id))
    return fail(ErrorCode::version_planned, "from", to_iso(waiting->starts_at));
  ports::EnactmentRow enactment;
  enactment.program = row.id;
  enactment.hash = program->hash;
  enactment.decided_at = now;
  enactment.starts_at = from;
  enactment.by = caller.person;
  enactment.moves = wanted.in_flight == Enactment::InFlight::as_written
                        ? program->moves_in_flight
                        : wanted.in_flight == Enactment::InFlight::move;
  if (row.in_force == program->hash) {  // it holds already
    enactment.state = ports::EnactmentState::in_force;
    return enactment_answer(enactment);
  }
  enactment.id = transaction.next_id("enactment");
  enactment.spliced_to = row.in_force.empty() ? -1 : 0;
  enactment.changed = record(transaction, caller, row.id, act_of("enact", enactment));
  transaction.put(enactment);
  if (from == now) TRY_OUTCOME(begin(transaction, shelf, caller, enactment));
  TRY_OUTCOME(work_at_once(transaction, shelf, enactment));
  return enactment_answer(enactment);
}

Result<Answer> withdraw_enactment(Transaction& transaction, Shelf& shelf, const Caller& caller, std::int64_t id) {
  TRY_OUTCOME(administers(caller));
  for (ports::EnactmentRow& each : transaction.unfinished_enactments()) {
    if (each.id != id) continue;
    if (each.state != ports::EnactmentState::planned || each.starts_at <= transaction.now())
      return fail(ErrorCode::not_in_this_state, "enactment", "it has begun; an older version can be put in force again");
    each.state = ports::EnactmentState::withdrawn;
    each.spliced_to = 0;  // whatever was spliced goes back
    each.changed = record(transaction, caller, each.program, act_of("withdraw", each));
    transaction.put(each);
    TRY_OUTCOME(work_at_once(transaction, shelf, each));
    return enactment_answer(each);
  }
  return fail(ErrorCode::not_found, "enactment");
}

Result<Answer> store_draft(Transaction& transaction, Shelf&, const Caller& caller,
                           const std::vector<program::SourceFile>& files) {
  TRY_OUTCOME(administers(caller));
  const auto program = TRY(read_program(files));
  const bool known = transaction.program_version(program->hash).has_value();
  const ports::ProgramRow row = keep_version(transaction, caller, *program, files);
  if (!known)
    record(transaction, caller, row.id, Json::object({{"verb", "draft"}, {"hash", program->hash}}));
  return Answer{200, to_text(Json::object({{"program", row.id.value}, {"hash", program->hash}}))};
}

Result<Answer> carry_on_enactments(Transaction& transaction, Shelf& shelf) {
  for (ports::EnactmentRow& each : transaction.unfinished_enactments()) {
    if (!has_work(each, transaction.now())) continue;
    if (each.state == ports::EnactmentState::planned && each.starts_at <= transaction.now()) {
      TRY_OUTCOME(begin(transaction, shelf, Caller::desk(), each));
    } else {
      TRY_OUTCOME(carry_on(transaction, shelf, each));
    }
    return enactment_answer(each);
  }
  return Answer{200, "{}"};
}

std::optional<Instant> next_enactment_work(Reader& reader) {
  std::optional<Instant> first;
  for (const ports::EnactmentRow& each : reader.unfinished_enactments()) {
    const Instant at = has_work(each, Instant{}) ? Instant{} : each.starts_at;
    if (!first || at < *first) first = at;
  }
  return first;
}

std::shared_ptr<const program::Program> version_in_force(Reader& reader, Shelf& shelf, ProgramId program,
                                                         Instant now) {
  const auto next = planned(reader, program);
  if (next && next->starts_at <= now) return shelf.version(reader, next->hash);
  for (const ports::ProgramRow& row : reader.programs())
    if (row.id == program) return shelf.version(reader, row.in_force);
  return nullptr;
}

std::shared_ptr<const program::Program> laid_for(Reader& reader, Shelf& shelf,
                                                 const std::shared_ptr<const program::Program>& version,
                                                 const lifecycle::Request& request, lifecycle::World world) {
  if (version->overlays.empty()) return version;
  world.program = version.get();
  const auto holding = program::overlays_holding(*version, lifecycle::FactsSeen(request, world));
  if (holding.empty()) return version;
  return shelf.version(reader, program::to_text(program::VersionName{version->hash, holding}));
}

std::vector<ProgramView> programs(Reader& reader, Shelf& shelf) {
  std::vector<ProgramView> views;
  for (const ports::ProgramRow& row : reader.programs())
    if (auto program = shelf.version(reader, row.in_force)) views.push_back({row, std::move(program)});
  return views;
}

}  // namespace yakusoku::desk
