// Where promises can't be kept in the days to come, by the rotas as they stand: the coverage proof over them, and days on
// which a hand-off has too little time (docs/api.md).

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

#include "adapters/api/lists.hpp"
#include "base/zones.hpp"
#include "core/lifecycle/own_acts.hpp"
#include "core/proof/proof.hpp"

namespace yakusoku::api {
namespace {

constexpr Duration looked_ahead = days(90);
constexpr std::size_t most_shown = 100;
constexpr std::size_t most_edges = 900;  // of one team's shifts: a calendar has no more pieces than 1,000

const Instant first_instant = zones::instant_of("UTC", *zones::date_of("1900-01-01"), 0);  // of any calendar

// Open exactly in these stretches, which are in order.
calendars::Definition open_in(const std::vector<calendars::Interval>& stretches) {
  calendars::Definition whole;
  whole.kind = calendars::Definition::Kind::splice;
  whole.parts.push_back(calendars::never());
  whole.from.push_back(first_instant);
  for (const calendars::Interval& each : stretches) {
    if (whole.parts.size() + 2 > most_edges) break;
    if (each.from <= whole.from.back() || each.to <= each.from) continue;
    whole.parts.push_back(calendars::always());
    whole.from.push_back(each.from);
    whole.parts.push_back(calendars::never());
    whole.from.push_back(each.to);
  }
  return whole;
}

std::string_view word_of(proof::GapKind kind) { return enum_words(kind)[static_cast<std::size_t>(kind)]; }

// Several cases have the same gap: one spot.
void add_gaps(const proof::Proof& proof, std::vector<Json>& spots, const program::Program& program,
              const Call& call) {
  std::set<std::tuple<std::int64_t, std::int64_t, std::string, std::string>> seen;
  for (const proof::Row& row : proof.rows) {
    for (const proof::Gap& gap : row.gaps) {
      const bool counts = gap.kind == proof::GapKind::falls_due_unattended ||
                          gap.kind == proof::GapKind::runs_unattended ||
                          gap.kind == proof::GapKind::effort_unattended;
      if (!counts || gap.soft || !seen.emplace(gap.from.seconds, gap.to.seconds, gap.path, gap.team).second) continue;
      const auto* team = program.team(gap.team);
      spots.push_back(Json::object({{"kind", std::string(word_of(gap.kind))},
                                    {"clause", gap.path},
                                    {"team", team ? titled(team->title, gap.team, call) : gap.team},
                                    {"from", to_iso(gap.from)},
                                    {"to", to_iso(gap.to)}}));
    }
  }
}

void add_overlaps(const program::Program& program, const people::Roster& roster, std::vector<Json>& spots,
                  const Call& call, Instant to) {
  for (const auto& each : lifecycle::missing_overlaps(program, roster, call.now, to)) {
    spots.push_back(Json::object({{"kind", "overlap_missing"},
                                  {"clause", each.rule},
                                  {"team", each.giver + " → " + each.receiver},
                                  {"from", to_iso(each.at - each.wanted)},
                                  {"to", to_iso(each.at)},
                                  {"minutes", each.together.seconds / 60},
                                  {"minutes_wanted", each.wanted.seconds / 60}}));
  }
}

std::vector<Json> spots_of(const program::Program& program, const people::Roster& roster, const Call& call) {
  std::vector<Json> spots;
  const Instant to = call.now + looked_ahead;
  proof::Options options;
  options.from = call.now;
  options.to = to;
  for (const program::Team& team : program.teams)
    if (!roster.team(team.id).empty())
      options.shifts[team.id] = open_in(roster.duty(team.id, call.now - days(40), to + days(40)));
  if (!options.shifts.empty())
    if (const auto proof = proof::prove(program, options)) add_gaps(*proof, spots, program, call);
  add_overlaps(program, roster, spots, call, to);
  std::ranges::stable_sort(spots, {}, [](const Json& each) { return *each.get_string("from"); });
  return spots;
}

// A proof takes a while and holds as long as program and rotas do: it is made once an hour of each.
class Proved {
 public:
  Json of(ports::Reader& reader, desk::Shelf& shelf, const desk::ProgramView& view, const Call& call) {
    const std::string key = view.program->hash + " " + std::to_string(reader.duty_mark()) + " " +
                            std::to_string(call.now.seconds / 3600) + " " + call.language;
    const std::lock_guard lock(mutex_);
    Known& known = known_[view.row.id.value];
    if (known.key != key) {
      std::vector<Json> spots = spots_of(*view.program, *shelf.roster(reader, view.row.id), call);
      const bool cut = spots.size() > most_shown;
      if (cut) spots.resize(most_shown);
      known.key = key;
      known.spots = Json::object({{"program", view.row.id.value},
                                  {"spots", list_json(spots, [](const Json& each) { return each; })},
                                  {"cut", cut}});
    }
    return known.spots;
  }

 private:
  struct Known {
    std::string key;
    Json spots;
  };
  std::mutex mutex_;
  std::map<std::int64_t, Known> known_;
};

}  // namespace

void add_thin_spots(Routes& routes) {
  desk::Shelf& shelf = routes.services().shelf;
  routes.read(
      "/api/v2/desk/thin_spots",
      [&shelf, proved = std::make_shared<Proved>()](ports::Reader& reader, const Call& call) -> Result<Json> {
        Json list = Json::array();
        for (const desk::ProgramView& each : desk::programs(reader, shelf))
          if (each.program) list.push(proved->of(reader, shelf, each, call));
        return Json::object({{"until", to_iso(call.now + looked_ahead)}, {"programs", std::move(list)}});
      },
      true);
}

}  // namespace yakusoku::api
