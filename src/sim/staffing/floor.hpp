#pragma once
// private to the room
// The floor as a run sees it: requests, agents, the queue, and what happens when.

#include <array>
#include <memory>
#include <optional>
#include <queue>
#include <set>

#include "sim/staffing/hours.hpp"
#include "sim/staffing/run.hpp"

namespace yakusoku::sim::staffing {

enum class Touch { first, work, update };

struct Turn {  // of a request in the queue
  Touch touch = Touch::first;
  std::int64_t left = 0;  // seconds of work
  Instant since;          // when its turn came
  std::array<std::int64_t, 6> key{};
  bool handed_over = false;
};

struct Case {
  lifecycle::Request request;
  std::vector<tickets::Value> known;
  const Work* work = nullptr;
  Dice dice{0, 0}, updates{0, 0};
  std::size_t stream = 0;
  std::int64_t customer = 0, touches = 1;
  std::uint64_t shifts = 0;  // those that may take it
  std::size_t agent = no_agent;  // who had it last
  bool busy = false, triaged = false, first_done = false;
  std::vector<Turn> turns;  // at most one of each touch
  Instant wake = far_future, update_due = far_future;
  std::vector<std::pair<Shared<clocks::Cycle>, std::string>> cycles;  // as they were last, with the level
  std::string level;  // its severity by now
  static constexpr std::size_t no_agent = ~std::size_t{0};
};

struct Agent {
  std::size_t shift = 0;
  std::int64_t number = 0;
  bool busy = false;
  Instant idle_since;
  std::size_t request = 0;
  Turn turn;
  Instant began;
};

struct Happening {
  Instant at;
  enum class What { done, customer, arrival, update, wake, edge } what = What::done;
  std::int64_t order = 0;
  std::size_t of = 0;  // agent, request, stream or shift
  friend bool operator>(const Happening& a, const Happening& b) {
    return std::tuple(a.at, a.what, a.order) > std::tuple(b.at, b.what, b.order);
  }
};

class Floor {
 public:
  Floor(const program::Program& program, const Plan& plan, clocks::Calendars& calendars, const RunOptions& options);
  Result<RunTally> run();

 private:
  // floor.cpp
  void schedule(Instant at, Happening::What what, std::size_t of);
  void next_arrival(std::size_t stream);
  void edge(std::size_t shift);
  void dispatch();
  std::size_t agent_for(const Case& one) const;
  void begin(std::size_t agent, std::size_t number, Touch touch);
  void done(std::size_t agent);
  void count_busy(const Agent& agent, Instant to);
  void count_open(Instant until);
  void tally_up();
  bool is_open(std::size_t shift) const { return calendars_of_[shift]->is_open(now_); }
  // cases.cpp
  bool act(std::size_t number, const lifecycle::Act& act);
  void arrive(std::size_t stream);
  void answer(std::size_t number);  // of the customer
  void update(std::size_t number);
  void wake(std::size_t number);
  void finish(std::size_t number, const Agent& agent);
  void enqueue(std::size_t number, Touch touch, std::int64_t work);
  void leave(std::size_t number, Touch touch);
  void reorder(std::size_t number);
  void look_ahead(std::size_t number);
  std::array<std::int64_t, 6> key(std::size_t number) const;
  lifecycle::World world(const Case& one) const;
  void say(std::size_t number, const char* what, const Agent* agent = nullptr) const;
  void happen(std::size_t number, const std::vector<std::string>& events);

  const program::Program& program_;
  const Plan& plan_;
  clocks::Calendars& known_calendars_;
  const RunOptions& options_;
  std::vector<Hour> hours_;
  std::vector<std::shared_ptr<const calendars::Calendar>> calendars_of_;
  std::vector<Case> cases_;
  std::vector<Agent> agents_;
  std::vector<std::size_t> idle_;
  std::set<std::tuple<std::array<std::int64_t, 6>, std::size_t, Touch>> queue_;
  std::priority_queue<Happening, std::vector<Happening>, std::greater<>> ahead_;
  struct Stream {
    Dice dice{0, 0};
    std::size_t hour = 0, place = 0;
    std::int64_t spent = 0, wanted = 0;  // millionths of a request times seconds
  };
  std::vector<Stream> streams_;
  std::map<std::int64_t, std::int64_t> in_hand_;  // by customer
  std::string one_at_a_time_;
  std::vector<std::string> plan_order_;
  Instant now_;
  std::int64_t order_ = 0, open_ = 0;
  std::size_t hour_ = 0;
  RunTally tally_;
};

}  // namespace yakusoku::sim::staffing
