// yakusoku user add, token create, enact, verify, explain: on a desk's folder, also while it is served.

#include <unistd.h>
#include <iostream>

#include <fmt/format.h>

#include "adapters/access/access.hpp"
#include "adapters/store/verify.hpp"
#include "apps/command.hpp"
#include "apps/desk_parts.hpp"
#include "apps/receipt_words.hpp"
#include "base/sha256.hpp"
#include "core/clocks/compiled_calendars.hpp"
#include "desk/views.hpp"
#include "sim/backtest/replay.hpp"

namespace yakusoku::apps {
namespace {

Result<ports::PersonRow> person_of(ports::Store& store, const std::string& email) {
  std::optional<ports::PersonRow> person;
  TRY_OUTCOME(store.read([&](ports::Reader& reader) { person = reader.person_by_address(email); }));
  if (!person) return fail(ErrorCode::not_found, email, "nobody has that address");
  return *person;
}

Result<OrganizationId> organization_of(ports::Store& store, const std::string& name) {
  if (name.empty()) return OrganizationId{};
  std::optional<ports::OrganizationRow> row;
  TRY_OUTCOME(store.read([&](ports::Reader& reader) { row = reader.organization_by_name(name); }));
  if (row) return row->id;
  ports::OrganizationRow fresh;
  fresh.name = name;
  const auto answer = TRY(run_once(
      store, [&](ports::Transaction& t) { return desk::create_organization(t, desk::Caller::desk(), fresh); }));
  return OrganizationId{parse_json(answer.body)->get_integer("organization").value_or(0)};
}

Outcome add_user(const Words& words) {
  const auto role = ports::role_of(words.get("--role"));
  if (!role) return fail(ErrorCode::unknown_value, "--role", words.get("--role"));
  DeskParts parts = TRY(open_desk(place_of(words), false, false));
  desk::NewPerson person;
  person.name = words.get("--name");
  person.email = words.get("--email");
  person.role = *role;
  person.language = words.get("--language");
  person.zone = words.get("--zone");
  person.organization = TRY(organization_of(*parts.store, words.get("--organization")));
  for (const std::string& wanted : words.all("--group")) {
    std::vector<ports::GroupRow> groups;
    TRY_OUTCOME(parts.store->read([&](ports::Reader& reader) { groups = reader.groups(); }));
    bool found = false;
    for (const ports::GroupRow& group : groups) {
      if (group.name != wanted && group.key != wanted) continue;
      person.groups.push_back(group.id.value);
      found = true;
    }
    if (!found) return fail(ErrorCode::unknown_value, "--group", wanted);
  }
  if (words.has("--password-stdin")) {
    std::string password;
    std::getline(std::cin, password);
    if (password.size() < 8) return fail(ErrorCode::invalid, "password", "at least eight characters");
    person.password = parts.passwords->hash(password);
  }
  const auto answer = TRY(run_once(
      *parts.store, [&](ports::Transaction& t) { return desk::create_person(t, desk::Caller::desk(), person); }));
  fmt::print("{}\n", answer.body);
  return {};
}

Outcome add_token(const Words& words) {
  DeskParts parts = TRY(open_desk(place_of(words), false, false));
  const ports::PersonRow person = TRY(person_of(*parts.store, words.get("--email")));
  const std::string token = access::random_word(*parts.dice);
  const std::string hash = to_hex(sha256(token));
  TRY(run_once(*parts.store,
               [&](ports::Transaction& t) { return desk::create_token(t, desk::Caller::desk(), person.id, hash); }));
  fmt::print("{}\n", token);
  return {};
}

int ended(const Outcome& outcome) { return outcome ? 0 : failed(outcome.error()); }

}  // namespace

int user(std::span<const std::string> arguments) {
  static constexpr std::string_view valued[] = {"--data",         "--database", "--email",    "--name", "--role",
                                                "--organization", "--group",    "--language", "--zone"};
  static constexpr std::string_view plain[] = {"--password-stdin"};
  const auto words = read_words(arguments, valued, plain);
  if (!words) return usage_error("user", words.error());
  if (words->rest != std::vector<std::string>{"add"})
    return usage_error("user", {ErrorCode::required, "add", "user add is all there is", ""});
  return ended(add_user(*words));
}

int token(std::span<const std::string> arguments) {
  static constexpr std::string_view valued[] = {"--data", "--database", "--email"};
  const auto words = read_words(arguments, valued, {});
  if (!words) return usage_error("token", words.error());
  if (words->rest != std::vector<std::string>{"create"})
    return usage_error("token", {ErrorCode::required, "create", "token create is all there is", ""});
  return ended(add_token(*words));
}

namespace {

Result<desk::Enactment> wanted_enactment(const Words& words) {
  desk::Enactment wanted;
  wanted.files = TRY(read_folder(words.rest[0]));
  if (words.has("--from")) {
    const auto from = from_iso(words.get("--from"));
    if (!from) return fail(ErrorCode::invalid, "--from", "an instant such as 2026-12-01T00:00:00Z is expected");
    wanted.from = *from;
  }
  const std::string in_flight = words.get("--in-flight");
  if (in_flight == "keep") wanted.in_flight = desk::Enactment::InFlight::keep;
  if (in_flight == "move") wanted.in_flight = desk::Enactment::InFlight::move;
  if (!in_flight.empty() && wanted.in_flight == desk::Enactment::InFlight::as_written)
    return fail(ErrorCode::invalid, "--in-flight", "keep or move is expected");
  return wanted;
}

// What is left to do for requests in flight is done here, whether or not the desk is being served.
Outcome enact_folder(const Words& words) {
  const desk::Enactment wanted = TRY(wanted_enactment(words));
  DeskParts parts = TRY(open_desk(place_of(words), false, false));
  const auto answer = TRY(run_once(*parts.store, [&](ports::Transaction& t) {
    return desk::enact_program(t, *parts.shelf, desk::Caller::desk(), wanted);
  }));
  for (bool left = true; left;) {
    TRY(run_once(*parts.store, [&](ports::Transaction& t) -> Result<ports::Answer> {
      auto done = desk::carry_on_enactments(t, *parts.shelf);
      const auto next = desk::next_enactment_work(t);
      left = next && *next <= t.now();
      return done;
    }));
  }
  fmt::print("{}\n", answer.body);
  return {};
}

}  // namespace

int enact(std::span<const std::string> arguments) {
  static constexpr std::string_view valued[] = {"--data", "--database", "--from", "--in-flight"};
  const auto words = read_words(arguments, valued, {});
  if (!words) return usage_error("enact", words.error());
  if (words->rest.size() != 1)
    return usage_error("enact", {ErrorCode::required, "DIR", "a program's folder is expected", ""});
  return ended(enact_folder(*words));
}

namespace {

// Folds a ticket's records and compares them with its row: the log is the truth.
std::optional<std::string> replayed(const ports::TicketRow& row, const std::vector<ports::LogRow>& records) {
  lifecycle::Request request;
  for (const ports::LogRow& record : records) {
    const auto facts = parse_json(record.facts);
    if (!facts || !facts->is_array()) return "its record's facts can't be read";
    for (const Json& each : facts->items()) {
      const auto fact = lifecycle::fact_from_json(each);
      if (!fact) return "a fact of version " + std::to_string(record.version) + " can't be read";
      lifecycle::evolve(request, *fact);
    }
  }
  if (to_text(lifecycle::to_json(request)) != row.state) return "its state is not what its facts make";
  return std::nullopt;
}

}  // namespace

int verify(std::span<const std::string> arguments) {
  static constexpr std::string_view valued[] = {"--data", "--database"};
  static constexpr std::string_view plain[] = {"--replay"};
  const auto words = read_words(arguments, valued, plain);
  if (!words) return usage_error("verify", words.error());
  auto parts = open_desk(place_of(*words), false, false);
  if (!parts) return failed(parts.error());
  store::VerifyOptions options;
  sim::backtest::VersionsThen versions;
  clocks::CompiledCalendars calendars;
  std::int64_t records = 0, other_zone_data = 0;
  options.replay = replayed;
  if (words->has("--replay")) {  // not only folded: each act is decided again
    options.replay = [&](const ports::TicketRow& row, const std::vector<ports::LogRow>& log) {
      auto differs = replayed(row, log);
      const Outcome read = parts->store->read([&](ports::Reader& reader) {
        auto again = sim::backtest::replay(reader, versions, calendars, row, log);
        records += again.records;
        other_zone_data += again.other_zone_data;
        if (!differs) differs = std::move(again.differs);
      });
      return read ? differs : std::optional(read.error().detail);
    };
  }
  options.has_blob = [&](std::string_view hash) { return parts->blobs->get(hash).has_value(); };
  const auto findings = store::verify(*parts->database, options);
  if (!findings) return failed(findings.error());
  for (const store::Finding& each : *findings) fmt::print("{}: {}\n", each.where, each.detail);
  if (words->has("--replay")) {
    fmt::print("{} records decided again\n", records);
    if (other_zone_data > 0) fmt::print("{} breaches were told by other zone data than today's\n", other_zone_data);
  }
  fmt::print("{} findings\n", findings->size());
  return findings->empty() ? 0 : 1;
}

int explain(std::span<const std::string> arguments) {
  static constexpr std::string_view valued[] = {"--data", "--database", "--language"};
  static constexpr std::string_view plain[] = {"--json"};
  const auto words = read_words(arguments, valued, plain);
  if (!words) return usage_error("explain", words.error());
  std::int64_t number = 0;
  if (words->rest.size() == 1) number = std::atoll(words->rest[0].c_str());
  if (number <= 0)
    return usage_error("explain", {ErrorCode::required, "TICKET", "a ticket's number is expected", ""});
  auto parts = open_desk(place_of(*words), false, false);
  if (!parts) return failed(parts.error());
  const std::string language = words->get("--language", "en");
  Outcome outcome;
  const Outcome read = parts->store->read([&](ports::Reader& reader) {
    const Instant now = std::max(reader.clock_at(), parts->time->now());
    const auto view = desk::view_ticket(reader, *parts->shelf, desk::Caller::desk(), TicketId{number}, now);
    if (!view) {
      outcome = std::unexpected(view.error());
      return;
    }
    const auto receipts = desk::receipts(reader, *parts->shelf, *view);
    if (words->has("--json")) {
      Json list = Json::array();
      for (const desk::Receipt& each : receipts) list.push(desk::to_json(each, language));
      fmt::print(
          "{}\n",
          to_pretty_text(Json::object({{"ticket", number}, {"now", to_iso(now)}, {"receipts", std::move(list)}})));
    } else {
      fmt::print("{}", receipts_text(*view, receipts, language));
    }
  });
  return ended(read ? outcome : read);
}

}  // namespace yakusoku::apps
