// One desk on two nodes.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { fresh_database, Node, start_server, stop_server, until } from "./nodes.mjs";

const program = ["--program", "tests/programs/golden"];
const alive = [];
after(async () => {
  for (const each of alive) await each.remove();
});
const node = (database, ...options) => {
  const one = new Node(database, ...options);
  alive.push(one);
  return one;
};

async function desk(...options) {
  const database = fresh_database();
  const nodes = [node(database, ...program, ...options), node(database, ...program, ...options)];
  await Promise.all(nodes.map((each) => each.start())); // both at once on an empty database: one brings it up
  const customer = nodes[0].person("customer@buyer.example", "customer"),
    admin = nodes[1].person("admin@desk.example", "admin");
  return { database, nodes, customer, admin };
}

const create = (on, customer, number) =>
  on.call(customer, "POST", "tickets", { ticket: { kind: "inquiry", subject: `create ${number}`, comment: { body: "How is it done?" } } },
    { "Idempotency-Key": `create-${number}` });

async function subjects(on, admin) {
  const all = [];
  for (let path = "tickets?page[size]=100"; path; ) {
    const { json } = await on.call(admin, "GET", path);
    all.push(...json.tickets.map((each) => each.subject));
    path = json.meta.has_more ? `tickets?page[size]=100&page[after]=${json.meta.after_cursor}` : "";
  }
  return all.sort();
}
const numbers = (count) => Array.from({ length: count }, (_, number) => number);
const named = (count) => numbers(count).map((number) => `create ${number}`).sort();

test("what one node answered the other shows at once, and its listeners hear of it", { timeout: 60000 }, async () => {
  const { nodes: [a, b], customer, admin } = await desk();
  const stream = await fetch(`${b.url}/api/v2/desk/events`, { headers: { Authorization: `Bearer ${admin}` } });
  const reader = stream.body.getReader();
  const { status, json } = await create(a, customer, 0);
  assert.equal(status, 201);
  const seen = await b.call(customer, "GET", `tickets/${json.ticket.id}`);
  assert.equal(seen.json.ticket.subject, "create 0");
  let heard = "";
  await until(async () => {
    heard += new TextDecoder().decode((await reader.read()).value ?? new Uint8Array());
    return heard.includes(`"ticket":${json.ticket.id}`) || heard.includes(`"id":${json.ticket.id}`);
  });
  await reader.cancel();
  // The same key at the other node is the same create.
  const again = await create(b, customer, 0);
  assert.equal(again.json.ticket.id, json.ticket.id);
  for (const each of [a, b]) assert.deepEqual(await each.stop(), { status: 0, signal: null });
  assert.equal(a.verify(), "0 findings");
});

test("a node is killed among 200 creates; sent again to the other, each is there once", { timeout: 120000 }, async () => {
  const { nodes: [a, b], customer, admin } = await desk();
  const answered = new Map();
  const count = 200;
  await Promise.all(
    numbers(count).map(async (number) => {
      try {
        const { status, json } = await create(number % 2 ? a : b, customer, number);
        if (status === 201) answered.set(number, json.ticket.id);
        if (answered.size === 20) a.child.kill("SIGKILL");
      } catch {
        /* its node is gone */
      }
    }),
  );
  assert.deepEqual(await a.ended, { status: null, signal: "SIGKILL" });
  assert.ok(answered.size < count, "the kill came in the middle");
  for (const number of numbers(count)) {
    const { status, json } = await create(b, customer, number);
    assert.equal(status, 201);
    if (answered.has(number)) assert.equal(json.ticket.id, answered.get(number));
  }
  assert.deepEqual(await subjects(b, admin), named(count));
  // It comes back and takes its part again.
  await a.start();
  assert.equal((await create(a, customer, count)).status, 201);
  for (const each of [a, b]) assert.deepEqual(await each.stop(), { status: 0, signal: null });
  assert.equal(b.verify(), "0 findings");
});

test("the database crashes among the creates: 503 with when to try again, then all of it is there once", { timeout: 120000 }, async () => {
  const { nodes: [a, b], customer, admin } = await desk();
  const count = 120;
  const answered = new Map();
  const refused = [];
  let stopped = false;
  await Promise.all(
    numbers(count).map(async (number) => {
      const answer = await create(number % 2 ? a : b, customer, number);
      if (answer.status === 201) answered.set(number, answer.json.ticket.id);
      else refused.push(answer);
      if (answered.size === 20 && !stopped) {
        stopped = true;
        stop_server();
      }
    }),
  );
  assert.ok(refused.length > 0, "the crash came in the middle");
  for (const each of refused) {
    assert.equal(each.status, 503);
    assert.ok(Number(each.headers.get("Retry-After")) > 0);
  }
  assert.equal((await fetch(`${a.url}/readyz`)).status, 503);
  assert.equal((await fetch(`${a.url}/healthz`)).status, 200, "it lives; it is its database that does not");
  start_server();
  const began = Date.now();
  for (const each of [a, b]) await until(async () => (await create(each, customer, 0)).status === 201);
  assert.ok(Date.now() - began < 10000, "writes succeed within 10 s of the cause's end");
  for (const number of numbers(count)) {
    const { status, json } = await create(number % 2 ? b : a, customer, number);
    assert.equal(status, 201);
    if (answered.has(number)) assert.equal(json.ticket.id, answered.get(number));
  }
  assert.deepEqual(await subjects(a, admin), named(count));
  assert.equal((await fetch(`${a.url}/readyz`)).status, 200);
  for (const each of [a, b]) assert.deepEqual(await each.stop(), { status: 0, signal: null });
  assert.equal(a.verify(), "0 findings");
});

test("a wake-up that two nodes see at once takes effect once", { timeout: 60000 }, async () => {
  const { nodes: [a, b], customer, admin } = await desk("--test-clock");
  const push = (on, now) => on.call(admin, "POST", "desk/test_clock", { now });
  assert.equal((await push(a, "2025-06-10T00:00:00Z")).status, 200);
  const tickets = [];
  for (let number = 0; number < 20; ++number) {
    const { json } = await a.call(customer, "POST", "tickets", { ticket: { kind: "incident", severity: "1", subject: `due ${number}`, comment: { body: "It is down." } } });
    tickets.push(json.ticket.id);
  }
  // Past the first response of severity 1, at both nodes in the same moment.
  const [one, other] = await Promise.all([a, b].map((each) => push(each, "2025-06-10T01:00:00Z")));
  assert.deepEqual([one.status, other.status], [200, 200]);
  for (const id of tickets) {
    const { json } = await b.call(admin, "GET", `tickets/${id}/receipts`);
    const first = json.receipts.map((each) => each.clock).filter((each) => each.clock === "first_response");
    assert.equal(first.length, 1);
    assert.equal(first[0].state, "missed");
  }
  for (const id of tickets) {
    const { json } = await a.call(admin, "GET", `tickets/${id}/audits`);
    const breaches = json.audits.flatMap((each) => each.events).filter((each) => each.clock === "first_response" && each.change === "breached");
    assert.equal(breaches.length, 1, "the log says it once");
  }
  for (const each of [a, b]) assert.deepEqual(await each.stop(), { status: 0, signal: null });
  assert.equal(a.verify(), "0 findings");
});

test("one node has the duty; when it dies the other takes it", { timeout: 60000 }, async () => {
  const { nodes: [a, b] } = await desk();
  const has_it = (each) => [...each.errors.matchAll(/"event":"duty","held":(true|false)/g)].at(-1)?.[1] === "true";
  const holder = await until(() => [a, b].find(has_it));
  const other = holder === a ? b : a;
  assert.equal(has_it(other), false);
  await holder.stop("SIGKILL");
  await until(() => has_it(other));
});

test("a folder of a desk of its own is no node, and a node's folder no desk", { timeout: 60000 }, async () => {
  const { nodes: [a], database } = await desk();
  await a.stop();
  const { Desk } = await import("../process/desk.mjs");
  const alone = new Desk(...program);
  alive.push(alone);
  alone.data = a.data;
  await assert.rejects(alone.start(), /belongs to a node/);
  const plain = new Desk(...program);
  alive.push(plain);
  await plain.start();
  await plain.stop();
  const wrong = node(database, ...program);
  wrong.data = plain.data;
  await assert.rejects(wrong.start(), /database of its own/);
});
