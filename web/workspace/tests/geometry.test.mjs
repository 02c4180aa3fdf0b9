import assert from "node:assert/strict";
import test from "node:test";
import { layout, span_of, ticks_of } from "../src/promise/geometry.ts";
import { receipt_of } from "./made.mjs";

const hour = 3600000,
  zero = Date.parse("2026-11-25T00:00:00Z");
const iso = (hours) => new Date(zero + hours * hour).toISOString();
const segment = (from, to, kind, cause = "") => ({ from: iso(from), to: iso(to), kind, cause });
const running = (name, from, due, part = {}) =>
  receipt_of({ clock: name, title: name, started_at: iso(from), due: iso(due), ...part }, [
    segment(from, due, "running"),
  ]);
const near = (a, b, message) => assert.ok(Math.abs(a - b) < 0.51, `${message}: ${a} is not ${b}`);

test("the axis spans from the first start to the last due and holds now", () => {
  const { from, to } = span_of([running("a", 0, 4), running("b", 1, 9)], zero + 2 * hour);
  assert.ok(from < zero && from > zero - hour && to > zero + 9 * hour && to < zero + 10 * hour);
  const late = span_of([running("a", 0, 4)], zero + 20 * hour);
  assert.ok(late.to > zero + 20 * hour);
});

test("one axis for all: the same instant lies at the same place in each row", () => {
  const { rows, from, to } = layout([running("a", 0, 4), running("b", 4, 9)], zero, 500, "UTC");
  const place = ((zero + 4 * hour - from) / (to - from)) * 500;
  near(rows[0].marks[0].x, place, "a's due");
  near(rows[1].stretches[0].x, place, "b's start");
});

test("what has run is told from what is to come", () => {
  const { rows, now } = layout([running("a", 0, 4)], zero + hour, 500, "UTC");
  assert.deepEqual(
    rows[0].stretches.map((each) => each.kind),
    ["running", "ahead"],
  );
  near(rows[0].stretches[0].x + rows[0].stretches[0].width, now, "the end of what ran");
  near(rows[0].stretches[1].x, now, "the start of what comes");
});

test("pauses and closed hours keep their place and their cause", () => {
  const receipt = receipt_of({ clock: "a", state: "paused", started_at: iso(0) }, [
    segment(0, 1, "running"),
    segment(1, 3, "closed"),
    segment(3, 4, "paused", "customer"),
  ]);
  const { rows } = layout([receipt], zero + 4 * hour, 400, "UTC");
  assert.deepEqual(
    rows[0].stretches.map(({ kind, cause }) => [kind, cause]),
    [
      ["running", ""],
      ["closed", ""],
      ["paused", "customer"],
    ],
  );
  near(rows[0].stretches[1].width, 2 * rows[0].stretches[2].width, "twice as long");
  assert.deepEqual(rows[0].marks, [], "while paused there is no due");
});

test("a stretch of a second is still seen, one of no length is not drawn", () => {
  const receipt = receipt_of({ clock: "a", started_at: iso(0), due: iso(90) }, [
    segment(0, 1 / 3600, "running"),
    segment(1 / 3600, 1 / 3600, "paused"),
    segment(1 / 3600, 90, "running"),
  ]);
  const { rows } = layout([receipt], zero + 50 * hour, 400, "UTC");
  assert.ok(rows[0].stretches[0].width >= 1.5);
  assert.equal(rows[0].stretches.filter((each) => each.kind === "paused").length, 0);
});

test("cycles of one clock share its row; each end has its own mark", () => {
  const first = running("update", 0, 1, { cycle: 1, state: "met", ended_at: iso(0.5) });
  const second = running("update", 0.5, 1.5, { cycle: 2, state: "late", breached_at: iso(1.5), ended_at: iso(2) });
  const third = running("update", 2, 3, { cycle: 3, promised: true });
  const { rows } = layout(
    [first, second, third, running("restore", 0, 6, { state: "missed", breached_at: iso(6) })],
    zero + 7 * hour,
    600,
    "UTC",
  );
  assert.deepEqual(
    rows.map((each) => each.clock),
    ["update", "restore"],
  );
  assert.deepEqual(
    rows[0].marks.map((each) => each.kind),
    ["due", "met", "missed", "flag"],
  );
  assert.deepEqual(
    rows[1].marks.map((each) => each.kind),
    ["missed"],
  );
});

test("a due that was taken back marks nothing and stretches no axis; a miss stays for good", () => {
  const gone = receipt_of({ clock: "a", state: "withdrawn", started_at: iso(0), due: iso(90), ended_at: iso(1) }, [
    segment(0, 1, "running"),
  ]);
  assert.ok(span_of([gone], zero + hour).to < zero + 2 * hour);
  assert.deepEqual(layout([gone], zero + hour, 400, "UTC").rows[0].marks, []);
  const again = running("b", 0, 5, { promised: true, breached_at: iso(1) });
  assert.deepEqual(
    layout([again], zero + hour, 400, "UTC").rows[0].marks.map((each) => each.kind),
    ["missed", "flag"],
  );
  const held = receipt_of({ clock: "c", state: "paused", started_at: iso(0), breached_at: iso(1) }, [
    segment(0, 2, "running"),
  ]);
  assert.deepEqual(
    layout([held], zero + 3 * hour, 400, "UTC").rows[0].marks.map((each) => each.kind),
    ["missed"],
  );
});

test("ticks lie on the reader's round hours and days, with room between", () => {
  const ticks = ticks_of(zero + 0.2 * hour, zero + 6 * hour, 400, "Asia/Kathmandu"); // 5:45 ahead
  assert.ok(ticks.length >= 2 && ticks.length <= 7);
  for (const each of ticks) assert.equal((each.at + 5.75 * hour) % hour, 0, new Date(each.at).toISOString());
  for (let i = 1; i < ticks.length; i += 1) assert.ok(ticks[i].x - ticks[i - 1].x >= 50);
  const days = ticks_of(zero, zero + 240 * hour, 400, "Asia/Tokyo");
  assert.ok(days.every((each) => each.day && (each.at + 9 * hour) % (24 * hour) === 0));
});

test("nothing to draw draws nothing", () => {
  assert.deepEqual(layout([], zero, 300, "UTC").rows, []);
});
