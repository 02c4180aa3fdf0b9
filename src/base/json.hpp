#pragma once

// JSON as a value. Objects keep their written order and refuse duplicate keys; integers are exact and within
// +-(2^53 - 1); depth is at most 64. Boost.JSON reads the text (json.cpp); nobody else includes it.

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.hpp"

namespace yakusoku {

class Json {
 public:
  using Array = std::vector<Json>;
  using Member = std::pair<std::string, Json>;
  using Object = std::vector<Member>;

  Json() = default;  // null
  Json(std::nullptr_t) {}
  Json(bool value) : value_(value) {}
  Json(int value) : value_(static_cast<std::int64_t>(value)) {}
  Json(std::int64_t value) : value_(value) {}
  Json(std::uint64_t value) : value_(static_cast<std::int64_t>(value)) {}
  Json(double value) : value_(value) {}
  Json(const char* value) : value_(std::string(value)) {}
  Json(std::string_view value) : value_(std::string(value)) {}
  Json(std::string value) : value_(std::move(value)) {}
  Json(Array value) : value_(std::move(value)) {}
  Json(Object value) : value_(std::move(value)) {}

  static Json object(std::initializer_list<Member> members = {}) { return Json(Object(members)); }
  static Json array(std::initializer_list<Json> items = {}) { return Json(Array(items)); }

  bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  bool is_bool() const { return std::holds_alternative<bool>(value_); }
  bool is_integer() const { return std::holds_alternative<std::int64_t>(value_); }
  bool is_number() const { return is_integer() || std::holds_alternative<double>(value_); }
  bool is_string() const { return std::holds_alternative<std::string>(value_); }
  bool is_array() const { return std::holds_alternative<Array>(value_); }
  bool is_object() const { return std::holds_alternative<Object>(value_); }

  // Each asks for what is there and asserts it; test first, or use the get_… below on what strangers sent.
  bool boolean() const;
  std::int64_t integer() const;
  double number() const;
  const std::string& string() const;
  const Array& items() const;
  Array& items();
  const Object& members() const;
  Object& members();

  // The member of that name, or nullptr; also nullptr where this is no object.
  const Json* find(std::string_view name) const;
  Json* find(std::string_view name);
  // Sets or replaces a member; turns null into an object.
  Json& set(std::string_view name, Json value);
  // Appends; turns null into an array.
  Json& push(Json value);

  // Lenient reads of a member: nothing where it is absent, null or of another type.
  std::optional<std::string> get_string(std::string_view name) const;
  std::optional<std::int64_t> get_integer(std::string_view name) const;
  std::optional<bool> get_boolean(std::string_view name) const;

  friend bool operator==(const Json&, const Json&) = default;

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> value_;
};

// Refuses trailing text, duplicate keys, depth over 64, numbers beyond what JSON carries exactly, invalid UTF-8.
Result<Json> parse_json(std::string_view text);
// Compact, members in their order, valid UTF-8, "</" written as "<\/" so that it may stand inside a page.
std::string to_text(const Json& value);
std::string to_pretty_text(const Json& value);

}  // namespace yakusoku
