#pragma once
// private to the scenarios' front
// One line cut into words, and what stands in it read word by word. Times are read against the line's surroundings.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace yakusoku::scenarios {

// Cuts at blanks; "…" keeps blanks together; # at a word's beginning ends the line.
Result<std::vector<std::string>> cut(std::string_view line);

struct Surroundings {
  std::string zone = "UTC";
  std::optional<Instant> now;
  std::string request = "it";
  std::map<std::string, Instant> opened;  // t0 of each request
  std::vector<std::string> people;        // in order of their first mention
};

class Words {
 public:
  Words(std::vector<std::string> words, const Surroundings& around) : words_(std::move(words)), around_(around) {}
  bool done() const { return at_ == words_.size(); }
  const std::string& peek() const;  // empty at the end
  std::string next() { return done() ? std::string() : words_[at_++]; }
  bool take(std::string_view word);
  Result<std::string> need(std::string_view what);
  Outcome end() const;
  // "Fri 2025-06-06 16:50", "2025-06-06 16:50:30", "Mon 10:00" (today or the next such day), "16:50" (today),
  // "t0", "t0+2h30m", "+5m", "now"; each may be followed by a zone.
  Result<Instant> instant();
  Result<std::int64_t> number(std::string_view what);
  Result<Duration> length();            // 90s, 15m, 2h30m, 3d
  std::optional<std::int64_t> times();  // "3 times", "1 time"; nothing is taken where that does not stand there

 private:
  Result<Instant> relative(const std::string& word) const;
  std::vector<std::string> words_;
  const Surroundings& around_;
  std::size_t at_ = 0;
};

}  // namespace yakusoku::scenarios
