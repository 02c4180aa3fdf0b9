#pragma once

// A DESK AS A STREAM OF LINES, to be written into another that is empty, on any engine: moving to PostgreSQL and back,
// and a backup where the engine has none of its own. The rows are one moment's, read beside a desk that goes on working.
// Bytes of files and secrets are not among them (apps/copy_desk.cpp sees to those).
//
//   {"table":"tickets","columns":["id",…]}
//   [1,…]                                      a row: numbers, text, and bytes in hexadecimal
//
// Refusals: storage; conflict (the desk that is written to is not empty); malformed with the line's number.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "adapters/store/database.hpp"

namespace yakusoku::store {

using TakesLine = std::function<Outcome(std::string_view line)>;
// How many rows there were.
Result<std::int64_t> copy_out(Database& database, const TakesLine& takes);

// nullopt: the rows are at their end, and whoever gives them is content. All of it is one transaction: where a line is
// wrong, or the giver says no, nothing was written.
using GivesLine = std::function<Result<std::optional<std::string>>()>;
Result<std::int64_t> copy_in(Database& database, const GivesLine& gives);

}  // namespace yakusoku::store
