#pragma once

// A ROW AS A PICTURE: days from left to right, the hours of each day downwards on the wall of the program's zone; shaded
// where somebody is on duty, struck through where there is a gap. A string of inline SVG without a style of its own:
// `currentColor`, and the classes proof-picture, proof-present, proof-gap, proof-note and proof-label for pages that
// have colours; it reads in black and white. Its text alternative says the same in a sentence.

#include <string>
#include <string_view>

#include "core/proof/proof.hpp"

namespace yakusoku::proof {

// The part of the horizon that is shown, at most 366 days; in English, or in Japanese for "ja".
std::string picture_of(const Proof& proof, const Row& row, calendars::Interval shown, std::string_view language);
// A year from the beginning of the proof.
std::string picture_of(const Proof& proof, const Row& row, std::string_view language);

}  // namespace yakusoku::proof
