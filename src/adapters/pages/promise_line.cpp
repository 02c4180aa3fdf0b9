// The promise line (UX.md): one row a clock on a common time axis. Shape and word carry the meaning, colour only helps.

#include <algorithm>

#include <fmt/format.h>

#include "adapters/pages/site.hpp"
#include "base/zones.hpp"

namespace yakusoku::pages {
namespace {

// Across, all is said in hundredths of the picture's width, so that letters keep their size on a phone.
constexpr int row_height = 44, top = 22, foot = 24, bar = 8;
constexpr std::size_t most_rows = 8;

struct Axis {
  Instant from, to;
  double x(Instant at) const {
    const double span = std::max<double>(1.0, static_cast<double>((to - from).seconds));
    const double part = static_cast<double>((at - from).seconds) / span;
    return 1 + std::clamp(part, 0.0, 1.0) * 96;
  }
};

const desk::Receipt* latest(const std::vector<desk::Receipt>& receipts, const std::string& clock) {
  const desk::Receipt* found = nullptr;
  for (const desk::Receipt& each : receipts)
    if (each.clock.clock == clock) found = &each;
  return found;
}

std::vector<const desk::Receipt*> rows_of(const std::vector<desk::ClockView>& clocks,
                                          const std::vector<desk::Receipt>& receipts) {
  std::vector<const desk::Receipt*> rows;
  for (const desk::ClockView& each : clocks) {
    const desk::Receipt* newest = latest(receipts, each.clock);
    if (!newest || newest->segments.empty() || std::ranges::find(rows, newest) != rows.end()) continue;
    if (rows.size() < most_rows) rows.push_back(newest);
  }
  return rows;
}

Axis axis_of(const std::vector<const desk::Receipt*>& rows, Instant now) {
  Axis axis{now, now + minutes(1)};
  for (const desk::Receipt* each : rows) {
    axis.from = std::min(axis.from, each->clock.started_at);
    for (const desk::Segment& segment : each->segments) axis.to = std::max(axis.to, segment.to);
    if (each->clock.due != far_future) axis.to = std::max(axis.to, each->clock.due);
  }
  return axis;
}

std::string_view kind_word(desk::Segment::Kind kind) {
  switch (kind) {
    case desk::Segment::Kind::running: return "running";
    case desk::Segment::Kind::closed: return "closed";
    case desk::Segment::Kind::paused: return "paused";
  }
  return "running";
}

std::string segment_words(const Page& page, const desk::Segment& segment) {
  switch (segment.kind) {
    case desk::Segment::Kind::running: return page.text("pages.line.running");
    case desk::Segment::Kind::closed: return page.text("pages.line.closed");
    case desk::Segment::Kind::paused:
      return page.text("pages.line.paused", {{"cause", pause_words(page, segment.cause)}});
  }
  return {};
}

// A mark drawn in pixels around a place across.
std::string mark(std::string_view look, double x, int y, std::string_view path) {
  return fmt::format("<svg x=\"{:.2f}%\" y=\"{}\" overflow=\"visible\"><path class=\"{}\" d=\"{}\"/></svg>", x, y, look,
                     path);
}

std::string row_svg(const Page& page, const desk::Receipt& receipt, const Axis& axis, int y) {
  const desk::ClockView& clock = receipt.clock;
  const std::string title = clock.title.empty() ? clock.clock : std::string(clock.title.in(page.language));
  const int middle = y + row_height - 10;
  std::string svg = fmt::format("<text x=\"1%\" y=\"{}\" class=\"pl-name\">{}</text>", middle - 14,
                                http::html_escape(title));
  for (const desk::Segment& segment : receipt.segments) {
    const double from = axis.x(segment.from), length = axis.x(segment.to) - from;
    if (length < 0.05) continue;
    const std::string fill = segment.kind == desk::Segment::Kind::paused ? " fill=\"url(#pl-hatch)\"" : "";
    svg += fmt::format("<rect class=\"pl-{}\" x=\"{:.2f}%\" y=\"{}\" width=\"{:.2f}%\" height=\"{}\"{}>",
                       kind_word(segment.kind), from, middle - bar / 2, length, bar, fill);
    svg += fmt::format("<title>{}: {} – {}</title></rect>", http::html_escape(segment_words(page, segment)),
                       http::html_escape(wall_time(page, segment.from)),
                       http::html_escape(wall_time(page, segment.to)));
  }
  if (clock.due != far_future) {
    svg += mark("pl-due", axis.x(clock.due), middle, "M0 -9V9");
    if (clock.promised) svg += mark("pl-flag", axis.x(clock.due), middle, "M0 -11l9 4l-9 4z");
  }
  const Instant end = clock.ended_at == far_future ? page.now : clock.ended_at;
  if (clock.state == "met") svg += mark("pl-kept", axis.x(end), middle, "M2 0l4 5l8 -10");
  if (clock.state == "missed" || clock.state == "late")
    svg += mark("pl-broken", axis.x(clock.breached_at), middle, "M-5 -5L5 5M5 -5L-5 5");
  return svg;
}

// Day and hour alone: two of them stand beside each other on a phone. The long form is with each clock.
std::string short_time(const Page& page, Instant at) {
  const zones::WallTime time = zones::wall_time(page.zone, at);
  const std::string date = zones::date_text(time.date);
  const auto part = [&](std::size_t from) { return (date[from] - '0') * 10 + date[from + 1] - '0'; };
  return page.text("pages.line.at", {{"month", std::to_string(part(5))},
                                     {"day", std::to_string(part(8))},
                                     {"clock", fmt::format("{}:{:02}", time.second / 3600, time.second / 60 % 60)}});
}

// Where the axis begins and ends, and now.
std::string axis_svg(const Page& page, const Axis& axis, int height) {
  const double now = axis.x(page.now);
  const std::string_view anchor = now < 12 ? "start" : now > 88 ? "end" : "middle";
  std::string svg = fmt::format("<line class=\"pl-now\" x1=\"{0:.2f}%\" x2=\"{0:.2f}%\" y1=\"16\" y2=\"{1}\"/>", now,
                                height - foot + 4);
  svg += fmt::format("<text class=\"pl-time\" x=\"{:.2f}%\" y=\"12\" text-anchor=\"{}\">{}</text>", now, anchor,
                     http::html_escape(page.text("pages.line.now")));
  svg += fmt::format("<text class=\"pl-time\" x=\"1%\" y=\"{}\">{}</text>", height - 5,
                     http::html_escape(short_time(page, axis.from)));
  svg += fmt::format("<text class=\"pl-time\" x=\"100%\" y=\"{}\" text-anchor=\"end\">{}</text>", height - 5,
                     http::html_escape(short_time(page, axis.to)));
  return svg;
}

}  // namespace

Html promise_line(const Page& page, const std::vector<desk::ClockView>& clocks,
                  const std::vector<desk::Receipt>& receipts) {
  const auto rows = rows_of(clocks, receipts);
  if (rows.empty()) return {};
  const Axis axis = axis_of(rows, page.now);
  const int height = top + foot + row_height * static_cast<int>(rows.size());
  std::string spoken;
  for (const desk::Receipt* each : rows) {
    const Json words = clock_words(page, each->clock);
    if (!spoken.empty()) spoken += "\n";
    spoken += *words.get_string("title") + ": " + *words.get_string("line");
  }
  std::string svg = fmt::format("<svg class=\"promise-line\" width=\"100%\" height=\"{}\" role=\"img\" aria-label=\"{}\">",
                                height, http::html_escape(spoken));
  svg +=
      "<defs><pattern id=\"pl-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
      "patternTransform=\"rotate(45)\">"
      "<rect width=\"6\" height=\"6\" class=\"pl-hatch-ground\"/><path d=\"M0 0V6\" "
      "class=\"pl-hatch-line\"/></pattern></defs>";
  svg += axis_svg(page, axis, height);
  int y = top;
  for (const desk::Receipt* each : rows) {
    svg += row_svg(page, *each, axis, y);
    y += row_height;
  }
  return {svg + "</svg>"};
}

namespace {

std::string cause_at(const desk::Receipt& receipt, Instant at) {
  for (const desk::Segment& each : receipt.segments)
    if (each.kind == desk::Segment::Kind::paused && each.from == at) return each.cause;
  return {};
}

}  // namespace

namespace {

std::string line_words(const Page& page, const desk::Receipt& receipt, const desk::ReceiptLine& line) {
  if (line.change == "paused")
    return page.text("pages.receipt.paused", {{"cause", pause_words(page, cause_at(receipt, line.at))}});
  if (line.change == "resumed" && line.by == "customer") return page.text("pages.receipt.resumed_by_customer");
  if (line.change == "ended" && receipt.clock.state == "met") return page.text("pages.receipt.met");
  if (line.change == "ended" && receipt.clock.state == "late") return page.text("pages.receipt.late");
  return page.text("pages.receipt." + line.change);
}

}  // namespace

Json receipt_words(const Page& page, const desk::Receipt& receipt) {
  Json lines = Json::array();
  Instant due = far_future;
  for (const desk::ReceiptLine& line : receipt.lines) {
    std::string words = line_words(page, receipt, line);
    if (line.change == "selected" && !line.amount.empty()) {
      const std::string amount = amount_words(page, line.amount, receipt.clock.calendar_title.in(page.language));
      words += " " + page.text("pages.receipt.goal", {{"amount", amount}});
    }
    // A due is said where it changes; a pause has none to say.
    if (line.due != far_future && line.due != due && line.change != "ended" && line.change != "paused")
      words += " " + page.text("pages.receipt.due", {{"at", wall_time(page, line.due)}});
    if (line.change != "paused") due = line.due;
    if (line.over_wall > 0)
      words += " " + page.text("pages.receipt.overrun", {{"length", length_words(page, line.over_wall)}});
    lines.push(Json::object({{"at", wall_time(page, line.at)}, {"words", words}, {"rule", line.rule}}));
  }
  Json words = clock_words(page, receipt.clock);
  words.set("lines", std::move(lines));
  words.set("cycle", receipt.clock.cycle > 1
                         ? page.text("pages.receipt.cycle", {{"n", std::to_string(receipt.clock.cycle)}})
                         : std::string());
  return words;
}

}  // namespace yakusoku::pages
