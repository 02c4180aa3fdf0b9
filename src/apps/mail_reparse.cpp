// yakusoku mail reparse: reads stored sources again after an upgrade of the parser.

#include <fmt/format.h>

#include "apps/command.hpp"
#include "apps/mail_parts.hpp"

namespace yakusoku::apps {
namespace {

constexpr int sources_at_once = 200;

struct Counts {
  int read = 0, changed = 0, gone = 0;
};

Outcome reparse(const DeskParts& parts, const MailParts& mail, bool all, Counts& counts) {
  for (std::int64_t after = 0;;) {
    std::vector<ports::MailSourceRow> rows;
    TRY_OUTCOME(
        parts.store->read([&](ports::Reader& reader) { rows = reader.mail_sources_after(after, sources_at_once); }));
    if (rows.empty()) return {};
    for (const ports::MailSourceRow& row : rows) {
      after = row.id;
      const bool older = row.parser_level < parser_level || row.outcome == ports::MailOutcome::failed;
      if (row.outcome == ports::MailOutcome::waiting || !(all || older)) continue;
      auto taken = read_source(mail, *parts.blobs, row);
      if (!taken) {  // erased, or lost: verify says which
        ++counts.gone;
        continue;
      }
      const auto answer = TRY(run_once(*parts.store, [&](ports::Transaction& t) {
        return desk::reread_mail(t, *parts.shelf, mail.office, *taken);
      }));
      ++counts.read;
      if (answer.body.find("\"changed\":true") != std::string::npos) ++counts.changed;
    }
  }
}

}  // namespace

int mail_reparse(std::span<const std::string> arguments) {
  static constexpr std::string_view valued[] = {"--data", "--database"};
  static constexpr std::string_view plain[] = {"--all"};
  const auto words = read_words(arguments, valued, plain);
  if (!words) return usage_error("mail reparse", words.error());
  const auto parts = open_desk(place_of(*words), false, false);
  if (!parts) return failed(parts.error());
  const auto mail = open_mail(*parts, {}, {});
  if (!mail) return failed(mail.error());
  Counts counts;
  const Outcome outcome = reparse(*parts, **mail, words->has("--all"), counts);
  fmt::print("{} read again, {} of them changed; {} have no source any more\n", counts.read, counts.changed,
             counts.gone);
  return outcome ? 0 : failed(outcome.error());
}

}  // namespace yakusoku::apps
