#pragma once

// The text of the table that describes the language; shapes.cpp takes it apart.

#include <string_view>

namespace yakusoku::program {

// A line with a colon at its end begins a record; under it `key[!] shape -- help`, `!` where the key must be given.
// Shapes: a leaf's word · 'literal' · @space (a name that must exist there) · [list] · {NAME: shape}, {space: shape}
// where the names make that space · choice(shape[; key shape]) · a Record · alternatives with |.
std::string_view language_table();

}  // namespace yakusoku::program
