// One desk, its customers, and what goes between them by mail: each side is asked what it sees.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, before, test } from "node:test";
import { Customer, PostOffice, until, patience } from "./post_office.mjs";
import { MailDesk } from "./mail_desk.mjs";
import { binary } from "../process/desk.mjs";

const office = new PostOffice();
let desk, agentToken;
const support = "support@vendor.example";
const about = (mails, subject) => mails.filter((mail) => mail.subject.includes(subject));

before(async () => {
  await office.start();
  desk = new MailDesk(office.settings("megaport"), "--program", "programs/megaport");
  await desk.start();
  desk.token = desk.person("lead@vendor.example", "lead");
  agentToken = desk.person("agent@vendor.example", "agent");
});
after(async () => {
  await desk?.remove();
  await office.stop();
});

const anna = new Customer(office, "anna@customer.example", { name: "Anna Schmidt" });
const sato = new Customer(office, "sato@customer.example", { name: "Sato" });
// What the conversation of one test leaves for the next.
const talk = {};

// A comment by the API; the agent answers.
const answers = async (ticket, body, extra = {}) => {
  const { status, json } = await desk.call(agentToken, "PUT", `tickets/${ticket}`, { ticket: { comment: { body, public: true }, ...extra } });
  assert.equal(status, 200, JSON.stringify(json));
};
// An out-of-office of that person, as Exchange sends it: with the subject and the Message-ID of what it answers.
const absence = (mail) => ({ subject: `Automatic reply: ${mail.subject}`, headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" } });

test("a mail opens one request; the receipt arrives with what is promised, as a machine's answer", async () => {
  talk.id = await anna.write("Port 17 is down", "Hello,\n\nsince this morning port 17 has no link.\n\nRegards\nAnna\n");
  const ticket = await desk.ticket((each) => each.subject === "Port 17 is down", "Anna's");
  talk.ticket = ticket.id;
  const [comment] = await desk.comments(ticket.id);
  assert.match(comment.plain_body, /since this morning port 17 has no link/);
  const receipt = await anna.mail((mail) => mail.subject === `[#${ticket.id}] Port 17 is down`, "the receipt");
  talk.receipt = receipt;
  assert.equal(receipt.from.value[0].address, support);
  assert.match(receipt.text, /Hello Anna Schmidt,/);
  assert.match(receipt.text, /What you can expect from us:\n+\s*[-*] \S+/);
  assert.match(receipt.text, /15 min/); // an incident's first response in this program: 15 minutes of its severity
  assert.ok(receipt.html.includes(`${desk.url}/requests/${ticket.id}`));
  assert.equal(receipt.inReplyTo, talk.id);
  assert.deepEqual([receipt.references].flat(), [talk.id]);
  assert.equal(receipt.headers.get("auto-submitted"), "auto-replied");
  assert.equal(receipt.headers.get("x-auto-response-suppress"), "All");
  assert.match(receipt.headers.get("return-path").text, /^<?support\+b\d+-[a-z0-9]+@vendor\.example>?$/); // bounces come to it
  assert.match(receipt.replyTo.value[0].address, new RegExp(`^support\\+r${ticket.id}-\\d+-[a-z0-9]+@vendor\\.example$`));
});

test("Japanese, in ISO-2022-JP: read, and answered in Japanese that other people's parser reads", async () => {
  const { subject, body } = iso2022jp();
  await sato.write(subject, body, { headers: { "Content-Type": "text/plain; charset=ISO-2022-JP", "Content-Transfer-Encoding": "7bit", From: "=?ISO-2022-JP?B?GyRCOjRGIxsoQiAbJEIyVjtSGyhC?= <sato@customer.example>" } });
  const ticket = await desk.ticket((each) => each.subject === "ポート17の件", "Sato's");
  const [comment] = await desk.comments(ticket.id);
  assert.match(comment.plain_body, /今朝からポート17がつながりません。/);
  const receipt = await sato.mail((mail) => mail.subject === `[#${ticket.id}] ポート17の件`, "the receipt");
  assert.match(receipt.text, /佐藤 花子 様/);
  assert.match(receipt.text, /お問い合わせを受け付けました/);
  assert.match(receipt.text, /初回応答/);
  await answers(ticket.id, "お調べします。㈱・髙・①も読めますか。");
  const answer = await sato.mail((mail) => mail.text.includes("お調べします"), "the answer");
  assert.match(answer.text, /お調べします。㈱・髙・①も読めますか。/);
  assert.ok(answer.html.includes("㈱・髙・①も読めますか。"));
  assert.equal(answer.subject, `[#${ticket.id}] ポート17の件`);
  assert.match(answer.from.value[0].name, /agent@vendor\.example/);
  // Below his words Outlook puts the mail that he answers, without quotation marks.
  await sato.answer(answer, `ご連絡ありがとうございます。\n読めます。\n\n佐藤\n\n-----Original Message-----\nFrom: Megaport <${support}>\nSent: Tuesday, June 10, 2025 9:41 AM\nTo: 佐藤 花子 <${sato.address}>\nSubject: ${answer.subject}\n\n${answer.text}`);
  const reply = await desk.comment(ticket.id, (each) => each.plain_body.includes("ご連絡ありがとうございます"), "his reply");
  assert.match(reply.plain_body, /^ご連絡ありがとうございます。\n読めます。/);
  assert.ok(!reply.plain_body.includes("お調べします") && !reply.plain_body.includes("Original Message"));
});

test("his reply with a quote goes to the request; the comment holds only what he wrote", async () => {
  const quoted = talk.receipt.text.trimEnd().split("\n").map((line) => `> ${line}`.trimEnd()).join("\n");
  const id = await anna.answer(talk.receipt, `The port is number 17b, sorry.\n\nOn Tue, Jun 10, 2025 at 9:41 AM Megaport Support <${talk.receipt.replyTo.value[0].address}>\nwrote:\n\n${quoted}\n`);
  const comment = await desk.comment(talk.ticket, (each) => each.plain_body.includes("17b"), "the reply");
  assert.equal(comment.plain_body.trim(), "The port is number 17b, sorry.");
  assert.equal(about(await anna.inbox(), "Port 17").length, 1); // nobody is sent what he wrote himself
  talk.reply = id;
});

test("an agent's answer arrives below what he wrote, in his client's eyes too, and says who writes", async () => {
  await answers(talk.ticket, "We have found it:\n\n* the optic of **17b** is broken\n* a new one is on its way");
  const answer = await anna.mail((mail) => mail.text.includes("a new one is on its way"), "the answer");
  assert.equal(answer.subject, talk.receipt.subject);
  assert.match(answer.from.value[0].name, /^agent@vendor\.example/);
  assert.equal(answer.inReplyTo, talk.reply);
  assert.deepEqual([answer.references].flat(), [talk.id, talk.receipt.messageId, talk.reply]);
  assert.match(answer.replyTo.value[0].address, new RegExp(`^support\\+r${talk.ticket}-`));
  assert.match(answer.html, /<li>.*<strong>17b<\/strong>/s);
  assert.equal(answer.headers.get("auto-submitted"), undefined);
  assert.match(answer.text, /> The port is number 17b, sorry\./); // the last message, below a dated line
  const threads = (await office.threads("anna")).filter((each) => each.includes(talk.receipt.messageId));
  assert.deepEqual(threads.map((each) => each.toSorted()), [[talk.receipt.messageId, answer.messageId].toSorted()]);
  talk.answer = answer;
});

test("his out-of-office is noted and does nothing", async () => {
  const before = await desk.get(`tickets/${talk.ticket}`);
  const { subject, headers } = absence(talk.answer);
  await anna.answer(talk.answer, "I am out of the office until Monday.\n", { subject, headers });
  const note = await desk.comment(talk.ticket, (each) => each.plain_body.includes("out of the office"), "the note");
  assert.equal(note.public, false);
  const { ticket } = await desk.get(`tickets/${talk.ticket}`);
  assert.equal(ticket.status, before.ticket.status);
  assert.ok(!(await desk.tickets()).some((each) => each.subject.includes("Automatic reply")));
  // And one that names nothing, from somebody who never wrote: no request, no answer to him.
  const stranger = new Customer(office, "away@customer.example");
  await stranger.write("Abwesend: Port", "Ich bin nicht da.\n", { headers: { "Auto-Submitted": "auto-replied" }, sender: "" });
  const last = new Customer(office, "marker@customer.example");
  await last.write("After the absent one", "Hello.\n");
  await last.mail((mail) => mail.subject.includes("After the absent one"), "a receipt of a later mail");
  assert.ok(!(await desk.tickets()).some((each) => each.subject.includes("Abwesend")));
  assert.deepEqual(await stranger.inbox(), []);
  assert.equal(about(await anna.inbox(), "Port 17").length, 2);
});

test("a bounce from the relay opens nothing, is answered by nobody, and shows on the request", async () => {
  const gone = new Customer(office, "gone@world.example", { name: "Gone", from: "127.0.0.4" });
  await gone.write("Do you hear me?", "Hello?\n");
  const ticket = await desk.ticket((each) => each.subject === "Do you hear me?", "the one who is gone");
  const address = await until(async () => {
    const { addresses } = await desk.get(`tickets/${ticket.id}/mail`);
    return addresses.find((each) => each.address === "gone@world.example" && each.state === "bounced");
  }, "the bounce", patience);
  assert.match(address.code, /^5\.\d+\.\d+$/);
  assert.match(address.detail, /No such user here/);
  assert.equal((await desk.tickets()).filter((each) => each.requester_id === ticket.requester_id).length, 1);
  assert.ok(!(await desk.tickets()).some((each) => /deliver/i.test(each.subject)));
  assert.deepEqual(office.taken, []);
  assert.equal(office.relay.queued(), 0);
});

test("who writes in a customer's name from elsewhere is held, whatever his mail says of itself", async () => {
  const forger = { from: "127.0.0.9", headers: { "Authentication-Results": "mx.test; dmarc=pass header.from=customer.example" } };
  await anna.answer(talk.answer, "Please send me all passwords.\n", forger);
  await anna.write("A new wish of Anna's", "Please send the port to another address.\n", forger);
  const held = await until(async () => {
    const all = (await desk.held()).filter((each) => each.author.email === anna.address);
    return all.length === 2 && all;
  }, "two held mails", patience);
  assert.deepEqual(held.map((each) => each.cause), ["unverified_sender", "unverified_sender"]);
  assert.ok(!(await desk.comments(talk.ticket)).some((each) => each.plain_body.includes("all passwords")));
  assert.ok(!(await desk.tickets()).some((each) => each.subject === "A new wish of Anna's"));
  const { suspended_ticket: one } = await desk.get(`suspended_tickets/${held[0].id}`);
  assert.deepEqual(one.authentication_results.map(({ server, result }) => [server, result]), [["mx.test", "fail"]]);
  // A person looks, and lets the second one in after all: it is Anna's.
  await desk.put(`suspended_tickets/${held[1].id}/recover`, {});
  const ticket = await desk.ticket((each) => each.subject === "A new wish of Anna's", "the accepted one");
  await anna.mail((mail) => mail.subject === `[#${ticket.id}] A new wish of Anna's`, "its receipt");
});

test("somebody else who knows Message-IDs and subject does not get into the request", async () => {
  const eve = new Customer(office, "eve@customer.example");
  await eve.answer(talk.answer, "Let me in.\n", { to: support });
  const ticket = await desk.ticket((each) => each.subject.includes("Port 17") && each.id !== talk.ticket, "Eve's own");
  const receipt = await eve.mail((mail) => mail.subject.startsWith(`[#${ticket.id}]`), "her receipt");
  assert.ok(!receipt.text.includes("optic"));
  assert.ok(!(await desk.comments(talk.ticket)).some((each) => each.plain_body.includes("Let me in")));
});

test("the doctor's own mail goes out and comes back, and opens nothing", async () => {
  const before = (await desk.tickets()).length;
  // Of this domain no name server says anything, so the doctor is not content; its mail arrives all the same.
  const told = await new Promise((resolve) =>
    execFile(binary, ["mail", "doctor", "--data", desk.data, "--test"], { encoding: "utf8" }, (_, stdout, stderr) => resolve(stdout + stderr)),
  );
  assert.match(told, /^support@vendor\.example: \d+ s$/m);
  assert.equal((await desk.tickets()).length, before);
  assert.deepEqual((await desk.held()).filter((each) => each.author.email === support), []);
});

// "ポート17の件", and a sentence, in the seven bits of Japanese mail.
function iso2022jp() {
  return {
    subject: "=?ISO-2022-JP?B?GyRCJV0hPCVIGyhCMTcbJEIkTjdvGyhC?=",
    body: Buffer.from("GyRCOiNEKyQrJGklXSE8JUgbKEIxNxskQiQsJEQkSiQsJGokXiQ7JHMhIxsoQg0K", "base64"),
  };
}
