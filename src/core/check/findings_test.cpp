// Every finding: a small program that shows it, and one like it that does not.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "core/check/catalogue.hpp"
#include "core/check/check.hpp"
#include "core/check/quantities.hpp"
#include "core/program/folder_for_tests.hpp"

namespace yakusoku::check {
namespace {

struct Shown {
  const char* code;
  const char* key;
  const char* shows;
  const char* silent;
};

constexpr const char* head = "program: p\neffective: 2026-01-01\nzone: Australia/Sydney\n";

const Shown rows[] = {
    {"unreachable_rule", "clocks.c.within[1]",
     "clocks: {c: {starts: opened, met_by: reply, within: [{is: 1h}, {when: {phoned: yes}, is: 2h}]}}",
     "clocks: {c: {starts: opened, met_by: reply, within: [{when: {phoned: yes}, is: 1h}, {is: 2h}]}}"},
    {"contradiction", "clocks.c.within[0]",
     "clocks: {c: {starts: opened, met_by: reply, within: [{when: {phoned: yes, not: {phoned: yes}}, is: 1h}, {is: 2h}]}}",
     "clocks: {c: {starts: opened, met_by: reply, within: [{when: {phoned: yes, not: {tag: x}}, is: 1h}, {is: 2h}]}}"},
    {"excluded_by_when", "clocks.c.within.cells.2",
     "severity: {levels: {1: {}, 2: {}}, is: asked}\n"
     "clocks: {c: {starts: opened, met_by: reply, when: {severity: 1}, within: {by: [severity], cells: {1: 1h, 2: 2h}}}}",
     "severity: {levels: {1: {}, 2: {}}, is: asked}\n"
     "clocks: {c: {starts: opened, met_by: reply, when: {severity: [1, 2]}, within: {by: [severity], cells: {1: 1h, 2: 2h}}}}"},
    {"never_arises", "clocks.c.within.cells.2",
     "kinds: {q: {}}\nseverity: {levels: {1: {}, 2: {never: yes}}, is: asked}\n"
     "clocks: {c: {starts: opened, met_by: reply, within: {by: [severity], cells: {1: 1h, 2: 2h}}}}",
     "kinds: {q: {}}\nseverity: {levels: {1: {}, 2: {when: {kind: q}}}, is: asked}\n"
     "clocks: {c: {starts: opened, met_by: reply, within: {by: [severity], cells: {1: 1h, 2: 2h}}}}"},
    {"missing_cell", "clocks.c.within",
     "kinds: {fault: {}, idea: {}}\nseverity: {levels: {1: {}}, is: {by: [kind], cells: {fault: asked, idea: none}}}\n"
     "clocks: {c: {starts: opened, met_by: reply, within: {by: [severity], cells: {1: 1h}}}}",
     "kinds: {fault: {}, idea: {exempt: [clocks]}}\nseverity: {levels: {1: {}}, is: {by: [kind], cells: {fault: asked, idea: none}}}\n"
     "clocks: {c: {starts: opened, met_by: reply, within: {by: [severity], cells: {1: 1h}}}}"},
    {"never_starts", "clocks.b",
     "clocks: {a: {starts: opened, met_by: reply, within: best effort}, b: {starts: a.missed, met_by: reply, within: 1h}}",
     "clocks: {a: {starts: opened, met_by: reply, within: 2h}, b: {starts: a.missed, met_by: reply, within: 1h}}"},
    {"never_met", "clocks.c", "clocks: {c: {starts: opened, within: 1h}}",
     "clocks: {c: {starts: opened, owed_by: nobody, within: 1h}}"},
    {"does_nothing", "clocks.c", "clocks: {c: {starts: opened, met_by: reply}}",
     "clocks: {c: {starts: opened, owed_by: nobody, steps: [{at: 1h, do: {tell: owner}}]}}"},
    {"soft_promise", "clocks.c.within", "clocks: {c: {starts: opened, met_by: reply, within: aim 8h}}",
     "clocks: {c: {starts: opened, met_by: reply, within: 8h}}"},
    {"vague_words", "clocks.c.within",
     "clocks: {c: {starts: opened, met_by: reply, within: {is: 8h, says: As fast as possible}}}",
     "clocks: {c: {starts: opened, met_by: reply, within: {is: best effort, says: As fast as possible}}}"},
    {"says_differs", "clocks.c.within",
     "languages: [en, ja]\nclocks: {c: {starts: opened, met_by: reply, within: {is: 30m, says: {en: Within 30 minutes, ja: 二十分以内}}}}",
     "languages: [en, ja]\nclocks: {c: {starts: opened, met_by: reply, within: {is: 30m, says: {en: Within half an hour, ja: 三十分以内}}}}"},
    {"level_order", "clocks.c.within.cells.1",
     "calendars: {office: {open: {mon-fri: '09:00-17:00'}}}\nseverity: {levels: {1: {}, 2: {}}, is: asked}\n"
     "clocks: {c: {starts: opened, met_by: reply, within: {by: [severity], cells: {1: 4h in office, 2: 24h}}}}",
     "calendars: {office: {open: {mon-fri: '09:00-17:00'}}}\nseverity: {levels: {1: {}, 2: {}}, is: asked}\n"
     "clocks: {c: {starts: opened, met_by: reply, within: {by: [severity], cells: {1: 4h in office, 2: 5h in office}}}}"},
    {"plan_order", "clocks.c.within.cells.gold",
     "plans: {gold: {}, basic: {}}\n"
     "clocks: {c: {starts: opened, met_by: reply, within: {by: [plan], cells: {gold: 4h, basic: 2h}}}}",
     "plans: {gold: {when: {product: x}}, basic: {when: {product: {not: x}}}}\nproducts: {x: {}, y: {}}\n"
     "clocks: {c: {starts: opened, met_by: reply, within: {by: [plan, product], cells: {gold: {x: 4h, y: 4h}, basic: {x: 2h, y: 2h}}}}}"},
    {"cadence_longer", "clocks.u.within",
     "clocks:\n  u: {starts: [opened, u.met], met_by: reply, within: 8h}\n  r: {starts: opened, met_by: restored, within: 6h}\n",
     "clocks:\n  u: {starts: [opened, u.met], met_by: reply, within: 1h}\n  r: {starts: opened, met_by: restored, within: 6h}\n"},
    {"response_after_restore", "clocks.a.within",
     "clocks:\n  a: {starts: opened, met_by: reply, within: 8h}\n  r: {starts: opened, met_by: restored, within: 6h}\n",
     "clocks:\n  a: {starts: opened, met_by: reply, within: 8h}\n  r: {starts: opened, met_by: restored, when: {kind: other}, within: 6h}\n"
     "kinds: {other: {exempt: [clocks]}, fault: {}}"},
    {"due_in_closed_time", "clocks.c.within",
     "calendars: {office: {open: {mon-fri: '08:00-17:00'}}}\nteams: {t: {hours: office}}\ncoverage: t\n"
     "clocks: {c: {starts: opened, met_by: reply, within: 12h}}",
     "calendars: {office: {open: {mon-fri: '08:00-17:00'}}}\nteams: {t: {hours: office}}\ncoverage: t\n"
     "clocks: {c: {starts: opened, met_by: reply, within: 12h then in office}}"},
    {"three_readings", "clocks.c.within",
     "calendars: {office: {open: {mon-fri: '08:00-17:00'}}}\nclocks: {c: {starts: opened, met_by: reply, within: 12h then in office}}",
     "calendars: {office: {open: {mon-fri: '08:00-17:00'}}}\nclocks: {c: {starts: opened, met_by: reply, within: 12h in office}}"},
    {"moment_closed", "clocks.c.within",
     "calendars: {office: {open: {mon-fri: '09:00-17:00'}}}\nclocks: {c: {starts: opened, met_by: reply, within: by 18:00 next day in office}}",
     "calendars: {office: {open: {mon-fri: '09:00-17:00'}}}\nclocks: {c: {starts: opened, met_by: reply, within: by 17:00 next day in office}}"},
    {"never_due", "clocks.c.within",
     "calendars: {office: {open: {mon-fri: '09:00-17:00'}}, none: {except: [office, always]}}\nclocks: {c: {starts: opened, met_by: reply, within: 1h in none}}",
     "calendars: {office: {open: {mon-fri: '09:00-17:00'}}, some: {except: [always, office]}}\nclocks: {c: {starts: opened, met_by: reply, within: 1h in some}}"},
    {"days_in_always", "clocks.c.within",
     "calendars: {round: {open: {daily: '00:00-24:00'}}}\nclocks: {c: {starts: opened, met_by: reply, within: 2bd in round}}",
     "calendars: {round: {open: {mon-fri: '00:00-24:00'}}}\nclocks: {c: {starts: opened, met_by: reply, within: 2bd in round}}"},
    {"longer_than_a_year", "clocks.c.within",
     "calendars: {hour: {open: {mon: '09:00-10:00'}}}\nclocks: {c: {starts: opened, met_by: reply, within: 60h in hour}}",
     "calendars: {hour: {open: {mon: '09:00-10:00'}}}\nclocks: {c: {starts: opened, met_by: reply, within: 40h in hour}}"},
    {"mixed_zones", "clocks.c.within",
     "calendars:\n  a: {zone: Asia/Tokyo, open: {mon-fri: '09:00-17:00'}}\n  b: {zone: Europe/London, open: {mon-fri: '09:00-17:00'}}\n"
     "  both: {union: [a, b]}\nclocks: {c: {starts: opened, met_by: reply, within: 1bd in both}}",
     "calendars:\n  a: {zone: Asia/Tokyo, open: {mon-fri: '09:00-17:00'}}\n  b: {zone: Europe/London, open: {mon-fri: '09:00-17:00'}}\n"
     "  both: {union: [a, b], zone: Asia/Tokyo}\nclocks: {c: {starts: opened, met_by: reply, within: 1bd in both}}"},
    {"ladder_order", "clocks.c.steps[1]",
     "clocks: {c: {starts: opened, met_by: reply, within: 10h, steps: [{at: 6h, do: {tell: owner}}, {at: 50%, do: {tell: team}}]}}",
     "clocks: {c: {starts: opened, met_by: reply, within: 10h, steps: [{at: 4h, do: {tell: owner}}, {at: 50%, do: {tell: team}}]}}"},
    {"no_due", "clocks.c.steps[0]", "clocks: {c: {starts: opened, owed_by: nobody, steps: [{at: 50%, do: {tell: owner}}]}}",
     "clocks: {c: {starts: opened, owed_by: nobody, within: 4h, steps: [{at: 50%, do: {tell: owner}}]}}"},
    {"after_close", "clocks.c.steps[1]",
     "closing: {reasons: {quiet: {}}, default: quiet}\n"
     "clocks: {c: {starts: opened, owed_by: nobody, steps: [{at: 1h, do: {close: quiet}}, {at: 2h, do: {remind: customer}}]}}",
     "closing: {reasons: {quiet: {}}, default: quiet}\n"
     "clocks: {c: {starts: opened, owed_by: nobody, steps: [{at: 1h, when: {phoned: yes}, do: {close: quiet}}, {at: 2h, do: {remind: customer}}]}}"},
    {"escalation_order", "clocks.c.steps[1]",
     "escalation: {levels: [{level: 1, who: lead}, {level: 2, who: head}]}\n"
     "clocks: {c: {starts: opened, owed_by: nobody, steps: [{at: 1h, do: {escalate: 2}}, {at: 2h, do: {escalate: 1}}]}}",
     "escalation: {levels: [{level: 1, who: lead}, {level: 2, who: head}]}\n"
     "clocks: {c: {starts: opened, owed_by: nobody, steps: [{at: 1h, do: {escalate: 1}}, {at: 2h, do: {escalate: 2}}]}}"},
    {"level_never_allowed", "escalation.levels[1]",
     "escalation: {levels: [{level: 1, who: lead}, {level: 2, who: head}]}\n"
     "clocks: {c: {starts: opened, owed_by: nobody, steps: [{at: 1h, do: {allow: 1}}]}}",
     "escalation: {levels: [{level: 1, who: lead}, {level: 2, who: head}]}\n"
     "clocks: {c: {starts: opened, owed_by: nobody, steps: [{at: 1h, do: {allow: 1}}, {at: 2h, do: {escalate: next}}]}}"},
    {"unprovable_close", "clocks.c.steps[0]",
     "facts: {proof: {type: text, from: customer}}\nclosing: {reasons: {quiet: {needs: [proof]}}, default: quiet}\n"
     "clocks: {c: {starts: opened, owed_by: nobody, steps: [{at: 1h, do: {close: quiet}}]}}",
     "facts: {proof: {type: text, from: customer}}\nkinds: {q: {form: [proof]}}\nclosing: {reasons: {quiet: {needs: [proof]}}, default: quiet}\n"
     "clocks: {c: {starts: opened, owed_by: nobody, steps: [{at: 1h, do: {close: quiet}}]}}"},
    {"duty_untold", "clocks.c",
     "closing: {reasons: {quiet: {}}, default: quiet}\n"
     "clocks: {c: {owed_by: customer, starts: opened, met_by: message, within: 72h, steps: [{at: due, do: {close: quiet}}]}}",
     "closing: {reasons: {quiet: {}}, default: quiet}\n"
     "clocks: {c: {owed_by: customer, starts: opened, met_by: message, within: 72h, steps: [{at: 24h, do: {remind: customer}}, {at: due, do: {close: quiet}}]}}"},
    {"no_coverage", "coverage", "teams: {t: {}}", "teams: {t: {}}\ncoverage: t"},
    {"coverage_gap", "coverage", "plans: {a: {}, b: {}}\nteams: {t: {}}\ncoverage: {by: [plan], cells: {a: t}}",
     "plans: {a: {}, b: {}}\nteams: {t: {}}\ncoverage: {by: [plan], cells: {a: t, b: none}}"},
    {"rank_gap", "queue.rank", "kinds: {a: {}, b: {}}\nqueue: {rank: {by: [kind], cells: {a: 1}}}",
     "kinds: {a: {}, b: {}}\nqueue: {rank: {by: [kind], cells: {a: 1, b: 2}}}"},
    {"severity_gap", "severity.is", "kinds: {a: {}, b: {}}\nseverity: {levels: {1: {}}, is: {by: [kind], cells: {a: asked}}}",
     "kinds: {a: {}, b: {}}\nseverity: {levels: {1: {}}, is: {by: [kind], cells: {a: asked, b: none}}}"},
    {"refuses_all", "admit", "kinds: {a: {}, b: {}}\nadmit: [{when: {kind: a}, refuse: No}, {when: {kind: b}, hand_to: sales}]",
     "kinds: {a: {}, b: {}}\nadmit: [{when: {kind: a}, refuse: No}]"},
    {"no_way_in", "doors", "doors: {mail: {may: [reply]}}", "doors: {mail: {may: [open, reply]}}"},
    {"kind_without_door", "kinds.b", "kinds: {a: {}, b: {}}\ndoors: {mail: {may: [open], when: {kind: a}}}",
     "kinds: {a: {}, b: {}}\ndoors: {mail: {may: [open], when: {kind: [a, b]}}}"},
    {"kind_without_reason", "kinds.b", "kinds: {a: {}, b: {}}\nclosing: {reasons: {done: {when: {kind: a}}}, default: done}",
     "kinds: {a: {}, b: {}}\nclosing: {reasons: {done: {when: {kind: [a, b]}}}, default: done}"},
    {"level_unreachable", "severity.levels.2", "kinds: {a: {}}\nseverity: {levels: {1: {}, 2: {}}, is: {by: [kind], cells: {a: 1}}}",
     "kinds: {a: {}}\nseverity: {levels: {1: {}, 2: {}}, is: {by: [kind], cells: {a: 1}}, change: [{who: vendor}]}"},
    {"no_default_reason", "closing.default", "closing: {reasons: {done: {}}}", "closing: {reasons: {done: {}}, default: done}"},
    {"plan_over", "plans.a.valid", "plans: {a: {valid: {to: 2025-12-31}}}", "plans: {a: {valid: {to: 2026-12-31}}}"},
    {"plan_no_longer_sold", "plans.a.sold", "plans: {a: {sold: {before: 2025-01-01}}}", "plans: {a: {sold: {before: 2027-01-01}}}"},
    {"plan_never_covers", "plans.a.when", "plans: {a: {when: {phoned: yes, not: {phoned: yes}}}}", "plans: {a: {when: {phoned: yes}}}"},
    {"contacts_zero", "contacts.number", "contacts: {number: 0}", "contacts: {number: 2}"},
    {"mix_too_large", "contacts.mixes[1]", "contacts: {number: 4, mixes: [{own: 4}, {own: 3, partner: 2}]}",
     "contacts: {number: 5, mixes: [{own: 4}, {own: 3, partner: 2}]}"},
    {"ledger_unspent", "ledgers.packs", "ledgers: {packs: {unit: incident, grant: 6, every: purchase}}",
     "ledgers: {packs: {unit: incident, grant: 6, every: purchase, spend: [{at: engaged}]}}"},
    {"ledger_ungranted", "ledgers.packs", "ledgers: {packs: {unit: incident, spend: [{at: engaged}]}}",
     "ledgers: {packs: {unit: incident, grant: 6, spend: [{at: engaged}]}}"},
    {"objective_without_requests", "objectives[0]",
     "kinds: {a: {}, b: {}}\nclocks: {c: {starts: opened, met_by: reply, when: {kind: a}, within: 1h}}\n"
     "objectives: [{of: c, met: at least 92%, over: month, when: {kind: b}}]",
     "kinds: {a: {}, b: {}}\nclocks: {c: {starts: opened, met_by: reply, when: {kind: a}, within: 1h}}\n"
     "objectives: [{of: c, met: at least 92%, over: month, when: {kind: [a, b]}}]"},
    {"impossible_bound", "objectives[0].met",
     "clocks: {c: {starts: opened, met_by: reply, within: 1h}}\nobjectives: [{of: c, met: at least 0%, over: month}]",
     "clocks: {c: {starts: opened, met_by: reply, within: 1h}}\nobjectives: [{of: c, met: at least 92%, over: month}]"},
    {"door_falls_to_closed", "doors.chat.falls_to", "doors: {chat: {may: [open], falls_to: status}, status: {may: [follow]}}",
     "doors: {chat: {may: [open], falls_to: form}, form: {may: [open]}}"},
    {"no_number_in_subject", "notices.receipt.subject", "notices: {receipt: {subject: Taken}}",
     "notices: {receipt: {subject: 'Taken #{request.number}'}}"},
    {"translation_missing", "title", "languages: [en, ja]\ntitle: {en: Support}", "languages: [en, ja]\ntitle: {en: Support, ja: サポート}"},
    {"translation_differs", "title", "languages: [en, ja]\ntitle: {en: Within 1 hour, ja: 90分以内}",
     "languages: [en, ja]\ntitle: {en: Within 1 hour, ja: 六十分以内}"},
    {"author_choice", "clocks.c", "clocks: {c: {starts: opened, met_by: reply, within: 1h, note: Our reading}}",
     "clocks: {c: {starts: opened, met_by: reply, within: 1h}}"},
    {"source_missing", "clocks.c", "clocks: {c: {starts: opened, met_by: reply, within: 1h, source: missing}}",
     "clocks: {c: {starts: opened, met_by: reply, within: 1h, source: page}}"},
    {"unchecked_claim", "calendars.office", "calendars: {office: {open: {mon: '09:00-17:00'}, claims: {staff: many}}}",
     "calendars: {office: {open: {mon: '09:00-17:00'}, claims: {length: 8h}}}"},
    {"false_claim", "calendars.weekend",
     "calendars: {weekend: {from: fri 17:00 America/Los_Angeles, to: mon 10:00 Australia/Sydney, claims: {length: 48h}}}",
     "calendars: {weekend: {from: sat 00:00 Asia/Tokyo, to: mon 00:00 Asia/Tokyo, claims: {length: 48h}}}"},
};

std::vector<program::Finding> found(const std::string& body) {
  return findings_of(*program::program_of(head + body + "\n"));
}
const program::Finding* with_code(const std::vector<program::Finding>& findings, std::string_view code) {
  const auto at = std::ranges::find(findings, code, &program::Finding::code);
  return at == findings.end() ? nullptr : &*at;
}
std::string codes(const std::vector<program::Finding>& findings) {
  std::string text;
  for (const program::Finding& each : findings) text += each.code + " " + each.key + ": " + each.message + "\n";
  return text;
}

TEST(Findings, each_is_shown_by_one_program_and_not_by_another) {
  for (const Shown& row : rows) {
    SCOPED_TRACE(row.code);
    const auto shown = found(row.shows);
    const program::Finding* finding = with_code(shown, row.code);
    ASSERT_TRUE(finding) << codes(shown);
    EXPECT_EQ(row.key, finding->key);
    EXPECT_EQ("program.yaml", finding->place.file);
    const auto silent = found(row.silent);
    EXPECT_FALSE(with_code(silent, row.code)) << codes(silent);
  }
}

TEST(Findings, each_code_of_the_catalogue_has_its_test_and_its_sentences) {
  // What the coverage proof finds is shown, and shown absent, where it is computed: core/proof.
  std::set<std::string_view> tested{"falls_due_unattended", "runs_unattended",   "effort_unattended",
                                    "outside_effort",       "nobody_on_purpose", "beyond_claim"};
  for (const Shown& row : rows) tested.insert(row.code);
  for (const Sentences& each : catalogue()) {
    EXPECT_TRUE(tested.contains(each.code)) << each.code;
    EXPECT_FALSE(each.says_ja.empty() || each.why.empty() || each.why_ja.empty()) << each.code;
    EXPECT_EQ(each.remedy.empty(), each.remedy_ja.empty()) << each.code;
    EXPECT_EQ(each.example.empty(), each.example_ja.empty()) << each.code;
    EXPECT_EQ(each.weight == program::Weight::note, each.remedy.empty()) << each.code;
  }
  EXPECT_EQ(catalogue().size(), tested.size());
}

TEST(Findings, every_named_word_of_a_sentence_is_filled_in_both_languages) {
  for (const Shown& row : rows) {
    SCOPED_TRACE(row.code);
    const auto shown = found(row.shows);
    const program::Finding* finding = with_code(shown, row.code);
    ASSERT_TRUE(finding);
    for (const char* language : {"en", "ja"}) {
      const Told told = told_in(*finding, language);
      for (const std::string* text : {&told.message, &told.remedy, &told.example}) {
        if (finding->code == "no_number_in_subject") continue;  // it speaks of a placeholder
        EXPECT_EQ(std::string::npos, text->find("{")) << *text;
        EXPECT_EQ(std::string::npos, text->find("``")) << *text;
      }
      EXPECT_FALSE(told.message.empty());
    }
  }
}

// Expected by hand: the first whole week of 2026 ends on Friday 9 January; 16:00 + 12 h is Saturday 04:00, and the office opens
// on Monday at 08:00.
TEST(Findings, an_example_with_dates) {
  const auto findings = found(
      "calendars: {office: {open: {mon-fri: '08:00-17:00'}}}\nteams: {t: {hours: office}}\ncoverage: t\n"
      "clocks: {c: {starts: opened, met_by: reply, within: 12h}}");
  const program::Finding* finding = with_code(findings, "due_in_closed_time");
  ASSERT_TRUE(finding);
  EXPECT_EQ("opened Fri 2026-01-09 16:00: due Sat 2026-01-10 04:00, while `office` opens Mon 2026-01-12 08:00",
            finding->example);
  EXPECT_EQ("2026-01-09（金）16:00 に受け付けた場合、期限は 2026-01-10（土）04:00 ですが、`office` が次に開くのは 2026-01-12（月）08:00 です",
            told_in(*finding, "ja").example);
}

// R15: 12 h from Friday 16:00 in Sydney (08:00-17:00): an hour on Friday, nine on Monday, two on Tuesday; by the clock
// Saturday 04:00; and the opening after that.
TEST(Findings, three_readings_of_one_row) {
  const auto findings = found(
      "calendars: {office: {open: {mon-fri: '08:00-17:00'}}}\n"
      "clocks: {c: {starts: opened, met_by: reply, within: 12h then in office}}");
  const program::Finding* finding = with_code(findings, "three_readings");
  ASSERT_TRUE(finding);
  EXPECT_EQ("opened Fri 2026-01-09 16:00: due Mon 2026-01-12 08:00 as written; as open hours Tue 2026-01-13 10:00; "
            "as clock hours Sat 2026-01-10 04:00",
            finding->example);
}

TEST(Findings, lengths_as_people_write_them) {
  EXPECT_EQ((std::vector<Quantity>{{30, Unit::minutes}}), quantities_in("三十分以内"));
  EXPECT_EQ((std::vector<Quantity>{{2, Unit::business_days}}), quantities_in("２営業日以内にご連絡します"));
  EXPECT_EQ((std::vector<Quantity>{{1, Unit::hours}, {30, Unit::minutes}}), quantities_in("1 hour and 30 minutes"));
  EXPECT_EQ(std::vector<Quantity>{}, quantities_in("24時間365日の対応体制、一部の機能"));
}

std::vector<program::Finding> shipped(const std::string& name) {
  const auto reading = program::read(program::files_of(program::source_folder / "programs" / name));
  EXPECT_TRUE(reading.program) << program::told(reading.findings);
  return reading.program ? findings_of(*reading.program) : std::vector<program::Finding>{};
}
const program::Finding* at(const std::vector<program::Finding>& findings, std::string_view code, std::string_view key) {
  for (const program::Finding& each : findings)
    if (each.code == code && each.key == key) return &each;
  return nullptr;
}

TEST(Findings, no_shipped_program_has_an_error) {
  for (const auto& folder : program::folders_in(program::source_folder / "programs"))
    for (const program::Finding& finding : shipped(folder.filename().string()))
      EXPECT_NE(program::Weight::error, finding.weight) << finding.key << finding.message;
}

TEST(Findings, megaport_restores_in_clock_hours_beside_work_in_business_hours) {
  const auto findings = shipped("megaport");
  EXPECT_TRUE(at(findings, "due_in_closed_time", "clocks.restore.within.cells.1")) << codes(findings);
  EXPECT_TRUE(at(findings, "due_in_closed_time", "clocks.restore.within.cells.2")) << codes(findings);
  EXPECT_FALSE(at(findings, "due_in_closed_time", "clocks.restore.within.cells.3")) << codes(findings);
}

TEST(Findings, six_clicks_answers_in_clock_hours_beside_business_hours) {
  const auto findings = shipped("6clicks");
  EXPECT_TRUE(at(findings, "three_readings", "clocks.first_response.within[1]")) << codes(findings);
  EXPECT_TRUE(at(findings, "due_in_closed_time", "clocks.first_response.within[2]")) << codes(findings);
}

// From Friday 17:00 Pacific to Monday 10:00 Sydney: 65 h less the offset between the two, 17 to 19 h.
TEST(Findings, atlassians_weekend_is_46_47_or_48_hours) {
  const auto findings = shipped("atlassian-premier");
  const program::Finding* finding = at(findings, "false_claim", "calendars.weekend");
  ASSERT_TRUE(finding) << codes(findings);
  for (const char* length : {"46h (", "47h (", "48h ("})
    EXPECT_NE(std::string::npos, finding->message.find(length)) << finding->message;
}

TEST(Findings, the_page_of_findings_is_the_catalogue) {
  std::ifstream stream(program::source_folder / "docs/program/findings.md", std::ios::binary);
  const std::string page{std::istreambuf_iterator<char>(stream), {}};
  EXPECT_EQ(findings_page(), page);
}

}  // namespace
}  // namespace yakusoku::check
