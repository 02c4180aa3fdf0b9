#pragma once

// Structs that cross into JSON list their fields once: `template <class F> void visit(F& f) { f("due", due); … }`, of
// the struct's own members. write_fields leaves out what is empty and begins so, read_fields keeps what a fresh value
// has where the member is absent: so a field can be added without touching what was written before. Enums are written
// by word (`enum_words(E)`, found beside the enum).

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/ids.hpp"
#include "base/json.hpp"
#include "base/time.hpp"

namespace yakusoku {

template <class T>
Json write_fields(const T& value);
template <class T>
bool read_fields(const Json& json, T& value);

namespace json_fields {

template <class T>
concept Visited = requires(T value, int f) { value.visit(f); } || requires { typename T::visited; };

inline Json to(const std::string& v) { return v; }
inline Json to(bool v) { return v; }
inline Json to(int v) { return v; }
inline Json to(std::int64_t v) { return v; }
inline Json to(Instant v) { return v.seconds; }
inline Json to(Duration v) { return v.seconds; }
inline Json to(const Json& v) { return v; }
template <class K>
Json to(Id<K> v) {
  return v.value;
}
template <class E>
  requires std::is_enum_v<E>
Json to(E v) {
  return std::string(enum_words(v)[static_cast<std::size_t>(v)]);
}
template <Visited T>
Json to(const T& v) {
  return write_fields(v);
}
template <class T>
Json to(const std::vector<T>& list) {
  Json json = Json::array();
  for (const T& each : list) json.push(to(each));
  return json;
}

inline bool from(const Json& j, std::string& v) { return j.is_string() ? (v = j.string(), true) : false; }
inline bool from(const Json& j, bool& v) { return j.is_bool() ? (v = j.boolean(), true) : false; }
inline bool from(const Json& j, int& v) { return j.is_integer() ? (v = static_cast<int>(j.integer()), true) : false; }
inline bool from(const Json& j, std::int64_t& v) { return j.is_integer() ? (v = j.integer(), true) : false; }
inline bool from(const Json& j, Instant& v) { return from(j, v.seconds); }
inline bool from(const Json& j, Duration& v) { return from(j, v.seconds); }
inline bool from(const Json& j, Json& v) { return v = j, true; }
template <class K>
bool from(const Json& j, Id<K>& v) {
  return from(j, v.value);
}
template <class E>
  requires std::is_enum_v<E>
bool from(const Json& j, E& v) {
  if (!j.is_string()) return false;
  const auto words = enum_words(v);
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] == j.string()) return v = static_cast<E>(i), true;
  return false;
}
template <Visited T>
bool from(const Json& j, T& v) {
  return read_fields(j, v);
}
template <class T>
bool from(const Json& j, std::vector<T>& list) {
  if (!j.is_array()) return false;
  list.clear();
  for (const Json& each : j.items())
    if (!from(each, list.emplace_back())) return false;
  return true;
}

// Where the members of a fresh value lie, in the order in which they are listed.
struct Members {
  std::vector<const void*> places;
  template <class T>
  void operator()(std::string_view, const T& value) {
    places.push_back(&value);
  }
};

struct Writer {
  const Members& fresh;
  std::size_t at = 0;
  Json json = Json::object();
  template <class T>
  void operator()(std::string_view name, const T& value) {
    // Left out only if a reader comes to the same: a member may begin as something else than its type does.
    const bool as_fresh = value == *static_cast<const T*>(fresh.places[at++]);
    if (!as_fresh || !empty(value)) json.members().emplace_back(std::string(name), to(value));
  }
  template <class T>
  static bool empty(const T& value) {
    return value == T{};
  }
  static bool empty(const Instant& value) { return value == far_future; }
};

struct Reader {
  const Json& json;
  bool fits = true;
  template <class T>
  void operator()(std::string_view name, T& value) {
    if (const Json* member = json.find(name)) fits = fits && from(*member, value);
  }
};

}  // namespace json_fields

template <class T>
Json write_fields(const T& value) {
  T fresh{};
  json_fields::Members members;
  fresh.visit(members);
  json_fields::Writer writer{members};
  const_cast<T&>(value).visit(writer);
  return std::move(writer.json);
}

// False where a member has another type; members that nobody lists are ignored.
template <class T>
bool read_fields(const Json& json, T& value) {
  if (!json.is_object()) return false;
  json_fields::Reader reader{json};
  value.visit(reader);
  return reader.fits;
}

}  // namespace yakusoku
