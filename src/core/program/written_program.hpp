#pragma once

// What a program keeps of its writing beyond the values that others read: calendars, dates, remarks and claims.

#include <map>
#include <string>
#include <vector>

#include "core/program/calendars_written.hpp"
#include "core/program/program.hpp"
#include "core/program/references.hpp"

namespace yakusoku::program {

struct Program::Written {
  std::map<std::string, Choice<CalendarSpec>, std::less<>> calendars;
  std::map<std::string, Dates, std::less<>> days;
  Years years;  // for which yearly days are spelled out
  std::vector<Finding> remarks;
  std::vector<Claim> claims;
  std::vector<TextUse> texts;
  std::map<std::string, Place, std::less<>> places;  // of keys, by their path
  KnownNames known;
};

}  // namespace yakusoku::program
