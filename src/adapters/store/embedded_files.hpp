#pragma once

// The migrations of db/, carried in the binary, sorted by their numbers: "0001_….sql".

#include "base/embedded_file.hpp"

namespace yakusoku::store {

using yakusoku::EmbeddedFile;

std::span<const EmbeddedFile> embedded_files();

}  // namespace yakusoku::store
