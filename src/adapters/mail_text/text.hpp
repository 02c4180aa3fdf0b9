// Small work on UTF-8 text that every part of the room shares. Pure, linear.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace yakusoku::mail_text {

// At most `most` bytes of the text, cut between characters: broken bytes as U+FFFD, line ends "\n", no controls but
// tab.
std::string clean_text(std::string_view bytes, std::size_t most = std::string_view::npos);

// What phrases are compared in: compatibility forms and case folded, marks of emphasis away, blanks as single spaces,
// none at the ends.
std::string matching_form(std::string_view line);

// Blanks of every kind that mails use (no-break, ideographic, zero width) count as blank.
std::string_view trimmed(std::string_view text);
bool is_blank(std::string_view text);

// Columns as a terminal counts them, roughly: a character beyond U+1100 takes two.
std::size_t columns(std::string_view text);

// Takes the first character off `text`; broken bytes count as U+FFFD, one by one. `text` must not be empty.
char32_t take_character(std::string_view& text);

// The lines without their ends. A last line without an end counts; an empty text has none.
std::vector<std::string_view> lines_of(std::string_view text);

}  // namespace yakusoku::mail_text
