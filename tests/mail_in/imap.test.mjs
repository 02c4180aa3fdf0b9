// The IMAP reader against Dovecot: pushed and polled, restarted, cut, two at once, log-ins, TLS, what is done afterwards.
import assert from "node:assert/strict";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { Dovecot, mail } from "./dovecot.mjs";
import { Fetcher, Store } from "./driver.mjs";
import { Proxy } from "./proxy.mjs";

let server, users = 0, user;
const closing = [];
const goodToken = "good-token-of-the-test";

const introspection = createServer((request, response) => {
  let body = "";
  request.on("data", (some) => (body += some));
  request.on("end", () => {
    const good = body.includes(goodToken);
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify(good ? { active: true, email: new URLSearchParams(request.url.split("?")[1]).get("user") ?? user } : { active: false }));
  });
});

before(async () => {
  await new Promise((resolve) => introspection.listen(0, "127.0.0.1", resolve));
  server = new Dovecot({ oauth: introspection.address().port });
  await server.start();
});
after(async () => {
  await server.remove();
  introspection.close();
});
afterEach(async () => {
  for (const each of closing.splice(0).reverse()) await each();
});

// Each test has a mailbox, and a place for what is kept, of its own.
function fresh() {
  users += 1;
  user = `user${users}`;
  const store = new Store();
  closing.push(() => store.remove());
  return store;
}
function fetcher(store, settings = {}) {
  const made = new Fetcher(store, { port: server.port, user, ...settings }).start();
  closing.push(() => made.kill());
  return made;
}
const keeps = (made, count) => made.until(() => made.lines("kept").length >= count, `${count} mails`);
const numbered = (count, prefix = "mail") => Array.from({ length: count }, (_, i) => `${prefix}-${i + 1}`).sort();

test("what lay there is read, byte for byte, and is not marked; then IDLE pushes what comes", async () => {
  const store = fresh();
  const source = mail("first", "caf\xe9 {12}\r\n.\r\n) FETCH \x01 日本語");
  server.deliver(source, user);
  const reader = fetcher(store);
  await keeps(reader, 1);
  const status = await reader.status((each) => each.read_once && each.pushed);
  assert.equal(status.status, "none");
  assert.equal(status.taken, 1);
  assert.ok(Math.abs(status.last_read - Date.now() / 1000) < 60);
  assert.equal(store.kept()[0], source);
  assert.ok(Math.abs(reader.lines("kept")[0].at - Date.now() / 1000) < 60);
  server.deliver(mail("second"), user); // polled only every hour: it comes by push
  await keeps(reader, 2);
  assert.deepEqual(server.mails("", user).map((each) => each.flags), ["", ""]);
  assert.ok((await reader.stop()) < 2000);
});

test("without IDLE the mailbox is polled", async () => {
  const store = fresh();
  server.deliver(mail("first"), user);
  const reader = fetcher(store, { idle: false, poll: 1 });
  await keeps(reader, 1);
  assert.equal((await reader.status((each) => each.read_once)).pushed, false);
  server.deliver(mail("second"), user);
  await keeps(reader, 2);
});

test("a server that has no IDLE is polled, one without MOVE is copied from", async () => {
  const plain = new Dovecot({ capability: "IMAP4rev1 UIDPLUS" });
  closing.push(() => plain.remove());
  await plain.start();
  const store = fresh();
  plain.deliver(mail("first"), user);
  const reader = fetcher(store, { port: plain.port, poll: 1, after: "move", move_to: "Taken" });
  await keeps(reader, 1);
  plain.deliver(mail("second"), user);
  await keeps(reader, 2);
  assert.equal((await reader.status()).pushed, false);
  await reader.until(() => plain.mails("", user).length === 0 && plain.mails(".Taken", user).length === 2, "an empty INBOX");
});

test("restarted, killed in the middle, and two at once: each of 300 mails is kept once", async () => {
  const store = fresh();
  for (const subject of numbered(300)) server.deliver(mail(subject), user);
  const killed = fetcher(store);
  await keeps(killed, 40);
  await killed.kill();
  assert.ok(store.subjects().length < 300, "it was killed in the middle");
  const readers = [fetcher(store), fetcher(store)];
  await readers[0].until(() => store.subjects().length === 300, "300 mails");
  for (const each of readers) await each.status((status) => status.read_once && status.waiting === 0);
  for (const each of readers) await each.stop();
  assert.deepEqual(store.subjects(), numbered(300));
  const again = fetcher(store);
  await again.status((status) => status.read_once);
  server.deliver(mail("mail-301"), user);
  await again.until(() => store.subjects().length === 301, "what came later");
  assert.equal(again.lines("kept").length + again.lines("again").length, 1, "the old ones were not even fetched");
});

test("a mailbox made anew, whose numbers start again, is read whole", async () => {
  const store = fresh();
  for (const subject of ["one", "two"]) server.deliver(mail(subject), user);
  const reader = fetcher(store);
  await keeps(reader, 2);
  const known = reader.lines("kept").map((line) => line.kept);
  await server.stop();
  for (const each of readdirSync(server.mailFolder(user)).filter((name) => name.startsWith("dovecot")))
    rmSync(join(server.mailFolder(user), each), { force: true });
  await server.start();
  await keeps(reader, 4);
  const keys = reader.lines("kept").map((line) => line.kept);
  assert.equal(new Set(keys).size, 4);
  const validity = (key) => key.split("/")[3];
  assert.equal(validity(keys[2]), validity(keys[3]));
  assert.notEqual(validity(keys[2]), validity(known[0]));
});

test("the server goes and comes back: it is told, and nothing is lost", async () => {
  const store = fresh();
  server.deliver(mail("before"), user);
  const reader = fetcher(store);
  await reader.status((each) => each.read_once && each.pushed);
  await server.stop();
  await reader.status((each) => each.status === "connect");
  server.deliver(mail("meanwhile"), user);
  await server.start();
  await keeps(reader, 2);
  await reader.status((each) => each.status === "none" && each.taken === 2 && each.pushed);
  server.deliver(mail("afterwards"), user); // polled only every hour: it is pushed again
  await keeps(reader, 3);
});

test("a connection cut in the middle of a mail: no half of it is kept, the next time it is whole", async () => {
  const store = fresh();
  const long = (mark) => `${"x".repeat(70)}\r\n`.repeat(2000) + mark + `\r\n${"y".repeat(70)}`.repeat(2000);
  server.deliver(mail("a-small"), user);
  server.deliver(mail("b-cut", long("CUT HERE")), user);
  server.deliver(mail("c-small"), user);
  const proxy = await new Proxy(server.port).start();
  closing.push(() => proxy.stop());
  proxy.cutAt = (seen) => proxy.cuts < 2 && seen.includes("CUT HERE");
  const reader = fetcher(store, { port: proxy.port });
  await keeps(reader, 3);
  assert.equal(proxy.cuts, 2);
  assert.deepEqual(store.kept().sort(), [mail("a-small"), mail("b-cut", long("CUT HERE")), mail("c-small")].sort());
  assert.equal(reader.lines("again").length, 0);
});

test("a mail at which the connection always breaks holds up none of the others", async () => {
  const store = fresh();
  server.deliver(mail("poison", "x\r\n".repeat(30000) + "POISON" + "x\r\n".repeat(30000)), user);
  for (const subject of numbered(40)) server.deliver(mail(subject), user);
  const proxy = await new Proxy(server.port).start();
  closing.push(() => proxy.stop());
  proxy.cutAt = (seen) => seen.includes("POISON");
  const reader = fetcher(store, { port: proxy.port });
  await keeps(reader, 40);
  assert.deepEqual(store.subjects(), numbered(40));
  server.deliver(mail("later"), user);
  await keeps(reader, 41);
  proxy.cutAt = () => false;
  await keeps(reader, 42);
});

test("what can't be kept stays unmarked, is told, tried again, and holds up none of the others", async () => {
  const store = fresh();
  server.deliver(mail("refused", "REFUSED"), user);
  server.deliver(mail("good"), user);
  const reader = fetcher(store, { refused: "REFUSED", after: "delete" });
  await keeps(reader, 1);
  await reader.status((each) => each.status === "keep" && each.waiting === 1 && each.text.includes("refused by the test"));
  await reader.until(() => reader.lines("refused").length >= 3, "another try");
  assert.deepEqual(server.mails("", user), [{ text: mail("refused", "REFUSED"), flags: "" }]);
  writeFileSync(join(store.folder, "accept"), "");
  await keeps(reader, 2);
  await reader.until(() => server.mails("", user).length === 0, "an empty INBOX");
  await reader.status((each) => each.status === "none" && each.waiting === 0);
});

test("afterwards: marked as read, deleted, or moved to a folder that is made, with a Japanese name", async () => {
  let store = fresh();
  server.deliver(mail("seen"), user);
  let reader = fetcher(store, { after: "seen" });
  await reader.until(() => store.kept().length === 1 && server.mails("", user)[0].flags === "S", "the mark");
  store = fresh();
  for (const subject of numbered(3)) server.deliver(mail(subject), user);
  reader = fetcher(store, { after: "delete" });
  await reader.until(() => store.kept().length === 3 && server.mails("", user).length === 0, "an empty INBOX");
  store = fresh();
  server.deliver(mail("moved"), user);
  reader = fetcher(store, { after: "move", move_to: "済み & done" });
  await reader.until(() => store.kept().length === 1 && server.mails("", user).length === 0, "an empty INBOX");
  assert.equal(server.doveadm("mailbox", "status", "-u", user, "messages", "済み & done").trim(), "済み & done messages=1");
});

test("kept, but the desk died before it was deleted: it is deleted after the start, not kept again", async () => {
  const store = fresh();
  server.deliver(mail("one"), user);
  const first = fetcher(store);
  await keeps(first, 1);
  await first.kill();
  const second = fetcher(store, { after: "delete" });
  await second.until(() => server.mails("", user).length === 0, "an empty INBOX");
  assert.equal(second.lines("kept").length + second.lines("again").length, 0);
});

test("a folder of another name is read; one that is missing is told", async () => {
  const store = fresh();
  server.deliver(mail("inbox"), user);
  server.doveadm("mailbox", "create", "-u", user, "依頼");
  server.doveadm("move", "-u", user, "依頼", "mailbox", "INBOX", "all");
  const reader = fetcher(store, { folder: "依頼" });
  await keeps(reader, 1);
  const lost = fetcher(store, { folder: "missing" });
  const status = await lost.status((each) => each.status === "folder");
  assert.match(status.text, /missing/);
  assert.equal(status.read_once, false);
});

test("a wrong password is told without it", async () => {
  const store = fresh();
  const reader = fetcher(store, { password: "wrong-Passw0rd" });
  const status = await reader.status((each) => each.status === "log_in");
  assert.ok(!JSON.stringify(reader.said).includes("wrong-Passw0rd"));
  assert.equal(status.read_once, false);
});

test("XOAUTH2: a good token logs in, a bad one is told and asked for again", async () => {
  const store = fresh();
  server.deliver(mail("by-token"), user);
  const file = join(store.folder, "token");
  writeFileSync(file, "bad-token-of-the-test");
  const reader = fetcher(store, { token_file: file, password: "" });
  await reader.status((each) => each.status === "log_in");
  assert.ok(!JSON.stringify(reader.said).includes("bad-token-of-the-test"));
  writeFileSync(file, goodToken);
  await keeps(reader, 1);
  assert.deepEqual(store.subjects(), ["by-token"]);
  await reader.status((each) => each.status === "none" && each.pushed);
});

test("TLS: a certificate that its authority vouches for, by its name; no other", async () => {
  const store = fresh();
  server.deliver(mail("safe"), user);
  const secure = { tls: "implicit", port: server.tlsPort };
  const known = fetcher(store, { ...secure, host: "localhost", ca_file: server.ca });
  await keeps(known, 1);
  server.deliver(mail("safe-2"), user);
  await keeps(known, 2);
  const upgraded = fetcher(store, { tls: "starttls", host: "localhost", ca_file: server.ca });
  await upgraded.status((each) => each.read_once);
  for (const settings of [
    { ...secure, host: "localhost" },
    { ...secure, host: "127.0.0.1", ca_file: server.ca },
    { tls: "starttls", host: "localhost" },
  ]) {
    const refused = fetcher(store, settings);
    await refused.status((each) => each.status === "tls");
    await refused.stop();
  }
});

test("a stop while the server does not answer takes no longer", async () => {
  const deaf = createServer();
  const silent = await new Promise((resolve) => {
    const net = deaf; // an HTTP server says nothing before it is asked
    net.listen(0, "127.0.0.1", () => resolve(net.address().port));
  });
  closing.push(() => (deaf.closeAllConnections(), deaf.close()));
  const store = fresh();
  const reader = fetcher(store, { port: silent });
  await new Promise((resolve) => deaf.once("connection", resolve));
  assert.ok((await reader.stop()) < 2500);
});
