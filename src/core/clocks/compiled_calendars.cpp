#include "core/clocks/compiled_calendars.hpp"

#include "base/assert.hpp"
#include "base/json.hpp"

namespace yakusoku::clocks {
namespace {

constexpr std::size_t most_kept = 10'000;  // zones times programs; beyond it the cache begins anew
constexpr std::size_t most_plain = 64;     // looked through one by one

}  // namespace

std::optional<CalendarText> KeptTexts::text(const program::Program& program, const std::string& name,
                                            const program::Facts& facts, const Compile& compile) {
  const bool spliced = !program.splices.empty();
  for (const Plain& each : plain_)
    if (!spliced && each.name == name && each.version == program.hash) return each.text;
  std::string key = (spliced ? program.calendars_key() : program.hash) + "\n" + name;
  auto asks = asks_.find(key);
  if (asks == asks_.end()) {
    if (asks_.size() >= most_kept) asks_.clear();
    asks = asks_.emplace(key, program.calendar_asks(name)).first;
  }
  for (const std::string& fact : asks->second) {
    const program::FactValue value = facts.value_of(fact);
    key += program::known(value) ? "\n=" + program::to_text(value) : std::string("\n?");
  }
  if (const auto found = kept_.find(key); found != kept_.end()) return found->second;
  std::optional<CalendarText> text;
  if (const auto definition = program.calendar(name, facts)) {
    text = CalendarText();
    if (definition->kind != calendars::Definition::Kind::always) {
      std::string written = to_text(calendars::to_json(*definition));
      auto compiled = compile(written);
      text = CalendarText(std::move(written), std::move(compiled), origin_of(program, name, facts, *definition));
    }
  }
  if (asks->second.empty() && !spliced && plain_.size() < most_plain) plain_.push_back({program.hash, name, text});
  if (kept_.size() >= most_kept) kept_.clear();
  return kept_.emplace(std::move(key), std::move(text)).first->second;
}

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

std::optional<CalendarText> CompiledCalendars::text(const program::Program& program, const std::string& name,
                                                    const program::Facts& facts) {
  return texts_.text(program, name, facts, [this](const std::string& definition) { return compiled(definition); });
}

}  // namespace yakusoku::clocks
