#include "apps/backtest_page.hpp"

#include <charconv>
#include <chrono>

#include <fmt/format.h>

#include "sim/backtest/desk_log.hpp"

namespace yakusoku::apps {
namespace {

namespace backtest = sim::backtest;

constexpr std::chrono::seconds patience{8};
constexpr std::size_t most_changed = 50;

std::string clock_title(const program::Program& program, const std::string& name, std::string_view language) {
  const program::ClockRule* rule = program.clock(name);
  return rule && !rule->title.empty() ? std::string(rule->title.in(language)) : name;
}

std::string_view end_words(const std::optional<backtest::CycleSeen>& seen, bool japanese) {
  if (!seen) return japanese ? "約束なし" : "not promised";
  switch (seen->end) {
    case backtest::End::met: return japanese ? "遵守" : "met";
    case backtest::End::missed: return japanese ? "超過" : "missed";
    case backtest::End::withdrawn: return japanese ? "取り下げ" : "withdrawn";
    case backtest::End::running: return japanese ? "進行中" : "running";
  }
  return "";
}

Json changed_json(const backtest::Changed& changed, const program::Program& program, std::string_view language) {
  std::string words;
  for (const backtest::CyclePair& each : changed.clocks) {
    const bool japanese = language == "ja";
    words += fmt::format("{}{}{}{} → {}", words.empty() ? "" : japanese ? "、" : "; ",
                         clock_title(program, each.clock, language), japanese ? ":" : ": ",
                         end_words(each.before, japanese), end_words(each.after, japanese));
  }
  std::int64_t ticket = 0;
  std::from_chars(changed.id.data(), changed.id.data() + changed.id.size(), ticket);
  return Json::object({{"ticket_id", ticket}, {"words", words}});
}

}  // namespace

Result<Json> backtest_for_page(ports::Reader& reader, desk::Shelf& shelf,
                               std::shared_ptr<const program::Program> tried, Instant now, std::string_view language) {
  backtest::Options options;
  options.tried = tried;
  options.version = [&](std::string_view hash) { return shelf.version(reader, hash); };
  options.until = now;
  options.keep = most_changed;
  const auto begun = std::chrono::steady_clock::now();
  options.progress = [&](const backtest::Progress&) { return std::chrono::steady_clock::now() - begun < patience; };
  backtest::DeskLogOptions wanted;
  wanted.program = tried->id;
  const backtest::Backtest result = TRY(backtest::backtest_desk(reader, std::move(options), wanted));
  std::int64_t diverged = 0;
  for (const auto& [what, times] : result.tally.diverged_after) diverged += times;
  Json clocks = Json::array(), changed = Json::array();
  for (const auto& [name, sides] : backtest::rows_of(result.tally.by_clock, result.clocks)) {
    clocks.push(Json::object({{"name", clock_title(*tried, name, language)},
                              {"met", sides.before.met},
                              {"missed", sides.before.missed},
                              {"met_then", sides.after.met},
                              {"missed_then", sides.after.missed}}));
  }
  for (const backtest::Changed& each : result.changed) changed.push(changed_json(each, *tried, language));
  return Json::object({{"requests", result.tally.requests},
                       {"all", !result.cancelled},
                       {"diverged", diverged},
                       {"clocks", std::move(clocks)},
                       {"changed", std::move(changed)}});
}

}  // namespace yakusoku::apps
