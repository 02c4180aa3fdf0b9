#pragma once

// WHAT BECAME OF A LETTER, BUT IS NOT WRITTEN YET: the disk said no when a delivered one was to be noted. Each is kept with
// its use case and tried again after a pause that doubles, up to five minutes. The letter itself must not be sent again
// for that: who sends keeps its id claimed until `written`. Not thread-safe.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "ports/store.hpp"

namespace yakusoku::apps {

class Unsettled {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using UseCase = std::function<Result<ports::Answer>(ports::Transaction&)>;
  static constexpr std::chrono::seconds first_pause{2};
  static constexpr std::chrono::seconds longest_pause{300};

  // It could not be written just now.
  void keep(std::int64_t letter, UseCase outcome, Time now) {
    const auto found = waiting_.find(letter);
    const auto pause = found == waiting_.end() ? first_pause : std::min(found->second.pause * 2, longest_pause);
    waiting_[letter] = {std::move(outcome), now + pause, pause, false};
  }
  void written(std::int64_t letter) { waiting_.erase(letter); }
  // Those whose pause is over at `now`; nobody else gets them until they are kept again or written.
  std::vector<std::pair<std::int64_t, UseCase>> due(Time now) {
    std::vector<std::pair<std::int64_t, UseCase>> all;
    for (auto& [letter, one] : waiting_) {
      if (one.trying || one.again > now) continue;
      one.trying = true;
      all.emplace_back(letter, one.outcome);
    }
    return all;
  }
  std::size_t size() const { return waiting_.size(); }

 private:
  struct One {
    UseCase outcome;
    Time again;
    std::chrono::seconds pause{};
    bool trying = false;
  };
  std::map<std::int64_t, One> waiting_;
};

}  // namespace yakusoku::apps
