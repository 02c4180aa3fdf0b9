#pragma once

// Randomness: the kernel's for tokens and salts, and a seeded twin that repeats itself for tests and demos.

#include <cstdint>
#include <mutex>

#include "ports/store.hpp"

namespace yakusoku::system {

class SystemDice : public ports::Dice {
 public:
  SystemDice();
  std::string bytes(std::size_t count) override;
};

class SeededDice : public ports::Dice {
 public:
  explicit SeededDice(std::uint64_t seed) : seed_(seed) {}
  std::string bytes(std::size_t count) override;

 private:
  std::mutex mutex_;
  std::uint64_t seed_;
  std::uint64_t thrown_ = 0;
};

}  // namespace yakusoku::system
