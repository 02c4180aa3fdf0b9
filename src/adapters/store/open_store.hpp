#pragma once

// THE STORE over any engine: keeps ports/store.hpp's promises by the protocol of STORAGE.md. `database`, `time` and
// `dice` must outlive what is returned. Brings the schema up to this binary's level first; refuses a newer one.

#include <memory>

#include "adapters/store/database.hpp"
#include "ports/store.hpp"

namespace yakusoku::store {

Result<std::unique_ptr<ports::Store>> open_store(Database& database, ports::TimeSource& time, ports::Dice& dice);

// The secret of that name that all nodes share; `fresh` where there is none yet.
Result<std::string> shared_secret(Database& database, std::string_view name, const std::string& fresh);

}  // namespace yakusoku::store
