// Servers that do what Dovecot never does.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { mail } from "./dovecot.mjs";
import { Fetcher, Store } from "./driver.mjs";
import { FakeServer } from "./fake_server.mjs";

const closing = [];
afterEach(async () => {
  for (const each of closing.splice(0).reverse()) await each();
});

async function set_up(settings = {}, capability) {
  const server = await new FakeServer(capability).start();
  const store = new Store();
  closing.push(() => server.stop(), () => store.remove());
  const start = () => {
    const reader = new Fetcher(store, { port: server.port, poll: 1, ...settings }).start();
    closing.push(() => reader.kill());
    return reader;
  };
  return { server, store, start };
}
const keeps = (reader, count) => reader.until(() => reader.lines("kept").length >= count, `${count} mails`);

test("a mail that vanishes between search and fetch is passed over and forgotten", async () => {
  const { server, start } = await set_up();
  server.mails.set(1, { text: mail("gone"), fetch: () => "" });
  server.mails.set(2, { text: mail("there") });
  const reader = start();
  await keeps(reader, 1);
  await reader.status((each) => each.waiting === 1);
  server.mails.delete(1);
  await reader.status((each) => each.waiting === 0 && each.status === "none");
});

test("a mail that the server can't read holds up none of those fetched with it", async () => {
  const { server, store, start } = await set_up();
  for (const uid of [1, 2, 3, 4]) server.mails.set(uid, { text: mail(`mail-${uid}`) });
  server.answers["UID FETCH"] = (socket, tag, words) => {
    if (words.join(" ").includes("RFC822.SIZE") || !FakeServer.holds(words[2], 2)) return false;
    const first = FakeServer.holds(words[2], 1) ? FakeServer.response(1, words.slice(3).join(" "), mail("mail-1")) : "";
    socket.write(`${first}${tag} NO [SERVERBUG] damaged\r\n`);
    return true;
  };
  const reader = start();
  await keeps(reader, 3);
  assert.deepEqual(store.subjects(), ["mail-1", "mail-3", "mail-4"]);
  const status = await reader.status((each) => each.status === "message" && each.waiting === 1);
  assert.match(status.text, /damaged/);
});

test("of a mail over the limit the header is noted, and the mail is left where it is", async () => {
  const { server, store, start } = await set_up({ after: "delete" }, "IMAP4rev1 UIDPLUS");
  server.mails.set(1, { text: mail("huge"), size: 80 << 20 });
  server.mails.set(2, { text: mail("small") });
  const reader = start();
  await keeps(reader, 2);
  const [huge, small] = ["huge", "small"].map((subject) => store.kept().find((text) => text.includes(`Subject: ${subject}`)));
  assert.ok(huge.endsWith("\r\n\r\n"), "no body");
  assert.equal(small, mail("small"));
  assert.deepEqual(reader.lines("kept").map((line) => line.oversize).sort(), [0, 80 << 20]);
  await reader.until(() => server.commands.includes("UID EXPUNGE 2"), "the small one's end");
  const again = start();
  await again.status((each) => each.read_once);
  assert.ok(!server.commands.some((each) => /STORE 1|EXPUNGE 1/.test(each)));
});

test("a size that was a lie: what is larger than said is not taken whole either", async () => {
  const { server, start } = await set_up();
  const text = mail("liar", "x".repeat(61 << 20));
  server.mails.set(1, { text, size: 1000 });
  const reader = start();
  await keeps(reader, 1);
  assert.ok(reader.lines("kept")[0].oversize > 60 << 20);
});

test("a mail of 50 MB is taken whole", async () => {
  const { server, store, start } = await set_up();
  const text = mail("large", `\x00 {3}\r\n${"z".repeat(76)}\r\n`.repeat(Math.floor((50 << 20) / 78)));
  server.mails.set(1, { text });
  const reader = start();
  await keeps(reader, 1);
  assert.ok(store.kept()[0] === text);
});

test("without UIDPLUS nothing is expunged: others may have marked what was not kept", async () => {
  const { server, start } = await set_up({ after: "delete" });
  server.mails.set(5, { text: mail("one") });
  const reader = start();
  await keeps(reader, 1);
  await reader.until(() => server.commands.some((each) => each === "UID STORE 5 +FLAGS.SILENT (\\Deleted)"), "the mark");
  await reader.status((each) => each.read_once);
  assert.ok(!server.commands.some((each) => each.includes("EXPUNGE")));
});

test("a mark that the server refuses is told and tried again; the reading goes on", async () => {
  const { server, start } = await set_up({ after: "seen" });
  server.mails.set(1, { text: mail("one") });
  let refuse = true;
  server.answers["UID STORE"] = (socket, tag) => refuse && socket.write(`${tag} NO read only\r\n`);
  const reader = start();
  const status = await reader.status((each) => each.status === "after");
  assert.match(status.text, /read only/);
  server.mails.set(2, { text: mail("two") });
  await keeps(reader, 2);
  refuse = false;
  await reader.status((each) => each.status === "none");
});

test("the same numbers in another account or folder under the same name are other mails", async () => {
  const one = await set_up();
  one.server.mails.set(1, { text: mail("old") });
  const reader = one.start();
  await keeps(reader, 1);
  const moved = new Fetcher(one.store, { port: one.server.port, user: "somebody-else" }).start();
  closing.push(() => moved.kill());
  one.server.mails.set(1, { text: mail("new") });
  await keeps(moved, 1);
  assert.deepEqual(one.store.subjects(), ["new", "old"]);
});

test("IDLE is renewed before the server hangs up, and goes on pushing", async () => {
  const { server, start } = await set_up({ poll: 3600, idle_seconds: 1 }, "IMAP4rev1 IDLE");
  const reader = start();
  const idles = () => server.commands.filter((each) => each === "IDLE").length;
  await reader.until(() => idles() >= 3, "a renewal");
  assert.equal(server.sockets.size, 2, "on the same connection");
  assert.equal((await reader.status()).pushed, true);
});

test("a push wakes the reading; a server that ends IDLE is looked into all the same", async () => {
  const { server, start } = await set_up({ poll: 3600 }, "IMAP4rev1 IDLE");
  const reader = start();
  await reader.status((each) => each.read_once && each.pushed);
  server.mails.set(1, { text: mail("one") });
  server.pushTo.write("* 1 RECENT\r\n* 1 EXI");
  server.pushTo.write("STS\r\n");
  await keeps(reader, 1);
  server.mails.set(2, { text: mail("two") });
  server.pushTo.end("* BYE too many connections\r\n");
  await keeps(reader, 2);
  assert.equal((await reader.status()).pushed, false);
});

test("a server that echoes the password makes no error that holds it", async () => {
  const { server, start } = await set_up({ password: "Tr0ub4dor" });
  server.answers.EXAMINE = (socket, tag) => socket.write(`${tag} NO not for support/Tr0ub4dor\tTr0ub4dor ${"é".repeat(400)}\r\n`);
  const reader = start();
  const { text } = await reader.status((each) => each.status === "folder");
  assert.match(text, /not for support\/… …/);
  assert.ok(!JSON.stringify(reader.said).includes("Tr0ub4dor"));
  assert.ok(Buffer.from(text).length <= 300);
});

for (const [name, said] of Object.entries({
  "a line without end": (tag) => `* OK ${"x".repeat(17 << 20)}`,
  "a literal without end": (tag) => `* 1 FETCH (UID 1 BODY[] {99999999999999}\r\nx`,
  "a number that is none": (tag) => `* 1 FETCH (UID 99999999999999999999 BODY[] {-5}\r\n${tag} OK\r\n`,
  "an answer to what was not asked": (tag) => `Y999 OK\r\n* x\r\n+ \r\n\x01\x01\r\n${tag} NO\r\n`,
}))
  test(`${name} is an error of the server, and the reader lives`, async () => {
    const { server, start } = await set_up();
    server.mails.set(1, { text: mail("one") });
    let bad = true;
    server.answers["UID SEARCH"] = (socket, tag) => {
      if (!bad) return false;
      socket.write(Buffer.from(said(tag), "latin1"));
      if (!said(tag).includes(`${tag} `)) socket.end();
      return true;
    };
    const reader = start();
    await reader.until(() => server.commands.filter((each) => each.startsWith("UID SEARCH")).length >= 2, "another try");
    bad = false;
    await keeps(reader, 1);
  });
