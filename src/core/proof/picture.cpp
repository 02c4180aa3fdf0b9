#include "core/proof/picture.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/zones.hpp"
#include "core/proof/spans.hpp"

namespace yakusoku::proof {
namespace {

constexpr std::int64_t day_width = 2, hour_height = 3;
constexpr std::int64_t left = 22, top = 12;

class Picture {
 public:
  Picture(const std::string& zone, Interval shown)
      : zone_(zone), shown_(shown), first_(zones::wall_time(zone, shown.from).date) {
    const Instant last = shown.to - seconds(1);
    days_ = std::clamp(zones::wall_time(zone, last).date - first_ + 1, 1, 366);
    for (std::int32_t day = 0; day <= days_; ++day) midnights_.push_back(zones::instant_of(zone, first_ + day, 0));
  }

  // One path for all of a set: a box or a stroke for each day that it touches.
  std::string path(const Spans& set, std::string_view name, bool strokes) const {
    std::string drawn;
    for (const Interval& span : intersection_of(set, {shown_})) {
      auto day = std::ranges::upper_bound(midnights_, span.from) - midnights_.begin() - 1;
      for (; day < days_ && midnights_[static_cast<std::size_t>(day)] < span.to; ++day) {
        const std::int64_t x = left + day * day_width, y = height(day, span.from), below = height(day, span.to);
        if (below <= y) continue;
        drawn += strokes ? fmt::format("M{}.5 {}v{}", x, decimal(y), decimal(below - y))
                         : fmt::format("M{} {}h{}v{}h-{}z", x, decimal(y), day_width, decimal(below - y), day_width);
      }
    }
    if (drawn.empty()) return {};
    return fmt::format("<path class=\"proof-{}\" {} d=\"{}\"/>", name,
                       strokes ? "fill=\"none\" stroke=\"currentColor\" stroke-width=\"1\""
                               : "fill=\"currentColor\" fill-opacity=\"0.25\"",
                       drawn);
  }
  std::string labels() const {
    std::string text;
    for (const int hour : {0, 6, 12, 18, 24})
      text += label(left - 3, top + hour * hour_height + 2, "end", std::to_string(hour));
    for (std::int32_t day = 0; day < days_; ++day) {
      const std::string date = zones::date_text(first_ + day);
      if (date.ends_with("-01")) text += label(left + day * day_width, top - 4, "start", date.substr(0, 7));
    }
    return text;
  }
  std::int64_t width() const { return left + days_ * day_width + 2; }
  static std::int64_t height() { return top + 24 * hour_height + 4; }

 private:
  static std::string label(std::int64_t x, std::int64_t y, std::string_view anchor, const std::string& text) {
    return fmt::format(
        "<text class=\"proof-label\" x=\"{}\" y=\"{}\" font-size=\"7\" fill=\"currentColor\" "
        "text-anchor=\"{}\">{}</text>",
        x, y, anchor, text);
  }
  // In hundredths, so that no float is written.
  std::int64_t height(std::ptrdiff_t day, Instant at) const {
    const std::int64_t since = (at - midnights_[static_cast<std::size_t>(day)]).seconds;
    return top * 100 + std::clamp<std::int64_t>(since, 0, 86400) * hour_height * 100 / 3600;
  }
  static std::string decimal(std::int64_t hundredths) {
    if (hundredths % 100 == 0) return std::to_string(hundredths / 100);
    return fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
  }

  std::string zone_;
  Interval shown_;
  std::int32_t first_;
  std::int32_t days_ = 1;
  std::vector<Instant> midnights_;
};

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) safe += c == '<' ? "&lt;" : c == '&' ? "&amp;" : c == '"' ? "&quot;" : std::string(1, c);
  return safe;
}

std::string dates(const std::string& zone, Interval shown) {
  return zones::date_text(zones::wall_time(zone, shown.from).date) + " - " +
         zones::date_text(zones::wall_time(zone, shown.to - seconds(1)).date);
}

std::string alternative(const Proof& proof, Interval shown, const Spans& present, const Spans& gaps, bool japanese) {
  const std::int64_t on = total(intersection_of(present, {shown})) / 3600;
  const Spans within = intersection_of(gaps, {shown});
  if (japanese)
    return fmt::format(
        "{}（{}）の対応体制です。担当者がいる時間は合計{}時間、お約束があるのに担当者がいない時間帯は{}回、合計{}"
        "時間です。",
        dates(proof.zone, shown), proof.zone, on, within.size(), total(within) / 3600);
  return fmt::format(
      "Who is on duty, {} ({}): somebody for {} hours in all; {} gaps, {} hours in all, in which something is "
      "promised while nobody keeps it.",
      dates(proof.zone, shown), proof.zone, on, within.size(), total(within) / 3600);
}

}  // namespace

std::string picture_of(const Proof& proof, const Row& row, Interval shown, std::string_view language) {
  Spans present, gaps, notes;
  for (const Band& band : proof.duties[static_cast<std::size_t>(row.duty)].bands)
    if (band.state == OnDuty::present) append(present, {band.from, band.to});
  for (const Gap& gap : row.gaps)
    (gap.soft || gap.kind == GapKind::nobody_on_purpose ? notes : gaps).push_back({gap.from, gap.to});
  gaps = normalised(std::move(gaps));
  notes = difference_of(normalised(std::move(notes)), gaps);
  const Picture picture(proof.zone, shown);
  const std::string words = escaped(alternative(proof, shown, present, gaps, language == "ja"));
  return fmt::format(
      "<svg class=\"proof-picture\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\"><title>{}</title>"
      "{}{}{}{}</svg>",
      picture.width(), Picture::height(), words, words, picture.path(present, "present", false),
      picture.path(notes, "note", false), picture.path(gaps, "gap", true), picture.labels());
}

std::string picture_of(const Proof& proof, const Row& row, std::string_view language) {
  const auto wall = zones::wall_time(proof.zone, proof.from);
  const Instant year = zones::instant_of(proof.zone, wall.date + 365, wall.second);
  return picture_of(proof, row, {proof.from, std::min(year, proof.to)}, language);
}

}  // namespace yakusoku::proof
