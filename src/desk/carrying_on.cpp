// What the desk does by itself once somebody has acted: routes, offers hand-offs, notes gaps.

#include "base/assert.hpp"
#include "desk/writing.hpp"

namespace yakusoku::desk {

StaffOnDuty::StaffOnDuty(Reader& reader, Shelf& shelf, ProgramId program)
    : roster(shelf.roster(reader, program)) {
  staff.roster = roster.get();
}

Result<ports::LogRow> write_and_carry_on(Transaction& transaction, Shelf& shelf, const lifecycle::World& world,
                                         const Caller& caller, Loaded& loaded, const lifecycle::Act& act,
                                         const lifecycle::Decided& decided, bool fresh) {
  const StaffOnDuty on_duty(transaction, shelf, loaded.row.program);
  lifecycle::World here = world;
  if (!on_duty.roster->empty()) here.staff = &on_duty.staff;
  const ports::LogRow first = write(transaction, here, caller, loaded, act, decided, fresh);
  const Caller desk = Caller::desk();
  for (int done = 0;; ++done) {
    const auto own = lifecycle::own_act(loaded.request, here);
    if (!own) return first;
    ASSERT(done < lifecycle::most_own_acts);
    const lifecycle::Decided follows = TRY(lifecycle::act_on(loaded.request, *own, here));
    write(transaction, here, desk, loaded, *own, follows, false);
  }
}

}  // namespace yakusoku::desk
