// yakusoku mail WORD: each word is a file beside this one.

#include <fmt/format.h>

#include "apps/command.hpp"

namespace yakusoku::apps {
namespace {

struct MailWord {
  std::string_view name;
  int (*run)(std::span<const std::string>);
};

constexpr MailWord mail_words[] = {
    {"deliver", mail_deliver},
    {"parse", mail_parse},
    {"reparse", mail_reparse},
    {"doctor", mail_doctor},
};

}  // namespace

int mail(std::span<const std::string> arguments) {
  if (!arguments.empty())
    for (const MailWord& each : mail_words)
      if (arguments[0] == each.name) return each.run(arguments.subspan(1));
  std::string known;
  for (const MailWord& each : mail_words) known += (known.empty() ? "" : ", ") + std::string(each.name);
  return usage_error("mail", {ErrorCode::unknown_value, arguments.empty() ? "" : arguments[0], "one of " + known, ""});
}

}  // namespace yakusoku::apps
