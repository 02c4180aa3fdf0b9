#include "core/clocks/compiled_calendars.hpp"

#include "base/assert.hpp"
#include "base/json.hpp"

namespace yakusoku::clocks {
namespace {

constexpr std::size_t most_kept = 10'000;  // zones times programs; beyond it the cache begins anew

}  // namespace

std::shared_ptr<const calendars::Calendar> CompiledCalendars::compiled(const std::string& definition) {
  const auto found = kept_.find(definition);
  if (found != kept_.end()) return found->second;
  const auto json = parse_json(definition);
  ASSERT(json.has_value());
  const auto read = calendars::from_json(*json);
  ASSERT(read.has_value());
  if (kept_.size() >= most_kept) kept_.clear();
  return kept_.emplace(definition, calendars::Calendar::compile(*read, from_, to_)).first->second;
}

}  // namespace yakusoku::clocks
