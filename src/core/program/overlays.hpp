#pragma once

// OVERLAYS (PROGRAM.md section 7): partial programs laid over this one for whom their `when` holds: an older generation
// by the contract's date, a product's own terms, one customer's contract. Maps merge by key, all else is replaced, the
// last that fits wins; what an overlay adds to a map stands after what was there. A laid program is a whole Program. Its
// `hash` is the base's with the overlays' numbers (from 1, as written) behind it, "<sha>+1.3", so that whoever keeps the
// base's files can make it again from a ticket's `version`.
//
// Reading a folder lays each overlay alone and all of them together, so that what goes wrong only then is an error of
// the folder. Another choice of several may still fail: then the error comes back here.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/program/program.hpp"

namespace yakusoku::program {

// The numbers of the overlays whose `when` holds, in written order: of a request as it is when it opens or is moved.
std::vector<int> overlays_holding(const Program& base, const Facts& facts);

// The program with these overlays laid. None: the base itself. Refuses numbers that it does not have (`unknown_value`)
// and what does not read then (`invalid`, with the first error's place and words).
Result<std::shared_ptr<const Program>> with_overlays(std::span<const SourceFile> files,
                                                     const std::vector<int>& overlays);

// A version's name taken apart; nullopt: it is none. Of a base, `overlays` is empty.
struct VersionName {
  std::string base;  // the hash of the folder
  std::vector<int> overlays;
  friend bool operator==(const VersionName&, const VersionName&) = default;
};
std::optional<VersionName> version_name(std::string_view hash);
std::string to_text(const VersionName& name);

// The program of that version out of the base's files; `invalid` where the files are not those of its base.
Result<std::shared_ptr<const Program>> program_of_version(std::span<const SourceFile> files,
                                                          std::string_view version);

// The one call for whoever opens requests: the base itself where no overlay holds, else the laid program.
Result<std::shared_ptr<const Program>> program_for(const std::shared_ptr<const Program>& base,
                                                   std::span<const SourceFile> files, const Facts& facts);

}  // namespace yakusoku::program
