// A desk of one folder moves to PostgreSQL and back, and comes back from a backup; verify finds nothing amiss.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { binary, Desk } from "../process/desk.mjs";
import { fresh_database, Node } from "./nodes.mjs";

const folders = [];
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), "yakusoku-move-"));
  folders.push(made);
  return made;
};
const alive = [];
after(async () => {
  for (const each of alive) await each.remove();
  for (const each of folders) rmSync(each, { recursive: true, force: true });
});
const yakusoku = (...words) => execFileSync(binary, words, { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "pipe"] });
const refused = (...words) => {
  try {
    yakusoku(...words);
  } catch (fault) {
    return fault.stderr;
  }
  return "";
};

// A desk with a request, an answer and a file, as its customer sees it.
async function lived() {
  const desk = new Desk("--program", "tests/programs/golden");
  alive.push(desk);
  await desk.start();
  const customer = desk.person("customer@buyer.example", "customer"),
    agent = desk.person("agent@desk.example", "agent");
  const upload = await fetch(`${desk.url}/api/v2/uploads?filename=${encodeURIComponent("記録.log")}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${customer}`, "Content-Type": "text/plain" },
    body: "接続が切れました\n",
  });
  const { upload: { token } } = await upload.json();
  const ticket = { kind: "inquiry", subject: "移行の前", comment: { body: "How is it done?", uploads: [token] } };
  const { json } = await desk.call(customer, "POST", "tickets", { ticket });
  assert.ok(json.ticket, JSON.stringify(json));
  await desk.call(agent, "PUT", `tickets/${json.ticket.id}`, { ticket: { comment: { body: "Like this.", public: true } } });
  return { desk, customer, id: json.ticket.id };
}
async function seen(desk, customer, id) {
  const { json } = await desk.call(customer, "GET", `tickets/${id}/comments`);
  const file = json.comments.flatMap((each) => each.attachments ?? [])[0];
  const bytes = await fetch(new URL(file.content_url, desk.url), { headers: { Authorization: `Bearer ${customer}` } });
  return { words: json.comments.map((each) => each.body), file: await bytes.text() };
}

test("a desk moves to PostgreSQL and back, with its files and its people's tokens", { timeout: 120000 }, async () => {
  const { desk, customer, id } = await lived();
  const before = await seen(desk, customer, id);
  assert.equal(before.file, "接続が切れました\n");
  await desk.stop();
  const stream = yakusoku("export", "--data", desk.data);
  const file = join(folder(), "desk.export");
  writeFileSync(file, stream);
  const database = fresh_database();
  const node = new Node(database);
  alive.push(node);
  yakusoku("import", "desk", file, "--data", node.data, "--database", database);
  await node.start();
  assert.deepEqual(await seen(node, customer, id), before);
  // A second time it is not empty.
  assert.match(refused("import", "desk", file, "--data", node.data, "--database", database), /not empty/);
  const more = await node.call(customer, "POST", "tickets", { ticket: { kind: "inquiry", subject: "after", comment: { body: "And now?" } } });
  assert.equal(more.status, 201);
  await node.stop();
  assert.equal(node.verify(), "0 findings");
  // And back.
  const home = new Desk();
  alive.push(home);
  writeFileSync(file, yakusoku("export", "--data", node.data, "--database", database));
  yakusoku("import", "desk", file, "--data", home.data);
  await home.start();
  assert.deepEqual(await seen(home, customer, id), before);
  assert.equal((await home.call(customer, "GET", `tickets/${more.json.ticket.id}`)).json.ticket.subject, "after");
  await home.stop();
  assert.equal(home.run("verify", "--data", home.data), "0 findings");
});

test("a stream that was cut or changed is refused, and nothing of it is written", { timeout: 60000 }, async () => {
  const { desk } = await lived();
  await desk.stop();
  const stream = yakusoku("export", "--data", desk.data);
  const lines = stream.split("\n");
  const rows = lines.findIndex((each) => each.startsWith('{"rows"'));
  const last_row = lines.findLastIndex((each, at) => at < rows && each.startsWith("["));
  const file = join(folder(), "cut.export");
  const cut = [
    lines.slice(0, rows - 5).join("\n"),
    lines.filter((_, at) => at !== last_row).join("\n"),
    stream.replace('"schema_level":', '"schema_level":9'),
    "hello\n",
  ];
  for (const text of cut) {
    writeFileSync(file, text);
    const data = join(folder(), "data");
    assert.notEqual(refused("import", "desk", file, "--data", data), "");
    assert.equal(yakusoku("verify", "--data", data).trim(), "0 findings");
    writeFileSync(file, stream);
    yakusoku("import", "desk", file, "--data", data); // still empty: the whole one goes in
  }
});

test("a backup of a desk that goes on working is restored, on both engines", { timeout: 120000 }, async () => {
  const { desk, customer, id } = await lived();
  const before = await seen(desk, customer, id);
  const kept = join(folder(), "backup");
  yakusoku("backup", kept, "--data", desk.data);
  assert.equal((await desk.call(customer, "GET", `tickets/${id}`)).status, 200, "it went on");
  assert.match(refused("backup", kept, "--data", desk.data), /not empty/);
  await desk.stop();
  const again = new Desk();
  alive.push(again);
  yakusoku("restore", kept, "--data", again.data);
  assert.equal(again.run("verify", "--data", again.data), "0 findings");
  await again.start();
  assert.deepEqual(await seen(again, customer, id), before);
  await again.stop();

  const database = fresh_database();
  const node = new Node(database);
  alive.push(node);
  const file = join(folder(), "desk.export");
  writeFileSync(file, yakusoku("export", "--data", again.data));
  yakusoku("import", "desk", file, "--data", node.data, "--database", database);
  await node.start();
  const copy = join(folder(), "backup");
  yakusoku("backup", copy, "--data", node.data, "--database", database);
  assert.ok(readFileSync(join(copy, "desk.export"), "utf8").endsWith('{"end":true}\n'));
  assert.match(refused("restore", copy, "--data", join(folder(), "data")), /--database/);
  const other = fresh_database();
  const second = new Node(other);
  alive.push(second);
  yakusoku("restore", copy, "--data", second.data, "--database", other);
  await second.start();
  assert.deepEqual(await seen(second, customer, id), before);
  await second.stop();
  assert.equal(second.verify(), "0 findings");
});
