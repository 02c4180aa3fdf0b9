#pragma once

// The demo desk (`serve --demo`): the five shipped programs as brands, people, and requests whose clocks are running now.
// Nothing of it exists anywhere but in a desk that was made with --demo.

#include <string>
#include <string_view>
#include <vector>

#include "apps/desk_parts.hpp"

namespace yakusoku::apps {

struct DemoStep {
  int minutes_ago;  // when it happens; the first step opens
  std::string_view
      verb;  // open, reply, ask, note, message, promise, severity, assign, hold, resume, solve, close, event, merge
  std::string_view who;  // the agent's first name; empty: the requester, or the desk's first agent
  std::string_view
      what;  // words; for severity a level, for event its name, for solve the reason, for promise minutes ahead
  std::string_view more = {};  // solve: words that go with it
};

struct DemoRequest {
  std::string_view brand, kind;
  std::string_view severity;   // as asked; empty: none
  std::string_view requester;  // first name
  std::string_view subject, words;
  std::vector<std::pair<std::string_view, std::string_view>> facts;
  std::vector<DemoStep> steps;
};

// demo_requests.cpp
const std::vector<DemoRequest>& demo_requests();

struct DemoLogin {
  std::string_view name, email, role, organization, language, zone;
};
const std::vector<DemoLogin>& demo_people();
constexpr std::string_view demo_password = "yakusoku-demo";

// Fills an empty desk by living its past: the clock is pushed from ten days ago to now, and the desk is woken on the
// way as it would have been. Does nothing on a desk that has tickets.
Outcome fill_demo(DeskParts& parts);

}  // namespace yakusoku::apps
