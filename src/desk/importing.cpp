#include "desk/importing.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "desk/customers.hpp"
#include "desk/phone.hpp"

namespace yakusoku::desk {
namespace {

constexpr std::array<std::string_view, 5> tables{"organizations", "people", "contracts", "contacts", "assets"};

// The columns, with a blank around each; one that ends with a point takes any name behind it.
std::string_view columns_of(ImportOf table) {
  switch (table) {
    case ImportOf::organizations: return " name parent domains zone country language facts. ";
    case ImportOf::people: return " email name organization role language zone phones ";
    case ImportOf::contracts:
      return " organization program plan reference from to signed_on licences instances price. values. ";
    case ImportOf::contacts: return " organization program email partner employer roles values. ";
    case ImportOf::assets:
      return " organization program name product environment version covered_until plan details. ";
  }
  return {};
}

std::vector<std::string> words_in(std::string_view text, std::string_view between) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    if (between.find(c) != std::string_view::npos) {
      if (!word.empty()) words.push_back(std::move(word));
      word.clear();
    } else {
      word += c;
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

// One row while it is read: each field by its column.
class Fields {
 public:
  explicit Fields(const ImportedRow& row) : row_(row) {}

  const std::string* find(std::string_view name) const {
    const auto found = row_.find(name);
    return found == row_.end() ? nullptr : &found->second;
  }
  Result<std::string> need(std::string_view name) const {
    const std::string* word = find(name);
    if (!word || word->empty()) return fail(ErrorCode::required, std::string(name));
    return *word;
  }
  void take(std::string_view name, std::string& into) const {
    if (const std::string* word = find(name)) into = *word;
  }
  Outcome take(std::string_view name, std::int64_t& into) const {
    const std::string* word = find(name);
    if (!word) return {};
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(word->data(), word->data() + word->size(), number);
    if (!word->empty() && (error != std::errc() || end != word->data() + word->size()))
      return fail(ErrorCode::invalid, std::string(name), "a whole number is expected");
    into = number;
    return {};
  }
  // Fields under a word with a point: {"spend": 120000} of facts.spend. What looks like a number is one.
  void take_under(std::string_view word, Json& into, bool numbers) const {
    const std::string start = std::string(word) + ".";
    for (auto each = row_.lower_bound(start); each != row_.end() && each->first.starts_with(start); ++each) {
      std::int64_t number = 0;
      const std::string& text = each->second;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
      const bool is_number = numbers && !text.empty() && error == std::errc() && end == text.data() + text.size();
      into.set(each->first.substr(start.size()), is_number ? Json(number) : Json(text));
    }
  }

 private:
  const ImportedRow& row_;
};

Result<OrganizationId> organization_in(Reader& reader, const Fields& fields) {
  const std::string name = TRY(fields.need("organization"));
  const auto row = reader.organization_by_name(name);
  if (!row) return fail(ErrorCode::unknown_value, "organization", name);
  return row->id;
}

Result<ProgramId> program_in(Reader& reader, const Fields& fields) {
  const std::string key = TRY(fields.need("program"));
  for (const ports::ProgramRow& each : reader.programs())
    if (each.key == key) return each.id;
  return fail(ErrorCode::unknown_value, "program", key);
}

template <class Row>
bool same_fields(const Row& a, const Row& b) {
  return to_text(write_fields(a)) == to_text(write_fields(b));
}

Result<Imported> done(Result<Answer> answer, bool present) {
  if (!answer) return std::unexpected(std::move(answer.error()));
  return present ? Imported::changed : Imported::added;
}

bool same(const ports::OrganizationRow& a, const ports::OrganizationRow& b) {
  return a.zone == b.zone && a.country == b.country && a.language == b.language && a.domains == b.domains &&
         a.parent == b.parent && a.facts == b.facts;
}

Result<Imported> organization(Transaction& transaction, const Caller& caller, const Fields& fields) {
  const std::string name = TRY(fields.need("name"));
  const auto present = transaction.organization_by_name(name);
  ports::OrganizationRow wanted = present.value_or(ports::OrganizationRow{});
  wanted.name = name;
  fields.take("zone", wanted.zone);
  fields.take("country", wanted.country);
  fields.take("language", wanted.language);
  fields.take_under("facts", wanted.facts, true);
  if (const auto* domains = fields.find("domains")) wanted.domains = words_in(lower(*domains), " ;|");
  for (const std::string& domain : wanted.domains) {
    const OrganizationId owner = transaction.organization_of_domain(domain);
    if (owner && owner != wanted.id) return fail(ErrorCode::duplicate, "domains", domain);
  }
  if (const auto* parent = fields.find("parent")) {
    wanted.parent = {};
    if (!parent->empty()) {
      const auto above = transaction.organization_by_name(*parent);
      if (!above) return Imported::waits;
      wanted.parent = above->id;
    }
  }
  if (present && same(*present, wanted)) return Imported::unchanged;
  return done(
      present ? update_organization(transaction, caller, wanted) : create_organization(transaction, caller, wanted),
      present.has_value());
}

Result<Imported> phones(Transaction& transaction, const Caller& caller, PersonId person, const Fields& fields,
                        Imported so_far) {
  const std::string* numbers = fields.find("phones");
  if (!numbers) return so_far;
  const auto before = transaction.phones_of(person);
  TRY(put_phones(transaction, caller, person, words_in(*numbers, ";|")));
  const bool changed = transaction.phones_of(person) != before;
  return so_far == Imported::unchanged && changed ? Imported::changed : so_far;
}

Result<Imported> person(Transaction& transaction, const Caller& caller, const Fields& fields) {
  const std::string email = lower(TRY(fields.need("email")));
  const auto present = transaction.person_by_address(email);
  if (present && ports::is_staff(present->role))
    return fail(ErrorCode::not_allowed, "email", "he works here: staff are not imported");
  ports::PersonRow wanted = present.value_or(ports::PersonRow{});
  wanted.email = email;
  if (wanted.name.empty()) wanted.name = email.substr(0, email.find('@'));
  fields.take("name", wanted.name);
  fields.take("language", wanted.language);
  fields.take("zone", wanted.zone);
  if (fields.find("organization")) wanted.organization = TRY(organization_in(transaction, fields));
  if (const std::string* word = fields.find("role"); word && !word->empty()) {
    const auto role = ports::role_of(*word);
    if (!role || ports::is_staff(*role)) return fail(ErrorCode::unknown_value, "role", *word);
    wanted.role = *role;
  }
  if (present) {
    const bool unchanged = present->name == wanted.name && present->language == wanted.language &&
                           present->zone == wanted.zone && present->organization == wanted.organization &&
                           present->role == wanted.role;
    if (!unchanged) TRY(update_person(transaction, caller, wanted));
    return phones(transaction, caller, present->id, fields, unchanged ? Imported::unchanged : Imported::changed);
  }
  NewPerson fresh;
  fresh.name = wanted.name;
  fresh.email = wanted.email;
  fresh.role = wanted.role;
  fresh.organization = wanted.organization;
  fresh.language = wanted.language;
  fresh.zone = wanted.zone;
  TRY(create_person(transaction, caller, fresh));
  return phones(transaction, caller, transaction.person_by_address(email)->id, fields, Imported::added);
}

Result<Imported> contract(Transaction& transaction, Shelf& shelf, const Caller& caller, const Fields& fields) {
  ports::ContractRow wanted;
  const OrganizationId customer = TRY(organization_in(transaction, fields));
  const ProgramId program = TRY(program_in(transaction, fields));
  const std::string* reference = fields.find("reference");
  std::optional<ports::ContractRow> present;
  for (const ports::ContractRow& each : transaction.contracts_of(customer)) {
    if (each.program != program) continue;
    const bool same_plan = fields.find("plan") && each.plan == *fields.find("plan") &&
                           (!fields.find("from") || each.from == *fields.find("from"));
    if (reference && !reference->empty() ? each.reference == *reference : same_plan) present = each;
  }
  if (present) wanted = *present;
  wanted.organization = customer;
  wanted.program = program;
  fields.take("plan", wanted.plan);
  fields.take("reference", wanted.reference);
  fields.take("from", wanted.from);
  fields.take("to", wanted.to);
  fields.take("signed_on", wanted.signed_on);
  TRY_OUTCOME(fields.take("licences", wanted.licences));
  TRY_OUTCOME(fields.take("instances", wanted.instances));
  fields.take_under("price", wanted.price, false);
  fields.take_under("values", wanted.values, true);
  if (present && same_fields(*present, wanted)) return Imported::unchanged;
  return done(put_contract(transaction, shelf, caller, wanted), present.has_value());
}

Result<Imported> named_contact(Transaction& transaction, Shelf& shelf, const Caller& caller, const Fields& fields) {
  NewContact wanted;
  wanted.organization = TRY(organization_in(transaction, fields));
  wanted.program = TRY(program_in(transaction, fields));
  wanted.address = lower(TRY(fields.need("email")));
  if (const auto known = transaction.person_by_address(wanted.address))
    for (const ports::NamedContactRow& each :
         transaction.named_contacts(wanted.organization, wanted.program, transaction.now()))
      if (each.person == known->id) return Imported::unchanged;
  if (const auto* partner = fields.find("partner")) wanted.partner = *partner == "yes";
  fields.take("employer", wanted.employer);
  if (const auto* roles = fields.find("roles")) wanted.roles = words_in(*roles, " ;|");
  fields.take_under("values", wanted.values, true);
  return done(name_contact(transaction, shelf, caller, wanted), false);
}

Result<Imported> asset(Transaction& transaction, const Caller& caller, const Fields& fields) {
  const OrganizationId customer = TRY(organization_in(transaction, fields));
  const std::string name = TRY(fields.need("name"));
  std::optional<ports::AssetRow> present;
  for (const ports::AssetRow& each : transaction.assets_of(customer))
    if (each.name == name) present = each;
  ports::AssetRow wanted = present.value_or(ports::AssetRow{});
  wanted.organization = customer;
  wanted.name = name;
  if (fields.find("program") || !present) wanted.program = TRY(program_in(transaction, fields));
  fields.take("product", wanted.product);
  fields.take("environment", wanted.environment);
  fields.take("version", wanted.version);
  fields.take("covered_until", wanted.covered_until);
  fields.take("plan", wanted.plan);
  fields.take_under("details", wanted.details, false);
  if (present && same_fields(*present, wanted)) return Imported::unchanged;
  return done(put_asset(transaction, caller, wanted), present.has_value());
}

}  // namespace

std::span<const std::string_view> enum_words(ImportOf) { return tables; }

std::optional<ImportOf> import_of(std::string_view word) {
  const auto found = std::ranges::find(tables, word);
  if (found == tables.end()) return std::nullopt;
  return static_cast<ImportOf>(found - tables.begin());
}

bool is_column(ImportOf table, std::string_view name) {
  const std::string_view columns = columns_of(table);
  const auto has = [&](std::string_view word) {
    return columns.find(" " + std::string(word) + " ") != std::string::npos;
  };
  const std::size_t point = name.find('.');
  if (point == std::string_view::npos) return !name.empty() && name.find(' ') == std::string_view::npos && has(name);
  return point + 1 < name.size() && has(name.substr(0, point + 1));
}

Result<Imported> import_row(Transaction& transaction, Shelf& shelf, const Caller& caller, ImportOf table,
                            const ImportedRow& row) {
  const Fields fields(row);
  switch (table) {
    case ImportOf::organizations: return organization(transaction, caller, fields);
    case ImportOf::people: return person(transaction, caller, fields);
    case ImportOf::contracts: return contract(transaction, shelf, caller, fields);
    case ImportOf::contacts: return named_contact(transaction, shelf, caller, fields);
    case ImportOf::assets: return asset(transaction, caller, fields);
  }
  return Imported::unchanged;
}

}  // namespace yakusoku::desk
