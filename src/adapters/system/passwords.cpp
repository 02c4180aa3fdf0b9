#include "adapters/system/passwords.hpp"

#include <argon2.h>

#include <array>

#include "base/assert.hpp"

namespace yakusoku::system {
namespace {

constexpr std::uint32_t passes = 2;
constexpr std::uint32_t memory_kib = 19 * 1024;
constexpr std::uint32_t lanes = 1;
constexpr std::size_t salt_bytes = 16;
constexpr std::size_t hash_bytes = 32;

class Place {
 public:
  explicit Place(std::counting_semaphore<2>& places) : places_(places) { places_.acquire(); }
  ~Place() { places_.release(); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

 private:
  std::counting_semaphore<2>& places_;
};

std::string encoded(std::string_view password, std::string_view salt) {
  std::array<char, 256> out{};
  const int code = argon2id_hash_encoded(passes, memory_kib, lanes, password.data(), password.size(), salt.data(),
                                         salt.size(), hash_bytes, out.data(), out.size());
  ASSERT(code == ARGON2_OK);
  return out.data();
}

}  // namespace

std::string ArgonPasswords::hash(std::string_view password) {
  const Place place(places_);
  return encoded(password, dice_.bytes(salt_bytes));
}

bool ArgonPasswords::matches(std::string_view password, std::string_view hash) {
  const Place place(places_);
  const std::string text(hash);
  const int code = argon2id_verify(text.c_str(), password.data(), password.size());
  if (code == ARGON2_OK) return true;
  // Anything but a plain mismatch was decided without work; do it, or the time tells that there is no password.
  if (code != ARGON2_VERIFY_MISMATCH) encoded(password, std::string(salt_bytes, '\0'));
  return false;
}

}  // namespace yakusoku::system
