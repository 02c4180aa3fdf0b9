#pragma once
// private to the room

// What an IMAP server's lines say, and how what we say is written (RFC 9051, 3501). Pure. Lines come from a stranger:
// what can't be read is nothing, never a crash.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace yakusoku::mail_in {

struct Literal {
  std::string bytes;
  std::uint64_t size = 0;  // as announced; larger than bytes where they were more than we take
};

// One response; each literal stands in the line as literal_mark, in order.
constexpr char literal_mark = '\x01';
struct Response {
  std::string line;
  std::vector<Literal> literals;
};

struct Fetched {
  std::uint32_t uid = 0;
  std::optional<std::uint64_t> size;
  std::optional<Instant> at;
  std::optional<Literal> body;  // BODY[] or BODY[HEADER]
};
// Of "* 7 FETCH (UID 9 …)"; takes the body out of the response. Nothing for other lines.
std::optional<Fetched> read_fetch(Response& response);

// Of "* SEARCH 3 1 2". Nothing for other lines.
std::optional<std::vector<std::uint32_t>> read_search(std::string_view line);
// Of "* OK [UIDVALIDITY 5] …".
std::optional<std::uint32_t> read_uid_validity(std::string_view line);
// Of "* CAPABILITY A B" in capitals.
std::optional<std::vector<std::string>> read_capabilities(std::string_view line);
// Whether it tells of new mail: "* 5 EXISTS".
bool is_exists(std::string_view line);
// "17-Jul-1996 02:44:25 -0700", the day perhaps with a leading blank.
std::optional<Instant> read_internal_date(std::string_view text);
// The {n} at the end of a line that a literal follows.
std::optional<std::uint64_t> literal_size(std::string_view line);

// "1:3,7" of 1 2 3 7; ascending.
std::string uid_set(const std::vector<std::uint32_t>& uids);
// A folder's name, given in UTF-8, as the wire has it: modified UTF-7 in quotes.
std::string folder_on_wire(std::string_view name);
bool same_word(std::string_view a, std::string_view b);  // ASCII letters alike

}  // namespace yakusoku::mail_in
