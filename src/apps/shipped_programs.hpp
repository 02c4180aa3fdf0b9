#pragma once

// The shipped support programs of programs/, carried in the binary: "megaport/program.yaml", …

#include "base/embedded_file.hpp"

namespace yakusoku::apps {

using yakusoku::EmbeddedFile;

std::span<const EmbeddedFile> shipped_programs();

}  // namespace yakusoku::apps
