#include "adapters/store/tables.hpp"

#include <algorithm>
#include <charconv>

#include "adapters/store/embedded_files.hpp"
#include "base/assert.hpp"

namespace yakusoku::store {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\n')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.remove_suffix(1);
  return text;
}

std::string sql_alone(std::string_view sql) {
  std::string out;
  while (!sql.empty()) {
    const std::string_view line = sql.substr(0, std::min(sql.find('\n'), sql.size()));
    out.append(line.substr(0, std::min(line.find("--"), line.size()))).append("\n");
    sql.remove_prefix(std::min(line.size() + 1, sql.size()));
  }
  return out;
}

std::string word_at(std::string_view text) {
  text = trimmed(text);
  return std::string(text.substr(0, std::min(text.find_first_of(" (\n"), text.size())));
}

std::string type_of(std::string_view column) {
  const std::string type = word_at(trimmed(column).substr(word_at(column).size()));
  return type == "INT" ? "int" : type == "TEXT" ? "text" : type == "BYTES" ? "bytes" : "";
}

Table& table_named(std::vector<Table>& tables, std::string_view name) {
  const auto found = std::ranges::find(tables, name, &Table::name);
  ASSERT(found != tables.end());
  return *found;
}

void add_column(Table& table, std::string_view definition) {
  const std::string type = type_of(definition);
  if (type.empty()) return;  // a key or a check of the whole table
  table.columns.push_back(word_at(definition));
  table.types.push_back(type);
}

// Commas between columns, not those within brackets.
void add_columns(Table& table, std::string_view body) {
  int depth = 0;
  std::size_t from = 0;
  for (std::size_t at = 0; at <= body.size(); ++at) {
    if (at == body.size() || (body[at] == ',' && depth == 0)) {
      add_column(table, body.substr(from, at - from));
      from = at + 1;
    } else if (body[at] == '(') {
      ++depth;
    } else if (body[at] == ')') {
      --depth;
    }
  }
}

void apply(std::vector<Table>& tables, std::string_view statement) {
  statement = trimmed(statement);
  constexpr std::string_view create = "CREATE TABLE ", alter = "ALTER TABLE ", drop = "DROP TABLE ";
  if (statement.starts_with(create)) {
    const std::size_t open = statement.find('('), close = statement.rfind(')');
    ASSERT(open != std::string_view::npos && close > open);
    tables.push_back({word_at(statement.substr(create.size())), {}, {}, {}, {}, {}, {}});
    add_columns(tables.back(), statement.substr(open + 1, close - open - 1));
  } else if (statement.starts_with(alter)) {
    Table& table = table_named(tables, word_at(statement.substr(alter.size())));
    constexpr std::string_view add = "ADD COLUMN ", gone = "DROP COLUMN ";
    if (const std::size_t at = statement.find(add); at != std::string_view::npos) {
      add_column(table, statement.substr(at + add.size()));
    } else if (const std::size_t from = statement.find(gone); from != std::string_view::npos) {
      const std::string name = word_at(statement.substr(from + gone.size()));
      const auto column = std::ranges::find(table.columns, name);
      ASSERT(column != table.columns.end());
      table.types.erase(table.types.begin() + (column - table.columns.begin()));
      table.columns.erase(column);
    } else {
      ASSERT(false);  // a change that copying would not know of
    }
  } else if (statement.starts_with(drop)) {
    std::erase_if(tables, [&](const Table& each) { return each.name == word_at(statement.substr(drop.size())); });
  }
}

void add_statements(Table& table) {
  std::string columns, places;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    columns += (i ? ", " : "") + table.columns[i];
    places += (i ? ", $" : "$") + std::to_string(i + 1);
  }
  table.select_name = "copy_out/" + table.name;
  table.select = "SELECT " + columns + " FROM " + table.name + " ORDER BY " + table.columns.front();
  table.insert_name = "copy_in/" + table.name;
  table.insert = "INSERT INTO " + table.name + "(" + columns + ") VALUES (" + places + ")";
}

}  // namespace

const std::vector<Table>& all_tables() {
  static const std::vector<Table> all = [] {
    std::vector<Table> tables;
    for (const EmbeddedFile& file : embedded_files()) {
      const std::string sql = sql_alone(file.content);
      std::string_view rest = sql;
      while (!trimmed(rest).empty()) {
        const std::size_t end = std::min(rest.find(';'), rest.size());
        apply(tables, rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
    for (Table& each : tables) add_statements(each);
    return tables;
  }();
  return all;
}

std::int64_t schema_level() {
  std::int64_t level = 0;
  if (!embedded_files().empty()) {
    const std::string_view path = embedded_files().back().path;
    std::from_chars(path.data(), path.data() + path.size(), level);
  }
  return level;
}

}  // namespace yakusoku::store
