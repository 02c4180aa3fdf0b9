// yakusoku notices: what a program would mail, with sample values.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include <fmt/ranges.h>

#include "adapters/pages/embedded_files.hpp"
#include "apps/command.hpp"
#include "apps/desk_parts.hpp"
#include "apps/house_notices.hpp"
#include "core/check/report.hpp"

namespace yakusoku::apps {
namespace {

namespace fs = std::filesystem;

struct Ask {
  std::string language;
  std::optional<program::NoticeKind> kind;
  bool html = false;
};

constexpr std::string_view sample_mark[] = {
    "SAMPLE: the words are the program's and the house's; names, numbers, moments and messages are made up.",
    "見本：文面はプログラムと標準の文面によるものです。名前、番号、日時、やり取りの内容は架空です。"};

std::string_view mark_in(std::string_view language) { return sample_mark[language.starts_with("ja") ? 1 : 0]; }

// Whose words they are, for the line above each notice.
std::string_view whose(const program::Program& program, program::NoticeKind kind) {
  const program::Notice* own = program.notice(kind);
  if (!own || (own->subject.empty() && own->text.empty())) return "the house's words";
  if (own->subject.empty()) return "the program's text, the house's subject";
  return own->text.empty() ? "the program's subject, the house's text" : "the program's words";
}

Outcome print(const program::Program& program, const notices::Defaults& defaults, program::NoticeKind kind,
              const Ask& ask) {
  const std::string_view word = program::word_of(kind);
  if (!notices::sends(program, kind)) {
    if (ask.html) {
      fmt::print("<!-- {}: never sent -->\n", word);
    } else {
      fmt::print("== {}: never sent, the program says so\n\n", word);
    }
    return {};
  }
  const std::string language = notices::language_for(program, defaults, kind, ask.language);
  const auto mail =
      TRY(notices::render(program, defaults, kind, ask.language, notices::sample_values(program, kind, language)));
  if (!ask.html) {
    fmt::print("== {}: {}{}\nSubject: {}\n\n{}\n", word, whose(program, kind),
               mail.stands_in ? ", in " + mail.language + " for want of the language asked" : "", mail.subject,
               mail.text);
    return {};
  }
  const std::string mark = fmt::format(
      "<p style=\"border:2px dashed #8a8f98;padding:4px 8px;margin:0 0 16px\"><strong>{}</strong><br>\n{}</p>\n",
      word, mark_in(language));
  std::string html = mail.html;
  const std::size_t body = html.find(">\n", html.find("<body")) + 2;
  html.insert(body, mark);
  fmt::print("{}", html);
  return {};
}

Outcome preview(const std::string& folder, const std::string& web_dir, const Ask& ask) {
  const program::Reading reading = program::read(TRY(read_folder(folder)));
  if (!reading.program) {
    fmt::print(stderr, "{}", check::findings_text(reading.findings));
    return fail(ErrorCode::invalid, folder, "the program has errors");
  }
  const notices::Defaults defaults = TRY(house_notices(web_dir));
  if (!ask.html) fmt::print("{}\n\n", mark_in(ask.language));
  for (const program::NoticeKind kind : program::notice_kinds())
    if (!ask.kind || *ask.kind == kind) TRY_OUTCOME(print(*reading.program, defaults, kind, ask));
  return {};
}

}  // namespace

Result<notices::Defaults> house_notices(const std::string& web_dir) {
  std::vector<notices::Defaults::File> files;
  const auto take = [&](std::string_view path, std::string content) {
    const std::string language(notices::Defaults::language_of(path));
    if (!language.empty()) files.push_back({language, std::move(content)});
  };
  if (web_dir.empty()) {
    for (const pages::EmbeddedFile& each : pages::embedded_files())
      if (each.path.starts_with("text/")) take(each.path, std::string(each.content));
    return notices::Defaults::read(files);
  }
  std::error_code wrong;
  std::vector<fs::path> paths;
  for (const auto& each : fs::directory_iterator(fs::path(web_dir) / "text", wrong)) paths.push_back(each.path());
  if (wrong) return fail(ErrorCode::not_found, "--web-dir", wrong.message());
  std::ranges::sort(paths);
  for (const fs::path& path : paths) {
    std::ifstream stream(path, std::ios::binary);
    take(path.filename().string(), std::string(std::istreambuf_iterator<char>(stream), {}));
  }
  return notices::Defaults::read(files);
}

int notices_preview(std::span<const std::string> arguments) {
  static constexpr std::string_view valued[] = {"--language", "--kind", "--web-dir"};
  static constexpr std::string_view plain[] = {"--html"};
  const auto words = read_words(arguments, valued, plain);
  if (!words) return usage_error("notices", words.error());
  if (words->rest.size() != 1)
    return usage_error("notices", {ErrorCode::required, "DIR", "a program's folder is expected", ""});
  Ask ask{words->get("--language"), std::nullopt, words->has("--html")};
  if (ask.language.empty())
    return usage_error("notices",
                       {ErrorCode::required, "--language", "a language is expected, such as ja or en", ""});
  if (words->has("--kind")) {
    ask.kind = program::notice_kind(words->get("--kind"));
    if (!ask.kind) {
      const auto kinds = program::enum_words(program::NoticeKind{});
      return usage_error("notices", {ErrorCode::unknown_value, "--kind",
                                     fmt::format("one of {} is expected", fmt::join(kinds, ", ")), ""});
    }
  }
  const auto done = preview(words->rest.front(), words->get("--web-dir"), ask);
  return done ? 0 : failed(done.error());
}

}  // namespace yakusoku::apps
