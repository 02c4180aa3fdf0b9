// The house's own words, read as strictly as a program's.

#include <algorithm>

#include <fmt/format.h>

#include "core/notices/notices.hpp"
#include "core/program/yaml_text.hpp"

namespace yakusoku::notices {
namespace {

using program::Node;
using program::NoticeKind;

constexpr std::string_view phrase_names[] = {"answer_by_mail",
                                             "answer_on_page",
                                             "stands_in",
                                             "from",
                                             "from_person",
                                             "history_line",
                                             "promise_by",
                                             "promise_aim",
                                             "promise_soft",
                                             "promise_says",
                                             "promise_late",
                                             "promise_paused",
                                             "promise_held",
                                             "reopen_until",
                                             "reopen_always",
                                             "reopen_over",
                                             "reopen_until_page",
                                             "reopen_always_page",
                                             "reopen_over_page",
                                             "status_new",
                                             "status_open",
                                             "status_pending",
                                             "status_hold",
                                             "status_solved",
                                             "status_closed",
                                             "event_tell",
                                             "event_task",
                                             "event_escalate",
                                             "event_message",
                                             "event_bounced",
                                             "event_loop",
                                             "event_escalation",
                                             "event_nobody_on_duty",
                                             "event_nobody_on_ladder",
                                             "event_promise_inside_bound",
                                             "event_dropped_baton",
                                             "event_effort_gap",
                                             "event_balance_short",
                                             "event_escalation_unanswered",
                                             "event_meeting_asked",
                                             "answers_in",
                                             "language_or",
                                             "language_en",
                                             "language_ja",
                                             "meeting_scheduled",
                                             "meeting_moved",
                                             "meeting_declined",
                                             "meeting_cancelled"};

std::unexpected<Error> wrong(std::string_view language, const Node& node, std::string_view key,
                             std::string_view what) {
  return fail(ErrorCode::invalid, fmt::format("notices.{}.yaml:{}", language, node.place.line),
              fmt::format("{}: {}", key, what));
}

Result<std::string> words_of(std::string_view language, const Node& root, std::string_view part,
                             std::string_view name) {
  const Node* above = root.find(part);
  const Node* words = above ? above->find(name) : nullptr;
  const std::string key = fmt::format("{}.{}", part, name);
  if (!words || !words->is_scalar() || words->text.empty())
    return wrong(language, words ? *words : above ? *above : root, key, "words are expected");
  return words->text;
}

Outcome placeholders_fit(std::string_view language, const Node& root, NoticeKind kind, std::string_view key,
                         std::string_view words) {
  for (const program::TemplatePart& part : program::template_parts(words)) {
    if (part.is == program::TemplatePart::Is::words) continue;
    const program::Placeholder* found =
        part.is == program::TemplatePart::Is::placeholder ? program::placeholder(part.text) : nullptr;
    if (!found || !found->known_in(kind))
      return wrong(language, root, key, fmt::format("`{}` is not known here", part.text));
  }
  return {};
}

Outcome only_known(std::string_view language, const Node& node, std::span<const std::string_view> known) {
  for (const Node::Entry& entry : node.entries)
    if (std::ranges::find(known, entry.key) == known.end())
      return wrong(language, entry.value, entry.key, "this key is not known here");
  return {};
}

}  // namespace

std::string_view Defaults::language_of(std::string_view path) {
  constexpr std::string_view before = "notices.", after = ".yaml";
  const std::size_t slash = path.rfind('/');
  if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
  if (!path.starts_with(before) || !path.ends_with(after) || path.size() <= before.size() + after.size()) return {};
  return path.substr(before.size(), path.size() - before.size() - after.size());
}

Result<Defaults> Defaults::read(std::span<const File> files) {
  static constexpr std::string_view parts[] = {"subject", "text"};
  Defaults defaults;
  for (const File& file : files) {
    program::Report report;
    std::size_t nodes = 0;
    const Node root = program::read_yaml(fmt::format("notices.{}.yaml", file.language), file.content, nodes, report);
    if (report.has_errors() || !root.is_map()) {
      return wrong(file.language, root, "",
                   report.findings.empty() ? "a map of notices is expected" : report.findings.front().message);
    }
    std::vector<std::string_view> known = {"phrases"};
    auto& words = defaults.words_[file.language];
    for (const NoticeKind kind : program::notice_kinds()) {
      const std::string_view name = program::word_of(kind);
      known.push_back(name);
      for (const std::string_view part : parts) {
        std::string text = TRY(words_of(file.language, root, name, part));
        const std::string key = fmt::format("{}.{}", name, part);
        TRY_OUTCOME(placeholders_fit(file.language, *root.find(name), kind, key, text));
        words[key] = std::move(text);
      }
      TRY_OUTCOME(only_known(file.language, *root.find(name), parts));
    }
    for (const std::string_view name : phrase_names)
      words[fmt::format("phrases.{}", name)] = TRY(words_of(file.language, root, "phrases", name));
    TRY_OUTCOME(only_known(file.language, *root.find("phrases"), phrase_names));
    TRY_OUTCOME(only_known(file.language, root, known));
    defaults.languages_.push_back(file.language);
  }
  return defaults;
}

std::string_view Defaults::find(std::string_view language, std::string_view key) const {
  const auto words = words_.find(language);
  if (words == words_.end()) return {};
  const auto found = words->second.find(key);
  return found == words->second.end() ? std::string_view() : std::string_view(found->second);
}

std::string_view Defaults::subject(std::string_view language, NoticeKind kind) const {
  return find(language, fmt::format("{}.subject", program::word_of(kind)));
}

std::string_view Defaults::text(std::string_view language, NoticeKind kind) const {
  return find(language, fmt::format("{}.text", program::word_of(kind)));
}

std::string_view Defaults::phrase(std::string_view language, std::string_view name) const {
  return find(language, fmt::format("phrases.{}", name));
}

}  // namespace yakusoku::notices
