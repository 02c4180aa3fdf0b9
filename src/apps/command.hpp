#pragma once

// A subcommand of the binary: its words in, its exit status out (0 done, 1 it says no, 2 it can't be read or done).

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace yakusoku::apps {

// "--data DIR", "--strict", and what stands without a flag. Unknown flags are refused by name.
struct Words {
  std::multimap<std::string, std::string> flags;
  std::vector<std::string> rest;
  bool has(std::string_view flag) const;
  std::string get(std::string_view flag, std::string_view otherwise = {}) const;
  std::vector<std::string> all(std::string_view flag) const;
};
// `valued` take a value, `plain` none.
Result<Words> read_words(std::span<const std::string> arguments, std::span<const std::string_view> valued,
                         std::span<const std::string_view> plain);

int usage_error(std::string_view command, const Error& error);
// Prints the catalogue's sentence, the field and the detail to standard error.
int failed(const Error& error);

int serve(std::span<const std::string> arguments);
int check(std::span<const std::string> arguments);
int diff(std::span<const std::string> arguments);
int time_lines(std::span<const std::string> arguments);
int user(std::span<const std::string> arguments);
int token(std::span<const std::string> arguments);
int enact(std::span<const std::string> arguments);
int import_rows(std::span<const std::string> arguments);
Outcome import_desk(const Words& words);  // import desk FILE|-
int export_desk(std::span<const std::string> arguments);
int backup(std::span<const std::string> arguments);
int restore(std::span<const std::string> arguments);
int explain(std::span<const std::string> arguments);
int verify(std::span<const std::string> arguments);
int publish(std::span<const std::string> arguments);
int schema(std::span<const std::string> arguments);
int simulate(std::span<const std::string> arguments);
int mail(std::span<const std::string> arguments);          // mail WORD …
int mail_deliver(std::span<const std::string> arguments);  // 0, 65 or 75: what an MTA understands
int mail_reparse(std::span<const std::string> arguments);
int mail_doctor(std::span<const std::string> arguments);
int mail_parse(std::span<const std::string> arguments);
int settings(std::span<const std::string> arguments);
int notices_preview(std::span<const std::string> arguments);

}  // namespace yakusoku::apps
