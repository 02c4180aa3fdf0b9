#pragma once

// CHANCE, the same on each machine: a seeded generator (PCG-XSH-RR, 64 bits of state) and samples made of it in whole
// numbers alone. A normal deviate is read off 35 quantiles of its table with straight lines between them, cut at 4.26
// standard deviations; logarithms and powers are worked out bit by bit to 32 places after the point.

#include <cstdint>
#include <vector>

#include "base/time.hpp"

namespace yakusoku::sim::staffing {

class Dice {
 public:
  // Streams of one seed do not meddle with each other.
  Dice(std::uint64_t seed, std::uint64_t stream);
  std::uint32_t next();
  std::uint64_t wide() { return (std::uint64_t{next()} << 32U) | next(); }
  std::int64_t below(std::int64_t count);            // 0 .. count - 1; count at most 2^31
  bool happens(std::int64_t millionths) { return below(1'000'000) < millionths; }

 private:
  std::uint64_t state_ = 0, step_ = 1;
};

constexpr std::int64_t one = std::int64_t{1} << 32;  // 1 with 32 places after the point
std::int64_t log2_fixed(std::uint64_t number);                    // number >= 1
std::int64_t times_power_of_two(std::int64_t number, std::int64_t exponent);  // number * 2^(exponent / one)
std::int64_t exponential(Dice& dice);                             // of mean `one`

// How long something takes.
struct Distribution {
  enum class Form { fixed, exponential, lognormal, quantiles };
  struct Quantile {
    std::int64_t millionths = 0, seconds = 0;
  };
  Form form = Form::fixed;
  std::int64_t seconds = 0;          // fixed; exponential: the mean; lognormal: the median
  std::int64_t ninetieth = 0;        // lognormal: nine of ten are no longer
  std::vector<Quantile> quantiles;   // from 0 to 1,000,000, straight lines between them
  std::int64_t sample(Dice& dice) const;
};

}  // namespace yakusoku::sim::staffing
