import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { en, ja, keys } from "../src/generated/texts.ts";
import { event_words } from "../src/ticket/history_words.ts";
import { woven } from "../src/ticket/weave.ts";
import { speak, t, word } from "../src/text/t.ts";

const folder = new URL("../src/", import.meta.url);
const source = readdirSync(folder, { recursive: true })
  .filter((name) => /\.tsx?$/.test(name) && !name.startsWith("generated"))
  .map((name) => readFileSync(new URL(name, folder), "utf8"))
  .join("\n");

test("every text that the source asks for is there, and none that nobody asks for", () => {
  const fixed = new Set([...source.matchAll(/\bt\(\s*"(workspace\.[\w.]+)"/g)].map((found) => found[1]));
  const families = new Set([...source.matchAll(/\bword\(\s*"(workspace\.[\w.]+)"/g)].map((found) => found[1]));
  for (const key of fixed) assert.ok(keys.includes(key), `${key} is asked for`);
  for (const family of families)
    assert.ok(
      keys.some((key) => key.startsWith(`${family}.`)),
      `${family} has names`,
    );
  for (const key of keys) assert.ok(fixed.has(key) || families.has(key.replace(/\.\w+$/, "")), `${key} is of use`);
  assert.equal(en.length, keys.length);
  assert.equal(ja.length, keys.length);
});

test("words take their values; a name without a word of ours is shown as it is", () => {
  speak("en");
  assert.equal(t("workspace.people.owner"), "Owner");
  assert.equal(
    t("workspace.problem.status", { status: 502 }),
    "The desk answered with an error (502). Please try again in a moment.",
  );
  assert.equal(word("workspace.event", "restored"), "Service restored");
  assert.equal(word("workspace.event", "scope_confirmed"), "scope confirmed");
  speak("ja-JP");
  assert.equal(word("workspace.status", "pending"), "回答待ち");
});

const names = {
  agents: [{ id: 7, name: "Ken" }],
  clock: (name) => name,
  severity: (id) => `S${id}`,
  kind: (id) => id,
  zone: "Asia/Tokyo",
  now: Date.parse("2026-11-25T05:00:00Z"),
};
const words = (...what) => event_words({ at: "2026-11-25T04:00:00Z", version: 1, verb: "x", actor: "", what }, names);

test("the log's facts in words; what the conversation shows already is left out", () => {
  speak("en");
  assert.deepEqual(words({ fact: "value", value: { name: "severity_set", word: "1", form: "word" }, was: "2" }), [
    "Severity: S2 → S1",
  ]);
  assert.deepEqual(words({ fact: "owner", owner: 7 }, { fact: "owner" }), ["Owner: Ken", "No owner any more"]);
  assert.deepEqual(
    words({ fact: "happened", event: { event: "reply" } }, { fact: "happened", event: { event: "restored" } }),
    ["Service restored"],
  );
  assert.deepEqual(words({ fact: "status", status: "solved" }, { fact: "status" }), [
    "Status: Solved",
    "Status: Open",
  ]);
  assert.deepEqual(
    words(
      { fact: "cycle", change: "ended", cycle: { clock: "update", verdict: "late" } },
      { fact: "cycle", cycle: { clock: "update" } },
    ),
    ["update – met late"],
  );
  assert.deepEqual(words({ fact: "promise", promise: { due: names.now / 1000, outcome: "kept" } }), [
    "Promise for 14:00 JST kept",
  ]);
  assert.deepEqual(words({ fact: "ranked", rank: 1 }, { fact: "turn" }), []);
});

test("messages and events in one order; events between two messages lie together", () => {
  const message = (id, at) => ({ id, at }),
    event = (version, at) => ({ version, at, verb: "x", actor: "", what: [] });
  const order = woven(
    [message(1, "2026-01-01T00:00:00Z"), message(2, "2026-01-01T02:00:00Z")],
    [event(1, "2026-01-01T00:00:00Z"), event(2, "2026-01-01T01:00:00Z"), event(3, "2026-01-01T02:00:00Z")],
  );
  assert.deepEqual(
    order.map((each) =>
      "message" in each ? `m${each.message.id}` : each.events.map((one) => one.version).join("+"),
    ),
    ["m1", "1+2", "m2", "3"],
  );
});
