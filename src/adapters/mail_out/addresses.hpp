// Addresses and one-line values as they may stand in a mail: what goes over the wire, or nothing. Pure. Promises: what
// comes out has no line end, NUL or other control character, and its domain is in A-labels (RFC 5890). Refuses what no
// server could take; local parts of the field that break RFC 5322 and still work (two dots, a dot at the end) pass.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace yakusoku::mail_out {

// "山田@例え.jp" -> "山田@xn--r8jz45g.jp"; nothing where this is no address.
std::optional<std::string> wire_address(std::string_view address);
// "例え.jp" -> "xn--r8jz45g.jp", lower-case; nothing where this is no domain.
std::optional<std::string> wire_domain(std::string_view domain);
// The part behind the last @; empty where there is none.
std::string_view domain_of(std::string_view address);
// Whether it can only go to a server that speaks SMTPUTF8 (RFC 6531).
bool needs_utf8(std::string_view wire_address);

// Valid UTF-8 on one line: every run of control characters and line or paragraph separators is one blank.
std::string one_line(std::string_view text);
// Valid UTF-8 with \n line ends and without NUL.
std::string many_lines(std::string_view text);

}  // namespace yakusoku::mail_out
