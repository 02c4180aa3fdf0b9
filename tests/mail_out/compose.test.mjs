// What we write, read by somebody else's parser.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Driver, mail, simpleParser } from "./driver.mjs";

let driver;
before(() => (driver = new Driver()));
after(async () => assert.equal(await driver.end(), 0));

const read = async (each) => simpleParser(await driver.source(each), { skipHtmlToText: true, skipTextToHtml: true });

const subjects = [
  "Port down",
  "障害のご連絡:東京リージョンにおいてAPIの応答が遅延しております(お客様影響あり)を確認しました。続報をお待ちください。".repeat(4),
  "Re: [#123] Überraschung beim Öffnen der Datei und noch viel längerer Text, der gefaltet werden muss 👩‍👩‍👧",
  "Literal =?utf-8?B?5pel?= words",
  "{{ticket.requester}} is text",
  "Hello 日本 world 語 end",
  "a".repeat(900),
  "words ".repeat(100).trim(),
  "語",
  `${"x".repeat(66)} 語`,
  "a  double  blank",
  "髙﨑 ①㈱ ~‖−",
];

test("subjects come back as they were", async () => {
  for (const subject of subjects) {
    const source = await driver.source(mail({ subject }));
    assert.equal((await simpleParser(source)).subject, subject);
    for (const line of source.slice(0, source.indexOf("\r\n\r\n")).split("\r\n")) assert.ok(line.length <= 200, line);
    // RFC 2047: every encoded word alone is valid, at most 75 columns.
    for (const [word, inside] of source.matchAll(/=\?UTF-8\?B\?([^?]*)\?=/g)) {
      assert.ok(word.length <= 75, word);
      new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(inside, "base64"));
    }
  }
});

test("names and addresses come back as they were", async () => {
  const names = ["山田 太郎(サポート窓口)", "O'Neil, \"Bob\" <x>", "Plain Name", "a@b.example", "=?UTF-8?B?eA==?=", "株式会社".repeat(40), ""];
  for (const name of names) {
    const found = await read(mail({ from: { name, address: "a@desk.example" }, reply_to: { name, address: "r+token@desk.example" } }));
    assert.deepEqual(found.from.value, [{ name, address: "a@desk.example" }]);
    assert.deepEqual(found.replyTo.value, [{ name, address: "r+token@desk.example" }]);
  }
});

test("texts and HTML come back as they were, whatever is in them", async () => {
  const texts = [
    "We look at it.\n",
    "お世話になっております。\nサポートの山田です。\n\n~~ 髙﨑 ①㈱ 🎉\n",
    `${"長い行".repeat(2000)}\n`,
    "From here\n.\n..\n--=_a\ntrailing  \n\ttab\n=3D =\n",
    "ein paar Umlaute: äöüß, sonst viel einfacher Text in dieser Zeile, der länger als achtzig Zeichen ist.\n",
    "no line end",
    "\n\nblank lines around\n\n",
  ];
  for (const text of texts) {
    const html = `<p>${text}</p>`;
    const found = await read(mail({ text, html }));
    assert.equal(found.text, text);
    assert.equal(found.html, html);
    assert.match(found.headers.get("content-type").value, /^multipart\/alternative$/);
  }
});

test("attachments come back as they were, under names in any script", async () => {
  const bytes = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256));
  const names = ["a.txt", "障害報告書(東京リージョン)2026年11月20日版・最終_確定_お客様提出用.pdf", 'quo"te\\d.png', "ä %20 'x'.bin", `${"n".repeat(120)}.log`];
  const attachments = names.map((name) => ({ name, type: "Application/PDF", hex: bytes.toString("hex") }));
  const source = await driver.source(mail({ html: "<p>x</p>", attachments }));
  const found = await simpleParser(source);
  assert.deepEqual(found.attachments.map((each) => each.filename), names.map((each) => each.replace("\\", "_")));
  for (const each of found.attachments) {
    assert.equal(each.contentType, "application/pdf");
    assert.equal(each.contentDisposition, "attachment");
    assert.ok(each.content.equals(bytes));
  }
  assert.equal(found.text, "We look at it.\n");
  // A client that knows no RFC 2231 reads the encoded words of name=.
  const old = await simpleParser(source.replace(/;\r\n\tfilename\*[^;\r]*/g, ""));
  assert.equal(old.attachments[1].filename, names[1]);
});

test("a message of somebody else goes along unopened, a path stays a name", async () => {
  const found = await read(
    mail({
      attachments: [
        { name: "forwarded", type: "message/rfc822", hex: Buffer.from("Subject: x\r\n\r\nHi").toString("hex") },
        { name: "../../etc/passwd", type: "text/plain; name=x", hex: "41" },
        { name: "", type: "", hex: "" },
        { name: "memo.txt", type: "text/plain", hex: Buffer.from("日本").toString("hex") },
      ],
    }),
  );
  assert.deepEqual(
    found.attachments.map((each) => [each.filename, each.contentType]),
    [
      ["forwarded", "application/octet-stream"],
      [".._.._etc_passwd", "application/octet-stream"],
      ["attachment", "application/octet-stream"],
      ["memo.txt", "text/plain"],
    ],
  );
  assert.equal(found.attachments[0].content.toString(), "Subject: x\r\n\r\nHi");
});

test("threading, language and what machines must know", async () => {
  const found = await read(
    mail({
      references: ["root@customer.example", "second@desk.example"],
      in_reply_to: "third@customer.example",
      language: "ja",
      auto_submitted: "auto-generated",
      unsubscribe_url: "https://desk.example/leave?t=abc",
    }),
  );
  assert.equal(found.inReplyTo, "<third@customer.example>");
  assert.deepEqual(found.references, ["<root@customer.example>", "<second@desk.example>", "<third@customer.example>"]);
  assert.match(found.messageId, /^<notice\.\d+@desk\.example>$/);
  assert.equal(found.date.toISOString(), "2026-11-20T01:02:03.000Z");
  assert.equal(found.headers.get("content-language"), "ja");
  assert.equal(found.headers.get("auto-submitted"), "auto-generated");
  assert.equal(found.headers.get("x-auto-response-suppress"), "All");
  assert.equal(found.headers.get("list").unsubscribe.url, "https://desk.example/leave?t=abc");
  assert.equal(found.headers.get("list")["unsubscribe-post"].name, "List-Unsubscribe=One-Click");
  assert.equal(found.headers.get("precedence"), undefined);
});

test("a long chain loses its middle", async () => {
  const references = Array.from({ length: 300 }, (_, i) => `${i}@customer.example`);
  const found = await read(mail({ references, in_reply_to: "299@customer.example" }));
  assert.equal(found.references.length, 20);
  assert.equal(found.references[0], "<0@customer.example>");
  assert.deepEqual(found.references.slice(1), references.slice(281).map((each) => `<${each}>`));
});
