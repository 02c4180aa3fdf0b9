// One request's whole screen, with every shape that the promise line can take.
import { iso } from "./data.mjs";

const minute = 60,
  hour = 3600;
const line = (at, change, part = {}) => ({
  at: iso(at),
  change,
  cause: "",
  rule: "",
  due: null,
  amount: "",
  severity: "2",
  version: "v",
  over_open: 0,
  over_wall: 0,
  flagged: false,
  by: "vendor",
  ...part,
});
const segment = (from, to, kind, cause = "") => ({ from: iso(from), to: iso(to), kind, cause });

export function make_receipts(desk) {
  const { clock, say } = desk;
  const office = { calendar: "office", calendar_title: say("Business hours", "営業時間") };
  return [
    {
      clock: clock("first_response", "met", {
        started_at: -4 * hour,
        due: -4 * hour + 15 * minute,
        ended_at: -4 * hour + 9 * minute,
        budget: 900,
        spent: 540,
        amount: "15m",
      }),
      segments: [segment(-4 * hour, -4 * hour + 9 * minute, "running")],
      lines: [
        line(-4 * hour, "started", {
          cause: "opened",
          due: iso(-4 * hour + 15 * minute),
          amount: "15m",
          by: "customer",
        }),
        line(-4 * hour + 9 * minute, "ended", { cause: "reply", due: iso(-4 * hour + 15 * minute), amount: "15m" }),
      ],
    },
    {
      clock: clock("update", "late", {
        cycle: 1,
        started_at: -4 * hour + 9 * minute,
        due: -3 * hour + 9 * minute,
        breached_at: -3 * hour + 9 * minute,
        ended_at: -3 * hour + 21 * minute,
        budget: hour,
        spent: 72 * minute,
        amount: "60m",
      }),
      segments: [segment(-4 * hour + 9 * minute, -3 * hour + 21 * minute, "running")],
      lines: [
        line(-4 * hour + 9 * minute, "started", {
          cause: "first_response.met",
          due: iso(-3 * hour + 9 * minute),
          amount: "60m",
        }),
        line(-3 * hour + 9 * minute, "breached", { cause: "due", rule: "R14" }),
        line(-3 * hour + 21 * minute, "ended", { cause: "reply", over_open: 720, over_wall: 720, amount: "60m" }),
      ],
    },
    {
      clock: clock("update", "running", {
        cycle: 2,
        started_at: -42 * minute,
        due: 18 * minute + 4,
        promised: true,
        budget: hour,
        spent: 42 * minute,
        amount: "60m",
      }),
      segments: [segment(-42 * minute, 18 * minute + 4, "running")],
      lines: [
        line(-42 * minute, "started", { cause: "update.met", due: iso(18 * minute), amount: "60m" }),
        line(-42 * minute, "promised", { cause: "promised", rule: "R11", due: iso(18 * minute + 4), amount: "60m" }),
        line(-5 * minute, "warned", { cause: "clocks.update.warn[0]", rule: "R13" }),
      ],
    },
    {
      clock: clock("restore", "paused", {
        started_at: -4 * hour,
        paused_by: "customer",
        budget: 6 * hour,
        spent: 2 * hour + 20 * minute,
        amount: "6h in office",
        ...office,
      }),
      segments: [
        segment(-4 * hour, -3 * hour, "running"),
        segment(-3 * hour, -2.5 * hour, "paused", "customer"),
        segment(-2.5 * hour, -1.6 * hour, "running"),
        segment(-1.6 * hour, -1.1 * hour, "closed"),
        segment(-1.1 * hour, -40 * minute, "running"),
        segment(-40 * minute, 0, "paused", "customer"),
      ],
      lines: [
        line(-4 * hour, "started", { cause: "opened", due: iso(4 * hour), amount: "24h", by: "customer" }),
        line(-3.9 * hour, "selected", {
          cause: "clocks.restore.within[0].cells.1",
          rule: "R4",
          due: iso(2 * hour),
          amount: "6h in office",
        }),
        line(-3 * hour, "paused", { cause: "clocks.restore.paused_while", rule: "R2" }),
        line(-2.5 * hour, "resumed", {
          cause: "clocks.restore.paused_while",
          rule: "R2",
          due: iso(2.5 * hour),
          by: "customer",
        }),
        line(-40 * minute, "paused", { cause: "clocks.restore.paused_while", rule: "R2" }),
      ],
    },
    {
      clock: clock("next_response", "missed", {
        started_at: -3 * hour,
        due: -25 * minute,
        breached_at: -25 * minute,
        budget: 2 * hour,
        spent: 2.4 * hour,
        amount: "2h",
        customer_facing: false,
      }),
      segments: [segment(-3 * hour, 0, "running")],
      lines: [
        line(-3 * hour, "started", { cause: "message", due: iso(-25 * minute), amount: "2h", by: "customer" }),
        line(-25 * minute, "breached", { cause: "due", rule: "R14" }),
      ],
    },
  ];
}

const talk = (desk) => {
  const { say } = desk;
  const message = (id, at, author, by_staff, visibility, body, more = {}) => ({
    id,
    at: iso(at),
    author,
    by_staff,
    visibility,
    body,
    html: "",
    version: id,
    erased: false,
    folded: "",
    as_sent: null,
    held_images: false,
    attachments: [],
    ...more,
  });
  const file = (id, file_name, content_type, size) => ({
    id,
    file_name,
    content_type,
    size,
    content_url: `/attachments/${id}/${encodeURIComponent(file_name)}`,
  });
  return [
    message(
      1,
      -4 * hour,
      say("Hiroshi Tanaka", "田中 浩"),
      false,
      "everyone",
      say(
        "Since 09:10 this morning about one call in five to your API in Tokyo times out after 30 seconds. Osaka is fine.\n\nWe had to stop our order intake.",
        "今朝 9:10 ごろから、東京リージョンの API 呼び出しの約 2 割が 30 秒でタイムアウトしています。大阪リージョンでは発生していません。\n\n受注処理を止めざるを得ない状況です。至急ご確認をお願いいたします。",
      ),
    ),
    message(
      2,
      -4 * hour + 9 * minute,
      desk.people[0].name,
      true,
      "everyone",
      say(
        "Thank you, Mr Tanaka. We see the timeouts and have raised this to severity 1. Could you send us two request ids that failed?",
        "田中様\n\nご連絡ありがとうございます。タイムアウトを確認し、重大度 1 として対応を開始いたしました。失敗したリクエストの ID を 2 件ほどお送りいただけますでしょうか。",
      ),
    ),
    message(
      3,
      -4 * hour + 20 * minute,
      desk.people[1].name,
      true,
      "staff",
      say(
        "Looks like the load balancer in TY8. Same pattern as #0977.",
        "TY8 のロードバランサーの可能性が高いです。#0977 と同じ傾向が出ています。",
      ),
    ),
    message(4, -2.5 * hour, say("Hiroshi Tanaka", "田中 浩"), false, "everyone", "req_8fJ2kP0qLm, req_8fJ2m1xZaa", {
      folded: say("On Tuesday, support wrote:\n> Could you send us two request ids?", "サポート窓口:\n> リクエスト ID をお送りいただけますか。"),
      as_sent: "/api/v2/tickets/1042/comments/4/html",
      held_images: true,
      via_mail: { cause: "not_a_participant", about_ticket_id: 977, source_id: 9 },
      attachments: [
        file(1, say("timeouts.png", "タイムアウト一覧.png"), "image/png", 48213),
        file(2, "router.log", "text/plain", 2400000),
        { ...file(3, "redacted", "text/plain", 12), content_url: null },
      ],
    }),
    message(
      5,
      -42 * minute,
      desk.people[0].name,
      true,
      "everyone",
      say(
        "With these we found the faulty node and took it out. Please tell us whether the timeouts have stopped on your side. You will hear from us again at the promised time in any case.",
        "ご提供いただいた ID により、不具合のあるノードを特定し、切り離しました。お客様側でタイムアウトが収まったかどうか、お知らせいただけますでしょうか。いずれの場合も、次回連絡予定の時刻に改めてご連絡いたします。",
      ),
    ),
  ];
};

function history(desk) {
  const event = (at, version, verb, actor, ...what) => ({ at: iso(at), version, verb, actor, what });
  const cycle = (clock, change, verdict) => ({
    fact: "cycle",
    change,
    cycle: { clock, ...(verdict ? { verdict } : {}) },
  });
  return [
    event(-4 * hour, 1, "open", desk.say("Hiroshi Tanaka", "田中 浩"), { fact: "opened" }),
    event(
      -3.95 * hour,
      2,
      "happen",
      desk.people[0].name,
      { fact: "happened", event: { event: "acknowledged" } },
      { fact: "owner", owner: 7 },
    ),
    event(
      -3.9 * hour,
      3,
      "set",
      desk.people[0].name,
      { fact: "value", value: { name: "severity_set", word: "1", form: "word" }, was: "2" },
      cycle("restore", "selected"),
    ),
    event(-3.85 * hour, 3, "reply", desk.people[0].name, cycle("first_response", "ended", "met")),
    event(
      -3 * hour,
      4,
      "reply",
      desk.people[0].name,
      { fact: "value", value: { name: "waiting_on", word: "customer" } },
      cycle("restore", "paused"),
    ),
    event(-2.5 * hour, 5, "message", desk.say("Hiroshi Tanaka", "田中 浩"), cycle("restore", "resumed")),
    event(
      -42 * minute,
      7,
      "reply",
      desk.people[0].name,
      { fact: "promise", promise: { due: Math.floor(Date.parse(iso(18 * minute + 4)) / 1000) } },
      cycle("restore", "paused"),
    ),
    event(-25 * minute, 8, "wake", "", cycle("next_response", "breached")),
  ];
}

export function make_page(desk, item) {
  const { say } = desk,
    full = item.ticket.id === 1042;
  const simple = item.clocks.map((clock) => ({
    clock,
    segments: [{ from: clock.started_at, to: clock.due ?? iso(0), kind: "running", cause: "" }],
    lines: [{ ...line(-2 * hour, "started", { cause: "opened", due: clock.due }), at: clock.started_at }],
  }));
  const receipts = full ? make_receipts(desk) : simple;
  const owner = desk.people.find((each) => each.name === item.owner) ?? null;
  return {
    ticket: item.ticket,
    now: iso(0),
    clocks: receipts.map((each) => each.clock),
    receipts,
    conversation: full ? talk(desk) : talk(desk).slice(0, 1),
    history: full ? history(desk) : [],
    participants: full ? [{ id: 31, name: say("Yuki Mori", "森 由紀"), role: "cc" }] : [],
    requester: { id: 21, name: item.requester, email: "tanaka@acme.example" },
    organization: item.organization ? { id: 21, name: item.organization } : null,
    owner,
    group: item.group,
    program: "megaport",
    kind: item.ticket.kind,
    severity: item.ticket.severity,
    may: [
      "reply",
      "note",
      ...(["pending", "hold"].includes(item.ticket.status) ? ["resume"] : ["hold"]),
      "promise",
      "set_severity",
      "assign",
      "solve",
      "merge",
      "event",
    ],
    reasons: [
      { id: "restored", title: say("Service restored", "サービス復旧"), missing: ["restored"] },
      { id: "answered", title: say("Answered", "回答済み"), missing: [] },
    ],
    promise: full ? iso(18 * minute + 4) : null,
    agents: desk.people,
  };
}
