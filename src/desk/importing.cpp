#include "desk/importing.hpp"

#include <algorithm>
#include <array>

namespace yakusoku::desk {
namespace {

std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    if (c == ' ' || c == ';' || c == '|') {
      if (!word.empty()) words.push_back(std::move(word));
      word.clear();
    } else {
      word += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

bool same(const ports::OrganizationRow& a, const ports::OrganizationRow& b) {
  return a.zone == b.zone && a.country == b.country && a.language == b.language && a.domains == b.domains &&
         a.parent == b.parent;
}

}  // namespace

bool is_organization_column(std::string_view name) {
  static constexpr std::array<std::string_view, 6> known{"name", "parent", "domains", "zone", "country", "language"};
  return std::ranges::find(known, name) != known.end();
}

Result<Imported> import_organization(Transaction& transaction, const Caller& caller, const ImportedRow& row) {
  const auto at = [&](std::string_view name) -> const std::string* {
    const auto found = row.find(name);
    return found == row.end() ? nullptr : &found->second;
  };
  const std::string* name = at("name");
  if (!name || name->empty()) return fail(ErrorCode::required, "name");
  const auto present = transaction.organization_by_name(*name);
  ports::OrganizationRow wanted = present.value_or(ports::OrganizationRow{});
  wanted.name = *name;
  // A column that is not there leaves alone what is; an empty field empties it.
  if (const auto* zone = at("zone")) wanted.zone = *zone;
  if (const auto* country = at("country")) wanted.country = *country;
  if (const auto* language = at("language")) wanted.language = *language;
  if (const auto* domains = at("domains")) wanted.domains = words_in(*domains);
  for (const std::string& domain : wanted.domains) {
    const OrganizationId owner = transaction.organization_of_domain(domain);
    if (owner && owner != wanted.id) return fail(ErrorCode::duplicate, "domains", domain);
  }
  if (const auto* parent = at("parent")) {
    wanted.parent = {};
    if (!parent->empty()) {
      const auto above = transaction.organization_by_name(*parent);
      if (!above) return Imported::waits;
      if (above->id == wanted.id) return fail(ErrorCode::invalid, "parent", "it can't be above itself");
      wanted.parent = above->id;
    }
  }
  if (present && same(*present, wanted)) return Imported::unchanged;
  auto done = present ? update_organization(transaction, caller, wanted)
                      : create_organization(transaction, caller, wanted);
  if (!done) return std::unexpected(std::move(done.error()));
  return present ? Imported::changed : Imported::added;
}

}  // namespace yakusoku::desk
