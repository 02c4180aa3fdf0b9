// Whole folders: the shipped programs, the golden scenarios' own, several files, overlays.

#include "core/program/folder_for_tests.hpp"

namespace yakusoku::program {
namespace {

TEST(Folders, every_shipped_program_reads) {
  auto folders = folders_in(source_folder / "programs");
  folders.push_back(source_folder / "tests/programs/golden");
  EXPECT_GE(folders.size(), 2u);
  for (const auto& folder : folders) {
    const Reading reading = read(files_of(folder));
    EXPECT_TRUE(reading.program && !reading.has_errors()) << folder << "\n" << told(reading.findings);
    if (!reading.program) continue;
    EXPECT_EQ(64u, reading.program->hash.size());
    // Each calendar of each program can be compiled, even where nothing is known of the request.
    for (const std::string& name : reading.program->calendar_names) {
      const auto definition = reading.program->calendar(name, FactMap{});
      ASSERT_TRUE(definition) << folder << name;
      EXPECT_TRUE(calendars::valid(*definition)) << folder << name;
    }
  }
}

TEST(Folders, the_golden_program_as_values) {
  const Reading reading = read(files_of(source_folder / "tests/programs/golden"));
  ASSERT_TRUE(reading.program);
  const Program& program = *reading.program;
  EXPECT_EQ("golden", program.id);
  EXPECT_EQ("Asia/Tokyo", program.zone);
  EXPECT_EQ((std::vector<std::string>{"en", "ja"}), program.languages);
  EXPECT_EQ("基準シナリオ", program.title.in("ja"));
  EXPECT_EQ((std::vector<std::string>{"1", "2", "3"}), program.order_of("severity"));
  EXPECT_EQ("urgent", program.severity.level("1")->api_priority);
  EXPECT_FALSE(program.moves_in_flight);

  const auto severity = choose(program.severity.is, FactMap{{"kind", "incident"}});
  EXPECT_EQ(SeverityRule::How::asked, severity.value->how);
  EXPECT_EQ("3", choose(program.severity.is, FactMap{{"kind", "inquiry"}}).value->level);
  EXPECT_EQ(SeverityRule::How::none, choose(program.severity.is, FactMap{{"kind", "worldwide"}}).value->how);

  const ClockRule& update = *program.clock("update");
  EXPECT_EQ("update", update.starts.patterns[1].clock);
  EXPECT_EQ("met", update.starts.patterns[1].event);
  EXPECT_TRUE(update.replaced_by_promise);
  EXPECT_FALSE(update.replaced_by_agreement);
  EXPECT_EQ(Reopening::never, update.reopening);
  EXPECT_EQ("vendor", update.owed_by);
  ASSERT_EQ(1u, update.steps.size());
  EXPECT_TRUE(update.steps[0].warning);
  EXPECT_EQ("clocks.update.warn[0]", update.steps[0].path);
  EXPECT_EQ(minutes(5), std::get<StepTime>(update.steps[0].at.rules[0].is).lead);
  ASSERT_EQ(2u, update.steps[0].does.size());
  EXPECT_EQ("periodic_update_time", update.metric);

  const ClockRule& restore = *program.clock("restore");
  const auto within = choose(restore.within, FactMap{{"severity", "3"}});
  EXPECT_EQ(Amount::Form::length_in, within.value->form);
  EXPECT_EQ("clocks.restore.within.cells.3", within.path);
  ASSERT_TRUE(restore.paused_while);
  EXPECT_TRUE(holds(*restore.paused_while, FactMap{{"waiting_on", "customer"}}));
  EXPECT_FALSE(holds(restore.when, FactMap{{"kind", "inquiry"}}));

  EXPECT_EQ("support", *choose(program.coverage, FactMap{}).value);
  EXPECT_EQ(1, *choose(program.queue.rank, FactMap{{"severity", "2"}}).value);
  EXPECT_EQ((std::vector<std::string>{"due", "opened"}), program.queue.then);
  EXPECT_EQ((std::vector<std::string>{"open", "reply", "reopen"}),
            *choose(program.door("mail")->may, FactMap{}).value);
  EXPECT_EQ("settled", program.closing.by_default);
  EXPECT_EQ(std::vector<std::string>{"restored"}, program.closing.reason("restored")->needs);
  EXPECT_EQ(days(7), program.closing.reopen.within);
  EXPECT_EQ(
      (std::vector<std::string>{"subject", "description"}),
      (std::vector<std::string>{program.kind("incident")->form[0].fact, program.kind("incident")->form[1].fact}));
}

TEST(Folders, parts_that_few_programs_have) {
  const auto program = program_of(R"(
program: p
languages: [ja, en]
products: {agent: {title: {ja: エージェント, en: Agent}, versions: {1.10: {phase: current}}}, cloud: {}}
environments: [production, test]
marks: {scope_confirmed: {ja: 範囲の確認, en: Scope confirmed}}
kinds:
  fault: {form: [{ask: logs, when: {product: agent}, optional: yes}, subject], exempt: [clocks]}
  idea: {}
facts:
  logs: {type: file, from: customer, personal: yes}
  impact: {type: choice, values: [high, medium, low], from: customer, limits: [{when: {workaround: given}, no_worse_than: medium}]}
  heavy: {type: flag, is: [{when: {impact: high}, is: yes}, {is: no}]}
severity:
  levels: {1: {never: {ja: 要望, en: Wishes}}, 2: {}, 3: {}, 4: {}, 5: {}}
  is: {by: [kind], cells: {fault: {is: vendor, until_set: 2}, else: none}}
  change: [{who: vendor, to: lower, needs: customer_agreement}]
admit:
  - {by: [kind], cells: {idea: {hand_to: ideas}, else: {accept: yes}}}
clocks:
  ladder:
    owed_by: customer
    starts: {changed: {waiting_on: customer}}
    met_by: [message, {call: {answered: yes}}]
    steps:
      - {at: 30m, do: [{remind: customer, door: mail}, {tell: [owner, team], text: quiet}]}
      - {at: 2h, when: {attempts: {at_least: 2}}, do: {set: {severity: lower}}}
      - {at: 3h, do: {close: no_answer}}
reactions: [{at: [message, away_notice], when: {tag: urgent}, do: {task: call back, who: owner}}]
doors: {mail: {may: [{when: {severity: 1}, is: [open, escalate]}, {is: [open]}]}}
escalation:
  order: strict
  asked: {when: {status: open}, needs: [reason], doors: [mail], words: [manager, escalate]}
  levels: [{level: L1, who: lead, title: {ja: 主任, en: Lead}}]
closing: {reasons: {no_answer: {clause: "https://example.com/#close"}}, reopen: {within: never, after: refuse}}
)");
  EXPECT_EQ((std::vector<std::string>{"agent", "cloud"}), program->products);
  EXPECT_EQ("Agent", program->product_titles[0].in("en"));
  EXPECT_EQ((std::vector<std::string>{"production", "test"}), program->environments);
  EXPECT_EQ("範囲の確認", program->marks[0].second.in("ja"));
  EXPECT_TRUE(program->kind("fault")->is_exempt("clocks"));
  EXPECT_TRUE(program->kind("fault")->form[0].optional);
  EXPECT_TRUE(program->fact("logs")->personal);
  EXPECT_EQ("medium", program->fact("impact")->limits[0].no_worse_than);
  EXPECT_EQ("yes", *choose(*program->fact("heavy")->is, FactMap{{"impact", "high"}}).value);
  EXPECT_FALSE(program->severity.level("1")->never);
  EXPECT_EQ("Wishes", program->severity.level("1")->never_is.in("en"));
  EXPECT_EQ("low", program->severity.level("5")->api_priority);
  EXPECT_EQ("2", choose(program->severity.is, FactMap{{"kind", "fault"}}).value->until_set);
  EXPECT_EQ("lower", program->severity.change[0].to);
  ASSERT_EQ(2u, program->admit.size());  // a table is spelled out as rules
  EXPECT_TRUE(holds(program->admit[0].when, FactMap{{"kind", "idea"}}));
  EXPECT_EQ("ideas", program->admit[0].hand_to);
  EXPECT_FALSE(holds(program->admit[1].when, FactMap{{"kind", "idea"}}));
  EXPECT_TRUE(program->admit[1].accept);
  const ClockRule& ladder = program->clocks[0];
  EXPECT_TRUE(ladder.customer_facing());
  EXPECT_EQ("waiting_on", ladder.starts.patterns[0].changed_fact);
  ASSERT_EQ(3u, ladder.steps.size());
  ASSERT_EQ(3u, ladder.steps[0].does.size());
  EXPECT_EQ(Action::Verb::remind, ladder.steps[0].does[0].verb);
  EXPECT_EQ("mail", ladder.steps[0].does[0].door);
  EXPECT_EQ("team", ladder.steps[0].does[2].argument);
  EXPECT_EQ("quiet", ladder.steps[0].does[2].text.in("ja"));
  EXPECT_EQ("severity", ladder.steps[1].does[0].argument);
  EXPECT_EQ("lower", ladder.steps[1].does[0].value);
  ASSERT_EQ(2u, program->reactions.size());
  EXPECT_EQ("away_notice", program->reactions[1].at.event);
  EXPECT_EQ(2u, choose(program->door("mail")->may, FactMap{{"severity", "1"}}).value->size());
  EXPECT_TRUE(program->escalation.strict);
  EXPECT_EQ((std::vector<std::string>{"manager", "escalate"}), program->escalation.asked->asking_words);
  EXPECT_EQ("lead", program->escalation.level("L1")->who);
  EXPECT_EQ("https://example.com/#close", program->closing.reason("no_answer")->clause);
  EXPECT_EQ(Duration{}, program->closing.reopen.within);
}

TEST(Folders, the_order_of_files_does_not_matter_and_each_byte_names_the_version) {
  const SourceFile main{"program.yaml", "program: p\nteams: {a: {}}\n"};
  const SourceFile more{"more.yaml", "teams: {b: {}}\ncoverage: b\n"};
  const std::vector<SourceFile> one = {main, more}, other = {more, main};
  const Reading first = read(one), second = read(other);
  ASSERT_TRUE(first.program && second.program);
  EXPECT_EQ(first.program->hash, second.program->hash);
  EXPECT_EQ(to_text(first.program->tree), to_text(second.program->tree));
  EXPECT_EQ("a", first.program->teams[0].id);
  const std::vector<SourceFile> changed = {main, {"more.yaml", "teams: {b: {}}\ncoverage: b \n"}};
  EXPECT_NE(first.program->hash, read(changed).program->hash);
}

TEST(Folders, overlays_know_the_names_of_the_base) {
  const auto program = program_of(R"(
program: p
teams: {support: {}}
overlays: [{when: {contract.signed: {before: 2024-04-01}}, lay: overlays/2023.yaml}]
)",
                                  {{"overlays/2023.yaml", "coverage: support\nteams: {old: {hours: always}}\n"}});
  const Json* laid = program->tree.find("overlay_files");
  ASSERT_TRUE(laid);
  EXPECT_TRUE(laid->find("overlays/2023.yaml")->find("teams"));
  EXPECT_EQ(1u, program->teams.size());
}

TEST(Folders, texts_fall_back_to_the_first_language) {
  const auto program = program_of("program: p\nlanguages: [ja, en]\ntitle: {en: English, ja: 日本語}\n");
  EXPECT_EQ("日本語", program->title.in("fr"));
  EXPECT_EQ("English", program->title.in("en"));
}

}  // namespace
}  // namespace yakusoku::program
