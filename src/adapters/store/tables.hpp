#pragma once

// THE TABLES of the schema that this binary knows, read from the migrations themselves, so that whoever copies a desk
// forgets none: names, columns and their types, and a statement that reads or writes a whole row.

#include <string>
#include <vector>

namespace yakusoku::store {

struct Table {
  std::string name;
  std::vector<std::string> columns;
  std::vector<std::string> types;  // "int", "text", "bytes"
  std::string select_name, select, insert_name, insert;
};

// In the order in which they were made: what is referred to stands first.
const std::vector<Table>& all_tables();
std::int64_t schema_level();  // of this binary

}  // namespace yakusoku::store
