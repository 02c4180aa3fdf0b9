#include "adapters/system/dice.hpp"

#include <sodium.h>

#include <array>

#include "base/assert.hpp"

namespace yakusoku::system {

SystemDice::SystemDice() { ASSERT(sodium_init() >= 0); }

std::string SystemDice::bytes(std::size_t count) {
  std::string out(count, '\0');
  randombytes_buf(out.data(), out.size());
  return out;
}

std::string SeededDice::bytes(std::size_t count) {
  const std::scoped_lock lock(mutex_);
  std::array<unsigned char, randombytes_SEEDBYTES> seed{};
  const std::array<std::uint64_t, 2> words{seed_, ++thrown_};
  for (std::size_t i = 0; i < 16; ++i) seed[i] = static_cast<unsigned char>(words[i / 8] >> (8 * (i % 8)));
  std::string out(count, '\0');
  randombytes_buf_deterministic(out.data(), out.size(), seed.data());
  return out;
}

}  // namespace yakusoku::system
