#include "closures.hpp"

#include <fmt/format.h>

#include "core/calendars/calendars.hpp"
#include "core_driver.hpp"

namespace yakusoku::scenarios {
namespace {

// `dates: {…}` of the calendar's block gets one set more; a calendar written in one line gets a `dates` of its own.
Outcome close_on(std::string& text, const std::string& calendar) {
  const std::size_t at = text.find("\n  " + calendar + ":");
  if (at == std::string::npos) return fail(ErrorCode::not_found, calendar);
  const std::size_t end = text.find('\n', at + 1), open = text.find('{', at);
  if (open < end) {
    text.insert(open + 1, "dates: {declared: closed}, ");
    return {};
  }
  const std::size_t dates = text.find("    dates: {", at);
  if (dates == std::string::npos) return fail(ErrorCode::invalid, calendar, "a calendar with dates, or in one line");
  text.insert(dates + 12, "declared: closed, ");
  return {};
}

}  // namespace

Result<std::vector<program::SourceFile>> files_with_closures(const std::string& program, const std::string& calendar,
                                                             const std::vector<calendars::Date>& closed) {
  std::string dates;
  for (const calendars::Date date : closed)
    dates +=
        fmt::format("{}{}", dates.empty() ? "" : ", ", to_iso(Instant{date * std::int64_t{86400}}).substr(0, 10));
  auto files = TRY(program_files(program));
  bool found = false;
  for (program::SourceFile& each : files) found = found || close_on(each.content, calendar).has_value();
  if (!found) return fail(ErrorCode::not_found, calendar);
  files.push_back({"declared.yaml", "days:\n  declared: [" + dates + "]\n"});
  return files;
}

}  // namespace yakusoku::scenarios
