#pragma once

// SHA-256 (FIPS 180-4): names contents (program versions, blobs, the log's chain) and proves short
// words. Not for passwords.

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace yakusoku {

std::array<std::uint8_t, 32> sha256(std::string_view bytes);
// HMAC-SHA-256 (RFC 2104): a word that only the key's holder can make.
std::array<std::uint8_t, 32> hmac_sha256(std::string_view key, std::string_view bytes);
// Lower-case hexadecimal digits, two a byte.
std::string to_hex(std::span<const std::uint8_t> bytes);

}  // namespace yakusoku
