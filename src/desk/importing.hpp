#pragma once

// CUSTOMERS OUT OF TABLES. One row is looked at by itself: what it would add or change, or why not. Rows are known by what
// their owner knows them by (an organisation's name, a person's address, a contract's reference, an environment's name), so
// that a file can be imported again. Whatever is named has to be there; only a parent of organisations may stand behind its
// children: then the file is gone through twice. A dry run is the same in a transaction that is taken back. A column that
// is not there leaves alone what is; an empty field empties it.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "desk/desk.hpp"

namespace yakusoku::desk {

// organizations: name, parent, domains (a blank between them), zone, country, language, facts.NAME
// people: email, name, organization, role (customer, customer_admin), language, zone, phones
// contracts: organization, program, plan, reference, from, to, signed_on, licences, instances, price.LANGUAGE, values.NAME
// contacts: organization, program, email, partner (yes), employer, roles, values.NAME
// assets: organization, program, name, product, environment, version, covered_until, plan, details.NAME
enum class ImportOf { organizations, people, contracts, contacts, assets };
std::span<const std::string_view> enum_words(ImportOf);
std::optional<ImportOf> import_of(std::string_view word);
// Another column is refused by its name.
bool is_column(ImportOf table, std::string_view name);

enum class Imported { added, changed, unchanged, waits };  // waits: its parent is not there yet
using ImportedRow = std::map<std::string, std::string, std::less<>>;
Result<Imported> import_row(Transaction&, Shelf&, const Caller&, ImportOf, const ImportedRow&);

}  // namespace yakusoku::desk
