#include "core/program/calendar_sizes.hpp"

#include <algorithm>

namespace yakusoku::program {
namespace {

constexpr std::int64_t most_parts = 10000;  // dates and windows of one calendar (core/calendars)
constexpr int longest_row = 12;             // of 16: complements and the request's own zone take some

struct Size {
  std::int64_t parts = 0;
  int height = 0;
};

class Measure {
 public:
  Measure(const std::map<std::string, Choice<CalendarSpec>, std::less<>>& calendars,
          const std::map<std::string, Dates, std::less<>>& days)
      : calendars_(calendars), days_(days) {}

  // Names do not go in circles: check_cycles has seen to that.
  Size named(const std::string& name, int depth) {
    if (const auto found = sizes_.find(name); found != sizes_.end()) return found->second;
    const auto calendar = calendars_.find(name);
    if (calendar == calendars_.end()) return {1, 0};
    if (depth > longest_row) return {0, longest_row + 1};
    Size largest;
    const auto look = [&](const CalendarSpec& spec) { join(largest, of(spec, depth)); };
    const auto below = [&](auto& self, const TableNode<CalendarSpec>& node) -> void {
      if (node.leaf) look(*node.leaf);
      for (const auto& branch : node.branches) self(self, branch.below);
    };
    for (const auto& rule : calendar->second.rules) {
      if (const auto* plain = std::get_if<CalendarSpec>(&rule.is)) {
        look(*plain);
      } else {
        below(below, std::get<Table<CalendarSpec>>(rule.is).cells);
      }
    }
    return sizes_[name] = largest;
  }

 private:
  static void join(Size& largest, const Size& other) {
    largest.parts = std::max(largest.parts, other.parts);
    largest.height = std::max(largest.height, other.height);
  }
  Size of(const CalendarSpec& calendar, int depth) {
    Size size{1, 0};
    if (calendar.kind == CalendarSpec::Kind::named) {
      size = named(calendar.name, depth + 1);
      ++size.height;
      return size;
    }
    for (const auto& windows : calendar.weekly) size.parts += static_cast<std::int64_t>(windows.size());
    for (const auto& dated : calendar.dates) {
      const auto dates = days_.find(dated.set);
      if (dates == days_.end()) continue;
      size.parts += static_cast<std::int64_t>(dates->second.size() * (1 + dated.windows.size()));
    }
    for (const CalendarSpec& part : calendar.parts) {
      const Size below = of(part, depth + 1);
      size.parts = std::min(most_parts + 1, size.parts + below.parts);
      size.height = std::max(size.height, below.height + 1);
    }
    return size;
  }

  const std::map<std::string, Choice<CalendarSpec>, std::less<>>& calendars_;
  const std::map<std::string, Dates, std::less<>>& days_;
  std::map<std::string, Size> sizes_;
};

}  // namespace

void check_calendar_sizes(const Node& root, const std::map<std::string, Choice<CalendarSpec>, std::less<>>& calendars,
                          const std::map<std::string, Dates, std::less<>>& days, Report& report) {
  const Node* written = root.find("calendars");
  if (!written) return;
  Measure measure(calendars, days);
  for (const Node::Entry& entry : written->entries) {
    const Size size = measure.named(entry.key, 0);
    if (size.parts > most_parts) {
      report.error("too_large", entry.key_place, "calendars." + entry.key,
                   "the calendar holds too many dates and windows", "at most 10000 with all of its parts");
    } else if (size.height > longest_row) {
      report.error("too_deep", entry.key_place, "calendars." + entry.key,
                   "the calendar builds on too many others in a row", "at most twelve");
    }
  }
}

}  // namespace yakusoku::program
