#pragma once
// private to the room
// Chance from a seed (SplitMix64): the same on every machine.

#include <cstdint>
#include <vector>

#include "ports/store.hpp"

namespace yakusoku::sim {

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  // 0 .. below - 1
  std::int64_t below(std::int64_t below) { return static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(below)); }
  bool one_in(std::int64_t n) { return below(n) == 0; }
  template <class T>
  const T& of(const std::vector<T>& all) {
    return all[static_cast<std::size_t>(below(std::ssize(all)))];
  }

 private:
  std::uint64_t state_;
};

// The store's salts and tokens.
class ChanceDice final : public ports::Dice {
 public:
  explicit ChanceDice(std::uint64_t seed) : chance_(seed) {}
  std::string bytes(std::size_t count) override {
    std::string bytes(count, '\0');
    for (char& each : bytes) each = static_cast<char>(chance_.next() & 0xff);
    return bytes;
  }

 private:
  Chance chance_;
};

// A machine's clock, which may be set, also backwards.
class MachineClock final : public ports::TimeSource {
 public:
  explicit MachineClock(Instant at) : at_(at) {}
  Instant now() override { return at_; }
  void set(Instant at) { at_ = at; }

 private:
  Instant at_;
};

}  // namespace yakusoku::sim
