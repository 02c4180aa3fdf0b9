#pragma once

// Whether the names that a folder uses exist: parts of the program, facts and the values they are compared with,
// events, zones, files; and whether what builds on each other ends somewhere.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/program/read_shape.hpp"

namespace yakusoku::program {

// What names there are. An overlay knows the base's and its own.
struct KnownNames {
  std::map<std::string, std::vector<std::string>> by_space;  // in written order
  struct Fact {
    std::string type;
    std::vector<std::string> values;  // of a choice, worst first
    std::string from;
    bool personal = false;
  };
  std::map<std::string, Fact> facts;
  std::vector<Period> periods;  // of the program's own
  std::vector<std::string> languages;  // that the program declares; empty where it declares none
  std::vector<std::string> files;      // of the folder

  void add(const Gathered& gathered, const Json& tree);
  void add_periods(const Json& tree);
  const std::vector<std::string>& of(const std::string& space) const;
  // The values of an ordered fact, worst first; empty where there is no order.
  std::vector<std::string> order_of(std::string_view fact) const;
};

void check_names(const Gathered& gathered, const KnownNames& known, Report& report);
void check_cycles(const Gathered& gathered, Report& report);

}  // namespace yakusoku::program
