#include "core/proof/report.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "base/zones.hpp"

namespace yakusoku::proof {
namespace {

constexpr std::array<std::string_view, 7> weekdays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::array<std::string_view, 7> japanese_weekdays = {"月", "火", "水", "木", "金", "土", "日"};

std::string time_of_day(std::int32_t second) {
  std::string text = fmt::format("{:02}:{:02}", second / 3600, second / 60 % 60);
  if (second % 60 != 0) text += fmt::format(":{:02}", second % 60);
  return text;
}

std::string wall(std::string_view zone, Instant at) {
  const auto time = zones::wall_time(zone, at);
  return fmt::format("{} {} {}", weekdays[static_cast<std::size_t>(zones::day_of_week(time.date))],
                     zones::date_text(time.date), time_of_day(time.second));
}

std::string length_text(Duration length) {
  const std::int64_t all = length.seconds;
  std::string text;
  if (all >= 3600) text += fmt::format("{} h", all / 3600);
  if (all / 60 % 60 != 0) text += fmt::format("{}{} min", text.empty() ? "" : " ", all / 60 % 60);
  if (all % 60 != 0) text += fmt::format("{}{} s", text.empty() ? "" : " ", all % 60);
  return text.empty() ? "0 s" : text;
}

// Mon-Thu, Sat: neighbours as a range.
std::string days_text(const std::set<int>& days, bool japanese) {
  if (days.size() == 7) return japanese ? "毎日" : "daily";
  const auto& names = japanese ? japanese_weekdays : weekdays;
  const std::string_view and_then = japanese ? "・" : ", ", until = japanese ? "～" : "-";
  std::string text;
  for (auto day = days.begin(); day != days.end();) {
    const int first = *day;
    int last = first;
    while (++day != days.end() && *day == last + 1) last = *day;
    text += fmt::format("{}{}", text.empty() ? "" : and_then, names[static_cast<std::size_t>(first)]);
    if (last > first)
      text += fmt::format("{}{}", last == first + 1 ? and_then : until, names[static_cast<std::size_t>(last)]);
  }
  return japanese ? text + "曜" : text;
}

std::string_view sentence_of(GapKind kind) {
  switch (kind) {
    case GapKind::falls_due_unattended: return "can fall due while nobody is on shift";
    case GapKind::runs_unattended: return "runs while nobody is on shift";
    case GapKind::effort_unattended: return "work is promised while nobody is on shift";
    case GapKind::outside_effort: return "runs outside the hours of work";
    case GapKind::nobody_on_purpose: return "is promised while coverage says nobody";
    case GapKind::beyond_claim: return "is claimed to be covered while nobody is on shift";
  }
  return {};
}

std::string joined(const std::vector<std::string>& words, std::size_t most, bool japanese) {
  std::string text;
  for (std::size_t i = 0; i < words.size() && i < most; ++i)
    text += (text.empty() ? "" : japanese ? "・" : ", ") + words[i];
  if (words.size() <= most) return text;
  return text + (japanese ? fmt::format("ほか {} 件", words.size() - most)
                          : fmt::format(" and {} more", words.size() - most));
}

}  // namespace

std::vector<Recurrence> recurrences(std::span<const Gap> gaps, std::string_view zone, std::string_view language) {
  const bool japanese = language == "ja";
  struct Seen {
    std::set<int> days;
    Recurrence recurrence;
  };
  std::map<std::tuple<std::int32_t, std::int32_t, std::int32_t>, Seen> seen;
  for (const Gap& gap : gaps) {
    const auto from = zones::wall_time(zone, gap.from), to = zones::wall_time(zone, gap.to);
    Seen& each = seen[{to.date - from.date, from.second, to.second}];
    each.days.insert(zones::day_of_week(from.date));
    ++each.recurrence.times;
    each.recurrence.longest = std::max(each.recurrence.longest, gap.to - gap.from);
    each.recurrence.begins.push_back(gap.from);
  }
  std::vector<Recurrence> all;
  for (auto& [key, each] : seen) {
    const auto [days_on, from, to] = key;
    std::string end = time_of_day(to);
    if (japanese) {
      if (days_on == 1) end = "翌日 " + end;
      if (days_on > 1) end = fmt::format("{} 日後の {}", days_on, end);
    } else {
      if (days_on == 1) end += " the next day";
      if (days_on > 1) end += fmt::format(" {} days later", days_on);
    }
    const bool instant = each.recurrence.longest == seconds(1);
    const std::string days = days_text(each.days, japanese);
    if (japanese) {
      each.recurrence.words = instant ? fmt::format("{} {}", days, time_of_day(from))
                                      : fmt::format("{} {}～{}", days, time_of_day(from), end);
    } else {
      each.recurrence.words = instant ? fmt::format("{} at {}", days, time_of_day(from))
                                      : fmt::format("{} {} to {}", days, time_of_day(from), end);
    }
    all.push_back(std::move(each.recurrence));
  }
  std::ranges::stable_sort(all, std::ranges::greater{}, &Recurrence::times);
  return all;
}

std::string words_of(std::span<const Combination> combinations, std::size_t most, std::string_view language) {
  const bool japanese = language == "ja";
  std::string text;
  std::size_t product = 1;
  const auto dimension = [&](std::string_view name, const auto& value_in) {
    std::vector<std::string> values;
    for (const Combination& each : combinations) {
      const std::string value = value_in(each);
      if (std::ranges::find(values, value) == values.end()) values.push_back(value);
    }
    product *= values.size();
    if (values.size() == 1 && values.front().empty()) return;
    for (std::string& value : values)
      if (value.empty()) value = japanese ? "なし" : "(none)";
    text += fmt::format("{}{} {}", text.empty() ? "" : japanese ? "、" : "; ", name, joined(values, most, japanese));
  };
  const auto named = [&](std::string_view english, std::string_view other) { return japanese ? other : english; };
  dimension(named("plan", "プラン"), [](const Combination& each) { return each.plan; });
  dimension(named("product", "製品"), [](const Combination& each) { return each.product; });
  dimension(named("severity", "重大度"), [](const Combination& each) { return each.severity; });
  dimension(named("channel", "窓口"), [](const Combination& each) { return each.channel; });
  dimension(named("kind", "種別"), [](const Combination& each) { return each.kind; });
  dimension(named("zone", "タイムゾーン"), [](const Combination& each) { return each.zone; });
  std::set<std::string> further;
  for (const Combination& each : combinations)
    for (const FactGiven& fact : each.further) further.insert(fact.fact);
  for (const std::string& name : further)
    dimension(name, [&](const Combination& each) {
      const auto found = std::ranges::find(each.further, name, &FactGiven::fact);
      return found != each.further.end() ? found->value : std::string(named("(as opened)", "受付時のまま"));
    });
  if (product != combinations.size()) {
    text += japanese ? fmt::format("（{} 通りのうち {} 通り）", product, combinations.size())
                     : fmt::format(" ({} of {} cases)", combinations.size(), product);
  }
  return text.empty() ? std::string(named("every request", "すべてのお問い合わせ")) : text;
}

std::vector<std::span<const Gap>> by_clause(const Row& row) {
  std::vector<std::span<const Gap>> groups;
  const auto key = [](const Gap& gap) { return std::tie(gap.kind, gap.path, gap.amount, gap.soft); };
  for (std::size_t i = 0; i < row.gaps.size();) {
    std::size_t end = i + 1;
    while (end < row.gaps.size() && key(row.gaps[end]) == key(row.gaps[i])) ++end;
    groups.push_back(std::span(row.gaps).subspan(i, end - i));
    i = end;
  }
  return groups;
}

namespace {

constexpr std::size_t shown_dates = 6;

std::string gaps_text(std::span<const Gap> gaps, const std::string& zone) {
  std::string text = fmt::format("    {}{} {}{}{}: {} times in {}\n", gaps.front().soft ? "note: " : "",
                                 gaps.front().path, gaps.front().amount, gaps.front().amount.empty() ? "" : " ",
                                 sentence_of(gaps.front().kind), gaps.size(), zone);
  const auto all = recurrences(gaps, zone);
  std::string others;
  std::size_t rare = 0;
  for (const Recurrence& each : all) {
    if (each.times >= 3) {
      text += fmt::format("      {}, {} times; longest {}; first {}\n", each.words, each.times,
                          length_text(each.longest), wall(zone, each.begins.front()));
      continue;
    }
    for (const Instant begin : each.begins) {
      if (++rare > shown_dates) continue;
      others += fmt::format("{}{} for {}", others.empty() ? "" : ", ", wall(zone, begin), length_text(each.longest));
    }
  }
  if (rare > shown_dates) others += fmt::format(", and {} more", rare - shown_dates);
  if (!others.empty()) text += fmt::format("      also: {}\n", others);
  return text;
}

std::string duty_text(const Duty& duty) {
  std::map<std::string, std::int64_t> shares;
  std::int64_t all = 0;
  for (const Band& band : duty.bands) {
    std::string who = band.team;
    switch (band.state) {
      case OnDuty::present: break;
      case OnDuty::off_shift: who += " off shift"; break;
      case OnDuty::on_purpose: who = "nobody on purpose"; break;
      case OnDuty::uncovered: who = "nobody, no rule of coverage holds"; break;
    }
    shares[who] += (band.to - band.from).seconds;
    all += (band.to - band.from).seconds;
  }
  std::string text;
  for (const auto& [who, share] : shares)  // in tenths of a per cent, without floats
    text +=
        fmt::format("{}{} {}.{} %", text.empty() ? "" : ", ", who, share * 1000 / all / 10, share * 1000 / all % 10);
  return text;
}

std::string claim_text(const ClaimFound& claim, const std::string& zone) {
  std::string text = fmt::format("{}: the page says {} {}", claim.key, claim.what, claim.value);
  if (!claim.checked) return text + "; nothing here can tell\n";
  if (!claim.lengths.empty()) {
    text += claim.holds ? "; so it is" : "; it is";
    for (const Length& each : claim.lengths)
      text += fmt::format("{} {} {} times (first {}, last {})", &each == claim.lengths.data() ? "" : ",",
                          length_text(each.length), each.begins.size(), wall(zone, each.begins.front()),
                          wall(zone, each.begins.back()));
  } else if (claim.first != far_future) {
    text += fmt::format("; it is closed from {}", wall(zone, claim.first));
  } else {
    text += claim.holds ? "; so it is" : "; the rows show where it does not hold";
  }
  return text + "\n";
}

}  // namespace

std::string text_of(const Proof& proof) {
  std::string text =
      fmt::format("Coverage proof of {}, {} to {}, times in {}: {} rows\n", proof.program,
                  wall(proof.zone, proof.from), wall(proof.zone, proof.to), proof.zone, proof.rows.size());
  std::size_t number = 0;
  for (const Row& row : proof.rows) {
    text += fmt::format("\nRow {}: {}\n", ++number, words_of(row.combinations));
    text += fmt::format("  on duty: {}\n", duty_text(proof.duties[static_cast<std::size_t>(row.duty)]));
    if (!row.effort.empty()) text += fmt::format("  effort: {}\n", row.effort);
    for (const Promise& promise : row.promises) {
      text += fmt::format("  promises {} {}", promise.path, promise.amount);
      if (promise.start == Start::customer) text += ", from any instant";
      if (promise.start == Start::on_duty) text += ", from any instant at which somebody is on duty";
      text += promise.unproved.empty() ? "\n" : fmt::format("; not proved: {}\n", promise.unproved);
    }
    text += row.gaps.empty() ? "  no gap\n" : "  gaps:\n";
    for (const auto gaps : by_clause(row)) text += gaps_text(gaps, proof.zone);
  }
  if (!proof.claims.empty()) text += "\nClaims\n";
  for (const ClaimFound& claim : proof.claims) text += "  " + claim_text(claim, proof.zone);
  return text;
}

std::vector<program::Finding> findings_of(const Proof& proof, const program::Program& program) {
  using program::Weight;
  const program::Place whole{"program.yaml", 0, 0};
  std::vector<program::Finding> findings;
  if (program.coverage.empty() && program.teams.empty()) {
    findings.push_back({Weight::note,
                        "no_coverage",
                        whole,
                        "coverage",
                        "the program speaks of no teams: who keeps its promises can't be proved",
                        {}});
    return findings;
  }
  struct Seen {
    std::span<const Gap> example;
    std::size_t rows = 0;
    const Row* row = nullptr;
  };
  std::vector<std::pair<std::tuple<GapKind, std::string, std::string>, Seen>> seen;
  for (const Row& row : proof.rows) {
    for (const auto gaps : by_clause(row)) {
      const std::tuple key{gaps.front().kind, gaps.front().path, gaps.front().amount};
      auto found = std::ranges::find(seen, key, [](const auto& each) { return each.first; });
      if (found == seen.end()) found = seen.insert(seen.end(), {key, {gaps, 0, &row}});
      ++found->second.rows;
      if (gaps.size() > found->second.example.size()) found->second.example = gaps, found->second.row = &row;
    }
  }
  for (const auto& [key, each] : seen) {
    const auto& [kind, path, amount] = key;
    const Gap& first = each.example.front();
    program::Place place = whole;
    for (const program::ClockRule& clock : program.clocks)
      if (path == clock.path || path.starts_with(clock.path + ".")) place = clock.place;
    const auto often = recurrences(each.example, proof.zone).front();
    const auto often_in_japanese = recurrences(each.example, proof.zone, "ja").front();
    const std::string many = each.rows > 1
                                 ? fmt::format("; also in {} other row{}", each.rows - 1, each.rows == 2 ? "" : "s")
                                 : std::string();
    const bool note = first.soft || kind == GapKind::nobody_on_purpose;
    findings.push_back(
        {note ? Weight::note : Weight::warning, std::string(enum_words(kind)[static_cast<std::size_t>(kind)]), place, path,
         fmt::format("{}{}{}: {} times by {}, {} ({}); first from {} to {} {} for {}{}", amount,
                     amount.empty() ? "" : " ", sentence_of(kind), each.example.size(),
                     wall(proof.zone, proof.to).substr(4, 10), often.words, often.times, wall(proof.zone, first.from),
                     wall(proof.zone, first.to), proof.zone, words_of(each.row->combinations, 3), many),
         note ? std::string() : "hours, coverage and promises that agree; see --proof"});
    const auto name = [&](std::string_view named, std::string value) {
      findings.back().parameters.emplace_back(named, std::move(value));
    };
    name("amount", amount.empty() ? std::string() : amount + " ");
    name("amount_ja", amount.empty() ? std::string() : "`" + amount + "`：");
    name("times", std::to_string(each.example.size()));
    name("by", wall(proof.zone, proof.to).substr(4, 10));
    name("often", fmt::format("{} ({})", often.words, often.times));
    name("often_ja", fmt::format("{}（{} 回）", often_in_japanese.words, often_in_japanese.times));
    name("from", wall(proof.zone, first.from));
    name("to", wall(proof.zone, first.to));
    name("zone", proof.zone);
    name("cases", words_of(each.row->combinations, 3) + many);
    name("cases_ja", words_of(each.row->combinations, 3, "ja") +
                         (each.rows > 1 ? fmt::format("（ほか {} 通り）", each.rows - 1) : std::string()));
  }
  return findings;
}

}  // namespace yakusoku::proof
