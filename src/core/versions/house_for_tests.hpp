#pragma once

// A small program in which every part of the language stands once, and edits of it.

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "core/program/folder_for_tests.hpp"
#include "core/versions/versions.hpp"

namespace yakusoku::versions {

inline constexpr std::string_view house = R"(program: house
title: {en: Support, ja: サポート}
vendor: House
effective: 2026-01-01
zone: Asia/Tokyo
languages: [en, ja]
in_flight: keep
days:
  jp: [2026-01-12, 2026-02-11, 12-29..01-03]
  makeup: [2026-09-26]
calendars:
  office: {title: {en: Office hours, ja: 営業時間}, open: {mon-fri: "09:00-18:00"}, dates: {jp: closed, makeup: "09:00-15:00"}}
  wide: {title: Wide hours, open: {mon-sat: "08:00-20:00"}, zone: Asia/Tokyo, day: same_time}
periods:
  fiscal: {every: quarter, from: 04-01}
facts:
  impact: {title: Impact, type: choice, values: [big, small], from: customer}
  logs: {title: Logs, type: file, from: customer}
marks:
  scoped: Scope agreed
texts:
  hello: {en: Hello there, ja: こんにちは}
products: [box, cloud]
environments: [production, test]
kinds:
  problem: {title: {en: Problem, ja: 不具合}, means: Something does not work, form: [impact, subject, description]}
  question: {title: Question, means: How is it done}
severity:
  levels:
    1: {title: Down, means: Nothing works}
    2: {title: Slow, means: Some things do not work}
    3: {title: Cosmetic, means: It looks wrong}
  is: {by: [kind], cells: {problem: asked, else: 3}}
  change: [{who: vendor}]
admit:
  - {when: {product: cloud, kind: question}, hand_to: sales}
clocks:
  first:
    title: {en: First response, ja: 初回応答}
    starts: opened
    met_by: reply
    within: {by: [severity], cells: {1: 15m, 2: 4h in office, 3: 1bd in office}}
    warn: [50%]
  update:
    title: Next update
    starts: [first.met, update.met]
    met_by: reply
    ends_on: solved
    when: {kind: problem}
    paused_while: {waiting_on: customer}
    within: {by: [severity], cells: {1: 1h, else: none}}
    steps: [{at: 50%, do: {tell: owner}}, {at: due, do: {tell: lead}}]
reactions:
  - {at: reopened, do: {tell: owner}}
effort: office
objectives:
  monthly: {of: first, met: at least 92%, over: month}
plans:
  gold: {title: Gold, price: 100 a month, valid: {from: 2026-01-01}, sold: {from: 2026-01-01}, builds_on: [silver]}
  silver: {title: Silver, when: {product: box}}
contacts: {number: 3, must: {contact.verified: yes}}
ledgers:
  packs: {title: Packs, unit: incident, grant: 6, every: purchase, spend: [{at: engaged}]}
teams:
  desk: {title: Desk, hours: office}
sites:
  tokyo: {title: Tokyo, zone: Asia/Tokyo}
coverage: desk
routing: [{pick: [skill, load]}]
queue: {rank: 1, then: [due, opened]}
speaks: [en]
doors:
  mail: {title: Mail, may: [open, reply], intake: office}
  portal: {title: Portal, may: [open, reply, follow]}
escalation:
  manager: lead
  order: strict
  asked: {needs: [impact]}
  tiers: {one: First line, two: Second line}
  levels:
    - {level: 1, who: lead, title: Team lead}
    - {level: 2, who: head, title: Head of support}
handoffs:
  - {between: [desk, desk], overlap: 30m, checklist: [State]}
closing:
  reasons:
    answered: {title: Answered, needs: [reply]}
    gone: {title: No answer}
  default: answered
  reopen: {within: 7d, after: linked}
engagements:
  sessions: {review: {title: Review, length: 1h}}
  packages: {start: {title: Start}}
  duties: {quarterly: {title: Quarterly review, every: quarter, opens: question}}
status_page: {url: "https://status.example", components: {api: {title: API}}}
notices: {receipt: {subject: {en: Received, ja: 受付}}}
)";

inline std::shared_ptr<const program::Program> house_with(std::string_view find, std::string_view put,
                                                          std::vector<program::SourceFile> more = {}) {
  std::string text(house);
  const std::size_t at = text.find(find);
  EXPECT_NE(at, std::string::npos) << find;
  if (at != std::string::npos) text.replace(at, find.size(), put);
  return program::program_of(std::move(text), std::move(more));
}

}  // namespace yakusoku::versions
