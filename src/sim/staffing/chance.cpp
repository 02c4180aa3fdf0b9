#include "sim/staffing/chance.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace yakusoku::sim::staffing {
namespace {

__extension__ typedef unsigned __int128 Wide;

constexpr std::int64_t longest = std::int64_t{10} * 366 * 86400;  // seconds that anything takes

// 2^(1/2), 2^(1/4), … with 62 places after the point.
constexpr std::array<std::uint64_t, 32> roots_of_two() {
  std::array<std::uint64_t, 32> roots{};
  Wide square = Wide{2} << 62U;
  for (std::uint64_t& root : roots) {
    const Wide wanted = square << 62U;
    Wide low = Wide{1} << 62U, high = Wide{2} << 62U;
    while (high - low > 1) {
      const Wide middle = (low + high) / 2;
      (middle * middle <= wanted ? low : high) = middle;
    }
    root = static_cast<std::uint64_t>(low);
    square = low;
  }
  return roots;
}
constexpr auto roots = roots_of_two();

struct Deviate {
  std::int64_t millionths, deviation;  // both of a million; the upper half, the lower mirrors it
};
constexpr std::array<Deviate, 18> normal{{{500'000, 0},         {550'000, 125'661},   {600'000, 253'347},
                                          {650'000, 385'320},   {700'000, 524'401},   {750'000, 674'490},
                                          {800'000, 841'621},   {850'000, 1'036'433}, {900'000, 1'281'552},
                                          {925'000, 1'439'531}, {950'000, 1'644'854}, {975'000, 1'959'964},
                                          {990'000, 2'326'348}, {995'000, 2'575'829}, {999'000, 3'090'232},
                                          {999'500, 3'290'527}, {999'900, 3'719'016}, {999'990, 4'264'891}}};
constexpr std::int64_t ninetieth_deviation = 1'281'552;

std::int64_t normal_deviate(std::int64_t millionths) {
  const bool low = millionths < 500'000;
  const std::int64_t upper = std::min<std::int64_t>(low ? 1'000'000 - millionths : millionths, 999'990);
  std::size_t i = 1;
  while (normal[i].millionths < upper) ++i;
  const Deviate &a = normal[i - 1], &b = normal[i];
  const std::int64_t deviation =
      a.deviation + (b.deviation - a.deviation) * (upper - a.millionths) / (b.millionths - a.millionths);
  return low ? -deviation : deviation;
}

std::int64_t read_off(const std::vector<Distribution::Quantile>& quantiles, std::int64_t millionths) {
  for (std::size_t i = 1; i < quantiles.size(); ++i) {
    const auto &a = quantiles[i - 1], &b = quantiles[i];
    if (millionths <= b.millionths)
      return a.seconds + (b.seconds - a.seconds) * (millionths - a.millionths) / (b.millionths - a.millionths);
  }
  return quantiles.empty() ? 0 : quantiles.back().seconds;
}

}  // namespace

Dice::Dice(std::uint64_t seed, std::uint64_t stream) : step_((stream << 1U) | 1U) {
  next();
  state_ += seed;
  next();
}

std::uint32_t Dice::next() {
  const std::uint64_t old = state_;
  state_ = old * 6364136223846793005ULL + step_;
  const auto mixed = static_cast<std::uint32_t>(((old >> 18U) ^ old) >> 27U);
  return std::rotr(mixed, static_cast<int>(old >> 59U));
}

std::int64_t Dice::below(std::int64_t count) {
  return static_cast<std::int64_t>((std::uint64_t{next()} * static_cast<std::uint64_t>(count)) >> 32U);
}

std::int64_t log2_fixed(std::uint64_t number) {
  const int zeros = std::countl_zero(number);
  std::uint64_t rest = number << static_cast<unsigned>(zeros);  // 1 to 2, 63 places
  std::int64_t log = 63 - zeros;
  for (int bit = 0; bit < 32; ++bit) {
    const Wide square = (Wide{rest} * rest) >> 63U;
    const bool above = (square >> 64U) != 0;
    rest = static_cast<std::uint64_t>(above ? square >> 1U : square);
    log = 2 * log + (above ? 1 : 0);
  }
  return log;
}

std::int64_t times_power_of_two(std::int64_t number, std::int64_t exponent) {
  const std::int64_t whole = exponent >> 32;
  const auto part = static_cast<std::uint64_t>(exponent - whole * one);
  Wide power = Wide{1} << 62U;
  for (unsigned bit = 0; bit < 32; ++bit)
    if ((part >> (31U - bit)) & 1U) power = (power * roots[bit]) >> 62U;
  if (whole >= 30) return longest;
  if (whole <= -60) return 0;
  const auto places = static_cast<unsigned>(62 - std::max<std::int64_t>(whole, 0));
  const Wide product = (Wide{static_cast<std::uint64_t>(number)} * power) >> places;
  const Wide scaled = whole < 0 ? product >> static_cast<unsigned>(-whole) : product;
  return static_cast<std::int64_t>(std::min<Wide>(scaled, static_cast<Wide>(longest)));
}

std::int64_t exponential(Dice& dice) {
  constexpr Wide natural = 2977044472U;  // ln 2
  const std::int64_t log = 64 * one - log2_fixed(dice.wide() | 1U);
  return static_cast<std::int64_t>((static_cast<Wide>(log) * natural) >> 32U);
}

std::int64_t Distribution::sample(Dice& dice) const {
  switch (form) {
    case Form::fixed: return seconds;
    case Form::exponential:
      return static_cast<std::int64_t>((static_cast<Wide>(exponential(dice)) * static_cast<Wide>(seconds)) >> 32U);
    case Form::lognormal: {
      const std::int64_t ratio = log2_fixed(static_cast<std::uint64_t>(std::max<std::int64_t>(ninetieth, 1))) -
                                 log2_fixed(static_cast<std::uint64_t>(std::max<std::int64_t>(seconds, 1)));
      const std::int64_t deviation = normal_deviate(dice.below(1'000'000));
      return times_power_of_two(seconds, ratio * deviation / ninetieth_deviation);
    }
    case Form::quantiles: return read_off(quantiles, dice.below(1'000'001));
  }
  return 0;
}

}  // namespace yakusoku::sim::staffing
