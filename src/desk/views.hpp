#pragma once

// WHAT PEOPLE SEE. Reads that API, pages and the command line share: a ticket with its clocks, receipts and conversation,
// a queue's rows, a form, and what will happen at this hour. Everything is said as data; faces put it into words.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/lifecycle/receipt.hpp"
#include "desk/desk.hpp"

namespace yakusoku::desk {

struct ClockView {
  std::string clock;  // the program's name
  program::Text title;
  int cycle = 1;
  std::string state;    // running, paused, met, late, missed (running on after its due), withdrawn, merged, idle
  std::string owed_by;  // vendor, customer, nobody, or a team
  bool customer_facing = true;
  std::string firmness;   // firm, aim, best_effort, at_least, timer
  bool promised = false;  // the due is a written time
  Instant started_at = far_future, due = far_future, breached_at = far_future, ended_at = far_future;
  std::int64_t budget = 0, spent = 0;  // open seconds; spent by `now`
  std::string amount;                  // as written: 48h in office
  program::Text says;                  // words to print in place of the amount
  std::string clause;                  // path of the cell
  std::string calendar;                // its name; empty: around the clock
  program::Text calendar_title;
  std::string paused_by;  // waiting_on's word while paused
  std::string metric;     // the coarse word on the wire
};

using lifecycle::ReceiptLine;
using lifecycle::Segment;
// What we said about its breach (R14): among us only.
struct ReceiptNote {
  Instant at, breached_at;
  std::string by, why;  // a name; the words, empty once erased
  bool excused = false;
};
struct Receipt {
  ClockView clock;
  std::vector<Segment> segments;
  std::vector<ReceiptLine> lines;
  std::vector<ReceiptNote> notes;
};

struct ConversationItem {
  ports::MessageRow message;
  std::string author;  // name; empty once erased
  bool by_staff = false;
  std::vector<ports::AttachmentRow> files;  // an erased one has no blob and no name
};
// Everything else that happened, for the folded events between the messages.
struct HistoryItem {
  Instant at;
  std::int64_t version = 0;
  std::string verb;   // of the act
  std::string actor;  // name or empty (the desk)
  std::vector<lifecycle::Fact> facts;
};

struct TicketView {
  ports::TicketRow row;
  lifecycle::Request request;
  std::shared_ptr<const program::Program> program;
  std::string kind, severity;  // ids; severity "none" or empty: none
  std::vector<ClockView> clocks;
  std::vector<ConversationItem> conversation;
  std::vector<ports::ParticipantRow> participants;
  std::string requester, owner, organization, group;  // names
  std::string zone;                                   // pinned at opening
  Instant now;
  // What this viewer may do now: reply, note, hold, resume, promise, set_severity, assign, solve, close, reopen, merge, escalate.
  std::vector<std::string> may;
  struct Reason {
    std::string id;
    program::Text title;
    std::vector<std::string> missing;  // proof that is not there yet
  };
  std::vector<Reason> reasons;
};
Result<TicketView> view_ticket(Reader&, Shelf&, const Caller&, TicketId, Instant now);
// A file of a message that the caller sees; `not_found` else. One whose blob is empty was erased.
Result<ports::AttachmentRow> find_attachment(Reader&, const Caller&, AttachmentId);
// The files waiting under a token, empty where it is not the caller's or has run out.
std::vector<ports::UploadRow> view_upload(Reader&, const Caller&, const std::string& token_hash, Instant now);
// What a program sees of the request now, by name: those named, else its own facts and the product's that are known.
using NamedFacts = std::vector<std::pair<std::string, program::FactValue>>;
Result<NamedFacts> view_facts(Reader&, Shelf&, const Caller&, TicketId, Instant now, std::vector<std::string> names);
std::vector<Receipt> receipts(Reader&, Shelf&, const TicketView&);
std::vector<HistoryItem> history(Reader&, Shelf&, const Caller&, TicketId);  // staff

struct QueueItem {
  ports::TicketRow row;
  std::string requester, organization, owner, group;
  std::vector<ClockView> clocks;  // active ones a customer sees, earliest due first; paused last
  std::shared_ptr<const program::Program> program;
  struct Dated {
    const program::FactRule* fact = nullptr;  // of `program`
    program::FactValue value;
  };
  std::vector<Dated> dates;     // of the customer's, at which the program's rank or doors look
  bool waits_its_turn = false;  // another request of the same customer is in work (queue.one_at_a_time)
};
std::vector<QueueItem> view_queue(Reader&, Shelf&, const Caller&, const ports::QueueQuery&, Instant now);
std::vector<QueueItem> view_rows(Reader&, Shelf&, const Caller&, const std::vector<ports::TicketRow>&, Instant now);
std::vector<ClockView> view_clocks(const lifecycle::Request&, const program::Program&, Shelf&, Instant now,
                                   bool staff);

// The programs of the desk with the version in force.
struct ProgramView {
  ports::ProgramRow row;
  std::shared_ptr<const program::Program> program;
};
std::vector<ProgramView> programs(Reader&, Shelf&);

Json to_json(const ClockView&, std::string_view language);
Json to_json(const Receipt&, std::string_view language);

}  // namespace yakusoku::desk
