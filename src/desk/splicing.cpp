#include "desk/splicing.hpp"

#include <algorithm>

#include "core/calendars/calendars.hpp"

namespace yakusoku::desk {
namespace {

constexpr int slice = 100;
constexpr std::int64_t most_spliced = 5000;

// The calendars of active cycles that the new version reads otherwise for this request, with their new definition.
std::vector<std::pair<std::string, std::string>> changed_calendars(const Loaded& loaded,
                                                                   const lifecycle::World& world,
                                                                   const program::Program& after) {
  std::vector<std::pair<std::string, std::string>> changed;
  const lifecycle::FactsSeen facts(loaded.request, world);
  for (const clocks::Cycle& cycle : loaded.request.cycles) {
    const std::string& name = cycle.selection->calendar_name;
    if (!cycle.active() || name.empty()) continue;
    const auto known = std::ranges::find(changed, name, [](const auto& each) { return each.first; });
    const auto before = loaded.program->calendar(name, facts);
    const auto now = after.calendar(name, facts);
    if (known != changed.end() || !before || !now || *before == *now) continue;
    changed.emplace_back(name, to_text(calendars::to_json(*now)));
  }
  return changed;
}

}  // namespace

Result<std::int64_t> splice_calendars(Transaction& transaction, Shelf& shelf, const Caller& caller, ProgramId program,
                                      const program::Program& after, Instant from) {
  std::int64_t touched = 0;
  TicketId last;
  for (;;) {
    const auto rows = transaction.tickets_after(ports::Viewer::desk(), last, slice);
    for (const ports::TicketRow& row : rows) {
      last = row.id;
      const bool open = row.category != ports::Category::solved && row.category != ports::Category::closed;
      if (row.program != program || !open) continue;
      Loaded loaded = TRY(load(transaction, shelf, ports::Viewer::desk(), row.id));
      lifecycle::World world = world_of(transaction, shelf, loaded, transaction.now());
      const auto changed = changed_calendars(loaded, world, after);
      if (!changed.empty() && ++touched > most_spliced) return fail(ErrorCode::limit, "calendars");
      for (const auto& [name, definition] : changed) {
        lifecycle::Act act;
        act.verb = lifecycle::Verb::splice;
        act.actor = actor_of(caller, loaded.request);
        act.clock = name;
        act.amount = definition;
        act.until = from;
        const lifecycle::Decided decided = TRY(lifecycle::act_on(loaded.request, act, world));
        write(transaction, world, caller, loaded, act, decided, false);
      }
    }
    if (rows.size() < static_cast<std::size_t>(slice)) return touched;
  }
}

}  // namespace yakusoku::desk
