// Our signatures, verified by somebody else's verifier.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Driver, Keys, mail, World } from "./driver.mjs";

const { dkimVerify } = createRequire(import.meta.url)("mailauth/lib/dkim/verify");
let driver, keys, world;
const records = new Map();

before(async () => {
  driver = new Driver();
  keys = new Keys();
  const files = [];
  for (const domain of ["desk.example", "例え.jp"]) {
    const file = join(keys.folder, `${files.length}.pem`);
    writeFileSync(file, (await driver.ask({ do: "key" })).pem);
    files.push({ domain, selector: "s2026", file });
  }
  const opened = await driver.ask({ do: "keys", keys: files });
  for (const each of opened.records) records.set(each.name, each.value);
  world = await new World().start();
});
after(async () => {
  await world.stop();
  keys.remove();
  assert.equal(await driver.end(), 0);
});

const resolver = async (name, type) => {
  if (type === "TXT" && records.has(name)) return [[records.get(name)]];
  throw Object.assign(new Error("none"), { code: "ENOTFOUND" });
};
const verdicts = async (source) => (await dkimVerify(source, { resolver })).results;
const sent = async (each) => {
  world.taken.length = 0;
  await driver.send({ port: world.port }, [each]);
  return world.taken[0].source.toString();
};

const full = () =>
  mail({
    subject: "障害のご連絡",
    text: "お世話になっております。\n\n\n",
    html: "<p>x </p>",
    references: ["a@x.example"],
    in_reply_to: "b@x.example",
    reply_to: { name: "", address: "r@desk.example" },
    auto_submitted: "auto-generated",
    unsubscribe_url: "https://desk.example/leave",
    language: "ja",
    attachments: [{ name: "図.png", type: "image/png", hex: "00ff".repeat(999) }],
  });

test("a signature holds, covers what matters, and From once more than it stands there", async () => {
  const source = await sent(full());
  const [found] = await verdicts(source);
  assert.equal(found.status.result, "pass", found.status.comment);
  assert.equal(found.signingDomain, "desk.example");
  assert.equal(found.selector, "s2026");
  assert.equal(found.algo, "rsa-sha256");
  const covered = found.signingHeaders.keys.toLowerCase().split(/\s*:\s*/);
  const must = ["from", "to", "reply-to", "subject", "date", "message-id", "in-reply-to", "references", "mime-version", "content-type"];
  for (const name of [...must, "auto-submitted", "list-unsubscribe", "list-unsubscribe-post"]) assert.ok(covered.includes(name), name);
  const signature = source.slice(0, source.indexOf("\r\nDate:")).replace(/\r\n\s+/g, "");
  assert.equal(/\bh=([^;]*)/.exec(signature)[1].toLowerCase().split(":").filter((each) => each === "from").length, 2);
  assert.match(signature, /; t=1795136523;/);
  assert.doesNotMatch(signature, /\bl=/);
  for (const line of source.split("\r\n")) assert.ok(line.length <= 998);
});

test("what is changed on the way breaks it", async () => {
  const source = await sent(full());
  const changed = [
    source.replace("auto-generated", "no"),
    source.replace("https://desk.example/leave", "https://evil.example/leave"),
    source.replace("Date: Fri", "Date: Thu"),
    source.replace(/\r\n--=_m([0-9a-f]+)--/, "\r\nmore\r\n--=_m$1--"),
    source.replace("\r\nDate:", "\r\nFrom: Boss <boss@desk.example>\r\nDate:"),
    source.replace("\r\nFrom:", "\r\nFrom: Boss <boss@desk.example>\r\nFrom:"),
  ];
  for (const each of changed) {
    assert.notEqual(each, source);
    assert.notEqual((await verdicts(each))[0].status.result, "pass");
  }
});

test("an empty body, a sub-domain and an international domain are signed; a foreign domain is not", async () => {
  for (const address of ["a@desk.example", "a@mail.desk.example", "a@例え.jp", "a@xn--r8jz45g.jp"]) {
    const [found] = await verdicts(await sent(mail({ text: "", from: { name: "", address } })));
    assert.equal(found.status.result, "pass", address);
    assert.equal(found.signingDomain, address.includes("desk") ? "desk.example" : "xn--r8jz45g.jp");
  }
  for (const address of ["a@notdesk.example", "a@example"]) {
    const source = await sent(mail({ from: { name: "", address } }));
    assert.ok(source.startsWith("Date:"), address);
  }
});

test("signed by many at once, every signature holds", async () => {
  world.taken.length = 0;
  await driver.send({ port: world.port, connections: 8 }, Array.from({ length: 40 }, () => full()));
  assert.equal(world.taken.length, 40);
  for (const each of world.taken) assert.equal((await verdicts(each.source))[0].status.result, "pass");
});

test("files that are no keys are refused", async () => {
  const junk = join(keys.folder, "junk.pem");
  writeFileSync(junk, "junk");
  for (const file of [junk, join(keys.folder, "nowhere.pem"), keys.certificate, keys.folder]) {
    const { error } = await driver.ask({ do: "keys", keys: [{ domain: "desk.example", selector: "s", file }] });
    assert.match(error, /PEM/, file);
  }
});
