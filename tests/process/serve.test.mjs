// The process around the desk: who may push its clock, what the command line tells beside it, how it ends. What the desk
// answers over HTTP as time passes is held by tests/scenarios (http_scenarios_test), killed in the middle too.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Desk } from "./desk.mjs";

const desk = new Desk("--test-clock");
const tokens = {};
let ticket;

const push = (who, now) => desk.call(tokens[who], "POST", "desk/test_clock", { now });

before(async () => {
  await desk.start();
  tokens.admin = desk.person("admin@desk.example", "admin");
  tokens.agent = desk.person("agent@desk.example", "agent");
  tokens.customer = desk.person("customer@buyer.example", "customer");
  desk.run("enact", "tests/programs/golden", "--data", desk.data);
});
after(() => desk.remove());

test("only an admin pushes the clock, and never back", async () => {
  assert.equal((await push("agent", "2025-06-10T00:00:00Z")).status, 403);
  const pushed = await push("admin", "2025-06-10T00:50:00Z");
  assert.deepEqual([pushed.status, pushed.json], [200, { now: "2025-06-10T00:50:00Z", next_wake: null }]);
  assert.equal((await push("admin", "2025-06-09T00:00:00Z")).json.now, "2025-06-10T00:50:00Z");
});

test("a key sent again over the wire is answered again and does nothing again", async () => {
  const body = { ticket: { kind: "incident", severity: "1", subject: "once", comment: { body: "It is down." } } };
  const once = () => desk.call(tokens.customer, "POST", "tickets", body, { "Idempotency-Key": "only-once" });
  const first = await once();
  assert.equal(first.status, 201);
  ticket = first.json.ticket.id;
  const second = await once();
  assert.deepEqual([second.status, second.json.ticket.id], [201, ticket]);
  assert.equal(second.headers.get("X-Idempotency-Lookup"), "hit");
});

test("explain prints the receipt that the API tells", async () => {
  const pushed = await push("admin", "2025-06-10T02:00:00Z");
  assert.equal(pushed.status, 200);
  const text = desk.run("explain", "--data", desk.data, String(ticket));
  assert.match(text, /first_response 1\) — missed/);
  assert.match(text, /clocks\.first_response\.within/);
  const told = JSON.parse(desk.run("explain", "--data", desk.data, "--json", String(ticket)));
  const { json } = await desk.call(tokens.agent, "GET", `tickets/${ticket}/receipts`);
  const of = (receipts) => receipts.find((each) => each.clock.clock === "first_response").clock.breached_at;
  assert.equal(of(told.receipts), "2025-06-10T01:05:00Z");
  assert.equal(of(json.receipts), "2025-06-10T01:05:00Z");
});

test("what the server refuses by itself below /api is JSON in the language that was asked for", async () => {
  const japanese = await desk.call(tokens.agent, "GET", "no/such/thing", undefined, { "Accept-Language": "ja" });
  assert.equal(japanese.status, 404);
  assert.equal(japanese.json.code, "no_such_endpoint");
  assert.match(japanese.json.description, /アドレス/);
  const english = await desk.call(tokens.agent, "DELETE", "tickets");
  assert.equal(english.status, 405);
  assert.match(english.headers.get("Allow"), /POST/);
  assert.equal(english.json.code, "method_not_allowed");
  const large = await desk.call(tokens.agent, "POST", "tickets", { words: "x".repeat(2 * 1024 * 1024) }, { "Accept-Language": "ja" });
  assert.equal(large.status, 413);
  assert.equal(large.json.code, "too_large");
  assert.match(large.json.description, /上限/);
});

test("it says how it is: alive, ready, and in figures that a scraper reads", async () => {
  assert.equal((await fetch(`${desk.url}/healthz`)).status, 200);
  const ready = await fetch(`${desk.url}/readyz`);
  assert.equal(ready.status, 200);
  assert.deepEqual(await ready.json(), { ready: true, why: "" });
  await desk.call(tokens.agent, "GET", `tickets/${ticket}`);
  const answer = await fetch(`${desk.url}/metrics`);
  assert.match(answer.headers.get("Content-Type"), /^text\/plain; version=0\.0\.4/);
  const text = await answer.text();
  const figure = (name) => Number(new RegExp(`^${name.replace(/[{}".*+?()[\]]/g, "\\$&")} (\\S+)$`, "m").exec(text)?.[1]);
  assert.equal(figure("yakusoku_database_up"), 1);
  assert.equal(figure("yakusoku_duty_held"), 1);
  assert.ok(figure("yakusoku_log_head") > 0);
  assert.ok(figure("process_resident_memory_bytes") > 1e6);
  const labels = 'method="GET",route="/api/v2/tickets/{id}",status="200"';
  const count = figure(`yakusoku_request_seconds_count{${labels}}`);
  assert.ok(count >= 1, text.split("\n").filter((each) => each.includes("_count")).join("\n"));
  assert.equal(figure(`yakusoku_request_seconds_bucket{${labels},le="+Inf"}`), count);
});

test("a signal ends the desk well, and verify finds nothing", async () => {
  assert.deepEqual(await desk.stop(), { status: 0, signal: null });
  assert.equal(desk.run("verify", "--data", desk.data), "0 findings");
});
