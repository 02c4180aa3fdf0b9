// What the page claims, compared with what is computed.

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "core/check/parts.hpp"

namespace yakusoku::check {

using program::Claim;
using program::Program;

namespace {

std::string hours_and_minutes(std::int64_t lasts) {
  const std::int64_t over = lasts / 60 % 60;
  return over == 0 ? fmt::format("{}h", lasts / 3600) : fmt::format("{}h{}m", lasts / 3600, over);
}

class Claims {
 public:
  Claims(Examples& examples, Findings& findings)
      : examples_(examples), program_(examples.program()), findings_(findings) {}

  void claim(const Claim& claim) {
    const auto length = program::parse_length(claim.value);
    const bool around = claim.what == "covers" && (claim.value == "24x7" || claim.value == "24/7");
    const bool lasts = claim.what == "length" && length;
    const std::string name = calendar_of(claim.key);
    const auto calendar = name.empty() ? nullptr : examples_.calendar(name, Imagined(program_));
    if (!calendar || (!around && !lasts)) {
      findings_.add("unchecked_claim", claim.place, claim.key, {{"claim", claim.what + ": " + claim.value}});
      return;
    }
    if (around) {
      const auto gap = calendar->next_closed(examples_.from());
      if (!gap || *gap >= examples_.to()) return;
      const auto opens = calendar->next_open(*gap);
      found_false(claim, fmt::format("closed from {} to {}", examples_.words(*gap),
                                     opens ? examples_.words(*opens) : std::string("its end")));
      return;
    }
    lengths(claim, *length, *calendar);
  }

 private:
  // The calendar that a claim is about: its own, or a door's intake.
  std::string calendar_of(const std::string& key) const {
    const auto part_of = [&](std::string_view part) -> std::string {
      if (!key.starts_with(part)) return {};
      return key.substr(part.size(), key.find_first_of(".[", part.size()) - part.size());
    };
    if (std::string name = part_of("calendars."); !name.empty()) return name;
    if (const program::Door* door = program_.door(part_of("doors.")))
      return door->intake.empty() ? "always" : door->intake;
    const std::string team = part_of("teams.");
    for (const program::Team& each : program_.teams)
      if (each.id == team) return each.hours.empty() ? "always" : each.hours;
    return {};
  }
  void lengths(const Claim& claim, Duration claimed, const calendars::Calendar& calendar) {
    // Each real length with how often it comes, and when first and last. Stretches cut off by the ends say nothing.
    struct Seen {
      int times = 0;
      Instant first{}, last{};
    };
    std::map<std::int64_t, Seen> lengths;
    for (const calendars::Interval& open : calendar.open_within(examples_.from(), examples_.to())) {
      if (open.from == examples_.from() || open.to == examples_.to()) continue;
      Seen& seen = lengths[(open.to - open.from).seconds];
      if (seen.times++ == 0) seen.first = open.from;
      seen.last = open.from;
    }
    if (lengths.empty() || (lengths.size() == 1 && lengths.begin()->first == claimed.seconds)) return;
    std::string found;
    std::size_t told = 0;
    for (const auto& [seconds, seen] : lengths) {
      if (++told > 8) break;
      found += fmt::format("{}{} ({}: {}{})", found.empty() ? "" : ", ", hours_and_minutes(seconds),
                           fmt::format("{}x", seen.times), date(seen.first),
                           seen.times > 1 ? fmt::format("..{}", date(seen.last)) : std::string());
    }
    if (lengths.size() > 8) found += fmt::format(", and {} more", lengths.size() - 8);
    found_false(claim, std::move(found));
  }
  std::string date(Instant at) const { return examples_.words(at).substr(4, 10); }
  void found_false(const Claim& claim, std::string found) {
    findings_.add("false_claim", claim.place, claim.key,
                  {{"claim", claim.value},
                   {"from", date(examples_.from())},
                   {"to", date(examples_.to())},
                   {"found", std::move(found)}});
  }

  Examples& examples_;
  const Program& program_;
  Findings& findings_;
};

}  // namespace

void check_claims(Examples& examples, Findings& findings) {
  Claims claims(examples, findings);
  for (const Claim& claim : examples.program().claims()) claims.claim(claim);
}

}  // namespace yakusoku::check
