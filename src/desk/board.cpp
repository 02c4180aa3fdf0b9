#include "desk/board.hpp"

#include <algorithm>
#include <map>

#include "desk/writing.hpp"

namespace yakusoku::desk {
namespace {

// Those in a lane, the longest waiting first.
void find_lane_place(Reader& reader, const Loaded& loaded, StandingView& view) {
  if (!lifecycle::in_lane(loaded.request)) return;
  std::int64_t place = 0;
  for (const ports::AttentionRow& each : reader.attention("lane", loaded.row.program, 1000)) {
    const auto other = reader.ticket(ports::Viewer::desk(), each.ticket);
    if (!other || other->group != loaded.row.group) continue;
    ++place;
    if (each.ticket != loaded.row.id) continue;
    view.lane_place = place;
    view.lane_since = each.at;
    return;
  }
}

std::string name_of(Reader& reader, PersonId person) {
  const auto row = person ? reader.person(person) : std::nullopt;
  return row ? row->name : std::string();
}

class Board {
 public:
  Board(Reader& reader, Shelf& shelf, const Caller& caller, ProgramId program, Instant now)
      : reader_(reader), shelf_(shelf), caller_(caller), program_(program), now_(now) {
    for (const ports::GroupRow& each : reader.groups()) teams_[each.id.value] = each.name;
  }

  std::vector<Hanging> hanging(Duration ahead) {
    std::vector<Hanging> list;
    for (ports::TicketRow& row :
         shown("hanging", reader_.tickets_due_by(now_ + ahead, program_, most_on_board + 1))) {
      Hanging hanging;
      hanging.owner = name(row.assignee);
      hanging.team = teams_[row.group.value];
      hanging.attended = attended(row);
      hanging.row = std::move(row);
      list.push_back(std::move(hanging));
    }
    return list;
  }

  std::vector<Attention> attention(std::string_view list_name, std::string_view kind) {
    std::vector<Attention> list;
    for (ports::AttentionRow& each : shown(list_name, reader_.attention(kind, program_, most_on_board + 1))) {
      auto ticket = reader_.ticket(caller_.viewer(), each.ticket);
      if (!ticket) continue;
      Attention attention{std::move(each), std::move(*ticket), {}, {}};
      attention.owner = name(attention.ticket.assignee);
      attention.team = teams_[attention.ticket.group.value];
      list.push_back(std::move(attention));
    }
    return list;
  }

  std::vector<std::string> cut() { return std::move(cut_); }

 private:
  // One more than is shown was asked for, to know whether there is more.
  template <class Row>
  std::vector<Row> shown(std::string_view list_name, std::vector<Row> rows) {
    if (std::ssize(rows) > most_on_board) {
      rows.resize(most_on_board);
      if (std::ranges::find(cut_, list_name) == cut_.end()) cut_.emplace_back(list_name);
    }
    return rows;
  }
  bool attended(const ports::TicketRow& row) {
    const auto roster = shelf_.roster(reader_, row.program);
    if (roster->empty() || row.next_due < now_) return true;
    for (const ports::AttentionRow& each : reader_.attention_of(row.id))
      if (each.kind == "due_gap" && each.at == row.next_due) return false;
    return true;
  }
  const std::string& name(PersonId person) {
    const auto [known, fresh] = names_.try_emplace(person.value);
    if (fresh) known->second = name_of(reader_, person);
    return known->second;
  }

  Reader& reader_;
  Shelf& shelf_;
  const Caller& caller_;
  ProgramId program_;
  Instant now_;
  std::map<std::int64_t, std::string> teams_, names_;
  std::vector<std::string> cut_;
};

}  // namespace

const program::Text* title_of(const program::Program& program, std::string_view id) {
  const program::Text* title = nullptr;
  if (const auto* tier = program.escalation.tier(id)) title = &tier->title;
  for (const program::EscalationLevel& level : program.escalation.levels)
    if (!title && (level.id == id || level.who == id)) title = &level.title;
  if (const auto* team = program.team(id); team && !title) title = &team->title;
  if (const auto* site = program.site(id); site && !title) title = &site->title;
  return title && !title->empty() ? title : nullptr;
}

Result<StandingView> view_standing(Reader& reader, Shelf& shelf, const Caller& caller, TicketId id, Instant now) {
  const Loaded loaded = TRY(load(reader, shelf, caller.viewer(), id));
  const lifecycle::Staff staff = staff_of(reader, *loaded.roster);
  lifecycle::World world = world_of(reader, shelf, loaded, now);
  world.staff = &staff;
  StandingView view;
  view.path = lifecycle::escalation_path(loaded.request, world);
  view.tier = lifecycle::present_tier(loaded.request, *loaded.program);
  view.team = lifecycle::team_of(loaded.request, world);
  view.effort = lifecycle::effort_of(loaded.request, world);
  find_lane_place(reader, loaded, view);
  if (caller.staff()) {
    for (const people::Agent* each : loaded.roster->on_duty(view.team, now)) {
      if (each->id == loaded.request.ticket.owner) continue;
      const auto shift = loaded.roster->shift(each->id, now);
      view.receivers.push_back({each->id, name_of(reader, each->id), each->site, shift ? shift->to : far_future});
    }
  }
  view.request = loaded.request;
  view.program = loaded.program;
  return view;
}

Result<Instant> end_of_giver(Reader& reader, Shelf& shelf, const Caller& caller, TicketId id, Instant now) {
  const Loaded loaded = TRY(load(reader, shelf, caller.viewer(), id));
  const people::Roster& roster = *loaded.roster;
  if (roster.empty() || !roster.agent(loaded.request.ticket.owner)) return far_future;
  const auto shift = roster.shift(loaded.request.ticket.owner, now);
  if (!shift || now < shift->from) return fail(ErrorCode::not_in_this_state, "owner", "he is off duty");
  return shift->to;
}

Result<BoardView> view_board(Reader& reader, Shelf& shelf, const Caller& caller, ProgramId program, Duration ahead,
                             Instant now) {
  BoardView view;
  view.now = now;
  view.duty = TRY(view_duty(reader, shelf, caller, program, now));
  Board board(reader, shelf, caller, program, now);
  view.hanging = board.hanging(ahead);
  view.gaps = board.attention("gaps", "due_gap");
  view.effort_gaps = board.attention("effort_gaps", "effort_gap");
  view.handoffs = board.attention("handoffs", "handoff");
  view.meetings = board.attention("meetings", "meeting");
  view.meetings_asked = board.attention("meetings_asked", "meeting_asked");
  view.escalations = board.attention("escalations", "lane");
  for (Attention& each : board.attention("escalations", "escalation")) view.escalations.push_back(std::move(each));
  view.dropped = board.attention("dropped", "dropped");
  view.cut = board.cut();
  return view;
}

}  // namespace yakusoku::desk
