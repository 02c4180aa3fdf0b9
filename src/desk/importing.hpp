#pragma once

// CUSTOMERS OUT OF A TABLE. One row is looked at by itself: what it would add or change, or why not. Rows of organisations
// are known by their name, so that a file can be imported again; a parent is named and may stand behind its children: then
// the file is gone through twice. A dry run is the same in a transaction that is taken back.

#include <map>
#include <string>

#include "desk/desk.hpp"

namespace yakusoku::desk {

enum class Imported { added, changed, unchanged, waits };  // waits: its parent is not there yet

// Columns: name, parent, domains (a blank between them), zone, country, language; only the name is needed.
using ImportedRow = std::map<std::string, std::string, std::less<>>;
// The columns that are known; another one is refused by name.
bool is_organization_column(std::string_view name);
Result<Imported> import_organization(Transaction&, const Caller&, const ImportedRow&);

}  // namespace yakusoku::desk
