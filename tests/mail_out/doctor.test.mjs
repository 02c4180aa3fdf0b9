// The doctor before a name server that we make up: what it finds and what it says to publish.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { NameServer } from "./dns_server.mjs";
import { Driver, Keys } from "./driver.mjs";

let driver, keys, record;
before(async () => {
  driver = new Driver();
  keys = new Keys();
  const file = join(keys.folder, "dkim.pem");
  writeFileSync(file, (await driver.ask({ do: "key" })).pem);
  record = (await driver.ask({ do: "keys", keys: [{ domain: "desk.example", selector: "s1", file }] })).records[0];
});
after(async () => {
  keys.remove();
  assert.equal(await driver.end(), 0);
});

const identity = { domains: ["desk.example"], sender_ips: ["192.0.2.10", "2001:db8:0:0:0:0:0:10"], sender_hosts: [], mail_hosts: ["mx.desk.example"] };
const examine = async (zones, more = {}) => {
  const server = await new NameServer(zones).start();
  const { findings, error } = await driver.ask({ do: "doctor", resolver: server.address, ...identity, ...more });
  server.stop();
  assert.equal(error, undefined);
  return Object.assign(Object.fromEntries(findings.map((each) => [each.check, each])), { all: findings, by_tcp: server.by_tcp });
};
const verdict = (finding) => `${finding.state} ${finding.why}`;

test("a domain in order is in order", async () => {
  const found = await examine({
    "desk.example": { MX: ["20 other.example", "10 MX.desk.example"], TXT: ["other=1", "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all"] },
    "s1._domainkey.desk.example": { TXT: [record.value] },
    "_dmarc.desk.example": { TXT: ["v=DMARC1; p=quarantine; rua=mailto:a@desk.example"] },
  });
  assert.deepEqual(found.all.map(verdict), ["ok mx_there", "ok spf_right", "ok dkim_right", "ok dmarc_right"]);
  assert.ok(found.all.every((each) => each.publish === undefined && each.domain === "desk.example"));
  assert.deepEqual(found.mx.found.map((each) => each.toLowerCase()), ["10 mx.desk.example", "20 other.example"]);
  assert.deepEqual(found.spf.found, ["v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all"]);
});

test("where there is nothing, each record to publish is given, and publishing them heals", async () => {
  const bare = await examine({});
  assert.deepEqual(bare.all.map(verdict), ["missing mx_missing", "missing spf_missing", "missing dkim_missing", "missing dmarc_missing"]);
  assert.equal(bare.mx.zone_line, "desk.example. IN MX 10 mx.desk.example.");
  assert.equal(bare.spf.zone_line, 'desk.example. IN TXT "v=spf1 ip4:192.0.2.10 ip6:2001:db8:0:0:0:0:0:10 ~all"');
  assert.equal(bare.dmarc.zone_line, '_dmarc.desk.example. IN TXT "v=DMARC1; p=none; rua=mailto:postmaster@desk.example"');
  const pieces = /^s1\._domainkey\.desk\.example\. IN TXT "([^"]{255})" "([^"]+)"$/.exec(bare.dkim.zone_line);
  assert.equal(pieces[1] + pieces[2], record.value);
  const zones = {};
  for (const { publish } of bare.all) (zones[publish.name] ??= {})[publish.type] = [publish.value];
  assert.deepEqual((await examine(zones)).all.map(verdict), ["ok mx_there", "ok spf_right", "ok dkim_right", "ok dmarc_watches"]);
});

test("an answer longer than a datagram comes by TCP", async () => {
  const spf = "v=spf1 ip4:192.0.2.10 ip6:2001:db8::10 -all";
  const found = await examine({ "desk.example": { TXT: [spf, ...Array.from({ length: 9 }, (_, i) => `filler${i}=${"x".repeat(200)}`)] } });
  assert.equal(verdict(found.spf), "ok spf_right");
  assert.ok(found.by_tcp > 0);
});

test("MX: refused by will, another's, any where none is expected", async () => {
  assert.equal(verdict((await examine({ "desk.example": { MX: ["0 ."] } })).mx), "wrong mx_refuses");
  const elsewhere = (await examine({ "desk.example": { MX: ["10 mail.example"] } })).mx;
  assert.equal(verdict(elsewhere), "wrong mx_elsewhere");
  assert.deepEqual(elsewhere.about, ["mx.desk.example"]);
  const any = (await examine({ "desk.example": { MX: ["10 mail.example"] } }, { mail_hosts: [] })).mx;
  assert.equal(verdict(any), "ok mx_there");
});

const spf = async (record_text, zones = {}, more = {}) =>
  (await examine({ "desk.example": { TXT: [].concat(record_text) }, ...zones }, { sender_ips: ["192.0.2.10"], ...more })).spf;

test("SPF is followed as a receiver follows it", async () => {
  const zones = {
    "a.example": { A: ["192.0.2.10"] },
    "near.example": { A: ["192.0.2.99"] },
    "m.example": { MX: ["10 a.example"] },
    "in.example": { TXT: ["v=spf1 ip4:192.0.2.10 -all"] },
    "no.example": { TXT: ["v=spf1 -all"] },
    "loop.example": { TXT: ["v=spf1 include:loop.example -all"] },
  };
  const right = ["a:a.example -all", "a:near.example/24 -all", "mx:m.example -all", "include:in.example -all", "redirect=in.example", "+all", "include:no.example IP4:192.0.2.10 ?all"];
  for (const each of right) assert.equal(verdict(await spf(`v=spf1 ${each}`, zones)), "ok spf_right", each);
  const lacking = ["-all", "~all", "", "a:near.example -all", "ip4:192.0.2.11 -all", "include:no.example -all", "-ip4:192.0.2.10 +all", "exp=x.example -all"];
  for (const each of lacking) assert.equal(verdict(await spf(`v=spf1 ${each}`, zones)), "wrong spf_lacks_sender", each);
  const broken = ["include:nowhere.example -all", "include:loop.example -all", "ip4:1.2.3 -all", "a/x -all", "nonsense -all"];
  for (const each of broken) assert.equal(verdict(await spf(`v=spf1 ${each}`, zones)), "wrong spf_broken", each);
  assert.equal(verdict(await spf("v=spf1 exists:%{i}.x.example -all", zones)), "unknown spf_undecided");
  assert.equal(verdict(await spf("v=spf1 -all", zones, { sender_ips: [] })), "unknown spf_no_sender_known");
  assert.equal(verdict(await spf("v=spf10 +all", zones)), "missing spf_missing");
});

test("the SPF record to publish keeps what stood there", async () => {
  const one = await spf("v=spf1 include:in.example mx -all", { "in.example": { TXT: ["v=spf1 -all"] } });
  assert.equal(one.publish.value, "v=spf1 ip4:192.0.2.10 include:in.example mx -all");
  assert.deepEqual(one.about, ["192.0.2.10"]);
  const several = await spf(["v=spf1 mx -all", "v=spf1 mx a ~all"]);
  assert.equal(verdict(several), "wrong spf_several");
  assert.equal(several.publish.value, "v=spf1 ip4:192.0.2.10 mx a -all");
});

test("sending hosts are looked up", async () => {
  const zones = { "out.example": { A: ["192.0.2.77"] } };
  const by_host = { sender_ips: [], sender_hosts: ["out.example"] };
  assert.equal(verdict(await spf("v=spf1 ip4:192.0.2.77 -all", zones, by_host)), "ok spf_right");
  assert.deepEqual((await spf("v=spf1 -all", zones, by_host)).about, ["192.0.2.77"]);
  assert.equal(verdict(await spf("v=spf1 ip4:192.0.2.77 -all", {}, by_host)), "unknown spf_undecided");
});

test("DKIM: another key, a withdrawn one, a tested one; spaces do not matter; no key at all", async () => {
  const dkim = async (value, more = {}) => (await examine({ "s1._domainkey.desk.example": { TXT: [].concat(value) } }, more)).dkim;
  const other = record.value.replace("p=MII", "p=MIJ");
  assert.equal(verdict(await dkim(other)), "wrong dkim_other_key");
  assert.equal((await dkim(other)).publish.value, record.value);
  assert.equal(verdict(await dkim([record.value, other])), "wrong dkim_other_key");
  assert.equal(verdict(await dkim("v=DKIM1; p=")), "wrong dkim_revoked");
  assert.equal(verdict(await dkim(record.value.replace("k=rsa;", "t=y:s;"))), "wrong dkim_testing");
  assert.equal(verdict(await dkim(record.value.replace("k=rsa;", "h=sha1;"))), "wrong dkim_other_key");
  assert.equal(verdict(await dkim(record.value.replace("k=rsa; p=MII", "t=s;p = MI I"))), "ok dkim_right");
  assert.equal(verdict(await dkim("x", { domains: ["elsewhere.example"] })), "missing dkim_no_key");
  assert.equal((await dkim(record.value, { domains: ["mail.desk.example"] })).at, "s1._domainkey.desk.example");
});

test("DMARC: inherited, several, without a policy", async () => {
  const dmarc = async (zones) => (await examine(zones, { domains: ["help.desk.example"] })).dmarc;
  const above = (text) => ({ "_dmarc.desk.example": { TXT: [].concat(text) } });
  assert.equal(verdict(await dmarc(above("v=DMARC1; p=reject"))), "ok dmarc_right");
  assert.equal(verdict(await dmarc(above("v=DMARC1; p=reject; sp=none"))), "ok dmarc_watches");
  assert.equal(verdict(await dmarc(above(["v=DMARC1; p=reject", "v=DMARC1; p=none"]))), "wrong dmarc_several");
  assert.equal(verdict(await dmarc(above("v=DMARC1; rua=mailto:x@y.example"))), "wrong dmarc_broken");
  assert.equal(verdict(await dmarc(above("v=spf1 -all"))), "missing dmarc_missing");
});

test("silence is no finding, and takes no longer than is said", async () => {
  const zones = { "desk.example": "silent", "s1._domainkey.desk.example": "silent", "_dmarc.desk.example": "silent" };
  const began = Date.now();
  const found = await examine(zones, { timeout: 200 });
  assert.ok(found.all.every((each) => verdict(each) === "unknown dns_failed" && each.publish === undefined));
  assert.ok(Date.now() - began < 6_000, `${Date.now() - began} ms`);
});

test("domains once each, in A-labels; nonsense is refused by name", async () => {
  const found = await examine({}, { domains: ["例え.jp", "XN--r8jz45g.jp"] });
  assert.deepEqual(found.all.map((each) => each.domain), Array(4).fill("xn--r8jz45g.jp"));
  assert.equal((await driver.ask({ do: "doctor", domains: ["a b"], resolver: "127.0.0.1:1" })).error, "a b");
  assert.equal((await driver.ask({ do: "doctor", domains: [], resolver: "nowhere:x" })).error, "resolver");
});

test("what customers are told comes from the settings alone", async () => {
  const { advice } = await driver.ask({ do: "doctor", ...identity, domains: [], addresses: ["サポート@例え.jp", "a@desk.example"], sender_hosts: ["out.example"] });
  assert.deepEqual(advice, {
    addresses: ["サポート@xn--r8jz45g.jp", "a@desk.example"],
    domains: ["xn--r8jz45g.jp", "desk.example"],
    hosts: ["out.example"],
    ips: identity.sender_ips,
    signed_by: ["desk.example"],
  });
});
