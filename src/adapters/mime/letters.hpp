#pragma once
// private to the room

// UTF-8 by the letter.

#include <cstdint>
#include <string>
#include <string_view>

namespace yakusoku::mime {

// The letter at `at`, which moves on; -1 where the bytes are none (one byte is passed, or what belonged together).
std::int32_t next_letter(std::string_view text, std::size_t& at);
void put_letter(std::string& to, std::int32_t letter);  // a letter of Unicode; what is none is put as U+FFFD

}  // namespace yakusoku::mime
