#include "core_driver.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "closures.hpp"

namespace yakusoku::scenarios {
namespace {

constexpr int most_wakes = 100'000;

lifecycle::Act waking() {
  lifecycle::Act act;
  act.verb = lifecycle::Verb::wake;
  act.actor.side = lifecycle::Side::program;
  return act;
}

std::vector<program::SourceFile> files_in(const std::filesystem::path& folder) {
  std::vector<program::SourceFile> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    files.push_back({std::filesystem::relative(entry.path(), folder).generic_string(),
                     std::string(std::istreambuf_iterator<char>(stream), {})});
  }
  return files;
}

}  // namespace

Result<std::vector<program::SourceFile>> program_files(const std::string& folder) {
  const std::filesystem::path top = YAKUSOKU_SOURCE_DIR;
  for (const char* where : {"programs", "tests/programs", "tests/scenarios/programs"})
    if (std::filesystem::is_directory(top / where / folder)) return files_in(top / where / folder);
  return fail(ErrorCode::not_found, folder,
              "no such folder in programs/, tests/programs/ or tests/scenarios/programs/");
}

Result<std::shared_ptr<const program::Program>> program_in(const std::string& folder) {
  static std::map<std::string, std::shared_ptr<const program::Program>> known;
  if (const auto found = known.find(folder); found != known.end()) return found->second;
  const program::Reading reading = program::read(TRY(program_files(folder)));
  if (!reading.program) {
    const program::Finding& first = reading.findings.front();
    return fail(ErrorCode::invalid, folder,
                "the program does not read; `yakusoku check` says more: " + first.message);
  }
  return known.emplace(folder, reading.program).first->second;
}

Outcome CoreDriver::begin(const std::string& program) {
  program_name_ = program;
  program_ = TRY(program_in(program));
  staff_.roster = &roster_;
  staff_.open_of = [this](PersonId person) {
    return static_cast<std::int64_t>(std::ranges::count_if(requests_, [&](const Kept& each) {
      return each.request.ticket.owner == person && each.request.ticket.status == tickets::Status::open;
    }));
  };
  staff_.another_in_work = [this](const tickets::Ticket& ticket, bool) {  // all are the one customer's
    return std::ranges::any_of(requests_, [&](const Kept& each) {
      const tickets::Ticket& other = each.request.ticket;
      return other.id != ticket.id && other.owner && other.status == tickets::Status::open;
    });
  };
  return {};
}

lifecycle::World CoreDriver::world(const Kept* kept) const {
  lifecycle::World world;
  world.now = now_;
  world.program = kept && kept->own ? kept->own.get() : program_.get();
  world.calendars = const_cast<clocks::CompiledCalendars*>(&calendars_);
  world.known = known_;
  world.known.insert(world.known.end(), given_.begin(), given_.end());
  if (roster_.empty()) return world;
  world.staff = &staff_;
  for (tickets::Value& each : lifecycle::duty_facts(roster_, *world.program, now_))
    world.known.push_back(std::move(each));
  return world;
}

CoreDriver::Kept* CoreDriver::find(const std::string& request) {
  const auto found = std::ranges::find(requests_, request, &Kept::name);
  return found == requests_.end() ? nullptr : &*found;
}

const CoreDriver::Kept* CoreDriver::kept(const std::string& request) const {
  const auto found = std::ranges::find(requests_, request, &Kept::name);
  return found == requests_.end() ? nullptr : &*found;
}

Outcome CoreDriver::act_on(Kept& kept, const lifecycle::Act& act, const lifecycle::Request* other) {
  lifecycle::World here = world(&kept);
  here.other = other;
  std::optional<lifecycle::Act> next = act;
  for (int done = 0; next && done <= lifecycle::most_own_acts; ++done) {
    lifecycle::Decided decided = TRY(lifecycle::act_on(kept.request, *next, here));
    kept.request = std::move(decided.request);
    followed(kept, decided.facts);
    kept.facts.insert(kept.facts.end(), std::make_move_iterator(decided.facts.begin()),
                      std::make_move_iterator(decided.facts.end()));
    next = lifecycle::own_act(kept.request, here);
  }
  return next ? fail(ErrorCode::limit, kept.name, "the desk's own acts follow without end") : Outcome();
}

Outcome CoreDriver::move_to(Instant at, bool asleep) {
  for (int wakes = 0; !asleep; ++wakes) {
    Kept* first = nullptr;
    Instant earliest = at;  // a timer of that very second waits until the clock has passed it
    for (Kept& each : requests_) {
      const Instant wake = lifecycle::next_wake(each.request, world(&each)).value_or(far_future);
      if (wake < earliest) {
        earliest = wake;
        first = &each;
      }
    }
    if (!first) break;
    if (wakes >= most_wakes) return fail(ErrorCode::limit, first->name, "it wants to be woken without end");
    now_ = std::max(now_, earliest + seconds(1));
    TRY_OUTCOME(act_on(*first, waking()));
  }
  now_ = at;
  return asleep ? wake() : Outcome();
}

Outcome CoreDriver::wake() {
  for (Kept& each : requests_) TRY_OUTCOME(act_on(each, waking()));
  return {};
}

// Who works has changed: the roster is made anew, and each request looked at.
Outcome CoreDriver::look_again() {
  parts_.from = now_ - days(400);
  parts_.to = now_ + days(400);
  roster_ = people::Roster(parts_);
  return wake();
}

Outcome CoreDriver::works(const Works& works) {
  parts_.agents.push_back(works.agent);
  parts_.rotas.push_back({works.name, works.hours});
  return look_again();
}

Outcome CoreDriver::off_or_on(const OffOrOn& stretch) {
  parts_.exceptions.push_back({stretch.id, stretch.from, stretch.to, stretch.away});
  return look_again();
}

Outcome CoreDriver::know(const tickets::Value& value) {
  const auto found = std::ranges::find(known_, value.name, &tickets::Value::name);
  if (found == known_.end()) {
    known_.push_back(value);
  } else {
    *found = value;
  }
  return {};
}

Outcome CoreDriver::act(const std::string& request, const lifecycle::Act& act, const std::string&) {
  if (act.verb != lifecycle::Verb::open) {
    Kept* kept = find(request);
    if (!kept) return fail(ErrorCode::not_found, request, "it was never opened");
    return act_on(*kept, act);
  }
  lifecycle::Act opening = act;
  opening.ticket = TicketId{std::ssize(requests_) + 1};
  opening.requester = PersonId{1};
  opening.organization = OrganizationId{1};
  Kept fresh;
  fresh.name = request;
  fresh.own = TRY(program_for(opening));
  given_ = given_to(opening);
  const Outcome opened = act_on(fresh, opening);
  given_.clear();
  TRY_OUTCOME(opened);
  requests_.push_back(std::move(fresh));
  return {};
}

Outcome CoreDriver::close_days(const std::string& calendar, const std::vector<calendars::Date>& dates, Instant from) {
  if (from < now_) return fail(ErrorCode::invalid, "from", "it takes effect ahead of now (R6)");
  const program::Reading reading = program::read(TRY(files_with_closures(program_name_, calendar, dates)));
  if (!reading.program) return fail(ErrorCode::invalid, calendar);
  auto splices = program_->splices;
  splices.push_back({from, reading.program});
  program_ = program::with_splices(*program_, std::move(splices));
  lifecycle::Act look = waking();
  look.verb = lifecycle::Verb::splice;
  for (Kept& each : requests_) TRY_OUTCOME(act_on(each, look));
  return {};
}

Outcome CoreDriver::merge(const std::string& from, const std::string& into) {
  Kept* source = find(from);
  Kept* target = find(into);
  if (!source || !target) return fail(ErrorCode::not_found, source ? into : from, "it was never opened");
  lifecycle::Act absorb;
  absorb.verb = lifecycle::Verb::absorb;
  absorb.ticket = source->request.ticket.id;
  TRY_OUTCOME(act_on(*target, absorb, &source->request));
  lifecycle::Act merged;
  merged.verb = lifecycle::Verb::merged;
  merged.ticket = target->request.ticket.id;
  return act_on(*source, merged);
}

RequestSeen CoreDriver::seen(const std::string& request) {
  const Kept* found = kept(request);
  return found ? seen_of(found->request, found->facts, world(found)) : RequestSeen{};
}

std::string CoreDriver::fact(const std::string& request, const std::string& name) {
  const Kept* found = kept(request);
  if (!found) return "unknown";
  const lifecycle::World here = world(found);
  const program::FactValue value = lifecycle::FactsSeen(found->request, here).value_of(name);
  return program::known(value) ? program::to_text(value) : "unknown";
}

}  // namespace yakusoku::scenarios
