#pragma once

// argon2id, 19 MiB, two passes; at most two at once, so that a burst of log-ins cannot take the machine's memory.

#include <semaphore>

#include "ports/passwords.hpp"
#include "ports/store.hpp"

namespace yakusoku::system {

class ArgonPasswords : public ports::Passwords {
 public:
  explicit ArgonPasswords(ports::Dice& dice) : dice_(dice) {}
  std::string hash(std::string_view password) override;
  bool matches(std::string_view password, std::string_view hash) override;

 private:
  ports::Dice& dice_;
  std::counting_semaphore<2> places_{2};
};

}  // namespace yakusoku::system
