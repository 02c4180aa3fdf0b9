#pragma once

// The log's hash chain: each record's link is the SHA-256 of the link before and of everything the record says, so that
// no record can be changed, dropped or put in later without every later link showing it.

#include <optional>
#include <string>
#include <string_view>

#include "ports/rows.hpp"

namespace yakusoku::store {

constexpr std::size_t digest_size = 32;

// 32 bytes. The first record follows 32 zero bytes.
std::string chain_link(std::string_view previous, const ports::LogRow& row);
std::string first_link();
// 32 bytes: what the facts carry of a message's words.
std::string message_digest(std::string_view salt, std::string_view body);

std::string hex_of(std::string_view bytes);
std::optional<std::string> bytes_of_hex(std::string_view text);  // nullopt: it is none

}  // namespace yakusoku::store
