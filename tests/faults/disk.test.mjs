// Whatever the disk does: writes answer 503 with when to try again, reads go on, /readyz turns, the page says so, and within
// ten seconds of the cause's end writes succeed; nothing that was answered is lost.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Desk } from "../process/desk.mjs";

process.env.LD_PRELOAD = ""; // never this process
const desk = new Desk("--program", "tests/programs/golden");
const control = join(desk.folder, "disk");
const disk = (word) => writeFileSync(control, word);
let customer, admin;
const answered = new Set();

before(async () => {
  disk("fine");
  Object.assign(process.env, { LD_PRELOAD: process.env.FAULTY_DISK, DISK_CONTROL: control });
  const started = desk.start();
  process.env.LD_PRELOAD = "";
  await started;
  customer = desk.person("customer@buyer.example", "customer");
  admin = desk.person("admin@desk.example", "admin");
});
after(() => desk.remove());

const create = async (subject) => {
  const answer = await desk.call(customer, "POST", "tickets", { ticket: { kind: "inquiry", subject, comment: { body: "How is it done?" } } },
    { "Idempotency-Key": subject });
  if (answer.status === 201) answered.add(subject);
  return answer;
};
const ready = async () => (await fetch(`${desk.url}/readyz`)).status;

async function subjects() {
  const all = [];
  for (let path = "tickets?page[size]=100"; path; ) {
    const { json } = await desk.call(admin, "GET", path);
    all.push(...json.tickets.map((each) => each.subject));
    path = json.meta.has_more ? `tickets?page[size]=100&page[after]=${json.meta.after_cursor}` : "";
  }
  return all.sort();
}

for (const word of ["ENOSPC", "EROFS", "EIO"])
  test(`a disk that answers ${word}`, { timeout: 60000 }, async () => {
    const first = await create(`${word} before`);
    assert.equal(first.status, 201);
    assert.equal(await ready(), 200);
    disk(word);
    const refusals = [];
    // A full disk may still have room in what is written over; sooner or later it says no.
    for (let number = 0; number < 200 && refusals.length < 3; ++number) {
      const answer = await create(`${word} ${number}`);
      if (answer.status !== 201) refusals.push(answer);
    }
    assert.equal(refusals.length, 3, "the disk said no");
    for (const each of refusals) {
      assert.equal(each.status, 503);
      assert.ok(Number(each.headers.get("Retry-After")) > 0);
    }
    assert.equal(await ready(), 503);
    assert.equal((await desk.call(customer, "GET", `tickets/${first.json.ticket.id}`)).status, 200, "reads go on");
    const page = await fetch(`${desk.url}/`, { headers: { "Accept-Language": "ja" } });
    assert.equal(page.status, 200);
    disk("fine");
    const began = Date.now();
    while ((await create(`${word} after`)).status !== 201) await new Promise((resolve) => setTimeout(resolve, 100));
    assert.ok(Date.now() - began < 10000);
    assert.equal(await ready(), 200);
  });

test("a disk that drags makes writes slow, and reads do not wait for them", { timeout: 60000 }, async () => {
  disk("slow 1000");
  const began = Date.now();
  const writing = create("slow");
  await desk.call(customer, "GET", "tickets?page[size]=1");
  const read_after = Date.now() - began;
  assert.equal((await writing).status, 201);
  const written_after = Date.now() - began;
  disk("fine");
  assert.ok(written_after >= 1000, `the sync was dragged: ${written_after} ms`);
  assert.ok(read_after < written_after, `a read took ${read_after} ms beside a write of ${written_after} ms`);
});

test("of all that, each request that was answered is there once, and verify is content", { timeout: 60000 }, async () => {
  const there = await subjects();
  assert.equal(new Set(there).size, there.length, "none is there twice");
  for (const each of answered) assert.ok(there.includes(each), each);
  assert.deepEqual(await desk.stop(), { status: 0, signal: null });
  assert.equal(desk.run("verify", "--data", desk.data), "0 findings");
});
