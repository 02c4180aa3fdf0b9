// Partial programs laid over another. Expected by hand from PROGRAM.md section 7.

#include "core/program/overlays.hpp"

#include "core/program/folder_for_tests.hpp"

namespace yakusoku::program {
namespace {

constexpr std::string_view base_text = R"(
program: p
title: {en: New, ja: 新}
zone: Asia/Tokyo
languages: [en, ja]
severity: {levels: {1: {title: Bad}, 2: {title: Mild}}, is: asked}
facts: {generation: {type: text, is: now}}
plans: {gold: {title: Gold}}
clocks:
  first:
    starts: opened
    met_by: reply
    within: {by: [severity], cells: {1: 1h, 2: 4h}}
  restore: {starts: opened, met_by: restored, within: 8h, steps: [{at: due, do: {tell: owner}}]}
overlays:
  - {when: {contract.signed: {before: 2024-04-01}}, lay: overlays/2023.yaml, title: Generation of 2023}
  - {when: {product: agent}, lay: overlays/agent.yaml}
  - {when: {customer.id: acme}, lay: overlays/acme.yaml}
)";
constexpr std::string_view of_2023 = R"(
title: {en: Old}
clocks:
  first: {within: {cells: {2: 2d}}}
  restore: {within: none}
plans: {silver: {title: Silver}}
)";
constexpr std::string_view of_agent = "clocks: {restore: {within: 12h, steps: []}}\n";
constexpr std::string_view of_acme = "clocks: {first: {within: 30m}}\n";

std::vector<SourceFile> folder(std::string text = std::string(base_text)) {
  return {{"program.yaml", std::move(text)},
          {"overlays/2023.yaml", std::string(of_2023)},
          {"overlays/agent.yaml", std::string(of_agent)},
          {"overlays/acme.yaml", std::string(of_acme)}};
}

std::string first_within(const Program& program, const char* severity) {
  const auto chosen = choose(program.clock("first")->within, FactMap{{"severity", std::string(severity)}});
  return chosen.value ? chosen.value->written : "-";
}

TEST(Overlays, hold_by_their_predicates_in_written_order) {
  const Reading reading = read(folder());
  ASSERT_TRUE(reading.program) << (reading.findings.empty() ? "" : reading.findings.front().message);
  using Numbers = std::vector<int>;
  EXPECT_EQ(Numbers{}, overlays_holding(*reading.program, FactMap()));
  EXPECT_EQ(Numbers{1}, overlays_holding(*reading.program, FactMap{{"contract.signed", std::string("2024-03-31")}}));
  EXPECT_EQ(Numbers{}, overlays_holding(*reading.program, FactMap{{"contract.signed", std::string("2024-04-01")}}));
  EXPECT_EQ((Numbers{1, 3}),
            overlays_holding(*reading.program, FactMap{{"contract.signed", std::string("2020-01-01")},
                                                       {"customer.id", std::string("acme")}}));
  EXPECT_EQ("Generation of 2023", reading.program->overlays[0].title.in("en"));
}

TEST(Overlays, maps_merge_by_key_and_all_else_is_replaced) {
  const auto files = folder();
  const auto program = with_overlays(files, {1});
  ASSERT_TRUE(program);
  EXPECT_EQ("1h", first_within(**program, "1"));  // a cell of the base
  EXPECT_EQ("2d", first_within(**program, "2"));  // the overlay's
  EXPECT_EQ("Old", (*program)->title.in("en"));
  EXPECT_EQ("新", (*program)->title.in("ja"));
  EXPECT_EQ((std::vector<std::string>{"gold", "silver"}), (*program)->plans);  // what is new stands behind
  EXPECT_EQ("Gold", (*program)->plan("gold")->title.in("en"));
  EXPECT_EQ(1u, (*program)->clock("restore")->steps.size());
  const auto agent = with_overlays(files, {2});
  ASSERT_TRUE(agent);
  EXPECT_TRUE((*agent)->clock("restore")->steps.empty());  // a list is replaced, also by an empty one
  EXPECT_EQ((std::vector<std::string>{"gold"}), (*agent)->plans);
}

TEST(Overlays, the_last_that_fits_wins) {
  const auto files = folder();
  const auto all = with_overlays(files, {1, 2, 3});
  ASSERT_TRUE(all);
  EXPECT_EQ("30m", first_within(**all, "1"));
  EXPECT_EQ("12h", choose((*all)->clock("restore")->within, FactMap()).value->written);
  EXPECT_EQ("Old", (*all)->title.in("en"));
}

TEST(Overlays, a_version_names_them_and_can_be_made_again) {
  const auto files = folder();
  const auto base = read(files).program;
  const auto laid = with_overlays(files, {1, 3});
  ASSERT_TRUE(base && laid);
  EXPECT_EQ(base->hash + "+1.3", (*laid)->hash);
  EXPECT_EQ((VersionName{base->hash, {1, 3}}), version_name((*laid)->hash));
  EXPECT_EQ((VersionName{base->hash, {}}), version_name(base->hash));
  const auto again = program_of_version(files, (*laid)->hash);
  ASSERT_TRUE(again);
  EXPECT_EQ((*laid)->hash, (*again)->hash);
  EXPECT_EQ(to_text((*laid)->tree), to_text((*again)->tree));
  EXPECT_EQ(base->hash, (*program_of_version(files, base->hash))->hash);
  EXPECT_FALSE(program_of_version(folder(std::string(base_text) + "# changed\n"), (*laid)->hash));
  for (const char* no : {"", "+1", "abc+", "abc+0", "abc+3.1", "abc+1.1", "abc+x"})
    EXPECT_FALSE(version_name(no)) << no;
  EXPECT_FALSE(with_overlays(files, {4}));
  EXPECT_FALSE(with_overlays(files, {2, 1}));
  EXPECT_FALSE(with_overlays(files, {0}));
}

TEST(Overlays, one_call_gives_the_program_of_a_request) {
  const auto files = folder();
  const auto base = read(files).program;
  EXPECT_EQ(base, *program_for(base, files, FactMap()));
  EXPECT_EQ(base->hash + "+1",
            (*program_for(base, files, FactMap{{"contract.signed", std::string("2023-05-01")}}))->hash);
}

std::vector<std::string> errors(std::vector<SourceFile> files) {
  std::vector<std::string> codes;
  for (const Finding& each : read(files).findings) codes.push_back(each.code + " " + each.place.file);
  return codes;
}

TEST(Overlays, what_goes_wrong_only_when_laid_is_an_error_of_the_folder) {
  auto files = folder();
  EXPECT_TRUE(errors(files).empty());
  // Alone the file is sound, and so is the base; together two cells speak of severity 2.
  files[1].content = "clocks: {first: {within: {cells: {\"2, 1\": 2d}}}}\n";
  const Reading reading = read(files);
  ASSERT_FALSE(reading.program);
  ASSERT_FALSE(reading.findings.empty());
  EXPECT_EQ("duplicate_cell", reading.findings[0].code);
  EXPECT_TRUE(reading.findings[0].message.ends_with("(with overlays/2023.yaml laid)")) << reading.findings[0].message;
  // Two that are sound alone: one names what the other takes away.
  files = folder();
  files[2].content = "plans: {tin: {builds_on: gold}}\n";
  files[3].content = "plans: {gold: {builds_on: tin}}\n";
  EXPECT_FALSE(errors(files).empty());
  files = folder();
  files[1].content = "program: other\n";
  EXPECT_EQ((std::vector<std::string>{"bad_overlay overlays/2023.yaml"}), errors(files));
}

}  // namespace
}  // namespace yakusoku::program
