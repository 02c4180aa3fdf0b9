#pragma once
// private to the room

// A SOURCE THAT GMIME CAN CUT. Most are so already and are not copied; what others need is done to the whole of them.

#include <optional>
#include <string>
#include <string_view>

#include "ports/mail.hpp"

namespace yakusoku::mime {

// Without what stands before the first field: a byte order mark, blank lines, an mbox's own line.
std::string_view without_prelude(std::string_view source);
// The line ends of other times, NUL in headers, encoded words that never end by the thousand (GMime reads on to the end
// of the header for each of them). Notes what it found; nothing where nothing is to do.
std::optional<std::string> repaired(std::string_view source, ports::ReadMail& mail);

}  // namespace yakusoku::mime
