#include "core/check/catalogue.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/check/findings.hpp"

namespace yakusoku::check {

using program::Finding;
using program::Weight;

namespace {

constexpr Sentences all_sentences[] = {
#define CHECK_FINDING(code, weight, says, says_ja, why, why_ja, remedy, remedy_ja, example, example_ja) \
  {code, Weight::weight, says, says_ja, why, why_ja, remedy, remedy_ja, example, example_ja},
#include "core/check/catalogue.inc"
#undef CHECK_FINDING
};

// "Fri 2026-10-02 16:00" as 2026-10-02（金）16:00.
std::string date_in_japanese(const std::string& written) {
  static constexpr std::pair<std::string_view, std::string_view> days[] = {
      {"Mon ", "月"}, {"Tue ", "火"}, {"Wed ", "水"}, {"Thu ", "木"}, {"Fri ", "金"}, {"Sat ", "土"}, {"Sun ", "日"}};
  if (written.size() < 20 || written[8] != '-') return written;
  for (const auto& [english, japanese] : days)
    if (written.starts_with(english))
      return fmt::format("{}（{}）{}", written.substr(4, 10), japanese, written.substr(15));
  return written;
}

std::string filled(std::string_view sentence, const Finding& finding, bool japanese) {
  std::string text;
  while (!sentence.empty()) {
    const auto begin = sentence.find('{');
    const auto end = begin == std::string_view::npos ? begin : sentence.find('}', begin);
    if (end == std::string_view::npos) return text + std::string(sentence);
    text += sentence.substr(0, begin);
    const std::string_view name = sentence.substr(begin + 1, end - begin - 1);
    const auto value = std::ranges::find(finding.parameters, name, &std::pair<std::string, std::string>::first);
    if (value != finding.parameters.end()) {
      text += japanese ? date_in_japanese(value->second) : value->second;
    } else if (name == "message") {
      text += finding.message;
    }
    sentence.remove_prefix(end + 1);
  }
  return text;
}

bool has_all(std::string_view sentence, const Finding& finding) {
  for (auto at = sentence.find('{'); at != std::string_view::npos; at = sentence.find('{', at + 1)) {
    const auto end = sentence.find('}', at);
    const std::string_view name = sentence.substr(at + 1, end - at - 1);
    if (std::ranges::find(finding.parameters, name, &std::pair<std::string, std::string>::first) ==
        finding.parameters.end())
      return false;
  }
  return true;
}

}  // namespace

std::span<const Sentences> catalogue() { return all_sentences; }

const Sentences* sentences_of(std::string_view code) {
  const auto found = std::ranges::find(all_sentences, code, &Sentences::code);
  return found == std::end(all_sentences) ? nullptr : found;
}

Told told_in(const Finding& finding, std::string_view language) {
  const Sentences* known = sentences_of(finding.code);
  if (!known) return {finding.message, finding.why, finding.expected, finding.example};
  const bool ja = language == "ja";
  Told told{filled(ja ? known->says_ja : known->says, finding, ja), std::string(ja ? known->why_ja : known->why),
            filled(ja ? known->remedy_ja : known->remedy, finding, ja), {}};
  if (has_all(known->example, finding)) told.example = filled(ja ? known->example_ja : known->example, finding, ja);
  return told;
}

void Findings::add(std::string_view code, const std::string& key, Named parameters) {
  add(code, program_.place_of(key), key, std::move(parameters));
}

void Findings::add(std::string_view code, const program::Place& place, const std::string& key, Named parameters) {
  const Sentences* known = sentences_of(code);
  Finding finding{known ? known->weight : Weight::error, std::string(code), place, key, {}, {}};
  finding.parameters = std::move(parameters);
  Told told = told_in(finding, "en");
  finding.message = std::move(told.message);
  finding.expected = std::move(told.remedy);
  finding.why = std::move(told.why);
  finding.example = std::move(told.example);
  const auto same = [&](const Finding& each) {
    return each.code == finding.code && each.key == key && each.message == finding.message;
  };
  if (std::ranges::none_of(all, same)) all.push_back(std::move(finding));
}

std::string findings_page() {
  static constexpr std::string_view weights[] = {"error", "warning", "note"};
  std::string page =
      "# What `yakusoku check` finds\n\n"
      "Findings of programs that read. Errors of reading have codes of their own and say what was expected at their "
      "place.\n`yakusoku check --strict` counts warnings as errors. This page is made from "
      "`src/core/check/catalogue.inc` with `yakusoku check --markdown`; a test holds the two together.\n";
  for (const Sentences& each : all_sentences) {
    page += fmt::format("\n## `{}`\n\n*{}* · {}\n\n{}\n", each.code, weights[static_cast<std::size_t>(each.weight)],
                        each.says, each.why);
    if (!each.remedy.empty()) page += fmt::format("\nRemedy: {}.\n", each.remedy);
    if (!each.example.empty()) page += fmt::format("\nExample: {}.\n", each.example);
    page += fmt::format("\n{} {}{}{}\n", each.says_ja, each.why_ja, each.remedy_ja.empty() ? "" : " 対処: ",
                        each.remedy_ja);
  }
  return page;
}

}  // namespace yakusoku::check
