// Killed while 200 creates are under way: whatever was answered is there, and all are there once when sent again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Desk } from "./desk.mjs";

const desk = new Desk("--program", "tests/programs/golden");
const creates = 200;
let customer, admin;

before(async () => {
  await desk.start();
  customer = desk.person("customer@buyer.example", "customer");
  admin = desk.person("admin@desk.example", "admin");
});
after(() => desk.remove());

function create(number) {
  const ticket = { kind: "inquiry", subject: `create ${number}`, comment: { body: "How is it done?" } };
  return desk.call(customer, "POST", "tickets", { ticket }, { "Idempotency-Key": `create-${number}` });
}

const numbers = Array.from({ length: creates }, (_, number) => number);

test("killed in the middle, every create exists exactly once after it was sent again", async () => {
  const answered = new Map();
  let lost = 0;
  const sent = numbers.map(async (number) => {
    try {
      const { status, json } = await create(number);
      assert.equal(status, 201);
      answered.set(number, json.ticket.id);
      if (answered.size === creates / 10) desk.child.kill("SIGKILL");
    } catch (fault) {
      if (fault.code === "ERR_ASSERTION") throw fault;
      lost += 1;
    }
  });
  await Promise.all(sent);
  assert.deepEqual(await desk.ended, { status: null, signal: "SIGKILL" });
  assert.ok(lost > 0, "the kill came in the middle");

  await desk.start();
  const again = await Promise.all(numbers.map(create));
  for (const [number, { status, json }] of again.entries()) {
    assert.equal(status, 201);
    if (answered.has(number)) assert.equal(json.ticket.id, answered.get(number));
  }
  const subjects = [];
  for (let path = "tickets?page[size]=100"; path; ) {
    const { json } = await desk.call(admin, "GET", path);
    subjects.push(...json.tickets.map((each) => each.subject));
    path = json.meta.has_more ? `tickets?page[size]=100&page[after]=${json.meta.after_cursor}` : "";
  }
  assert.deepEqual(subjects.sort(), numbers.map((number) => `create ${number}`).sort());
  assert.deepEqual(await desk.stop(), { status: 0, signal: null });
  assert.equal(desk.run("verify", "--data", desk.data), "0 findings");
});
