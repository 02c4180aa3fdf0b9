// yakusoku settings: what may be set in settings.yaml, and what is in force in a data folder.

#include <fmt/format.h>

#include "adapters/settings/settings.hpp"
#include "apps/command.hpp"

namespace yakusoku::apps {

int settings(std::span<const std::string> arguments) {
  static constexpr std::string_view valued[] = {"--data"};
  static constexpr std::string_view plain[] = {"--markdown"};
  const auto words = read_words(arguments, valued, plain);
  if (!words) return usage_error("settings", words.error());
  if (words->has("--markdown")) {
    fmt::print("{}", yakusoku::settings::table_markdown());
    return 0;
  }
  if (words->get("--data").empty()) return usage_error("settings", {ErrorCode::required, "--data", "the data folder", ""});
  const auto read = yakusoku::settings::load(words->get("--data"));
  if (!read) return failed(read.error());
  fmt::print("{}", yakusoku::settings::in_force(*read));
  return 0;
}

}  // namespace yakusoku::apps
