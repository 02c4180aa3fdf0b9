#include <unordered_map>

#include "base/time.hpp"
#include "core/calendars/intervals.hpp"
// check allows locale: the parser beside it reads nothing but a stream
#include <sstream>

// A comment may say system_clock, double, rand() and 0.5; a text may too.
const char* words = "std::chrono::system_clock::now() and a double 0.5";
int big = 1'000'000;
struct Clock {
  int time(int at) const { return at; }
};
int look(const std::unordered_map<int, int>& known, const Clock& clock) { return known.at(1) + clock.time(0); }
