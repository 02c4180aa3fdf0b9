#include <algorithm>

#include "sim/backtest/backtest.hpp"

namespace yakusoku::sim::backtest {

std::vector<std::pair<std::string, Sides>> rows_of(const Group& group, const std::vector<std::string>& order) {
  std::vector<std::pair<std::string, Sides>> rows;
  for (const std::string& name : order)
    if (const auto found = group.find(name); found != group.end()) rows.emplace_back(*found);
  for (const auto& each : group)
    if (std::ranges::find(order, each.first) == order.end()) rows.emplace_back(each);
  return rows;
}

std::vector<std::pair<std::string, Sides>> customers_of(const Group& group) {
  std::vector<std::pair<std::string, Sides>> rows(group.begin(), group.end());
  std::ranges::stable_sort(rows, std::ranges::greater{}, [](const auto& row) {
    return std::abs(row.second.after.missed - row.second.before.missed);
  });
  return rows;
}

std::optional<std::int64_t> attainment(const Count& count) {
  const std::int64_t all = count.met + count.missed;
  if (all == 0) return std::nullopt;
  return (count.met * 2000 + all) / (2 * all);
}

namespace {

constexpr std::size_t most_customers = 1000;  // in JSON; how many there are is said beside

Json when(Instant at) { return at == far_future ? Json() : Json(to_iso(at)); }

Json count_json(const Count& count) {
  const auto share = attainment(count);
  return Json::object({{"met", count.met},
                       {"missed", count.missed},
                       {"withdrawn", count.withdrawn},
                       {"running", count.running},
                       {"breaches", count.breaches},
                       {"attainment_permille", share ? Json(*share) : Json()}});
}

void set_sides(Json& json, const Sides& sides, bool compared) {
  if (compared) json.set("before", count_json(sides.before));
  json.set("after", count_json(sides.after));
}

Json sides_json(const Sides& sides, bool compared) {
  Json json = Json::object();
  set_sides(json, sides, compared);
  return json;
}

Json rows_json(const std::vector<std::pair<std::string, Sides>>& rows, std::size_t at_most, bool compared) {
  Json list = Json::array();
  for (std::size_t i = 0; i < rows.size() && i < at_most; ++i) {
    Json row = Json::object({{"name", rows[i].first}});
    set_sides(row, rows[i].second, compared);
    list.push(std::move(row));
  }
  return list;
}

Json divergences_json(const Divergences& divergences) {
  Json list = Json::array();
  for (const auto& [reason, times] : divergences) list.push(Json::object({{"reason", reason}, {"times", times}}));
  return list;
}

Json seen_json(const std::optional<CycleSeen>& seen) {
  if (!seen) return {};
  return Json::object({{"end", std::string(enum_words(seen->end)[static_cast<std::size_t>(seen->end)])},
                       {"due", when(seen->due)},
                       {"breaches", seen->breaches},
                       {"breached_at", when(seen->breached_at)},
                       {"ended_at", when(seen->ended_at)},
                       {"amount", seen->amount},
                       {"clause", seen->clause}});
}

Json told_json(const std::vector<ClockTold>& told) {
  Json list = Json::array();
  for (const ClockTold& each : told) {
    Json segments = Json::array(), lines = Json::array();
    for (const lifecycle::Segment& segment : each.segments) segments.push(lifecycle::to_json(segment));
    for (const lifecycle::ReceiptLine& line : each.lines) lines.push(lifecycle::to_json(line));
    list.push(Json::object({{"clock", each.clock},
                            {"cycle", each.number},
                            {"segments", std::move(segments)},
                            {"lines", std::move(lines)}}));
  }
  return list;
}

Json diverged_json(const std::vector<Diverged>& diverged) {
  Json list = Json::array();
  for (const Diverged& each : diverged) {
    list.push(Json::object({{"at", to_iso(each.at)},
                            {"act", each.act},
                            {"code", std::string(entry_of(each.why.code).name)},
                            {"field", each.why.field},
                            {"detail", each.why.detail},
                            {"clause", each.why.clause}}));
  }
  return list;
}

Json side_json(const std::string& severity, const std::vector<ClockTold>& receipts,
               const std::vector<Diverged>& diverged) {
  return Json::object(
      {{"severity", severity}, {"receipts", told_json(receipts)}, {"diverged", diverged_json(diverged)}});
}

Json changed_json(const Changed& changed) {
  Json clocks = Json::array();
  for (const CyclePair& each : changed.clocks) {
    clocks.push(Json::object({{"clock", each.clock},
                              {"cycle", each.number},
                              {"before", seen_json(each.before)},
                              {"after", seen_json(each.after)}}));
  }
  return Json::object(
      {{"request", changed.id},
       {"customer", changed.customer},
       {"kind", changed.kind},
       {"version", changed.version},
       {"clocks", std::move(clocks)},
       {"before", side_json(changed.severity_before, changed.receipts_before, changed.diverged_before)},
       {"after", side_json(changed.severity_after, changed.receipts_after, changed.diverged_after)}});
}

Json hours_json(const Tally& tally, bool compared) {
  Json list = Json::array();
  for (std::size_t i = 0; i < tally.by_hour.size(); ++i) {
    if (tally.by_hour[i] == Sides{}) continue;
    Json row =
        Json::object({{"day", static_cast<std::int64_t>(i / 24)}, {"hour", static_cast<std::int64_t>(i % 24)}});
    set_sides(row, tally.by_hour[i], compared);
    list.push(std::move(row));
  }
  return list;
}

}  // namespace

Json to_json(const Backtest& result) {
  const Tally& tally = result.tally;
  const bool both = result.compared;
  const auto customers = customers_of(tally.by_customer);
  Json changed = Json::array();
  for (const Changed& each : result.changed) changed.push(changed_json(each));
  const std::size_t all = static_cast<std::size_t>(-1);
  return Json::object(
      {{"program", result.program},
       {"tried", result.tried},
       {"against", result.against},
       {"zone", result.zone},
       {"until", to_iso(result.until)},
       {"compared", both},
       {"cancelled", result.cancelled},
       {"requests", tally.requests},
       {"changed_requests", tally.changed},
       {"newly_missed", tally.newly_missed},
       {"newly_met", tally.newly_met},
       {"dues_earlier", tally.dues_earlier},
       {"dues_later", tally.dues_later},
       {"only_before", tally.only_before},
       {"only_after", tally.only_after},
       {"not_taken", Json::object({{"before", tally.not_taken_before}, {"after", tally.not_taken_after}})},
       {"renamed_values", tally.renamed},
       {"diverged", Json::object({{"before", divergences_json(tally.diverged_before)},
                                  {"after", divergences_json(tally.diverged_after)}})},
       {"promises", sides_json(tally.promises, both)},
       {"by_clock", rows_json(rows_of(tally.by_clock, result.clocks), all, both)},
       {"by_severity", rows_json(rows_of(tally.by_severity, result.severities), all, both)},
       {"by_plan", rows_json(rows_of(tally.by_plan, result.plans), all, both)},
       {"by_kind", rows_json(rows_of(tally.by_kind, result.kinds), all, both)},
       {"customers", static_cast<std::int64_t>(customers.size())},
       {"by_customer", rows_json(customers, most_customers, both)},
       {"by_hour", hours_json(tally, both)},
       {"changed", std::move(changed)}});
}

}  // namespace yakusoku::sim::backtest
