#pragma once
// private to the room
// One desk's life: what people, mail, clocks and faults do to it, and what the model outside it remembers.

#include <map>
#include <set>

#include "adapters/shelf/locked_shelf.hpp"
#include "desk/mail.hpp"
#include "sim/faults/chance.hpp"
#include "sim/faults/faults.hpp"
#include "sim/faults/faulty_database.hpp"

namespace yakusoku::sim {

// A command that somebody wants done, until he has an answer. Its words bear a mark of its own, by which it is found.
struct Intent {
  std::string key, mark;
  std::function<Result<ports::Answer>(ports::Transaction&)> body;
  enum class State { waiting, done, refused } state = State::waiting;
};

// A mail on its way: the source is kept first, then read, each as often as its carrier likes.
struct MailOnItsWay {
  std::string arrival, blob, mark;
  ports::ReadMail mail;
  std::int64_t source = 0;  // once it is known to be kept
  bool read = false;        // take_mail was answered
  bool refused = false;
};

// One node: a store and a shelf of its own over the same database.
struct Node {
  std::unique_ptr<ports::Store> store;
  std::unique_ptr<shelf::LockedShelf> shelf;
};

class Life {
 public:
  explicit Life(const FaultOptions& options);
  void step();  // one random event
  // What is wrong, in words; nothing: all promises hold.
  std::optional<std::string> look();
  FaultReport report;
  const std::vector<std::string>& told() const { return told_; }

 private:
  void begin();
  void enact(const std::vector<program::SourceFile>& files);
  desk::Caller person(const std::string& name, ports::Role role, OrganizationId organization);
  Result<ports::Answer> run(std::size_t node, const std::string& key,
                            std::function<Result<ports::Answer>(ports::Transaction&)> body);
  Result<ports::Answer> surely(std::function<Result<ports::Answer>(ports::Transaction&)> body);
  std::string mark();
  void tell(std::string what);

  // events
  void somebody_opens();
  void somebody_acts();
  void send_again();
  void send(Intent& intent);
  void mail_comes();
  void mail_is_read();
  void letters_go();
  void time_passes();
  void workers_wake();
  void a_node_restarts();
  void a_fault_is_planned();
  void a_version_is_enacted();
  TicketId some_ticket();
  Result<lifecycle::Act> some_act(bool by_customer);

  // checks
  std::optional<std::string> words_are_there_once();
  std::optional<std::string> mail_became_one_thing();
  std::optional<std::string> wakes_were_taken();
  std::optional<std::string> breaches_are_told_once();
  std::optional<std::string> the_store_is_sound();

  FaultOptions options_;
  Chance chance_;
  ChanceDice dice_;
  MachineClock clock_;
  std::unique_ptr<store::Database> real_;
  FaultyDatabase database_;
  std::vector<Node> nodes_;
  std::shared_ptr<const program::Program> program_;
  ProgramId program_id_;
  std::vector<desk::Caller> agents_, customers_;
  std::vector<std::string> addresses_;  // of the customers
  ports::MailSettings settings_;
  desk::MailOffice office_;
  std::vector<Intent> intents_;
  std::vector<MailOnItsWay> mails_;
  std::map<std::string, std::string> sent_;  // Message-ID by a letter's stable id
  std::optional<std::string> seen_wrong_;    // by an event itself
  bool woken_to_the_end_ = false;            // the last event was a round of wakes that nothing disturbed
  bool enacted_ = false;
  int marks_ = 0;
  std::vector<std::string> told_;
};

}  // namespace yakusoku::sim
