#pragma once

// What lies in web/, carried in the binary: "pages/…", "css/…", "text/ja.yaml", "workspace/dist/…" (absent where the
// workspace was not bundled before the build). cmake/embedded.cmake lists the patterns.

#include "base/embedded_file.hpp"

namespace yakusoku::pages {

using yakusoku::EmbeddedFile;

std::span<const EmbeddedFile> embedded_files();

}  // namespace yakusoku::pages
