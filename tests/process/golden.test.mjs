// Golden scenarios 1, 2, 5, 7, 9 and 10 over HTTP, on one desk whose clock the test pushes; it is killed over a due.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Desk } from "./desk.mjs";

const desk = new Desk("--test-clock");
const tokens = {};
const tickets = {};

// 2025-06-DAY TIME in Tokyo, as the wire says it.
function tokyo(day, time) {
  const padded = time.length === 5 ? `${time}:00` : time;
  return new Date(`2025-06-${String(day).padStart(2, "0")}T${padded}+09:00`).toISOString().replace(".000", "");
}

async function at(day, time) {
  const { status, json } = await desk.call(tokens.admin, "POST", "desk/test_clock", { now: tokyo(day, time) });
  assert.equal(status, 200);
  assert.equal(json.now, tokyo(day, time));
}

async function open(name, severity) {
  const ticket = { kind: "incident", severity, subject: name, comment: { body: "It is down." } };
  const { status, json } = await desk.call(tokens.customer, "POST", "tickets", { ticket });
  assert.equal(status, 201, JSON.stringify(json));
  tickets[name] = json.ticket.id;
}

async function act(name, path, body, token = tokens.agent) {
  const { status, json } = await desk.call(token, "POST", `tickets/${tickets[name]}/${path}`, body);
  assert.equal(status, 200, JSON.stringify(json));
}

async function receipts(name, clock) {
  const { status, json } = await desk.call(tokens.agent, "GET", `tickets/${tickets[name]}/receipts`);
  assert.equal(status, 200);
  return json.receipts.filter((each) => each.clock.clock === clock);
}

const latest = async (name, clock) => (await receipts(name, clock)).at(-1).clock;
const breaches = async (name, clock) =>
  (await receipts(name, clock)).flatMap((each) => each.lines).filter((each) => each.change === "breached");

before(async () => {
  await desk.start();
  tokens.admin = desk.person("admin@desk.example", "admin");
  tokens.agent = desk.person("agent@desk.example", "agent");
  tokens.customer = desk.person("customer@buyer.example", "customer");
  desk.run("enact", "tests/programs/golden", "--data", desk.data);
});
after(() => desk.remove());

test("only an admin pushes the clock", async () => {
  const { status } = await desk.call(tokens.agent, "POST", "desk/test_clock", { now: tokyo(1, "00:00") });
  assert.equal(status, 403);
});

test("1: severity 3 late on a Friday", async () => {
  await at(6, "16:50");
  for (const name of ["one", "two", "five", "five late"]) await open(name, "3");
  assert.equal((await latest("one", "first_response")).due, tokyo(6, "17:20"));
  assert.equal((await latest("one", "restore")).due, tokyo(16, "16:50"));
});

test("5: an upgrade on the first working day gives a fresh six hours", async () => {
  await at(9, "10:00");
  await act("five", "severity", { level: "1" });
  const restore = await latest("five", "restore");
  assert.equal(restore.due, tokyo(9, "16:00"));
  assert.equal(restore.breached_at, null);
  assert.equal(restore.state, "running");
});

test("2: the wait for the customer pauses, his answer resumes", async () => {
  await act("two", "replies", { body: "Which port is it?", asks: true });
  assert.equal((await latest("two", "restore")).state, "paused");
  assert.equal((await latest("two", "restore")).due, null);
});

test("10: an answer in the second of its due is in time, a second later it is late", async () => {
  await at(10, "09:00");
  for (const name of ["ten", "ten late"]) await open(name, "1");
  await at(10, "09:15:00");
  await act("ten", "replies", { body: "We are on it." });
  await at(10, "09:15:01");
  await act("ten late", "replies", { body: "We are on it." });
  const kept = await latest("ten", "first_response");
  assert.equal(kept.state, "met");
  assert.equal(kept.ended_at, kept.due);
  assert.equal(kept.breached_at, null);
  const late = await latest("ten late", "first_response");
  assert.equal(late.state, "late");
  assert.equal(late.breached_at, tokyo(10, "09:15"));
});

test("7: a promise stands in for the cadence; kept by an update, broken by silence", async () => {
  await at(10, "09:50");
  for (const name of ["seven", "seven kept"]) await open(name, "1");
  await at(10, "10:00");
  for (const name of ["seven", "seven kept"])
    await act(name, "replies", { body: "More at one o'clock.", promise: tokyo(10, "13:00") });
  await at(10, "10:31");
  const promised = await latest("seven", "update");
  assert.equal(promised.due, tokyo(10, "13:00"));
  assert.equal(promised.promised, true);
  assert.equal(promised.breached_at, null);
  await at(10, "12:00");
  await act("seven kept", "replies", { body: "The fibre is being spliced." });
  const next = await latest("seven kept", "update");
  assert.equal(next.due, tokyo(10, "12:30"));
  assert.equal(next.breached_at, null);
  await at(10, "13:00");
  assert.deepEqual(await breaches("seven", "update"), []);
  await at(10, "13:00:01");
  const broken = await latest("seven", "update");
  assert.equal(broken.state, "missed");
  assert.equal(broken.breached_at, tokyo(10, "13:00"));
  assert.equal((await breaches("seven kept", "update")).length, 1); // its own, at 12:30
});

test("2: the answer of the next day moves the due by what was not counted", async () => {
  await at(10, "15:00");
  await act("two", "replies", { body: "LA1-22." }, tokens.customer);
  assert.equal((await latest("two", "restore")).due, tokyo(18, "13:50"));
});

test("9: killed over a due, the desk writes the breach once and at its due", async () => {
  await at(10, "15:30");
  await open("nine", "1");
  await desk.stop("SIGKILL");
  await desk.start();
  assert.deepEqual(await breaches("nine", "first_response"), []);
  await at(10, "20:00");
  for (const again of [false, true]) {
    if (again) {
      await desk.stop("SIGKILL");
      await desk.start();
      await at(10, "20:01");
    }
    const found = await breaches("nine", "first_response");
    assert.equal(found.length, 1);
    assert.equal((await latest("nine", "first_response")).breached_at, tokyo(10, "15:45"));
  }
});

test("5: an upgrade shortly before the due keeps the due", async () => {
  await at(16, "16:00");
  await act("five late", "severity", { level: "1" });
  const restore = await latest("five late", "restore");
  assert.equal(restore.due, tokyo(16, "16:50"));
  assert.equal(restore.breached_at, null);
});

test("a key sent again is answered again and does nothing again", async () => {
  const ticket = { kind: "incident", severity: "2", subject: "once", comment: { body: "It is slow." } };
  const once = () => desk.call(tokens.customer, "POST", "tickets", { ticket }, { "Idempotency-Key": "only-once" });
  const first = await once();
  const second = await once();
  assert.equal(first.status, 201);
  assert.equal(second.status, 201);
  assert.equal(second.json.ticket.id, first.json.ticket.id);
  assert.equal(second.headers.get("X-Idempotency-Lookup"), "hit");
  const { json } = await desk.call(tokens.agent, "GET", "tickets?page[size]=100");
  assert.equal(json.tickets.filter((each) => each.subject === "once").length, 1);
  const other = { ticket: { ...ticket, subject: "another body" } };
  const misused = await desk.call(tokens.customer, "POST", "tickets", other, { "Idempotency-Key": "only-once" });
  assert.ok(misused.status >= 400 && misused.status < 500, `${misused.status}`);
});

test("explain prints the receipt that the API tells", async () => {
  const text = desk.run("explain", "--data", desk.data, String(tickets.nine));
  assert.match(text, /first_response 1\) — missed/);
  assert.match(text, /clocks\.first_response\.within/);
  const told = JSON.parse(desk.run("explain", "--data", desk.data, "--json", String(tickets.seven)));
  const update = told.receipts.find((each) => each.clock.clock === "update");
  assert.equal(update.clock.breached_at, tokyo(10, "13:00"));
});

test("a signal ends the desk well, and verify finds nothing", async () => {
  assert.deepEqual(await desk.stop(), { status: 0, signal: null });
  assert.equal(desk.run("verify", "--data", desk.data), "0 findings");
});
