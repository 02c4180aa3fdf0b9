#include "base/json.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <cmath>
#include <fmt/format.h>

#include "base/assert.hpp"

namespace yakusoku {
namespace {

constexpr std::int64_t largest_exact = 9007199254740991;

// Boost's event parser builds our value; what JSON allows but we refuse is refused here.
struct Builder {
  static constexpr std::size_t max_object_size = 1 << 20;
  static constexpr std::size_t max_array_size = 1 << 24;
  static constexpr std::size_t max_key_size = 1 << 16;
  static constexpr std::size_t max_string_size = 1 << 28;
  using error_code = boost::json::error_code;

  Json root;
  std::vector<Json> open;
  std::vector<std::string> keys;
  std::string text;
  std::string refusal;

  bool refuse(const char* why, error_code& ec) {
    refusal = why;
    ec = make_error_code(boost::json::error::syntax);
    return false;
  }
  bool place(Json value, error_code& ec) {
    if (open.empty()) {
      root = std::move(value);
      return true;
    }
    Json& parent = open.back();
    if (parent.is_array()) {
      parent.items().push_back(std::move(value));
      return true;
    }
    if (parent.find(keys.back()) != nullptr) return refuse("duplicate key", ec);
    parent.members().emplace_back(std::move(keys.back()), std::move(value));
    keys.pop_back();
    return true;
  }
  bool close(error_code& ec) {
    Json value = std::move(open.back());
    open.pop_back();
    return place(std::move(value), ec);
  }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) {
    open.push_back(Json::object());
    return true;
  }
  bool on_object_end(std::size_t, error_code& ec) { return close(ec); }
  bool on_array_begin(error_code&) {
    open.push_back(Json::array());
    return true;
  }
  bool on_array_end(std::size_t, error_code& ec) { return close(ec); }
  bool on_key_part(boost::json::string_view part, std::size_t, error_code&) {
    text.append(part.data(), part.size());
    return true;
  }
  bool on_key(boost::json::string_view part, std::size_t, error_code&) {
    text.append(part.data(), part.size());
    keys.push_back(std::exchange(text, {}));
    return true;
  }
  bool on_string_part(boost::json::string_view part, std::size_t, error_code&) {
    text.append(part.data(), part.size());
    return true;
  }
  bool on_string(boost::json::string_view part, std::size_t, error_code& ec) {
    text.append(part.data(), part.size());
    return place(Json(std::exchange(text, {})), ec);
  }
  bool on_number_part(boost::json::string_view, error_code&) { return true; }
  bool on_int64(std::int64_t value, boost::json::string_view, error_code& ec) {
    if (value > largest_exact || value < -largest_exact) return refuse("integer beyond 2^53", ec);
    return place(Json(value), ec);
  }
  bool on_uint64(std::uint64_t, boost::json::string_view, error_code& ec) { return refuse("integer beyond 2^53", ec); }
  bool on_double(double value, boost::json::string_view, error_code& ec) {
    if (!std::isfinite(value)) return refuse("number out of range", ec);
    return place(Json(value), ec);
  }
  bool on_bool(bool value, error_code& ec) { return place(Json(value), ec); }
  bool on_null(error_code& ec) { return place(Json(), ec); }
  bool on_comment_part(boost::json::string_view, error_code&) { return true; }
  bool on_comment(boost::json::string_view, error_code&) { return true; }
};

void write_string(const std::string& text, std::string& out) {
  out += '"';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      case '/':
        out += i > 0 && text[i - 1] == '<' ? "\\/" : "/";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

void write(const Json& value, std::string& out, int indent) {
  const auto line = [&](int depth) {
    if (indent >= 0) {
      out += '\n';
      out.append(static_cast<std::size_t>(2 * depth), ' ');
    }
  };
  const int deeper = indent >= 0 ? indent + 1 : -1;
  if (value.is_null()) {
    out += "null";
  } else if (value.is_bool()) {
    out += value.boolean() ? "true" : "false";
  } else if (value.is_integer()) {
    out += std::to_string(value.integer());
  } else if (value.is_number()) {
    out += fmt::format("{}", value.number());
  } else if (value.is_string()) {
    write_string(value.string(), out);
  } else if (value.is_array()) {
    out += '[';
    bool first = true;
    for (const Json& item : value.items()) {
      if (!std::exchange(first, false)) out += ',';
      line(deeper);
      write(item, out, deeper);
    }
    if (!first) line(indent);
    out += ']';
  } else {
    out += '{';
    bool first = true;
    for (const auto& [name, member] : value.members()) {
      if (!std::exchange(first, false)) out += ',';
      line(deeper);
      write_string(name, out);
      out += indent >= 0 ? ": " : ":";
      write(member, out, deeper);
    }
    if (!first) line(indent);
    out += '}';
  }
}

}  // namespace

bool Json::boolean() const {
  ASSERT(is_bool());
  return std::get<bool>(value_);
}
std::int64_t Json::integer() const {
  ASSERT(is_integer());
  return std::get<std::int64_t>(value_);
}
double Json::number() const {
  ASSERT(is_number());
  return is_integer() ? static_cast<double>(std::get<std::int64_t>(value_)) : std::get<double>(value_);
}
const std::string& Json::string() const {
  ASSERT(is_string());
  return std::get<std::string>(value_);
}
const Json::Array& Json::items() const {
  ASSERT(is_array());
  return std::get<Array>(value_);
}
Json::Array& Json::items() {
  ASSERT(is_array());
  return std::get<Array>(value_);
}
const Json::Object& Json::members() const {
  ASSERT(is_object());
  return std::get<Object>(value_);
}
Json::Object& Json::members() {
  ASSERT(is_object());
  return std::get<Object>(value_);
}

const Json* Json::find(std::string_view name) const {
  if (!is_object()) return nullptr;
  for (const auto& [key, value] : std::get<Object>(value_))
    if (key == name) return &value;
  return nullptr;
}
Json* Json::find(std::string_view name) { return const_cast<Json*>(std::as_const(*this).find(name)); }

Json& Json::set(std::string_view name, Json value) {
  if (is_null()) value_ = Object{};
  if (Json* present = find(name)) {
    *present = std::move(value);
  } else {
    members().emplace_back(std::string(name), std::move(value));
  }
  return *this;
}
Json& Json::push(Json value) {
  if (is_null()) value_ = Array{};
  items().push_back(std::move(value));
  return *this;
}

std::optional<std::string> Json::get_string(std::string_view name) const {
  const Json* found = find(name);
  return found && found->is_string() ? std::optional(found->string()) : std::nullopt;
}
std::optional<std::int64_t> Json::get_integer(std::string_view name) const {
  const Json* found = find(name);
  return found && found->is_integer() ? std::optional(found->integer()) : std::nullopt;
}
std::optional<bool> Json::get_boolean(std::string_view name) const {
  const Json* found = find(name);
  return found && found->is_bool() ? std::optional(found->boolean()) : std::nullopt;
}

Result<Json> parse_json(std::string_view text) {
  boost::json::parse_options options;
  options.max_depth = 64;
  boost::json::basic_parser<Builder> parser(options);
  boost::json::error_code error;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), error);
  if (!error && used < text.size()) return fail(ErrorCode::malformed, "", "text after the JSON value");
  if (error) {
    const std::string& refusal = parser.handler().refusal;
    return fail(ErrorCode::malformed, "", fmt::format("byte {}: {}", used, refusal.empty() ? error.message() : refusal));
  }
  return std::move(parser.handler().root);
}

std::string to_text(const Json& value) {
  std::string out;
  write(value, out, -1);
  return out;
}

std::string to_pretty_text(const Json& value) {
  std::string out;
  write(value, out, 0);
  return out;
}

}  // namespace yakusoku
