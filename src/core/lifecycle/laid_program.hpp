#pragma once

// WHICH PROGRAM A REQUEST IS OPENED UNDER: the version in force, with the overlays laid that hold for the request as it
// comes in (PROGRAM.md section 7). Whoever opens requests asks here, puts the answer into World::program and opens; the
// ticket's `version` then names the overlays, and program::program_of_version makes the same program again.

#include <memory>
#include <span>

#include "core/lifecycle/decide.hpp"
#include "core/program/overlays.hpp"

namespace yakusoku::lifecycle {

// `world.program` is the base; `files` are the folder it was read from. `opening` is the act with which it is opened.
Result<std::shared_ptr<const program::Program>> laid_program(const std::shared_ptr<const program::Program>& base,
                                                             std::span<const program::SourceFile> files,
                                                             const Act& opening, const World& world);

}  // namespace yakusoku::lifecycle
