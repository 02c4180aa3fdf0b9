#include "core/check/check.hpp"

#include <algorithm>
#include <tuple>

#include "base/zones.hpp"
#include "core/check/catalogue.hpp"
#include "core/check/parts.hpp"

namespace yakusoku::check {

using program::Finding;
using program::Program;

namespace {

// The reader's remarks, with the catalogue's sentences.
void add_remarks(const Program& program, Findings& findings) {
  for (Finding finding : program.remarks()) {
    finding.parameters = {{"message", finding.message}};
    if (const Sentences* known = sentences_of(finding.code)) finding.why = known->why;
    findings.all.push_back(std::move(finding));
  }
}

}  // namespace

Period period_of(const Program& program) {
  const std::int32_t first = zones::date_of(program.effective).value_or(zones::date_of("2026-01-01").value_or(0));
  return {zones::instant_of(program.zone, first, 0), zones::instant_of(program.zone, first + 2 * 365, 0)};
}

std::vector<Finding> findings_of(const Program& program) { return findings_of(program, period_of(program)); }

std::vector<Finding> findings_of(const Program& program, Period period) {
  Findings findings(program);
  Examples examples(program, period.from, std::max(period.to, period.from + days(1)));
  add_remarks(program, findings);
  compare_translations(program, findings);
  check_cells(program, findings);
  check_clocks(program, findings);
  check_promises(examples, findings);
  check_hours(examples, findings);
  check_ladders(examples, findings);
  check_people(program, findings);
  check_doors(program, findings);
  check_claims(examples, findings);
  std::ranges::stable_sort(findings.all, [](const Finding& a, const Finding& b) {
    return std::tie(a.place.file, a.place.line, a.place.column) < std::tie(b.place.file, b.place.line, b.place.column);
  });
  return std::move(findings.all);
}

}  // namespace yakusoku::check
