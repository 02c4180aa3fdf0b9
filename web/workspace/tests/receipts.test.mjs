import assert from "node:assert/strict";
import test from "node:test";
import { amount_words, clause_words, tell_receipt } from "../src/promise/receipt_words.ts";
import { speak } from "../src/text/t.ts";
import { clock_of, receipt_of } from "./made.mjs";

const reader = { zone: "Asia/Tokyo", now: Date.parse("2026-11-25T05:00:00Z") };
const told = (receipt, language = "en") => {
  speak(language);
  return tell_receipt(receipt, reader).map((each) => each.text);
};
const paused_now = (clause) =>
  receipt_of(
    {
      clock: "restore",
      title: "Restore",
      state: "paused",
      paused_by: "customer",
      budget: 21600,
      spent: 8400,
      started_at: "2026-11-25T00:00:00Z",
      clause,
    },
    [{ from: "2026-11-25T01:12:00Z", to: "2026-11-25T05:00:00Z", kind: "paused", cause: "customer" }],
    [{ at: "2026-11-25T01:12:00Z", change: "paused", cause: "", rule: "R2" }],
  );

test("a pause says since when, for whom, by which clause, and what is left after it", () => {
  assert.deepEqual(told(paused_now("4.2")), [
    "Paused since 10:12: waiting for the customer (§4.2). 3 h 40 min are left once the customer answers.",
  ]);
  assert.deepEqual(told(paused_now("4.2"), "ja"), [
    "10:12 から計測停止中: お客様の回答待ち(第 4.2 項)。お客様のご回答後の残りは 3 時間 40 分です。",
  ]);
});

test("a path of the program stands behind the words, not among them", () => {
  const receipt = paused_now("clocks.restore.within[0]");
  assert.deepEqual(told(receipt), [
    "Paused since 10:12: waiting for the customer. 3 h 40 min are left once the customer answers.",
  ]);
  assert.equal(tell_receipt(receipt, reader)[0].clause, "clocks.restore.within[0]");
  speak("ja");
  assert.equal(clause_words("4.2"), "第 4.2 項");
  assert.equal(clause_words("clocks.x"), "§clocks.x");
});

test("an earlier pause says what was left then, from the counted stretches alone", () => {
  const receipt = receipt_of(
    {
      clock: "restore",
      state: "running",
      budget: 21600,
      started_at: "2026-11-25T00:00:00Z",
      due: "2026-11-25T09:00:00Z",
    },
    [
      { from: "2026-11-25T00:00:00Z", to: "2026-11-25T00:30:00Z", kind: "running", cause: "" },
      { from: "2026-11-25T00:30:00Z", to: "2026-11-25T01:00:00Z", kind: "closed", cause: "" },
      { from: "2026-11-25T01:00:00Z", to: "2026-11-25T01:30:00Z", kind: "running", cause: "" },
      { from: "2026-11-25T01:30:00Z", to: "2026-11-25T03:00:00Z", kind: "paused", cause: "" },
    ],
    [
      { at: "2026-11-25T01:30:00Z", change: "paused" },
      { at: "2026-11-25T03:00:00Z", change: "resumed", by: "customer", due: "2026-11-25T09:00:00Z" },
    ],
  );
  assert.deepEqual(told(receipt), [
    "10:30 Paused: waiting. 5 h were left.",
    "12:00 Counts again: the customer answered. Due 18:00 JST.",
  ]);
});

test("no figure is guessed where the budget changed since", () => {
  const receipt = receipt_of(
    { clock: "restore", state: "running", budget: 21600 },
    [],
    [
      { at: "2026-11-25T01:30:00Z", change: "paused" },
      { at: "2026-11-25T02:00:00Z", change: "selected", rule: "R4", amount: "6h", due: "2026-11-25T09:00:00Z" },
    ],
  );
  assert.equal(told(receipt)[0], "10:30 Paused: waiting.");
});

test("a start names its cause, its goal and its due", () => {
  const receipt = receipt_of(
    {
      clock: "restore",
      amount: "48h in office",
      calendar: "office",
      calendar_title: "Business hours",
      clause: "7.1",
    },
    [],
    [
      {
        at: "2026-11-25T00:00:00Z",
        change: "started",
        cause: "opened",
        amount: "48h in office",
        due: "2026-12-02T00:00:00Z",
      },
    ],
  );
  assert.deepEqual(told(receipt), [
    "09:00 Counting began: Request filed. Goal: 48 h of Business hours (§7.1). Due Wed 2 Dec 09:00 JST.",
  ]);
  const ja = receipt_of(
    { clock: "update", amount: "60m", clause: "" },
    [],
    [
      {
        at: "2026-11-25T00:00:00Z",
        change: "started",
        cause: "first_response.met",
        amount: "60m",
        due: "2026-11-25T01:00:00Z",
      },
    ],
  );
  assert.deepEqual(told(ja, "ja"), ["09:00 計測開始(初回応答の達成)。目標時間: 60 分。期限は 10:00 JST です。"]);
});

test("an upgrade and a downgrade say what they never do", () => {
  const line = (rule) =>
    receipt_of(
      { clock: "restore" },
      [],
      [{ at: "2026-11-25T00:00:00Z", change: "selected", rule, amount: "6h", due: "2026-11-25T06:00:00Z" }],
    );
  assert.deepEqual(told(line("R4")), [
    "09:00 Chosen anew: the goal is now 6 h. A tighter goal never adds time. Due 15:00 JST.",
  ]);
  assert.match(told(line("R5"))[0], /A looser goal never takes time away\./);
});

test("an end says by how much, in counted time and by the clock where they differ", () => {
  const line = (part, clock = {}) =>
    receipt_of(
      { clock: "update", state: "late", ...clock },
      [],
      [{ at: "2026-11-25T00:00:00Z", change: "ended", cause: "reply", due: "2026-11-25T00:06:00Z", ...part }],
    );
  assert.deepEqual(told(line({}, { state: "met" })), ["09:00 Met: Reply, 6 min to spare."]);
  assert.deepEqual(told(line({ over_open: 720, over_wall: 720 })), ["09:00 Met too late: Reply, 12 min over."]);
  assert.deepEqual(told(line({ over_open: 720, over_wall: 58320 })), [
    "09:00 Met too late: Reply, 12 min over in counted time, 16 h 12 min by the clock.",
  ]);
  assert.deepEqual(
    told(line({ over_open: 0, over_wall: 3600 })),
    ["09:00 Met too late: Reply, 1 h over."],
    "all of it in closed time",
  );
  assert.deepEqual(told(line({ cause: "restored" }, { state: "withdrawn" })), [
    "09:00 Ended without a verdict: Service restored.",
  ]);
});

test("promises, breaches and what comes of them", () => {
  const receipt = receipt_of(
    { clock: "update", promised: true },
    [],
    [
      { at: "2026-11-25T00:00:00Z", change: "promised", due: "2026-11-25T05:30:00Z" },
      { at: "2026-11-25T05:30:00Z", change: "breached" },
      { at: "2026-11-25T06:00:00Z", change: "warned", cause: "clocks.update.warn[0]#skipped" },
    ],
  );
  assert.deepEqual(told(receipt, "ja"), [
    "09:00 次回連絡を 14:30 JST とお約束しました。期限はこの日時に置き換わります。",
    "14:30 期限を超過しました。",
    "15:00 警告は時機を過ぎたため省略。",
  ]);
});

test("amounts are read out; the program's own words come first", () => {
  speak("en");
  assert.equal(amount_words(clock_of("a", { amount: "1h30m" }), "1h30m"), "1 h 30 min");
  assert.equal(
    amount_words(clock_of("a", { amount: "best effort", says: "As fast as possible" }), "best effort"),
    "As fast as possible",
  );
  assert.equal(amount_words(clock_of("a", { amount: "4h" }), "1bd in hours"), "1 business day");
  assert.equal(amount_words(clock_of("a"), "by next opening of releases"), "by next opening of releases");
});
