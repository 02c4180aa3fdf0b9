// The promise line (UX.md): one row a clock on a common time axis. Shape and word carry the meaning, colour only helps.

#include <algorithm>

#include <fmt/format.h>

#include "adapters/pages/site.hpp"

namespace yakusoku::pages {
namespace {

constexpr int width = 640, left = 150, row_height = 30, top = 8, bar = 8;
constexpr std::size_t most_rows = 8;

struct Axis {
  Instant from, to;
  double x(Instant at) const {
    const double span = std::max<double>(1.0, static_cast<double>((to - from).seconds));
    const double part = static_cast<double>((at - from).seconds) / span;
    return left + std::clamp(part, 0.0, 1.0) * (width - left - 16);
  }
};

const desk::Receipt* latest(const std::vector<desk::Receipt>& receipts, const std::string& clock) {
  const desk::Receipt* found = nullptr;
  for (const desk::Receipt& each : receipts)
    if (each.clock.clock == clock) found = &each;
  return found;
}

std::vector<const desk::Receipt*> rows_of(const std::vector<desk::Receipt>& receipts) {
  std::vector<const desk::Receipt*> rows;
  for (const desk::Receipt& each : receipts) {
    const desk::Receipt* newest = latest(receipts, each.clock.clock);
    if (std::ranges::find(rows, newest) == rows.end() && !newest->segments.empty() && rows.size() < most_rows)
      rows.push_back(newest);
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

std::string pause_words(const Page& page, std::string_view cause) {
  if (cause == "customer") return page.text("pages.line.waits_for_customer");
  if (cause == "third_party") return page.text("pages.line.waits_for_third_party");
  return page.text(cause == "solved" ? "pages.line.solved" : "pages.line.paused");
}

std::string segment_words(const Page& page, const desk::Segment& segment) {
  switch (segment.kind) {
    case desk::Segment::Kind::running: return page.text("pages.line.running");
    case desk::Segment::Kind::closed: return page.text("pages.line.closed");
    case desk::Segment::Kind::paused: return pause_words(page, segment.cause);
  }
  return {};
}

std::string row_svg(const Page& page, const desk::Receipt& receipt, const Axis& axis, int y) {
  const desk::ClockView& clock = receipt.clock;
  const std::string title = clock.title.empty() ? clock.clock : std::string(clock.title.in(page.language));
  const int middle = y + row_height / 2;
  std::string svg =
      fmt::format("<text x=\"0\" y=\"{}\" class=\"pl-name\">{}</text>", middle + 4, http::html_escape(title));
  for (const desk::Segment& segment : receipt.segments) {
    const double from = axis.x(segment.from), to = axis.x(segment.to);
    if (to - from < 0.2) continue;
    const std::string fill = segment.kind == desk::Segment::Kind::paused ? " fill=\"url(#pl-hatch)\"" : "";
    svg += fmt::format(
        "<rect class=\"pl-{}\" x=\"{:.1f}\" y=\"{}\" width=\"{:.1f}\" height=\"{}\"{}><title>{}: {} – {}</title></rect>",
        kind_word(segment.kind), from, middle - bar / 2, to - from, bar, fill, http::html_escape(segment_words(page, segment)),
        http::html_escape(wall_time(page, segment.from)), http::html_escape(wall_time(page, segment.to)));
  }
  if (clock.due != far_future) {
    const double x = axis.x(clock.due);
    svg += fmt::format("<path class=\"pl-due\" d=\"M{0:.1f} {1}V{2}\"/>", x, middle - 10, middle + 10);
    if (clock.promised) svg += fmt::format("<path class=\"pl-flag\" d=\"M{0:.1f} {1}l9 4l-9 4z\"/>", x, middle - 12);
  }
  const double end = axis.x(clock.ended_at == far_future ? page.now : clock.ended_at);
  if (clock.state == "met")
    svg += fmt::format("<path class=\"pl-kept\" d=\"M{:.1f} {}l4 5l8 -10\"/>", end + 2, middle);
  if (clock.state == "missed" || clock.state == "late") {
    const double x = axis.x(clock.breached_at);
    svg += fmt::format("<path class=\"pl-broken\" d=\"M{:.1f} {}l8 8m0 -8l-8 8\"/>", x - 4, middle - 4);
  }
  return svg;
}

}  // namespace

Html promise_line(const Page& page, const std::vector<desk::Receipt>& receipts) {
  const auto rows = rows_of(receipts);
  if (rows.empty()) return {};
  const Axis axis = axis_of(rows, page.now);
  const int height = top * 2 + row_height * static_cast<int>(rows.size());
  std::string spoken;
  for (const desk::Receipt* each : rows) {
    const Json words = clock_words(page, each->clock);
    spoken += *words.get_string("title") + ": " + *words.get_string("line") + " ";
  }
  std::string svg = fmt::format("<svg class=\"promise-line\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">",
                                width, height, http::html_escape(spoken));
  svg +=
      "<defs><pattern id=\"pl-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
      "patternTransform=\"rotate(45)\">"
      "<rect width=\"6\" height=\"6\" class=\"pl-hatch-ground\"/><path d=\"M0 0V6\" "
      "class=\"pl-hatch-line\"/></pattern></defs>";
  const double now = axis.x(page.now);
  svg += fmt::format("<path class=\"pl-now\" d=\"M{:.1f} {}V{}\"/>", now, top / 2, height - top / 2);
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

Json receipt_words(const Page& page, const desk::Receipt& receipt, const program::Program& program) {
  Json lines = Json::array();
  for (const desk::ReceiptLine& line : receipt.lines) {
    std::string words = page.text("pages.receipt." + line.change);
    if (line.change == "paused") words += " " + pause_words(page, cause_at(receipt, line.at));
    if ((line.change == "started" || line.change == "selected") && !line.amount.empty()) {
      const std::string amount = amount_words(page, line.amount, receipt.clock.calendar_title.in(page.language));
      words += " " + page.text("pages.receipt.goal", {{"amount", amount}});
    }
    if (line.due != far_future && line.change != "ended")
      words += " " + page.text("pages.receipt.due", {{"at", wall_time(page, line.due)}});
    if (line.over_wall > 0)
      words += " " + page.text("pages.receipt.overrun", {{"length", length_words(page, line.over_wall)}});
    lines.push(Json::object({{"at", wall_time(page, line.at)}, {"words", words}, {"rule", line.rule}}));
  }
  Json words = clock_words(page, receipt.clock);
  words.set("lines", std::move(lines));
  words.set("cycle", receipt.clock.cycle > 1 ? Json(receipt.clock.cycle) : Json());
  words.set("version", program.hash.substr(0, 8));
  return words;
}

}  // namespace yakusoku::pages
