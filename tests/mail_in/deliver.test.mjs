// yakusoku mail deliver, and the spool it fills.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { mail, until } from "./dovecot.mjs";
import { Fetcher, Store } from "./driver.mjs";

const binary = join(process.env.YAKUSOKU_BUILD ?? "build/test", "yakusoku");
const folder = mkdtempSync(join(tmpdir(), "deliver-"));
const data = join(folder, "data");
mkdirSync(data);
after(() => rmSync(folder, { recursive: true, force: true }));

const deliver = (input, ...words) => spawnSync(binary, ["mail", "deliver", ...words], { input, maxBuffer: 1 << 20 });
const waiting = () => readdirSync(join(data, "spool")).filter((name) => name.endsWith(".mail"));

test("a mail is delivered while nothing runs, and taken with its envelope once", async () => {
  const source = Buffer.from(`${mail("one")}\x00\xff{`, "latin1");
  const done = deliver(source, "--data", data, "--from", "a@example.com", "--to", "x@example.org", "--to", "y@example.org");
  assert.equal(done.status, 0, done.stderr.toString());
  writeFileSync(join(folder, "file.eml"), mail("two"));
  assert.equal(deliver("", "--data", data, "--from", "", join(folder, "file.eml")).status, 0);
  assert.equal(waiting().length, 2);
  const store = new Store();
  const reader = new Fetcher(store, { spool: join(data, "spool") }).start();
  await reader.until(() => reader.lines("kept").length === 2 && waiting().length === 0, "both");
  assert.deepEqual(reader.lines("kept").map((line) => line.from), ["a@example.com", "<>"]);
  assert.ok(readFileSync(reader.lines("kept")[0].file).equals(source));
  assert.equal(deliver(mail("three"), "--data", data).status, 0);
  await reader.until(() => store.subjects().join() === "one,three,two", "what came while it ran");
  await reader.stop();
  store.remove();
});

test("killed between keeping and removing, it is brought again under the same key", async () => {
  const store = new Store();
  for (let i = 0; i < 60; ++i) assert.equal(deliver(mail(`mail-${i}`), "--data", data).status, 0);
  let reader = new Fetcher(store, { spool: join(data, "spool") }).start();
  await reader.until(() => reader.lines("kept").length >= 5, "a few");
  await reader.kill();
  reader = new Fetcher(store, { spool: join(data, "spool") }).start();
  await until(() => waiting().length === 0, "an empty spool");
  await reader.stop();
  assert.equal(store.kept().length, 60);
  store.remove();
});

test("whatever is wrong is tried again by the MTA; only too large a mail goes back to its sender", () => {
  assert.equal(deliver(mail("x"), "--data", join(folder, "missing")).status, 75);
  assert.equal(deliver(mail("x")).status, 75);
  assert.equal(deliver(mail("x"), "--data", data, "--wrong").status, 75);
  assert.equal(deliver("", "--data", data, join(folder, "missing.eml")).status, 75);
  const file = join(folder, "blocked");
  mkdirSync(file);
  writeFileSync(join(file, "spool"), "a file where a folder should be");
  assert.equal(deliver(mail("x"), "--data", file).status, 75);
  assert.equal(deliver(Buffer.alloc((60 << 20) + 1, "x"), "--data", data).status, 65);
  assert.equal(waiting().length, 0);
});
