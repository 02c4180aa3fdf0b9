#include "desk/versions.hpp"

#include <algorithm>
#include <map>

#include "desk/permits.hpp"
#include "desk/writing.hpp"

namespace yakusoku::desk {
namespace {

constexpr int page = 100;

std::vector<program::SourceFile> files_of(const ports::ProgramVersionRow& row) {
  std::vector<program::SourceFile> files;
  const auto json = parse_json(row.files);
  if (!json || !json->is_array()) return files;
  for (const Json& each : json->items())
    files.push_back({each.get_string("name").value_or(""), each.get_string("content").value_or("")});
  return files;
}

// The version that is thought of: from its files, or one that the desk has.
Result<std::shared_ptr<const program::Program>> candidate(Reader& reader, Shelf& shelf, const Enactment& wanted) {
  if (wanted.files.empty()) {
    auto program = shelf.version(reader, wanted.hash);
    if (!program) return fail(ErrorCode::unknown_value, "hash");
    return program::with_splices(*program, {});
  }
  program::Reading reading = program::read(wanted.files);
  if (reading.program) return std::move(reading.program);
  const auto first = std::ranges::find(reading.findings, program::Weight::error, &program::Finding::weight);
  if (first == reading.findings.end()) return fail(ErrorCode::invalid, "program", "it can't be read");
  return fail(ErrorCode::invalid, first->key, first->message);
}

class Trying {
 public:
  Trying(Reader& reader, Shelf& shelf, std::shared_ptr<const program::Program> wanted, const Enactment& how, Instant now)
      : reader_(reader), shelf_(shelf), wanted_(std::move(wanted)), now_(now) {
    from_ = std::max(how.from, now);
    moves_ = how.in_flight == Enactment::InFlight::as_written ? wanted_->moves_in_flight
                                                              : how.in_flight == Enactment::InFlight::move;
  }

  // What would become of it; nothing where this node can't load it.
  void look_at(const ports::TicketRow& row, DryRun& result) {
    auto loaded = load(reader_, shelf_, ports::Viewer::desk(), row.id);
    if (!loaded) return;
    lifecycle::Request after = did(loaded->request, lifecycle::Verb::splice, spliced(*loaded->program));
    if (moves_ && after.ticket.version != wanted_->hash) {
      after = did(after, lifecycle::Verb::wake, spliced(*loaded->program));
      after = did(after, lifecycle::Verb::move, *wanted_);
    }
    for (const clocks::Cycle& cycle : loaded->request.cycles) compare(row, *loaded, &cycle, after.cycle(cycle.clock), result);
    for (const clocks::Cycle& cycle : after.cycles)
      if (!loaded->request.cycle(cycle.clock)) compare(row, *loaded, nullptr, &cycle, result);
  }

 private:
  const program::Program& spliced(const program::Program& version) {
    auto& kept = spliced_[version.hash];
    if (!kept) {
      auto splices = version.splices;
      splices.push_back({from_, wanted_});
      kept = program::with_splices(version, std::move(splices));
    }
    return *kept;
  }
  lifecycle::Request did(const lifecycle::Request& request, lifecycle::Verb verb, const program::Program& program) {
    lifecycle::Act act;
    act.verb = verb;
    act.actor.side = lifecycle::Side::program;
    const lifecycle::World world =
        world_of(reader_, shelf_, program, request.ticket.requester, request.ticket.organization, now_);
    auto decided = lifecycle::act_on(request, act, world);
    return decided ? std::move(decided->request) : request;
  }
  static Instant due_of(const clocks::Cycle* cycle) {
    return cycle && cycle->state == clocks::State::running ? cycle->due : far_future;
  }
  void compare(const ports::TicketRow& row, const Loaded& loaded, const clocks::Cycle* before, const clocks::Cycle* after,
               DryRun& result) const {
    const std::string& clock = before ? before->clock : after->clock;
    const program::ClockRule* rule = loaded.program->clock(clock);
    if (!rule) rule = wanted_->clock(clock);
    if (!rule || !rule->customer_facing()) return;
    DueMoved moved{row.id, row.subject, clock, due_of(before), due_of(after), false};
    moved.breached_now = after && after->breaches > (before && before->number == after->number ? before->breaches : 0);
    moved.breached_now = moved.breached_now || (moved.after < now_ && moved.after < moved.before);
    if (moved.before == moved.after && !moved.breached_now) return;
    if (moved.breached_now) ++result.breached_now;
    if (moved.before == far_future) {
      ++result.begun;
    } else if (moved.after == far_future) {
      ++result.withdrawn;
    } else if (moved.after != moved.before) {
      ++(moved.after > moved.before ? result.later : result.earlier);
    }
    result.moved.push_back(std::move(moved));
  }

  Reader& reader_;
  Shelf& shelf_;
  std::shared_ptr<const program::Program> wanted_;
  Instant now_, from_;
  bool moves_ = false;
  std::map<std::string, std::shared_ptr<const program::Program>> spliced_;
};

// The soonest are shown: they are what has to be looked at first.
void keep_soonest(std::vector<DueMoved>& moved) {
  std::ranges::sort(moved, {}, [](const DueMoved& each) {
    return std::tuple(std::min(each.before, each.after), each.ticket, each.clock);
  });
  if (moved.size() > most_shown) moved.resize(most_shown);
}

}  // namespace

Result<DryRun> dry_run(Reader& reader, Shelf& shelf, const Caller& caller, const Enactment& wanted, Instant now) {
  TRY_OUTCOME(administers(caller));
  const auto program = TRY(candidate(reader, shelf, wanted));
  ProgramId id;
  for (const ports::ProgramRow& row : reader.programs())
    if (row.key == program->id) id = row.id;
  DryRun result;
  if (!id) return result;
  Trying trying(reader, shelf, program, wanted, now);
  TicketId last;
  for (;;) {
    const auto rows = reader.unclosed_tickets(id, last, page);
    for (const ports::TicketRow& row : rows) {
      last = row.id;
      if (result.requests == most_looked_at) {
        result.all = false;
        keep_soonest(result.moved);
        return result;
      }
      ++result.requests;
      trying.look_at(row, result);
      if (result.moved.size() > 20 * most_shown) keep_soonest(result.moved);
    }
    if (rows.size() < static_cast<std::size_t>(page)) break;
  }
  keep_soonest(result.moved);
  return result;
}

Result<VersionsView> view_versions(Reader& reader, Shelf& shelf, const Caller& caller, ProgramId id) {
  TRY_OUTCOME(administers(caller));
  VersionsView view;
  for (const ports::ProgramRow& row : reader.programs())
    if (row.id == id) view.program = row;
  if (!view.program.id) return fail(ErrorCode::not_found, "program");
  for (const ports::ProgramVersionRow& row : reader.program_versions(id)) {
    VersionView version;
    version.hash = row.hash;
    version.stored_at = row.published_at;
    version.by = row.by;
    version.in_force = row.hash == view.program.in_force;
    const auto program = shelf.version(reader, row.hash);
    version.readable = program != nullptr;
    if (program) {
      version.effective = program->effective;
      version.title = program->title;
    }
    view.versions.push_back(std::move(version));
  }
  std::ranges::stable_sort(view.versions, std::ranges::greater{}, &VersionView::stored_at);
  view.enactments = reader.enactments(id);
  std::ranges::reverse(view.enactments);
  return view;
}

Result<std::vector<program::SourceFile>> version_files(Reader& reader, const Caller& caller, std::string_view hash) {
  TRY_OUTCOME(administers(caller));
  const auto row = reader.program_version(hash);
  if (!row) return fail(ErrorCode::not_found, "version");
  return files_of(*row);
}

}  // namespace yakusoku::desk
