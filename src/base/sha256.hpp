#pragma once

// SHA-256 (FIPS 180-4): names contents (program versions, blobs, the log's chain). Not for passwords or signatures.

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace yakusoku {

std::array<std::uint8_t, 32> sha256(std::string_view bytes);
// Lower-case hexadecimal digits, two a byte.
std::string to_hex(std::span<const std::uint8_t> bytes);

}  // namespace yakusoku
