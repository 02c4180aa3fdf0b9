#include "desk/meetings.hpp"

#include <algorithm>

#include "desk/writing.hpp"

namespace yakusoku::desk {
namespace {

using lifecycle::Verb;

// Asked for as if it were now; nothing is written.
std::string clause_against(const Loaded& loaded, const lifecycle::World& world, const Caller& caller,
                           const MeetingKind& kind) {
  lifecycle::Act act;
  act.verb = Verb::meet;
  act.event = "asked";
  act.actor = actor_of(caller, loaded.request);
  meetings::Meeting& wanted = act.meeting.emplace_back();
  wanted.door = kind.door;
  wanted.session = kind.session;
  see(act, world);
  const auto decided = lifecycle::act_on(loaded.request, act, world);
  if (decided) return {};
  return decided.error().clause.empty() ? "status" : decided.error().clause;
}

std::vector<MeetingKind> kinds_of(const program::Program& program) {
  std::vector<MeetingKind> kinds;
  for (const program::Door& each : program.doors)
    if (each.out && each.id != "mail")
      kinds.push_back({each.id, "", each.title, each.means, {}, false, each.control, ""});
  for (const program::SessionRule& each : program.sessions)
    kinds.push_back({"", each.id, each.title, each.means, each.length, !each.approval.empty(), true, ""});
  return kinds;
}

}  // namespace

Result<MeetingsView> view_meetings(Reader& reader, Shelf& shelf, const Caller& caller, TicketId id, Instant now) {
  const Loaded loaded = TRY(load(reader, shelf, caller.viewer(), id));
  const lifecycle::World world = world_of(reader, shelf, loaded, now);
  MeetingsView view;
  view.kinds = kinds_of(*loaded.program);
  if (view.kinds.empty() && loaded.request.meetings.empty()) return view;
  for (MeetingKind& each : view.kinds) each.clause = clause_against(loaded, world, caller, each);
  const auto messages = reader.messages(caller.viewer(), id);
  const auto words = [&](MessageId message) {
    const auto found = std::ranges::find(messages, message, &ports::MessageRow::id);
    return !message || found == messages.end() ? std::string() : found->body;
  };
  for (const meetings::Meeting& each : loaded.request.meetings) {
    MeetingsView::Seen seen{each, {}, words(each.why), words(each.where), words(each.notes), {}};
    const auto kind = std::ranges::find_if(view.kinds, [&](const MeetingKind& known) {
      return known.door == each.door && known.session == each.session;
    });
    if (kind != view.kinds.end()) seen.title = kind->title;
    if (const auto host = each.host ? reader.person(each.host) : std::nullopt) seen.host = host->name;
    view.meetings.push_back(std::move(seen));
  }
  return view;
}

}  // namespace yakusoku::desk
