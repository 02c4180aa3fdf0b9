// yakusoku import: customers out of a table, with a dry run that tells each row.

#include <fstream>
#include <iostream>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "apps/command.hpp"
#include "apps/desk_parts.hpp"
#include "base/csv_rows.hpp"
#include "desk/importing.hpp"

namespace yakusoku::apps {
namespace {

constexpr std::size_t rows_at_once = 500;  // one command of the writer each
constexpr std::size_t most_told = 1000;    // refused rows that are told one by one

struct Told {
  std::int64_t added = 0, changed = 0, unchanged = 0, refused = 0;
};

struct Numbered {
  std::int64_t line = 0;
  desk::ImportedRow row;
};

class Import {
 public:
  Import(DeskParts& parts, desk::ImportOf table, bool dry_run) : parts_(parts), table_(table), dry_run_(dry_run) {}

  Outcome file(std::istream& stream) {
    std::int64_t line = 0;
    CsvRows rows(
        [&](std::string& text) -> Result<bool> {
          if (!std::getline(stream, text)) return false;
          ++line;
          if (!text.empty() && text.back() == '\r') text.pop_back();
          return true;
        },
        line);
    std::vector<std::string> header, fields;
    if (!TRY(rows.next(header)))
      return fail(ErrorCode::required, "line 1", "a header with the names of its columns is expected");
    if (header.front().starts_with("\xEF\xBB\xBF")) header.front().erase(0, 3);
    for (const std::string& each : header)
      if (!desk::is_column(table_, each)) return fail(ErrorCode::unknown_value, "line 1", each);
    std::vector<Numbered> waiting;
    while (TRY(rows.next(fields))) {
      if (fields.size() != header.size()) {
        refuse(line, {ErrorCode::invalid, "",
                      fmt::format("{} fields where the header has {}", fields.size(), header.size()), ""});
        continue;
      }
      Numbered each{line, {}};
      for (std::size_t i = 0; i < header.size(); ++i) each.row[header[i]] = fields[i];
      waiting.push_back(std::move(each));
      if (waiting.size() == rows_at_once) TRY_OUTCOME(take(waiting, later_));
    }
    TRY_OUTCOME(take(waiting, later_));
    // Parents that stood behind their children are there by now; what still lacks one is told.
    while (!later_.empty()) {
      std::vector<Numbered> again = std::move(later_), still;
      later_.clear();
      const std::size_t before = again.size();
      TRY_OUTCOME(take(again, still));
      if (still.size() == before) {
        for (const Numbered& each : still)
          refuse(each.line, {ErrorCode::unknown_value, "parent", each.row.find("parent")->second, ""});
        break;
      }
      later_ = std::move(still);
    }
    return {};
  }
  const Told& told() const { return told_; }

 private:
  // A row that is refused undoes nothing of the others.
  Outcome take(std::vector<Numbered>& rows, std::vector<Numbered>& later) {
    std::vector<std::pair<std::int64_t, Error>> refused;
    std::vector<Numbered> waits;
    Told told;
    const auto run = run_once(*parts_.store, [&](ports::Transaction& transaction) -> Result<ports::Answer> {
      refused.clear(), waits.clear(), told = {};  // it may run twice
      for (const Numbered& each : rows) {
        // In a dry run a parent of this very file is not there; that it comes is known by its name.
        auto done = desk::import_row(transaction, *parts_.shelf, desk::Caller::desk(), table_, each.row);
        if (!done) {
          refused.emplace_back(each.line, done.error());
          continue;
        }
        switch (*done) {
          case desk::Imported::added: ++told.added; break;
          case desk::Imported::changed: ++told.changed; break;
          case desk::Imported::unchanged: ++told.unchanged; break;
          case desk::Imported::waits:
            if (dry_run_ && names_.contains(each.row.find("parent")->second)) {
              ++told.added;
            } else {
              waits.push_back(each);
            }
            break;
        }
        if (dry_run_ && table_ == desk::ImportOf::organizations) names_.insert(each.row.find("name")->second);
      }
      if (dry_run_) return fail(ErrorCode::conflict, "dry_run");  // all of it is taken back
      return ports::Answer{200, "{}"};
    });
    if (!run && !dry_run_) return std::unexpected(run.error());
    for (const auto& [line, error] : refused) refuse(line, error);
    told_.added += told.added, told_.changed += told.changed, told_.unchanged += told.unchanged;
    later.insert(later.end(), waits.begin(), waits.end());
    rows.clear();
    return {};
  }

  void refuse(std::int64_t line, const Error& error) {
    if (++told_.refused > static_cast<std::int64_t>(most_told)) return;
    const ErrorEntry& entry = entry_of(error.code);
    fmt::print(stderr, "line {}: {}{}{} {}\n", line, entry.english, error.field.empty() ? "" : " " + error.field,
               error.detail.empty() ? "" : ":", error.detail);
  }

  DeskParts& parts_;
  desk::ImportOf table_;
  bool dry_run_;
  Told told_;
  std::vector<Numbered> later_;
  std::set<std::string> names_;
};

Outcome import_file(const Words& words, desk::ImportOf table) {
  const std::string& path = words.rest[1];
  std::ifstream stream(path, std::ios::binary);
  if (path != "-" && !stream) return fail(ErrorCode::not_found, path);
  DeskParts parts = TRY(open_desk(place_of(words), false, false));
  Import import(parts, table, words.has("--dry-run"));
  TRY_OUTCOME(import.file(path == "-" ? std::cin : stream));
  const Told& told = import.told();
  const Json json = Json::object({{"dry_run", words.has("--dry-run")},
                                  {"added", told.added},
                                  {"changed", told.changed},
                                  {"unchanged", told.unchanged},
                                  {"refused", told.refused}});
  fmt::print("{}\n", to_text(json));
  return told.refused == 0 ? Outcome{}
                           : fail(ErrorCode::invalid, path, fmt::format("{} rows were refused", told.refused));
}

}  // namespace

int import_rows(std::span<const std::string> arguments) {
  static constexpr std::string_view valued[] = {"--data", "--database"};
  static constexpr std::string_view plain[] = {"--dry-run"};
  const auto words = read_words(arguments, valued, plain);
  if (!words) return usage_error("import", words.error());
  if (words->rest.size() == 2 && words->rest[0] == "desk") {
    const Outcome done = import_desk(*words);
    return done ? 0 : failed(done.error());
  }
  const auto table = words->rest.empty() ? std::nullopt : desk::import_of(words->rest[0]);
  if (words->rest.size() != 2 || !table) {
    const std::string expected =
        fmt::format("import {} FILE.csv is expected", fmt::join(enum_words(desk::ImportOf{}), "|"));
    return usage_error("import", {ErrorCode::required, "organizations", expected, ""});
  }
  const Outcome done = import_file(*words, *table);
  return done ? 0 : failed(done.error());
}

}  // namespace yakusoku::apps
