#pragma once

// An exact fraction: what formulas, shares and attainment are counted in. Lowest terms, denominator above zero; what
// does not fit 64 bits, and a division by zero, is no value instead of a wrong one.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

namespace yakusoku::program {

class Fraction {
 public:
  constexpr Fraction() = default;
  constexpr Fraction(std::int64_t whole) : numerator_(whole) {}
  static std::optional<Fraction> of(std::int64_t numerator, std::int64_t denominator);

  std::int64_t numerator() const { return numerator_; }
  std::int64_t denominator() const { return denominator_; }
  bool whole() const { return denominator_ == 1; }
  std::int64_t floor() const;
  std::int64_t ceil() const;

  friend std::optional<Fraction> add(const Fraction& a, const Fraction& b);
  friend std::optional<Fraction> subtract(const Fraction& a, const Fraction& b);
  friend std::optional<Fraction> multiply(const Fraction& a, const Fraction& b);
  friend std::optional<Fraction> divide(const Fraction& a, const Fraction& b);
  friend bool operator==(const Fraction&, const Fraction&) = default;
  friend std::strong_ordering operator<=>(const Fraction& a, const Fraction& b);

 private:
  static std::optional<Fraction> lowest(__int128 numerator, __int128 denominator);
  std::int64_t numerator_ = 0;
  std::int64_t denominator_ = 1;
};

std::optional<Fraction> add(const Fraction& a, const Fraction& b);
std::optional<Fraction> subtract(const Fraction& a, const Fraction& b);
std::optional<Fraction> multiply(const Fraction& a, const Fraction& b);
std::optional<Fraction> divide(const Fraction& a, const Fraction& b);

// "7", "7/2"
std::string to_text(const Fraction& value);
// Percent, cut (never rounded up) after two places: 11/12 is "91.66%". Of shares from 0 on.
std::string percent_text(const Fraction& share);

}  // namespace yakusoku::program
