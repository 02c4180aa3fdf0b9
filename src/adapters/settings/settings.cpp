#include "adapters/settings/settings.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <sys/stat.h>

#include "base/assert.hpp"
#include "core/program/yaml_text.hpp"

namespace yakusoku::settings {
namespace {

using program::Node;

constexpr std::string_view wildcard = "NAME";
constexpr std::string_view file_name = "settings.yaml";

std::vector<std::string_view> parts_of(std::string_view name) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t dot = name.find('.');
    parts.push_back(name.substr(0, dot));
    if (dot == std::string_view::npos) return parts;
    name.remove_prefix(dot + 1);
  }
}

// Where a path of keys stands in the table: a setting, a map on the way to one, or nothing.
struct Match {
  const Setting* setting = nullptr;
  bool map = false;
};
Match match(const std::vector<std::string>& path) {
  Match found;
  for (const Setting& each : table()) {
    const auto parts = parts_of(each.name);
    if (parts.size() < path.size()) continue;
    bool fits = true;
    for (std::size_t i = 0; i < path.size(); ++i) fits = fits && (parts[i] == wildcard || parts[i] == path[i]);
    if (!fits) continue;
    if (parts.size() == path.size())
      found.setting = &each;
    else
      found.map = true;
  }
  return found;
}

bool below_wildcard(const std::vector<std::string>& path) {  // the next key is the administrator's own name
  for (const Setting& each : table()) {
    const auto parts = parts_of(each.name);
    if (parts.size() <= path.size() || parts[path.size()] != wildcard) continue;
    bool fits = true;
    for (std::size_t i = 0; i < path.size(); ++i) fits = fits && (parts[i] == wildcard || parts[i] == path[i]);
    if (fits) return true;
  }
  return false;
}

std::string joined(const std::vector<std::string>& path) {
  std::string text;
  for (const std::string& each : path) text += (text.empty() ? "" : "\x1f") + each;
  return text;
}

std::string shown(const std::vector<std::string>& path) {
  std::string text;
  for (const std::string& each : path) text += (text.empty() ? "" : ".") + each;
  return text;
}

// A name as callers write it, with the administrator's own parts in it: the longest reading that the table knows. His
// names may hold dots (a domain), so parts are joined until one fits.
std::vector<std::string> path_of(std::string_view name) {
  const auto parts = parts_of(name);
  std::vector<std::string> path;
  for (std::size_t i = 0; i < parts.size();) {
    if (!below_wildcard(path)) {
      path.emplace_back(parts[i++]);
      continue;
    }
    // What the table knows behind a name of his, as much of it as stands there.
    std::size_t behind = 0;
    for (const Setting& each : table()) {
      const auto known = parts_of(each.name);
      for (std::size_t rest = 1; path.size() + 1 + rest <= known.size() && rest < parts.size() - i; ++rest) {
        const auto first = known.begin() + static_cast<std::ptrdiff_t>(path.size()) + 1;
        if (std::equal(first, first + static_cast<std::ptrdiff_t>(rest),
                       parts.end() - static_cast<std::ptrdiff_t>(rest)))
          behind = std::max(behind, rest);
      }
    }
    std::string own;
    for (; i < parts.size() - behind; ++i) own += (own.empty() ? "" : ".") + std::string(parts[i]);
    path.push_back(own);
  }
  return path;
}

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

std::optional<Duration> length_of(std::string_view text) {
  if (text.size() < 2) return std::nullopt;
  const auto number = whole(text.substr(0, text.size() - 1));
  if (!number || *number > 1000000) return std::nullopt;
  switch (text.back()) {
    case 's': return Duration{*number};
    case 'm': return minutes(*number);
    case 'h': return hours(*number);
    case 'd': return hours(*number * 24);
    default: return std::nullopt;
  }
}

bool is_choice(std::string_view choices, std::string_view word) {
  return !word.empty() && (" " + std::string(choices) + " ").find(" " + std::string(word) + " ") != std::string::npos;
}

// Empty: it fits; else what was expected.
std::string expected(const Setting& setting, const Node& node) {
  switch (setting.type) {
    case Type::text:
    case Type::file: return node.is_scalar() && !node.text.empty() ? "" : "a text";
    case Type::number: return node.is_scalar() && whole(node.text) ? "" : "a whole number, 0 or more";
    case Type::length: return node.is_scalar() && length_of(node.text) ? "" : "a length such as 90s, 15m, 24h or 3d";
    case Type::choice:
      return node.is_scalar() && is_choice(setting.choices, node.text) ? ""
                                                                       : "one of " + std::string(setting.choices);
    case Type::list:
      for (const Node& each : node.items)
        if (!each.is_scalar()) return "a list of texts";
      return node.is_list() || node.is_scalar() ? "" : "a list of texts";
  }
  return "a value";
}

struct Walk {
  std::map<std::string, std::vector<std::string>, std::less<>>& values;
  std::map<std::string, std::vector<std::string>, std::less<>>& names;
  program::Report& report;

  void map(const Node& node, std::vector<std::string>& path) {
    const bool own_names = below_wildcard(path);
    for (const Node::Entry& entry : node.entries) {
      path.push_back(entry.key);
      if (own_names) names[joined({path.begin(), path.end() - 1})].push_back(entry.key);
      value(entry, path);
      path.pop_back();
    }
    required(node, path);
  }

  void value(const Node::Entry& entry, std::vector<std::string>& path) {
    const Match found = match(path);
    if (found.setting) {
      const std::string wanted = expected(*found.setting, entry.value);
      if (!wanted.empty())
        return report.error("bad_value", entry.value.place, shown(path), "this is no value of it", wanted);
      std::vector<std::string>& kept = values[joined(path)];
      for (const Node& each : entry.value.items) kept.push_back(each.text);
      if (entry.value.is_scalar()) kept.push_back(entry.value.text);
    } else if (!found.map) {
      report.error("unknown_key", entry.key_place, shown(path), "there is no such setting", known_beside(path));
    } else if (!entry.value.is_map()) {
      report.error("bad_value", entry.value.place, shown(path), "this holds other settings", "a map");
    } else {
      map(entry.value, path);
    }
  }

  static std::string known_beside(const std::vector<std::string>& path) {
    std::string known;
    for (const Setting& each : table()) {
      const auto parts = parts_of(each.name);
      if (parts.size() < path.size()) continue;
      bool fits = true;
      for (std::size_t i = 0; i + 1 < path.size(); ++i) fits = fits && (parts[i] == wildcard || parts[i] == path[i]);
      const std::string word(parts[path.size() - 1]);
      if (fits && (" " + known + ",").find(" " + word + ",") == std::string::npos)
        known += (known.empty() ? "" : ", ") + word;
    }
    return known;
  }

  void required(const Node& node, const std::vector<std::string>& path) {
    for (const Setting& each : table()) {
      const auto parts = parts_of(each.name);
      if (!each.required || parts.size() != path.size() + 1 || node.has(parts.back())) continue;
      bool fits = true;
      for (std::size_t i = 0; i < path.size(); ++i) fits = fits && (parts[i] == wildcard || parts[i] == path[i]);
      if (!fits) continue;
      report.error("missing_key", node.place, shown(path), fmt::format("{} is missing", parts.back()),
                   std::string(each.help));
    }
  }
};

}  // namespace

Settings::Reading Settings::read(const std::string& file, std::string_view content) {
  Reading reading;
  program::Report report;
  std::size_t nodes = 0;
  const Node root = program::read_yaml(file, content, nodes, report);
  std::vector<std::string> path;
  Walk walk{reading.settings.values_, reading.settings.names_, report};
  if (root.is_map())
    walk.map(root, path);
  else if (!root.is_empty())
    report.error("bad_value", root.place, "", "settings are a map", "mail: …");
  reading.findings = std::move(report.findings);
  return reading;
}

std::string Settings::text(std::string_view name) const {
  const auto path = path_of(name);
  const Match found = match(path);
  ASSERT(found.setting);
  const auto value = values_.find(joined(path));
  return value == values_.end() || value->second.empty() ? std::string(found.setting->fallback)
                                                         : value->second.front();
}

std::int64_t Settings::number(std::string_view name) const { return whole(text(name)).value_or(0); }
Duration Settings::length(std::string_view name) const { return length_of(text(name)).value_or(Duration{}); }

std::vector<std::string> Settings::list(std::string_view name) const {
  const auto value = values_.find(joined(path_of(name)));
  return value == values_.end() ? std::vector<std::string>{} : value->second;
}

bool Settings::has(std::string_view name) const {
  const std::string key = joined(path_of(name));
  if (values_.contains(key)) return true;
  const auto below = values_.lower_bound(key + "\x1f");
  return below != values_.end() && below->first.starts_with(key + "\x1f");
}

std::vector<std::string> Settings::names(std::string_view map) const {
  const auto found = names_.find(joined(path_of(map)));
  return found == names_.end() ? std::vector<std::string>{} : found->second;
}

Result<std::string> Settings::secret(std::string_view name, const std::filesystem::path& folder) const {
  const std::string written = text(name);
  if (written.empty()) return std::string();
  const std::filesystem::path path = folder / written;
  struct stat info{};
  if (stat(path.c_str(), &info) != 0)
    return fail(ErrorCode::invalid, std::string(name), path.string() + " can't be read");
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return fail(ErrorCode::invalid, std::string(name), path.string() + " may be read by others: chmod 600");
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream content;
  content << stream.rdbuf();
  if (!stream) return fail(ErrorCode::invalid, std::string(name), path.string() + " can't be read");
  std::string secret = content.str();
  while (secret.ends_with('\n') || secret.ends_with('\r')) secret.pop_back();
  return secret;
}

ports::MailSettings Settings::mail() const {
  ports::MailSettings mail;
  mail.own_server = text("mail.own_server");
  for (const std::string& name : names("mail.mailboxes")) {
    const auto of = [&](std::string_view key) { return text(fmt::format("mail.mailboxes.{}.{}", name, key)); };
    ports::Mailbox box;
    box.name = name;
    box.address = of("address");
    box.aliases = list(fmt::format("mail.mailboxes.{}.aliases", name));
    box.program = of("program");
    box.kind = of("kind");
    box.severity = of("severity");
    box.team = of("team");
    box.language = of("language");
    mail.mailboxes.push_back(std::move(box));
  }
  mail.mails_per_sender_an_hour = static_cast<int>(number("mail.limits.mails_per_sender_an_hour"));
  mail.notices_per_request_an_hour = static_cast<int>(number("mail.limits.notices_per_request_an_hour"));
  mail.automatic_answer_every = length("mail.limits.automatic_answer_every");
  return mail;
}

Result<Settings> load(const std::filesystem::path& folder) {
  std::error_code none;
  if (!std::filesystem::exists(folder / file_name, none)) return Settings{};
  std::ifstream stream(folder / file_name, std::ios::binary);
  std::ostringstream content;
  content << stream.rdbuf();
  if (!stream) return fail(ErrorCode::invalid, std::string(file_name), "it can't be read");
  auto reading = Settings::read(std::string(file_name), content.str());
  std::string wrong;
  for (const program::Finding& each : reading.findings)
    wrong += fmt::format("{}{}:{}:{}: {}: {}{}", wrong.empty() ? "" : "\n", each.place.file, each.place.line,
                         each.place.column, each.key, each.message,
                         each.expected.empty() ? "" : " (" + each.expected + ")");
  if (!wrong.empty()) return fail(ErrorCode::invalid, std::string(file_name), wrong);
  return std::move(reading.settings);
}

std::string table_markdown() {
  static constexpr std::string_view types[] = {"text", "number", "length", "list", "file", ""};
  std::string text = "| setting | is | default | |\n|---|---|---|---|\n";
  for (const Setting& each : table()) {
    const std::string is = each.type == Type::choice ? std::string(each.choices)
                                                     : std::string(types[static_cast<std::size_t>(each.type)]);
    text += fmt::format("| `{}` | {} | {} | {} |\n", each.name, is,
                        each.required           ? "required"
                        : each.fallback.empty() ? ""
                                                : fmt::format("`{}`", each.fallback),
                        each.help);
  }
  return text;
}

std::string in_force(const Settings& settings) {
  std::string text;
  const auto line = [&](const std::string& name, const Setting& setting) {
    const std::vector<std::string> set = settings.list(name);
    std::string value;
    for (const std::string& each : set) value += (value.empty() ? "" : ", ") + each;
    text += fmt::format("{} = {}{}\n    {}\n", name, set.empty() ? setting.fallback : value,
                        set.empty() ? "  (default)" : "", setting.help);
  };
  for (const Setting& each : table()) {
    const std::size_t own = each.name.find(wildcard);
    if (own == std::string_view::npos) {
      line(std::string(each.name), each);
      continue;
    }
    for (const std::string& name : settings.names(each.name.substr(0, own - 1)))
      line(std::string(each.name.substr(0, own)) + name + std::string(each.name.substr(own + wildcard.size())), each);
  }
  return text;
}

}  // namespace yakusoku::settings
