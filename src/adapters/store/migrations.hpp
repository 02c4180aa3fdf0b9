#pragma once

// The numbered files of db/ that a database does not have yet, each once and in order, in one transaction. Forward
// only; a database from a newer binary is refused.

#include "adapters/store/database.hpp"

namespace yakusoku::store {

Outcome migrate(Database& database, std::string_view desk_id);

}  // namespace yakusoku::store
