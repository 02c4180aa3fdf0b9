// The JSON Schema against the programs themselves: it knows each of their keys, and refuses those that the reader does.

#include <fmt/format.h>

#include <regex>

#include "core/program/folder_for_tests.hpp"
#include "core/program/yaml_text.hpp"

namespace yakusoku::program {
namespace {

Json json_of(const Node& node) {
  if (node.is_scalar()) return node.text;
  if (node.is_list()) {
    Json list = Json::array();
    for (const Node& item : node.items) list.push(json_of(item));
    return list;
  }
  if (!node.is_map()) return {};
  Json map = Json::object();
  for (const Node::Entry& entry : node.entries) map.set(entry.key, json_of(entry.value));
  return map;
}

// As much of JSON Schema as the language's uses; an unknown word fails the test.
class Validator {
 public:
  explicit Validator(Json schema) : root_(std::move(schema)) {}

  bool fits(const Json& value) { return fits(value, root_, ""); }
  // The deepest place at which something did not fit.
  std::string where;

 private:
  bool no(const std::string& path) {
    if (path.size() >= where.size()) where = path;
    return false;
  }
  bool fits(const Json& value, const Json& schema, const std::string& path) {
    for (const auto& [word, rule] : schema.members()) {
      if (word == "$ref") {
        const Json* target = root_.find("$defs")->find(rule.string().substr(8));
        EXPECT_TRUE(target) << rule.string();
        if (!target || !fits(value, *target, path)) return false;
      } else if (word == "anyOf") {
        if (std::ranges::none_of(rule.items(), [&](const Json& each) { return fits(value, each, path); }))
          return no(path);
      } else if (word == "type") {
        if (!has_type(value, rule)) return no(path);
      } else if (word == "const") {
        if (value != rule) return no(path);
      } else if (word == "enum") {
        if (std::ranges::find(rule.items(), value) == rule.items().end()) return no(path);
      } else if (word == "required") {
        for (const Json& key : rule.items())
          if (!value.find(key.string())) return no(path);
      } else if (word == "minProperties" || word == "maxProperties") {
        const auto count = value.is_object() ? static_cast<std::int64_t>(value.members().size()) : rule.integer();
        if (word == "minProperties" ? count < rule.integer() : count > rule.integer()) return no(path);
      } else if (word == "items") {
        if (!value.is_array()) continue;
        for (std::size_t i = 0; i < value.items().size(); ++i)
          if (!fits(value.items()[i], rule, fmt::format("{}[{}]", path, i))) return false;
      } else if (word == "propertyNames") {
        const std::regex pattern(*rule.get_string("pattern"));
        if (!value.is_object()) continue;
        for (const auto& [name, member] : value.members())
          if (!std::regex_search(name, pattern)) return no(path + "." + name);
      } else if (word == "properties" || word == "additionalProperties") {
        if (word == "properties" && schema.find("additionalProperties")) continue;  // seen below
        if (!members_fit(value, schema, path)) return false;
      } else {
        EXPECT_TRUE(word == "description" || word == "title" || word == "$schema" || word == "$id" || word == "$defs")
            << word;
      }
    }
    return true;
  }
  bool members_fit(const Json& value, const Json& schema, const std::string& path) {
    if (!value.is_object()) return true;
    const Json* properties = schema.find("properties");
    const Json* others = schema.find("additionalProperties");
    for (const auto& [name, member] : value.members()) {
      const std::string below = path + "." + name;
      if (const Json* known = properties ? properties->find(name) : nullptr) {
        if (!fits(member, *known, below)) return false;
      } else if (others && others->is_bool()) {
        if (!others->boolean()) return no(below);
      } else if (others && !fits(member, *others, below)) {
        return false;
      }
    }
    return true;
  }
  static bool has_type(const Json& value, const Json& rule) {
    if (rule.is_array())
      return std::ranges::any_of(rule.items(), [&](const Json& each) { return has_type(value, each); });
    const std::string& type = rule.string();
    return (type == "object" && value.is_object()) || (type == "array" && value.is_array()) ||
           (type == "string" && value.is_string()) || (type == "null" && value.is_null()) ||
           (type == "boolean" && value.is_bool()) || (type == "number" && value.is_number());
  }

  Json root_;
};

Json folder_as_json(const std::filesystem::path& folder) {
  Json whole = Json::object();
  for (const SourceFile& file : files_of(folder)) {
    if (!file.name.ends_with(".yaml") || file.name.find('/') != std::string::npos) continue;
    Report report;
    std::size_t nodes = 0;
    const Json part = json_of(read_yaml(file.name, file.content, nodes, report));
    for (const auto& [name, value] : part.members()) whole.set(name, value);
  }
  return whole;
}

TEST(Schema, every_key_of_every_program_is_known) {
  Validator validator(language_schema());
  auto folders = folders_in(source_folder / "programs");
  folders.push_back(source_folder / "tests/programs/golden");
  for (const auto& folder : folders) {
    validator.where.clear();
    EXPECT_TRUE(validator.fits(folder_as_json(folder))) << folder << " at " << validator.where;
  }
}

TEST(Schema, what_the_reader_refuses_by_shape_the_schema_refuses_too) {
  for (const char* name : {"unknown_key", "unknown_key_below", "no_program_id", "fact_without_type", "unknown_test",
                           "unknown_action", "event_without_attribute", "step_without_do", "table_without_cells",
                           "list_for_names", "severity_without_levels", "no_language", "flag_that_is_none"}) {
    Validator validator(language_schema());
    EXPECT_FALSE(validator.fits(folder_as_json(source_folder / "tests/programs/broken" / name))) << name;
  }
}

TEST(Schema, each_part_of_the_language_has_its_help) {
  const Json schema = language_schema();
  for (const auto& [name, property] : schema.find("properties")->members())
    EXPECT_FALSE(property.get_string("description").value_or("").empty()) << name;
  EXPECT_EQ(language_schema(), schema);
}

}  // namespace
}  // namespace yakusoku::program
