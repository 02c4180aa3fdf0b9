#include "core/program/fraction.hpp"

#include <limits>

#include <fmt/format.h>

namespace yakusoku::program {

std::optional<Fraction> Fraction::lowest(__int128 numerator, __int128 denominator) {
  if (denominator == 0) return std::nullopt;
  if (denominator < 0) {
    numerator = -numerator;
    denominator = -denominator;
  }
  __int128 a = numerator < 0 ? -numerator : numerator, b = denominator;
  while (b != 0) {
    const __int128 rest = a % b;
    a = b;
    b = rest;
  }
  numerator /= a;
  denominator /= a;
  constexpr __int128 most = std::numeric_limits<std::int64_t>::max();
  if (numerator > most || numerator < -most || denominator > most) return std::nullopt;
  Fraction fraction;
  fraction.numerator_ = static_cast<std::int64_t>(numerator);
  fraction.denominator_ = static_cast<std::int64_t>(denominator);
  return fraction;
}

std::optional<Fraction> Fraction::of(std::int64_t numerator, std::int64_t denominator) {
  return lowest(numerator, denominator);
}

std::int64_t Fraction::floor() const {
  const std::int64_t cut = numerator_ / denominator_;
  return numerator_ < 0 && numerator_ % denominator_ != 0 ? cut - 1 : cut;
}
std::int64_t Fraction::ceil() const {
  const std::int64_t cut = numerator_ / denominator_;
  return numerator_ > 0 && numerator_ % denominator_ != 0 ? cut + 1 : cut;
}

std::optional<Fraction> add(const Fraction& a, const Fraction& b) {
  const __int128 left = static_cast<__int128>(a.numerator_) * b.denominator_;
  const __int128 right = static_cast<__int128>(b.numerator_) * a.denominator_;
  return Fraction::lowest(left + right, static_cast<__int128>(a.denominator_) * b.denominator_);
}
std::optional<Fraction> subtract(const Fraction& a, const Fraction& b) {
  Fraction less = b;
  less.numerator_ = -b.numerator_;
  return add(a, less);
}
std::optional<Fraction> multiply(const Fraction& a, const Fraction& b) {
  return Fraction::lowest(static_cast<__int128>(a.numerator_) * b.numerator_,
                          static_cast<__int128>(a.denominator_) * b.denominator_);
}
std::optional<Fraction> divide(const Fraction& a, const Fraction& b) {
  return Fraction::lowest(static_cast<__int128>(a.numerator_) * b.denominator_,
                          static_cast<__int128>(a.denominator_) * b.numerator_);
}
std::strong_ordering operator<=>(const Fraction& a, const Fraction& b) {
  const __int128 left = static_cast<__int128>(a.numerator_) * b.denominator_;
  const __int128 right = static_cast<__int128>(b.numerator_) * a.denominator_;
  return left < right   ? std::strong_ordering::less
         : left > right ? std::strong_ordering::greater
                        : std::strong_ordering::equal;
}

std::string to_text(const Fraction& value) {
  if (value.whole()) return std::to_string(value.numerator());
  return fmt::format("{}/{}", value.numerator(), value.denominator());
}

std::string percent_text(const Fraction& share) {
  const __int128 hundredths = static_cast<__int128>(share.numerator()) * 10000 / share.denominator();
  const auto cut = static_cast<std::int64_t>(hundredths);
  if (cut % 100 == 0) return fmt::format("{}%", cut / 100);
  return fmt::format("{}.{:02}%", cut / 100, cut % 100);
}

}  // namespace yakusoku::program
