import assert from "node:assert/strict";
import test from "node:test";
import { speak } from "../src/text/t.ts";
import { countdown, length_words, when_words } from "../src/time/words.ts";
import { left_figure, left_words, next_clock, standing, standing_word } from "../src/time/standing.ts";
import { clock_of } from "./made.mjs";

const at = (iso) => Date.parse(iso);
const now = at("2026-11-25T05:00:00Z"); // Wednesday 14:00 in Tokyo

test("what is left runs by the second and turns to a minus at the due", () => {
  assert.equal(countdown(18 * 60000 + 4000), "0:18:04");
  assert.equal(countdown(1), "0:00:01");
  assert.equal(countdown(0), "0:00:00");
  assert.equal(countdown(-1), "−0:00:01");
  assert.equal(countdown(-(25 * 3600 + 61) * 1000), "−25:01:01");
});

test("lengths are said in two units at most; days only of the wall clock", () => {
  speak("en");
  assert.equal(length_words(59), "59 s");
  assert.equal(length_words(3600), "1 h");
  assert.equal(length_words(3 * 3600 + 40 * 60 + 59), "3 h 40 min");
  assert.equal(length_words(50 * 3600), "50 h");
  assert.equal(length_words(50 * 3600, true), "2 d 2 h");
  assert.equal(length_words(-5), "0 s");
  speak("ja");
  assert.equal(length_words(3 * 3600 + 40 * 60), "3 時間 40 分");
  assert.equal(length_words(72 * 3600, true), "3 日");
});

test("today by the hour, other days with their date, other years with their year", () => {
  speak("ja");
  assert.equal(when_words(at("2026-11-25T05:05:00Z"), now, "Asia/Tokyo"), "14:05 JST");
  assert.equal(when_words(at("2026-11-25T15:05:00Z"), now, "Asia/Tokyo"), "11月26日(木) 00:05 JST");
  assert.equal(when_words(at("2027-01-04T00:00:00Z"), now, "Asia/Tokyo", false), "2027年1月4日(月) 09:00");
  speak("en");
  assert.equal(when_words(at("2026-11-26T00:05:00Z"), now, "America/New_York"), "19:05 EST", "still Wednesday there");
  assert.equal(when_words(at("2027-01-04T00:00:00Z"), now, "Asia/Tokyo"), "Mon 4 Jan 2027 09:00 JST");
});

test("only what is about to break shouts", () => {
  const due = (minutes) => new Date(now + minutes * 60000).toISOString();
  const how = (minutes, part = {}) => standing(clock_of("update", { due: due(minutes), ...part }), now);
  assert.equal(how(59, { budget: 4 * 3600 }), "soon");
  assert.equal(how(61, { budget: 4 * 3600 }), "running");
  assert.equal(how(14, { budget: 3600 }), "soon", "a quarter of an hour of an hour");
  assert.equal(how(16, { budget: 3600 }), "running");
  assert.equal(how(6, { budget: 600 }), "running", "five minutes at least");
  assert.equal(how(40, { promised: true }), "promised");
  assert.equal(how(-1), "broken");
  assert.equal(how(-1, { firmness: "aim" }), "soft", "an aim breaks nothing");
  assert.equal(how(5, { state: "paused" }), "paused");
  assert.equal(standing(clock_of("update", { due: null, firmness: "best_effort" }), now), "soft");
  assert.equal(how(-9, { state: "missed" }), "broken");
  assert.equal(how(5, { state: "met" }), "met");
});

test("a row is about the earliest due that runs, then about what waits", () => {
  const early = clock_of("update", { due: new Date(now + 60000).toISOString() });
  const late = clock_of("restore", { due: new Date(now + 600000).toISOString() });
  const waits = clock_of("resolve", { state: "paused" });
  const soft = clock_of("first_response", { due: null });
  assert.equal(next_clock([late, waits, early]), early);
  assert.equal(next_clock([soft, waits]), waits);
  assert.equal(next_clock([soft]), soft);
  assert.equal(next_clock([clock_of("x", { state: "met", due: early.due })]), null);
});

test("what the customer owes is told apart, and stands behind what we owe", () => {
  const duty = clock_of("silence", { owed_by: "customer", due: new Date(now + 60000).toISOString() });
  const ours = clock_of("restore", { due: new Date(now + 3600000).toISOString() });
  assert.equal(standing(duty, now), "theirs");
  assert.equal(standing({ ...duty, state: "missed" }, now), "theirs");
  assert.equal(next_clock([duty, ours]), ours);
  assert.equal(next_clock([duty, clock_of("x", { state: "paused" })]), duty);
});

test("a clock that was paused after its time ran out has none left", () => {
  speak("en");
  const clock = clock_of("restore", { state: "paused", paused_by: "customer", budget: 3600, spent: 4000 });
  assert.equal(left_figure(clock, now, "UTC"), "No time left");
  assert.equal(left_words(clock, now, "UTC"), "Paused: waiting for the customer. No time left.");
});

test("a paused clock says who must act and what is left", () => {
  const clock = clock_of("restore", { state: "paused", paused_by: "customer", budget: 21600, spent: 8400 });
  speak("en");
  assert.equal(standing_word(clock, "paused"), "paused (customer)");
  assert.equal(left_words(clock, now, "Asia/Tokyo"), "Paused: waiting for the customer. 3 h 40 min left.");
  assert.equal(left_figure(clock, now, "Asia/Tokyo"), "3 h 40 min left");
  speak("ja");
  assert.equal(left_words(clock, now, "Asia/Tokyo"), "計測停止中: お客様の回答待ち。残り 3 時間 40 分。");
});

test("time left is said with the wall clock beside it, beyond a day by the date alone", () => {
  speak("ja");
  assert.equal(
    left_words(clock_of("update", { due: "2026-11-25T05:18:00Z" }), now, "Asia/Tokyo"),
    "残り 18 分、期限 14:18 JST",
  );
  assert.equal(
    left_words(clock_of("update", { due: "2026-11-27T05:18:00Z" }), now, "Asia/Tokyo"),
    "期限 11月27日(金) 14:18 JST",
  );
  assert.equal(
    left_figure(clock_of("update", { due: "2026-11-27T05:18:00Z" }), now, "Asia/Tokyo"),
    "11月27日(金) 14:18",
  );
  assert.equal(
    left_words(clock_of("update", { due: "2026-11-25T04:48:00Z" }), now, "Asia/Tokyo"),
    "期限 13:48 JST を 12 分超過",
  );
});
