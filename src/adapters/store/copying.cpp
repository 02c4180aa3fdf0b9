#include "adapters/store/copying.hpp"

#include <algorithm>

#include "adapters/store/record_chain.hpp"
#include "adapters/store/statements.hpp"
#include "adapters/store/tables.hpp"
#include "base/json.hpp"

namespace yakusoku::store {
namespace {

// Files' bytes are copied by their own store; secrets by whoever may read them.
bool is_copied(const Table& table) {
  return table.name != "blobs" && table.name != "blob_parts" && table.name != "secrets";
}

Json header_of(const Table& table) {
  Json columns = Json::array();
  for (const std::string& each : table.columns) columns.push(each);
  return Json::object({{"table", table.name}, {"columns", std::move(columns)}});
}

Json row_of(Statement& statement, const Table& table) {
  Json row = Json::array();
  for (std::size_t i = 0; i < table.types.size(); ++i) {
    const int column = static_cast<int>(i);
    if (table.types[i] == "int") {
      row.push(statement.integer(column));
    } else if (table.types[i] == "bytes") {
      row.push(hex_of(statement.bytes(column)));
    } else {
      row.push(std::string(statement.text(column)));
    }
  }
  return row;
}

// A line of rows into the table; false: it does not fit.
bool put_row(Connection& connection, const Table& table, const Json& row) {
  if (!row.is_array() || row.items().size() != table.columns.size()) return false;
  Statement& statement = connection.prepared(table.insert_name, table.insert, table.types);
  Rows rows(statement);
  for (std::size_t i = 0; i < table.types.size(); ++i) {
    const Json& value = row.items()[i];
    const int place = static_cast<int>(i) + 1;
    if (table.types[i] == "int") {
      if (!value.is_integer()) return false;
      statement.bind(place, value.integer());
    } else if (!value.is_string()) {
      return false;
    } else if (table.types[i] == "bytes") {
      const auto bytes = bytes_of_hex(value.string());
      if (!bytes) return false;
      statement.bind_bytes(place, *bytes, Lifetime::copied);
    } else {
      statement.bind_text(place, value.string(), Lifetime::copied);
    }
  }
  while (rows.next()) {
  }
  return true;
}

// The table that a line announces, with the columns that we know; nullptr: it is none.
const Table* announced(const Json& line) {
  const auto name = line.get_string("table");
  const auto& tables = all_tables();
  const auto found = std::ranges::find_if(tables, [&](const Table& each) { return name && each.name == *name; });
  if (found == tables.end() || !is_copied(*found) || to_text(header_of(*found)) != to_text(line)) return nullptr;
  return &*found;
}

bool is_empty(Connection& connection) {
  Rows desk = query(connection, "desk/load");
  return desk.next() && desk.integer() == 0;
}

}  // namespace

Result<std::int64_t> copy_out(Database& database, const TakesLine& takes) {
  std::int64_t count = 0;
  Outcome outcome;
  try {
    database.with_reader([&](Connection& connection) {
      connection.begin_read();
      for (const Table& table : all_tables()) {
        if (!is_copied(table)) continue;
        outcome = takes(to_text(header_of(table)));
        Statement& statement = connection.prepared(table.select_name, table.select, {});
        statement.stream();
        Rows rows(statement);
        while (outcome && rows.next()) {
          outcome = takes(to_text(row_of(statement, table)));
          ++count;
        }
        if (!outcome) break;
      }
      connection.rollback();
    });
  } catch (const StorageFailure& failure) {
    return fail(ErrorCode::storage, "", failure.what());
  }
  TRY_OUTCOME(outcome);
  return count;
}

Result<std::int64_t> copy_in(Database& database, const GivesLine& gives) {
  std::int64_t count = 0, number = 0;
  Outcome outcome;
  try {
    database.with_writer([&](Connection& connection) {
      connection.begin_write();
      try {
        if (!is_empty(connection)) outcome = fail(ErrorCode::conflict, "", "this desk is not empty");
        if (outcome) {
          const auto& tables = all_tables();
          for (auto each = tables.rbegin(); each != tables.rend(); ++each)
            if (is_copied(*each)) connection.execute_script("DELETE FROM " + each->name);
        }
        const Table* table = nullptr;
        while (outcome) {
          const auto given = gives();
          if (!given) {
            outcome = std::unexpected(given.error());
            break;
          }
          const std::optional<std::string>& text = *given;
          if (!text) break;
          ++number;
          const auto line = parse_json(*text);
          if (line && line->is_object()) {
            table = announced(*line);
            if (table) continue;
          } else if (line && table && put_row(connection, *table, *line)) {
            ++count;
            continue;
          }
          outcome = fail(ErrorCode::malformed, "line " + std::to_string(number), text->substr(0, 80));
        }
      } catch (...) {
        connection.rollback();
        throw;
      }
      if (outcome) {
        connection.commit();
      } else {
        connection.rollback();
      }
    });
  } catch (const StorageFailure& failure) {
    return fail(ErrorCode::storage, number > 0 ? "line " + std::to_string(number) : "", failure.what());
  }
  TRY_OUTCOME(outcome);
  return count;
}

}  // namespace yakusoku::store
