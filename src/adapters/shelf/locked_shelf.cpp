#include "adapters/shelf/locked_shelf.hpp"

#include "base/json.hpp"

namespace yakusoku::shelf {
namespace {

constexpr Instant compiled_from{1420070400};  // 2015
constexpr Instant compiled_to{2208988800};    // 2040; what lies beyond is answered too, slower
constexpr std::size_t most_calendars = 20000;

}  // namespace

std::shared_ptr<const program::Program> LockedShelf::version(ports::Reader& reader, std::string_view hash) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = versions_.find(hash); found != versions_.end()) return found->second;
  }
  const auto row = reader.program_version(hash);
  if (!row) return nullptr;
  const auto json = parse_json(row->files);
  if (!json || !json->is_array()) return nullptr;
  std::vector<program::SourceFile> files;
  for (const Json& each : json->items())
    files.push_back({each.get_string("name").value_or(""), each.get_string("content").value_or("")});
  auto reading = program::read(files);
  if (!reading.program) return nullptr;
  const std::lock_guard lock(mutex_);
  return versions_.emplace(std::string(hash), std::move(reading.program)).first->second;
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

}  // namespace yakusoku::shelf
