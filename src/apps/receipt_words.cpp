#include "apps/receipt_words.hpp"

#include <fmt/format.h>

#include "base/zones.hpp"
#include "core/wording/time_words.hpp"

namespace yakusoku::apps {
namespace {

std::string wall(Instant at, const std::string& zone) {
  if (at == far_future) return "—";
  const zones::WallTime time = zones::wall_time(zone, at);
  return fmt::format("{} {:02}:{:02}:{:02} {}", zones::date_text(time.date), time.second / 3600,
                     time.second / 60 % 60, time.second % 60, zones::abbreviation(zone, at));
}

struct Word {
  std::string_view change, english, japanese;
};
constexpr Word change_words[] = {
    {"started", "started", "計測開始"},
    {"paused", "paused", "計測停止"},
    {"resumed", "resumed", "計測再開"},
    {"selected", "selected anew", "再選択"},
    {"promised", "promised", "次回連絡予定"},
    {"breached", "breached", "期限超過"},
    {"warned", "warned", "期限間近の通知"},
    {"stepped", "step taken", "段階を実行"},
    {"ended", "ended", "終了"},
    {"continued", "runs on", "計測を継続"},
    {"spliced", "calendar changed", "カレンダー変更"},
    {"merged", "merged", "統合"},
};

std::string_view word_of(const std::string& change, bool japanese) {
  for (const Word& each : change_words)
    if (each.change == change) return japanese ? each.japanese : each.english;
  return change;
}

}  // namespace

std::string receipts_text(const desk::TicketView& view, const std::vector<desk::Receipt>& receipts,
                          std::string_view language) {
  const bool japanese = language == "ja";
  std::string text = fmt::format("#{} {}\n", view.row.id.value, view.row.subject);
  for (const desk::Receipt& receipt : receipts) {
    const desk::ClockView& clock = receipt.clock;
    text += fmt::format("\n{} ({} {}) — {}\n", clock.title.in(language), clock.clock, clock.cycle, clock.state);
    text += fmt::format("  {}  {}\n", clock.amount.empty() ? "—" : clock.amount, clock.clause);
    if (clock.budget > 0) {
      text += fmt::format(fmt::runtime(japanese ? "  {} のうち {} を使用\n" : "  {} budget, {} spent\n"),
                          wording::length_words(language, clock.budget), wording::length_words(language, clock.spent));
    }
    for (const desk::ReceiptLine& line : receipt.lines) {
      text += fmt::format("  {}  {}", wall(line.at, view.zone), word_of(line.change, japanese));
      if (!line.cause.empty()) text += fmt::format("  ({})", line.cause);
      if (!line.rule.empty()) text += fmt::format("  {}", line.rule);
      if (line.due != far_future) text += fmt::format("  → {}", wall(line.due, view.zone));
      text += '\n';
    }
  }
  return text;
}

}  // namespace yakusoku::apps
