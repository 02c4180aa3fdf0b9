// A program that waits 72 hours for its customer (programs/bittitan), by a pushed clock: what he gets by mail, and what his
// mail does. And a mail door that only takes answers.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Customer, PostOffice, until, patience } from "./post_office.mjs";
import { MailDesk } from "./mail_desk.mjs";

const office = new PostOffice();
let desk, adminToken;
const tickets = {};
const start = Date.parse("2026-02-06T18:00:00Z");
const hour = 3600000;
const push = async (hours, seconds = 1) => {
  const now = new Date(start + hours * hour + seconds * 1000).toISOString().replace(".000", "");
  const { status, json } = await desk.call(adminToken, "POST", "desk/test_clock", { now });
  assert.deepEqual([status, json.now], [200, now]);
};
const carol = new Customer(office, "carol@customer.example", { name: "Carol" });
const dave = new Customer(office, "dave@customer.example", { name: "Dave" });
const waiting = /We are waiting for your answer/;
const still = /We are still waiting for your answer/;
const having = async (customer, words) => (await customer.inbox()).filter((mail) => words.test(mail.text)).length;
const status = async (ticket) => (await desk.get(`tickets/${ticket}`)).ticket.status;

before(async () => {
  await office.start();
  desk = new MailDesk(office.settings("bittitan"), "--program", "programs/bittitan", "--test-clock");
  await desk.start();
  adminToken = desk.person("admin@vendor.example", "admin");
  desk.token = desk.person("agent@vendor.example", "agent");
  await push(0, 0);
  for (const each of [carol, dave]) {
    const token = desk.person(each.address, "customer");
    const { status, json } = await desk.call(token, "POST", "tickets", {
      ticket: {
        kind: "product_problem",
        subject: `A problem of ${each.name}'s`,
        comment: { body: "Items are missing." },
        custom_fields: [
          { id: "account_email", value: each.address },
          { id: "support_region", value: "emea" },
          { id: "planned_cutover", value: "2026-03-01" },
        ],
      },
    });
    assert.equal(status, 201, JSON.stringify(json));
    tickets[each.name] = json.ticket.id;
  }
});
after(async () => {
  await desk?.remove();
  await office.stop();
});

test("a question arrives as mail, and the request waits for the customer", async () => {
  await push(1, 0);
  for (const each of [carol, dave]) {
    await desk.put(`tickets/${tickets[each.name]}`, { ticket: { comment: { body: "Which items?", public: true }, status: "pending" } });
    await each.mail((mail) => mail.text.includes("Which items?"), "the question");
    assert.equal(await status(tickets[each.name]), "pending");
  }
});

test("after 24 hours both are reminded: in the program's words, when it will be closed, in the thread", async () => {
  await push(24);
  await push(25);
  for (const each of [carol, dave]) {
    const reminder = await each.mail((mail) => waiting.test(mail.text), "the first reminder");
    assert.match(reminder.text, /your request is pending/);
    assert.match(reminder.text, /Mon 9 Feb 2026, 11:00 PST/); // 72 hours after the question
    assert.equal(reminder.headers.get("auto-submitted"), "auto-generated");
    const question = (await each.inbox()).find((mail) => mail.text.includes("Which items?") && !waiting.test(mail.text));
    assert.ok(reminder.references.includes(question.messageId));
    assert.equal(reminder.subject, question.subject);
  }
});

test("an answer by mail ends the wait; who is silent is reminded again", async () => {
  const question = (await carol.inbox()).find((mail) => waiting.test(mail.text));
  await push(40);
  await carol.answer(question, "The calendars.\n");
  const comment = await desk.comment(tickets.Carol, (each) => each.plain_body.includes("calendars"), "Carol's answer");
  assert.equal(comment.plain_body.trim(), "The calendars.");
  assert.equal(await status(tickets.Carol), "open");
  await push(49);
  await dave.mail((mail) => still.test(mail.text), "the second reminder");
  assert.deepEqual([await having(dave, waiting), await having(carol, still)], [1, 0]);
});

test("without an answer it is closed with a closing notice that says why; the answered one stays open", async () => {
  await push(72);
  assert.equal(await status(tickets.Dave), "pending");
  await push(73);
  const notice = await dave.mail((mail) => mail.text.includes(`your request #${tickets.Dave} is now closed`), "the closing notice");
  assert.match(notice.text, /No answer for 72 hours/);
  assert.match(notice.text, /the customer was waited for for 72 hours/);
  assert.equal(await status(tickets.Dave), "closed");
  assert.equal(await status(tickets.Carol), "open");
  assert.equal((await carol.inbox()).filter((mail) => /is now closed/.test(mail.text)).length, 0);
});

test("whoever answers the closing notice in time has his request again", async () => {
  await push(90);
  const notice = (await dave.inbox()).find((mail) => mail.text.includes("is now closed"));
  await dave.answer(notice, "Sorry, I was away. It is the contacts.\n");
  await desk.comment(tickets.Dave, (each) => each.plain_body.includes("contacts"), "Dave's late answer");
  assert.equal(await status(tickets.Dave), "open");
  assert.equal((await desk.tickets()).length, 2);
});

test("a mail at a door that only takes answers: one answer that names the right one, nothing opened, a person may", async () => {
  const erin = new Customer(office, "erin@customer.example", { name: "Erin" });
  const first = await erin.write("Nothing migrates", "Please help.\n");
  const answer = await erin.mail((mail) => mail.subject.includes("Nothing migrates"), "the answer");
  assert.match(answer.text, /Submit a request/);
  assert.ok(answer.text.includes(`${desk.url}/requests/new`));
  assert.equal(answer.inReplyTo, first);
  assert.equal(answer.headers.get("auto-submitted"), "auto-replied");
  await erin.write("Still nothing migrates", "Please!\n");
  const kept = await until(async () => {
    const all = (await desk.held()).filter((each) => each.author.email === erin.address);
    return all.length === 2 && all;
  }, "both mails among those that wait", patience);
  assert.equal((await desk.tickets()).length, 2);
  await desk.put(`suspended_tickets/${kept[0].id}/recover`, {});
  const ticket = await desk.ticket((each) => each.subject === "Nothing migrates", "opened by hand");
  await erin.mail((mail) => mail.subject === `[#${ticket.id}] Nothing migrates`, "a receipt");
  assert.equal((await erin.inbox()).length, 2); // the second mail got no answer of a machine's
});
