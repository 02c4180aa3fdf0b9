#pragma once

// Products and their versions, sites, routing, overlays as written (PROGRAM.md sections 4, 6, 7).

#include <string>
#include <utility>
#include <vector>

#include "core/program/predicate.hpp"

namespace yakusoku::program {

// A version's, else a product's phase by case: beta, current, maintained, extended, ended.
struct ProductRule {
  struct Version {
    std::string id;
    Text title;
    Choice<std::string> phase;
  };
  struct Component {
    std::string id;
    Text title, means;
    Predicate when;
  };
  std::string id;
  Text title;
  Text means;
  Predicate when;
  std::vector<Component> components;
  std::vector<Version> versions;
  Choice<std::string> phase;
  std::string clause;
  std::string path;  // products.NAME
  const Version* version(std::string_view id) const;
};

struct Site {
  std::string id;
  Text title;
  std::string zone;           // a name, or a fact
  Choice<std::string> hours;  // a calendar; empty: always
  std::string country;
  std::vector<std::string> languages;
  std::vector<std::string> rings;  // telephone numbers, in order
  std::string path;                // sites.NAME
};

// Who in the team gets it: the first rule whose `when` holds.
struct RoutingRule {
  Predicate when;
  Predicate require;              // of the agent: agent.* facts
  std::vector<std::string> pick;  // skill, nearest_site, on_shift, load: in this order
  std::string path;               // routing[0]
};

// A partial program laid over this one for whom the predicate holds.
struct OverlayRule {
  Predicate when;
  Text title;
  std::string lay;  // the file
  std::string path;
};

}  // namespace yakusoku::program
