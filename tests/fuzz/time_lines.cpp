// rooms: core/calendars base
// Any bytes as lines of `yakusoku time`: every line has no answer or one line of JSON, and nothing crashes. Calendars
// of some sense are defined beforehand, so that queries reach arithmetic.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/calendars/time_lines.hpp"

using namespace yakusoku;
using namespace yakusoku::calendars;

namespace {

Result<std::optional<Instant>> due(std::string_view amount, Instant start, const CalendarLookup& lookup) {
  const auto calendar = lookup(amount);
  if (calendar == nullptr) return fail(ErrorCode::unknown_value, "amount");
  return calendar->after_business_days(start, static_cast<int>(amount.size() % 7) + 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  TimeLines lines(due);
  lines.answer(
      R"({"kind":"calendar","id":"a","cal":{"zone":"Asia/Tokyo","weekly":[{"d":0,"from":"09:00","to":"17:00"}]}})");
  lines.answer(
      R"({"kind":"calendar","id":"b","cal":{"not":{"zone":"America/New_York","weekly":[{"d":6,"from":"22:00","to":"06:00"}]}}})");
  std::string_view text(reinterpret_cast<const char*>(data), size);
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const auto answer = lines.answer(text.substr(0, end));
    if (answer) {
      const auto json = parse_json(*answer);
      if (!json || (json->find("answer") == nullptr && json->find("error") == nullptr)) std::abort();
    }
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return 0;
}
