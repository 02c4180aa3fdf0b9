#pragma once

// WHAT AN ADMINISTRATOR SETS, in settings.yaml of the data folder. One table (name, type, default, help) makes the reader,
// `yakusoku settings` and docs/settings.md. Promises: every error names file, line, key and what was expected, all in one
// pass; an unknown key is an error, and the desk does not start on one. Secrets lie in files that the settings name (read
// by `secret`), never in the settings. A file that is not there is all defaults.

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/program/text.hpp"
#include "ports/mail_settings.hpp"

namespace yakusoku::settings {

enum class Type { text, number, length, list, file, choice };

struct Setting {
  std::string_view name;  // "mail.mailboxes.NAME.address": NAME stands for what the administrator calls it
  Type type = Type::text;
  std::string_view fallback;  // as it would be written; empty: none
  std::string_view help;      // one English sentence
  std::string_view choices;   // of Type::choice, with blanks between
  bool required = false;      // within its map, where that is there
};
std::span<const Setting> table();

class Settings {
 public:
  struct Reading;
  static Reading read(const std::string& file, std::string_view content);

  // What was set, or the fallback. ASSERTs that the table knows the name.
  std::string text(std::string_view name) const;
  std::int64_t number(std::string_view name) const;
  Duration length(std::string_view name) const;
  std::vector<std::string> list(std::string_view name) const;
  bool has(std::string_view name) const;  // set by hand, or a map with something in it
  // The administrator's names below a map, in written order: names("mail.mailboxes").
  std::vector<std::string> names(std::string_view map) const;
  // The content of the file that the setting names, without its last line end; relative to the data folder. Empty where
  // nothing is set. `invalid` where it can't be read, or others than its owner may read it.
  Result<std::string> secret(std::string_view name, const std::filesystem::path& folder) const;

  // base_url is the server's own and not set here.
  ports::MailSettings mail() const;

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
  std::map<std::string, std::vector<std::string>, std::less<>> names_;
};

struct Settings::Reading {
  Settings settings;
  std::vector<program::Finding> findings;  // errors; empty: good
};

// DIR/settings.yaml. An Error's detail has every finding, a line each.
Result<Settings> load(const std::filesystem::path& folder);

// The table as Markdown, for docs/settings.md.
std::string table_markdown();
// What is in force, a line each: name, value, where it comes from, help. Secrets are files' names.
std::string in_force(const Settings& settings);

}  // namespace yakusoku::settings
