#include "desk/splicing.hpp"

namespace yakusoku::desk {
namespace {

constexpr int slice = 100;

lifecycle::Act by_the_desk(lifecycle::Verb verb) {
  lifecycle::Act act;
  act.verb = verb;
  act.actor.side = lifecycle::Side::program;
  return act;
}

// Does it and writes what follows; whether anything did.
Result<bool> follow(Transaction& transaction, Shelf& shelf, Loaded& loaded, lifecycle::Verb verb) {
  const lifecycle::Act act = by_the_desk(verb);
  const lifecycle::World world = world_of(transaction, shelf, loaded, transaction.now());
  const lifecycle::Decided decided = TRY(lifecycle::act_on(loaded.request, act, world));
  if (decided.facts.empty()) return false;
  write(transaction, world, Caller::desk(), loaded, act, decided, false);
  return true;
}

// Each of them in turn. One that this node can't load (its version is unknown here) is left as it is.
template <class Each>
Result<Slice> each_unclosed(Transaction& transaction, Shelf& shelf, ProgramId program, TicketId after, Each&& each) {
  Slice done;
  const auto rows = transaction.unclosed_tickets(program, after, slice);
  for (const ports::TicketRow& row : rows) {
    done.to = row.id.value;
    auto loaded = load(transaction, shelf, ports::Viewer::desk(), row.id);
    if (loaded && TRY(each(*loaded))) ++done.touched;
  }
  if (rows.size() < static_cast<std::size_t>(slice)) done.to = -1;
  return done;
}

}  // namespace

Result<Slice> splice_slice(Transaction& transaction, Shelf& shelf, ProgramId program, TicketId after) {
  return each_unclosed(transaction, shelf, program, after, [&](Loaded& loaded) {
    return follow(transaction, shelf, loaded, lifecycle::Verb::splice);
  });
}

Result<Slice> move_slice(Transaction& transaction, Shelf& shelf, ProgramId program, const std::string& hash,
                         TicketId after) {
  const auto version = shelf.version(transaction, hash);
  if (!version) return fail(ErrorCode::unavailable, "program", "this node can't read version " + hash);
  return each_unclosed(transaction, shelf, program, after, [&](Loaded& loaded) -> Result<bool> {
    const lifecycle::World world = world_of(transaction, shelf, loaded, transaction.now());
    const auto laid = laid_for(transaction, shelf, version, loaded.request, world);
    if (!laid || loaded.request.ticket.version == laid->hash) return false;
    TRY(follow(transaction, shelf, loaded, lifecycle::Verb::wake));
    loaded.program = laid;
    return follow(transaction, shelf, loaded, lifecycle::Verb::move);
  });
}

}  // namespace yakusoku::desk
