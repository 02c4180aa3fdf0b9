// yakusoku: a support desk in one binary. Each subcommand is a file beside this one.

#include <csignal>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "apps/command.hpp"

namespace {

using namespace yakusoku::apps;

struct Command {
  std::string_view name;
  int (*run)(std::span<const std::string>);
  std::string_view usage;
};

constexpr Command commands[] = {
    {"serve", serve,
     "serve --data DIR [--database postgres://…] [--listen 127.0.0.1:8080] [--program DIR]… [--base-url URL] "
     "[--web-dir DIR] [--demo] "
     "[--test-clock]"},
    {"check", check,
     "check DIR… [--json] [--strict] [--from DATE] [--to DATE] [--language ja|en] [--proof] [--only FACT=VALUE,…]\n"
     "  check --markdown  (what it may find)"},
    {"diff", diff, "diff DIR_BEFORE DIR_AFTER [--language ja|en] [--json]"},
    {"notices", notices_preview, "notices DIR --language ja|en [--kind KIND] [--html] [--web-dir DIR]"},
    {"explain", explain, "explain --data DIR TICKET [--json] [--language ja|en]"},
    {"enact", enact, "enact DIR --data DIR [--from INSTANT] [--in-flight keep|move]"},
    {"user", user,
     "user add --data DIR --email X --name N --role admin|lead|agent|light_agent|customer_admin|customer\n"
     "           [--organization O] [--group G]… [--language ja|en] [--zone ZONE] [--password-stdin]"},
    {"token", token, "token create --data DIR --email X"},
    {"import", import_rows,
     "import organizations|people|contracts|contacts|assets FILE.csv --data DIR [--dry-run]   (- for standard "
     "input)\n"
     "  import desk FILE --data DIR [--database URI]   (what export wrote, into a desk that is empty)"},
    {"export", export_desk, "export --data DIR [--database URI]   (all of a desk as lines, to standard output)"},
    {"backup", backup, "backup FOLDER --data DIR [--database URI]   (of a desk that goes on working)"},
    {"restore", restore, "restore FOLDER --data DIR [--database URI]   (into what is empty)"},
    {"time", time_lines, "time    (JSON lines in, JSON lines out)"},
    {"simulate", simulate,
     "simulate DIR --data DIR|--requests FILE.jsonl|FILE.csv [--against DIR] [--until WHEN] [--keep N] [--threads N] "
     "[--json]\n          (past requests lived again under that program)\n"
     "  simulate DIR --staffing FILE.yaml [--history FILE.jsonl] [--seed N] [--runs N] [--goal \"CLOCK LEVEL 95%\"]\n"
     "          [--reach HOURS] [--heads N] [--json]   (a staffing plan lived under that program)"},
    {"publish", publish,
     "publish DIR --language ja|en [--against DIR] [--from DATE] [--zone ZONE] [--author] [--pdf FILE]\n"
     "          (the support page as HTML, or as a PDF)"},
    {"schema", schema, "schema  (the JSON Schema of the program language)"},
    {"verify", verify, "verify --data DIR [--replay]"},
    {"settings", settings, "settings --data DIR | --markdown  (what settings.yaml may hold, and what is in force)"},
    {"mail", mail,
     "mail deliver --data DIR [--from ENVELOPE] [--to ADDRESS]… [FILE]\n"
     "  mail parse FILE    (- for standard input)\n"
     "  mail reparse --data DIR [--all]\n"
     "  mail doctor --data DIR [--language ja|en] [--json] [--test]"},
};

int help(int status) {
  fmt::print("usage: yakusoku COMMAND\n");
  for (const Command& each : commands) fmt::print("  {}\n", each.usage);
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.empty() || words[0] == "help" || words[0] == "--help" || words[0] == "-h")
    return help(words.empty() ? 2 : 0);
  for (const Command& each : commands)
    if (words[0] == each.name) return each.run(std::span(words).subspan(1));
  fmt::print(stderr, "yakusoku knows no command '{}'.\n", words[0]);
  return help(2);
}
