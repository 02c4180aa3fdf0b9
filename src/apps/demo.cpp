#include "apps/demo.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "apps/shipped_programs.hpp"
#include "core/lifecycle/decide.hpp"
#include "core/tickets/ticket.hpp"

namespace yakusoku::apps {
namespace {

// Where the desk's clock stands while its past is lived.
class PastTime : public ports::TimeSource {
 public:
  explicit PastTime(Instant at) : at_(at) {}
  Instant now() override { return at_; }
  void push(Instant to) { at_ = std::max(at_, to); }

 private:
  Instant at_;
};

std::vector<program::SourceFile> files_of(std::string_view folder) {
  std::vector<program::SourceFile> files;
  for (const EmbeddedFile& file : shipped_programs()) {
    if (!file.path.starts_with(folder) || file.path.size() <= folder.size() || file.path[folder.size()] != '/')
      continue;
    const std::string name(file.path.substr(folder.size() + 1));
    if (name.ends_with(".yaml") || name.ends_with(".ics")) files.push_back({name, std::string(file.content)});
  }
  return files;
}

std::int64_t number_of(const ports::Answer& answer, std::string_view name) {
  const auto json = parse_json(answer.body);
  return json ? json->get_integer(name).value_or(0) : 0;
}

int count_of(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

class Story {
 public:
  Story(ports::Store& store, desk::Shelf& shelf, PastTime& time, Instant now)
      : store_(store), shelf_(shelf), time_(time), now_(now) {}

  Outcome people(ports::Passwords& passwords) {
    const std::string hash = passwords.hash(demo_password);
    for (const DemoLogin& each : demo_people()) {
      desk::NewPerson person;
      person.name = each.name;
      person.email = each.email;
      person.role = ports::role_of(each.role).value_or(ports::Role::customer);
      person.language = each.language;
      person.zone = each.zone;
      person.password = hash;
      if (!each.organization.empty())
        person.organization = TRY(organization(std::string(each.organization), std::string(each.zone)));
      const auto answer =
          TRY(run([&](ports::Transaction& t) { return desk::create_person(t, desk::Caller::desk(), person); }));
      desk::Caller caller;
      caller.person = PersonId{number_of(answer, "person")};
      caller.role = person.role;
      caller.organization = person.organization;
      caller.door = ports::is_staff(person.role) ? "desk" : "portal";
      callers_[std::string(each.email.substr(0, each.email.find('@')))] = caller;
    }
    return {};
  }

  Outcome brands() {
    for (const std::string_view folder : {"megaport", "6clicks", "bittitan", "atlassian-premier", "logicmonitor"}) {
      const auto answer = TRY(
          run([&](ports::Transaction& t) { return desk::enact_program(t, shelf_, desk::Caller::desk(), {files_of(folder)}); }));
      brands_[std::string(folder)] = ProgramId{number_of(answer, "program")};
    }
    return {};
  }

  Outcome live() {
    struct Moment {
      Instant at;
      std::size_t request, step;
    };
    std::vector<Moment> moments;
    const auto& requests = demo_requests();
    for (std::size_t i = 0; i < requests.size(); ++i)
      for (std::size_t j = 0; j < requests[i].steps.size(); ++j)
        moments.push_back({now_ - minutes(requests[i].steps[j].minutes_ago), i, j});
    std::ranges::stable_sort(moments, {}, &Moment::at);
    tickets_.resize(requests.size());
    for (const Moment& moment : moments) {
      TRY_OUTCOME(wake_until(moment.at));
      const DemoStep& step = requests[moment.request].steps[moment.step];
      const Outcome done = moment.step == 0 ? open(requests[moment.request], moment.request)
                                            : take(requests[moment.request], step, moment.request);
      if (!done) {
        return fail(done.error().code, std::string(requests[moment.request].subject) + " / " + std::string(step.verb),
                    done.error().field + " " + done.error().detail);
      }
    }
    return wake_until(now_);
  }

 private:
  Result<ports::Answer> run(std::function<Result<ports::Answer>(ports::Transaction&)> body) {
    return run_once(store_, std::move(body));
  }

  Result<OrganizationId> organization(const std::string& name, const std::string& zone) {
    if (const auto known = organizations_.find(name); known != organizations_.end()) return known->second;
    ports::OrganizationRow row;
    row.name = name;
    row.zone = zone;
    const auto answer =
        TRY(run([&](ports::Transaction& t) { return desk::create_organization(t, desk::Caller::desk(), row); }));
    return organizations_[name] = OrganizationId{number_of(answer, "organization")};
  }

  // As a punctual worker: each wake in the second after its instant.
  Outcome wake_until(Instant until) {
    for (;;) {
      std::vector<std::pair<TicketId, Instant>> due;
      TRY_OUTCOME(store_.read([&](ports::Reader& reader) { due = reader.due_wakes(until, 1); }));
      if (due.empty()) break;
      time_.push(due.front().second + seconds(1));
      TRY(run([&](ports::Transaction& t) { return desk::wake_ticket(t, shelf_, due.front().first); }));
    }
    time_.push(until);
    return {};
  }

  Outcome open(const DemoRequest& request, std::size_t place) {
    desk::OpenTicket input;
    input.program = brands_[std::string(request.brand)];
    input.kind = request.kind;
    input.subject = request.subject;
    input.description = request.words;
    input.severity = request.severity;
    for (const auto& [name, value] : request.facts)
      input.values.push_back(tickets::Value::of(std::string(name), std::string(value)));
    desk::Caller caller = callers_.at(std::string(request.requester));
    input.requester = caller.person;
    // A plan is the desk's to say, never the customer's.
    caller.is_desk = std::ranges::any_of(request.facts, [](const auto& fact) { return fact.first == "plan"; });
    const auto answer = TRY(run([&](ports::Transaction& t) { return desk::open_ticket(t, shelf_, caller, input); }));
    tickets_[place] = TicketId{number_of(answer, "ticket")};
    return {};
  }

  Outcome take(const DemoRequest& request, const DemoStep& step, std::size_t place) {
    const bool customers = step.verb == "message" || (step.verb == "solve" && step.who == "customer");
    const std::string who(customers ? request.requester : step.who.empty() ? std::string_view("hanako") : step.who);
    const desk::Caller& caller = callers_.at(who);
    if (step.verb == "merge") {
      const TicketId into = tickets_[static_cast<std::size_t>(count_of(step.what))];
      TRY(run([&](ports::Transaction& t) { return desk::merge_tickets(t, shelf_, caller, tickets_[place], into); }));
      return {};
    }
    desk::ChangeTicket change;
    change.ticket = tickets_[place];
    TRY_OUTCOME(fill(change, step));
    TRY(run([&](ports::Transaction& t) { return desk::change_ticket(t, shelf_, caller, change); }));
    return {};
  }

  Outcome fill(desk::ChangeTicket& change, const DemoStep& step) {
    using lifecycle::Verb;
    lifecycle::Act& act = change.act;
    const std::string what(step.what);
    if (step.verb == "reply" || step.verb == "ask") {
      act.verb = Verb::reply;
      act.asks = step.verb == "ask";
      change.words.text = what;
      if (!step.more.empty()) act.until = time_.now() + minutes(count_of(step.more));
    } else if (step.verb == "note") {
      act.verb = Verb::note;
      change.words.text = what;
    } else if (step.verb == "message") {
      act.verb = Verb::message;
      change.words.text = what;
    } else if (step.verb == "severity") {
      act.verb = Verb::set;
      act.consent = true;
      act.values.push_back(tickets::Value::of("severity", what));
    } else if (step.verb == "assign") {
      act.verb = Verb::assign;
      act.owner = callers_.at(what).person;
    } else if (step.verb == "hold") {
      act.verb = Verb::hold;
      act.values.push_back(tickets::Value::of("waiting_on", what));
    } else if (step.verb == "event") {
      act.verb = Verb::happen;
      act.event = what;
    } else if (step.verb == "solve") {
      act.verb = Verb::solve;
      act.reason = what;
      change.words.text = step.more;
    } else if (step.verb == "close") {
      act.verb = Verb::close;
    } else if (step.verb == "reopen") {
      act.verb = Verb::reopen;
    } else {
      return fail(ErrorCode::unknown_value, "verb", std::string(step.verb));
    }
    return {};
  }

  ports::Store& store_;
  desk::Shelf& shelf_;
  PastTime& time_;
  Instant now_;
  std::map<std::string, desk::Caller> callers_;
  std::map<std::string, OrganizationId> organizations_;
  std::map<std::string, ProgramId> brands_;
  std::vector<TicketId> tickets_;
};

}  // namespace

Outcome fill_demo(DeskParts& parts) {
  std::int64_t head = 0;
  TRY_OUTCOME(parts.store->read([&](ports::Reader& reader) { head = reader.head(); }));
  if (head > 0) return {};
  const Instant now = parts.time->now();
  PastTime past(now - days(12));
  auto store = TRY(store::open_store(*parts.database, past, *parts.dice));
  Story story(*store, *parts.shelf, past, now);
  TRY_OUTCOME(story.people(*parts.passwords));
  TRY_OUTCOME(story.brands());
  return story.live();
}

}  // namespace yakusoku::apps
