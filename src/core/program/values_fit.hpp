#pragma once

// Whether values that a folder gives to things of its own are among theirs: what a computed choice comes to, the bounds
// of an ordered fact, the new names of `was`.

#include "core/program/references.hpp"
#include "core/program/yaml_text.hpp"

namespace yakusoku::program {

// The facts and periods that the formulas of computed numbers and dates name, and what is wrong with these formulas.
void gather_formulas(const Node& root, Report& report, Gathered& gathered);
void check_values(const Node& root, const KnownNames& known, Report& report);

}  // namespace yakusoku::program
