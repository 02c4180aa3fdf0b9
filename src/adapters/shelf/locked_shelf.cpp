#include "adapters/shelf/locked_shelf.hpp"

#include <algorithm>

#include "adapters/shelf/rosters.hpp"
#include "base/json.hpp"
#include "core/program/overlays.hpp"

namespace yakusoku::shelf {
namespace {

constexpr Instant compiled_from{1420070400};  // 2015
constexpr Instant compiled_to{2208988800};    // 2040; what lies beyond is answered too, slower
constexpr std::size_t most_calendars = 20000;

}  // namespace

std::shared_ptr<const program::Program> LockedShelf::own(ports::Reader& reader, std::string_view hash) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = versions_.find(hash); found != versions_.end()) return found->second.own;
  }
  const auto name = program::version_name(hash);
  const auto row = name ? reader.program_version(name->base) : std::nullopt;
  if (!row) return nullptr;
  const auto json = parse_json(row->files);
  if (!json || !json->is_array()) return nullptr;
  std::vector<program::SourceFile> files;
  for (const Json& each : json->items())
    files.push_back({each.get_string("name").value_or(""), each.get_string("content").value_or("")});
  auto program = program::program_of_version(files, hash);
  if (!program) return nullptr;
  const std::lock_guard lock(mutex_);
  Kept kept{std::move(*program), row->program, {}, nullptr};
  return versions_.emplace(std::string(hash), std::move(kept)).first->second.own;
}

// What was decided after this version first held: an enactment splices also before it begins, so that a promise made
// today already knows the holiday that was declared for tomorrow.
std::vector<program::Program::Splice> LockedShelf::splices(ports::Reader& reader, ProgramId program,
                                                           const program::Program& version) {
  std::vector<program::Program::Splice> splices;
  const std::string base = program::version_name(version.hash)->base;
  bool held = false;
  for (const ports::EnactmentRow& row : reader.enactments(program)) {
    if (row.state == ports::EnactmentState::withdrawn) continue;
    if (held) {
      if (auto after = laid_alike(reader, row.hash, version)) splices.push_back({row.starts_at, std::move(after)});
    }
    held = held || row.hash == base;
  }
  return splices;
}

// The version with the same overlays laid as here, told by their files: a customer's own hours stay his own.
std::shared_ptr<const program::Program> LockedShelf::laid_alike(ports::Reader& reader, const std::string& hash,
                                                                const program::Program& version) {
  auto plain = own(reader, hash);
  const auto here = program::version_name(version.hash);
  if (!plain || here->overlays.empty()) return plain;
  program::VersionName wanted{hash, {}};
  for (const int each : here->overlays) {
    const std::string& file = version.overlays[static_cast<std::size_t>(each - 1)].lay;
    const auto there = std::ranges::find(plain->overlays, file, &program::OverlayRule::lay);
    if (there != plain->overlays.end())
      wanted.overlays.push_back(static_cast<int>(there - plain->overlays.begin()) + 1);
  }
  std::ranges::sort(wanted.overlays);
  if (wanted.overlays.empty()) return plain;
  auto laid = own(reader, program::to_text(wanted));
  return laid ? laid : plain;
}

std::shared_ptr<const program::Program> LockedShelf::version(ports::Reader& reader, std::string_view hash) {
  auto program = own(reader, hash);
  if (!program) return nullptr;
  const std::string mark = reader.enactments_mark();
  ProgramId id;
  {
    const std::lock_guard lock(mutex_);
    const Kept& kept = versions_.find(hash)->second;
    if (kept.spliced && kept.mark == mark) return kept.spliced;
    id = kept.program;
  }
  auto later = splices(reader, id, *program);
  if (!later.empty()) program = program::with_splices(*program, std::move(later));
  const std::lock_guard lock(mutex_);
  Kept& kept = versions_.find(hash)->second;
  // The same splices as before: what requests have looked at stays good.
  if (kept.spliced && kept.spliced->calendars_key() == program->calendars_key()) program = kept.spliced;
  kept.mark = mark;
  kept.spliced = program;
  return program;
}

std::shared_ptr<const calendars::Calendar> LockedShelf::compiled(const std::string& definition) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = calendars_.find(definition); found != calendars_.end()) return found->second;
  }
  const auto json = parse_json(definition);
  const auto read = json ? calendars::from_json(*json) : fail(ErrorCode::malformed);
  auto calendar = calendars::Calendar::compile(read ? *read : calendars::never(), compiled_from, compiled_to);
  const std::lock_guard lock(mutex_);
  if (calendars_.size() >= most_calendars) calendars_.clear();
  return calendars_.emplace(definition, std::move(calendar)).first->second;
}

std::optional<clocks::CalendarText> LockedShelf::text(const program::Program& program, const std::string& name,
                                                      const program::Facts& facts) {
  const std::lock_guard lock(texts_mutex_);
  return texts_.text(program, name, facts, [this](const std::string& definition) { return compiled(definition); });
}

std::shared_ptr<const people::Roster> LockedShelf::roster(ports::Reader& reader, ProgramId program) {
  const std::int64_t mark = reader.duty_mark();
  const Instant now = reader.clock_at();
  {
    const std::lock_guard lock(mutex_);
    const auto known = rosters_.find(program.value);
    if (known != rosters_.end() && known->second.mark == mark && now - known->second.made_for < days(30))
      return known->second.roster;
  }
  auto roster = std::make_shared<const people::Roster>(roster_of(reader, program, now));
  const std::lock_guard lock(mutex_);
  rosters_[program.value] = {mark, now, roster};
  return roster;
}

}  // namespace yakusoku::shelf
