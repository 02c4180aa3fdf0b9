#pragma once
// private to the room
// From a decision to rows: log, ticket, clocks, outbox. The one place that writes a ticket.

#include <string>

#include "core/lifecycle/own_acts.hpp"
#include "core/tickets/ticket.hpp"
#include "desk/desk.hpp"

namespace yakusoku::desk {

struct Loaded {
  ports::TicketRow row;
  lifecycle::Request request;
  std::shared_ptr<const program::Program> program;
  std::shared_ptr<const people::Roster> roster;  // of its program, as it stood when it was loaded
};
Result<Loaded> load(Reader& reader, Shelf& shelf, const ports::Viewer& viewer, TicketId id);

// The version under which a request is opened at that instant, also where the worker has not begun a planned one yet;
// nullptr: none.
std::shared_ptr<const program::Program> version_in_force(Reader& reader, Shelf& shelf, ProgramId program,
                                                         Instant now);

// That version with the overlays that hold for the request as the program sees it; nullptr: this node can't lay them.
std::shared_ptr<const program::Program> laid_for(Reader& reader, Shelf& shelf,
                                                 const std::shared_ptr<const program::Program>& version,
                                                 const lifecycle::Request& request, lifecycle::World world);

// What the desk knows of the people behind a request, as the program's facts: contact.*, customer.*.
std::vector<tickets::Value> known_of(Reader& reader, PersonId requester, OrganizationId organization);

lifecycle::World world_of(Reader& reader, Shelf& shelf, const program::Program& program, PersonId requester,
                          OrganizationId organization, Instant now);

// Who works for it, as a world takes it: to be kept as long as the world. The roster and `reader` must outlive it.
lifecycle::Staff staff_of(Reader& reader, const people::Roster& roster);

// What the world shows of what goes on changing, so that a replay sees it, too.
void see(lifecycle::Act& act, const lifecycle::World& world);

// The same for a ticket that is there.
lifecycle::World world_of(Reader& reader, Shelf& shelf, const Loaded& loaded, Instant now);

// Appends the act with its facts, and writes what follows: the ticket's row, its cycles, what has to go out. `world` is
// the one that was decided in. `fresh`: the ticket has no row yet.
ports::LogRow write(Transaction& transaction, const lifecycle::World& world, const Caller& caller, Loaded& loaded,
                    const lifecycle::Act& act, const lifecycle::Decided& decided, bool fresh);

// The same, and then what the desk does by itself because of people (core/lifecycle/own_acts.hpp), each act a record of
// its own. The position is that of the first record: what the caller did.
Result<ports::LogRow> write_and_carry_on(Transaction& transaction, const lifecycle::World& world,
                                         const Caller& caller, Loaded& loaded, const lifecycle::Act& act,
                                         const lifecycle::Decided& decided, bool fresh);

// What hangs in the air with a request, for the board: a projection, written anew where it has changed.
// Under which a meeting stands among what hangs in the air: its number, and its session where it is one.
std::string meeting_key(const meetings::Meeting& meeting);
void project_attention(Transaction& transaction, const lifecycle::World& world, const lifecycle::Request& request);

// Somebody's hours, groups or standing have changed: open requests that he owns and those of his groups, and of those that
// he left, are looked at again at once (shifts.cpp).
void look_again(Transaction& transaction, const ports::PersonRow& person,
                const std::vector<std::int64_t>& further = {});

// When the request is to be looked at next, by its own clocks or by what begins to stand behind it. `row`: as it was.
Instant planned_wake(Reader& reader, const lifecycle::World& world, const lifecycle::Request& request,
                     const ports::TicketRow& row);

// Stores the words and puts their id and digest into the act. `version`: the ticket's version they come with.
void keep_words(Transaction& transaction, const Caller& caller, TicketId ticket, std::int64_t version,
                const Words& words, lifecycle::Act& act);

// A file whose bytes are stored joins a message.
void attach(Transaction& transaction, TicketId ticket, MessageId message, const NewAttachment& file, Instant at);

// People, organisations, programs and mail are plain rows; the log keeps who changed what, without names or addresses.
// The record's position.
std::int64_t record_change(Transaction& transaction, const Caller& caller, ports::Subject subject, std::int64_t id,
                           std::string_view verb, const std::vector<std::string>& fields = {});

// {"WHAT": id, "position"}: what was made or changed, where it is no ticket.
Answer answer_of(std::string_view what, Json id, std::int64_t position);
lifecycle::Actor actor_of(const Caller& caller, const lifecycle::Request& request);
Answer answer_of(TicketId ticket, std::int64_t version, std::int64_t position);

}  // namespace yakusoku::desk
