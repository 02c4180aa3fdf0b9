#pragma once
// private to the room
// How one map is laid over another, and how a folder is read with overlays laid.

#include <span>
#include <vector>

#include "core/program/program.hpp"
#include "core/program/yaml_text.hpp"

namespace yakusoku::program {

// Maps merge by key, all else is replaced; what is new in a map stands after what was there.
void lay_over(Node& base, const Node& overlay);

// Reads the folder with these overlays laid, in order; their numbers count from 1. None: as it is, and nothing is laid
// to see what goes wrong then.
Reading read_laid(std::span<const SourceFile> files, const std::vector<int>& overlays);

}  // namespace yakusoku::program
