// node-zendesk as its users have it, pointed at a desk: what it sends is understood, what it gets back it can read.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createReadStream, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Desk } from "../process/desk.mjs";

const { createClient } = createRequire(import.meta.url)("node-zendesk");
const desk = new Desk("--program", "tests/programs/golden");
let staff, customer, staffs_token;

const client_of = (username, token) =>
  createClient({ endpointUri: `${desk.url}/api/v2`, username, token });

before(async () => {
  await desk.start();
  staffs_token = desk.person("emma@example.com", "agent");
  staff = client_of("emma@example.com", staffs_token);
  customer = client_of("misaki@example.com", desk.person("misaki@example.com", "customer"));
});
after(() => desk.remove());

const incident = (subject, more = {}) => ({
  ticket: { subject, type: "incident", priority: "urgent", comment: { body: "Nothing reaches us." }, ...more },
});

test("who asks is known by address and token", async () => {
  const { result } = await staff.users.me();
  assert.equal(result.email, "emma@example.com");
  assert.equal(result.role, "agent");
});

test("a ticket is created, shown, updated and read back", async () => {
  const { result: created } = await customer.tickets.create(incident("Port down"));
  assert.equal(created.status, "new");
  assert.equal(created.severity, "1");
  const { result: updated } = await staff.tickets.update(created.id, {
    ticket: { comment: { body: "Which port?" }, status: "pending", priority: "high" },
  });
  assert.equal(updated.status, "pending");
  assert.equal(updated.priority, "high");
  const { result: shown } = await staff.tickets.show(created.id);
  assert.equal(shown.version, updated.version);
  const { result: written } = await staff.tickets.update(created.id, { ticket: shown });
  assert.equal(written.version, shown.version, "a whole ticket written back changes nothing");
  const comments = await staff.tickets.getComments(created.id);
  assert.deepEqual(comments.map((each) => each.body), ["Nothing reaches us.", "Which port?"]);
});

test("a list is walked over all of its pages and ends", async () => {
  const wanted = 103;
  const before_it = (await staff.tickets.list()).length;
  for (let made = 0; made < wanted; made += 50) {
    const tickets = Array.from({ length: Math.min(50, wanted - made) }, (_, i) => incident(`Number ${made + i}`).ticket);
    await staff.tickets.createMany({ tickets });
  }
  const all = await staff.tickets.list();
  assert.equal(all.length, before_it + wanted);
  assert.equal(new Set(all.map((each) => each.id)).size, all.length);
});

test("files go up, come with a comment, are shown and redacted", async () => {
  const { result: ticket } = await customer.tickets.create(incident("With files"));
  const bytes = Buffer.from([0, 255, 13, 10, 34, 123]);
  // From a path it claims to be JSON, from a stream application/binary; both come in pieces.
  const path = join(desk.folder, "file.bin");
  writeFileSync(path, bytes);
  const upload = async (name, more = {}) => {
    const from = more.token ? createReadStream(path) : path;
    const answer = await staff.attachments.upload(from, { filename: name, binary: true, ...more });
    return (answer.result ?? answer).upload ?? answer.result ?? answer;
  };
  const first = await upload("トレース.bin");
  const both = await upload("second.bin", { token: first.token });
  assert.equal(both.token, first.token);
  assert.equal(both.attachments.length, 2);
  await staff.tickets.update(ticket.id, { ticket: { comment: { body: "See these.", uploads: [first.token] } } });
  const comment = (await staff.tickets.getComments(ticket.id)).at(-1);
  assert.deepEqual(comment.attachments.map((each) => each.file_name), ["トレース.bin", "second.bin"]);
  const [file] = comment.attachments;
  const got = await fetch(file.content_url, {
    headers: { Authorization: `Basic ${Buffer.from(`emma@example.com/token:${staffs_token}`).toString("base64")}` },
  });
  assert.deepEqual(Buffer.from(await got.arrayBuffer()), bytes);
  const { result: shown } = await staff.attachments.show(file.id);
  assert.equal((shown.attachment ?? shown).size, bytes.length);
  await staff.attachments.redactAttachmentComment(ticket.id, comment.id, file.id);
  assert.equal((await staff.tickets.getComments(ticket.id)).at(-1).attachments[0].deleted, true);
  const left = await upload("left.bin");
  await staff.attachments.deleteUpload(left.token);
  await assert.rejects(staff.attachments.deleteUpload(left.token), /\(404\)/);
});

test("users are listed and shown", async () => {
  const users = await staff.users.list();
  const misaki = users.find((each) => each.email === "misaki@example.com");
  assert.equal(misaki.role, "end-user");
  const { result } = await staff.users.show(misaki.id);
  assert.equal(result.email, misaki.email);
  await assert.rejects(customer.users.list(), /\(403\)/);
});

test("a refusal reaches the client with its status", async () => {
  await assert.rejects(staff.tickets.show(999_999), /\(404\)/);
  await assert.rejects(staff.tickets.create(incident("x", { severity: "3" })), /\(422\)/);
  const nobody = client_of("emma@example.com", "wrong");
  await assert.rejects(nobody.users.me(), /\(401\)/);
});
