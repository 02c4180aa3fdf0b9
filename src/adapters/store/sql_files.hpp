#pragma once

// The SQL statements beside the repositories (src/adapters/store/**/*.sql), carried in the binary by their path below
// src/adapters/store: "tickets/load.sql", "search/find.pg.sql".

#include "base/embedded_file.hpp"

namespace yakusoku::store {

using yakusoku::EmbeddedFile;

std::span<const EmbeddedFile> sql_files();

}  // namespace yakusoku::store
