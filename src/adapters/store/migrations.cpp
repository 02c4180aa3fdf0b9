#include "adapters/store/migrations.hpp"

#include <charconv>

#include "adapters/store/embedded_files.hpp"
#include "adapters/store/row_text.hpp"
#include "adapters/store/statements.hpp"
#include "base/assert.hpp"

namespace yakusoku::store {
namespace {

std::int64_t number_of(const EmbeddedFile& file) {
  std::int64_t number = 0;
  std::from_chars(file.path.data(), file.path.data() + file.path.size(), number);
  ASSERT(number > 0);
  return number;
}

std::int64_t level_of(Connection& connection) {
  if (!connection.has_table("desk")) return 0;
  Rows rows = query(connection, "desk/load");
  ASSERT(rows.next());
  rows.integer();
  rows.integer();
  return rows.integer();
}

// Lists inside rows are JSON, which the two engines take apart in ways of their own: so it is done here.
constexpr std::int64_t domains_have_rows = 4;
void fill_domains(Connection& connection) {
  std::vector<std::pair<std::string, std::int64_t>> domains;
  Rows rows = query(connection, "organizations/domains");
  while (rows.next()) {
    const std::int64_t id = rows.integer();
    for (std::string& domain : list_of(rows.text())) domains.emplace_back(std::move(domain), id);
  }
  for (const auto& [domain, id] : domains) execute(connection, "organizations/take_domain", domain, id);
}

Outcome bring_up(Connection& connection, const Database& database, std::string_view desk_id) {
  const std::int64_t level = level_of(connection);
  std::int64_t newest = level;
  for (const EmbeddedFile& file : embedded_files()) {
    const std::int64_t number = number_of(file);
    if (number <= level) continue;
    ASSERT(number == newest + 1);
    connection.execute_script(database.adapted(file.content));
    newest = number;
    if (number == domains_have_rows && level > 0) fill_domains(connection);
  }
  const std::int64_t known = embedded_files().empty() ? 0 : number_of(embedded_files().back());
  if (level > known)
    return fail(ErrorCode::storage, "", "the database has schema level " + std::to_string(level) +
                                            ", this binary knows up to " + std::to_string(known));
  if (level == 0)
    execute(connection, "desk/insert", desk_id, newest, 0);
  else if (newest != level)
    execute(connection, "desk/set_schema_level", newest);
  return {};
}

}  // namespace

Outcome migrate(Database& database, std::string_view desk_id) {
  Outcome outcome;
  try {
    database.with_writer([&](Connection& connection) {
      connection.begin_write();
      try {
        outcome = bring_up(connection, database, desk_id);
        if (outcome)
          connection.commit();
        else
          connection.rollback();
      } catch (...) {
        connection.rollback();
        throw;
      }
    });
  } catch (const StorageFailure& failure) {
    return fail(ErrorCode::storage, "", failure.what());
  }
  return outcome;
}

}  // namespace yakusoku::store
