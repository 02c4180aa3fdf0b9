// A thousand mails at once, from as many senders, while the desk is killed twice and the relay and the mailboxes' server are
// each away for a while: every one is a request once, and every sender has his receipt.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createTransport } from "nodemailer";
import { PostOffice, until } from "./post_office.mjs";
import { MailDesk } from "./mail_desk.mjs";

const amount = Number(process.env.MAILS ?? 1000);
const patience = 240000; // for one step
const office = new PostOffice();
let desk, sending, over = false;

before(async () => {
  await office.start();
  desk = new MailDesk(office.settings("megaport"), "--program", "programs/megaport");
  await desk.start();
  desk.token = desk.person("lead@vendor.example", "lead");
});
after(async () => {
  over = true;
  await desk?.remove();
  await office.stop();
  await sending?.catch(() => {}); // of a test that has failed already
});

const senders = Array.from({ length: amount }, (_, i) => `c${String(i + 1).padStart(4, "0")}`);
const mailOf = (name) => `From: ${name} <${name}@crowd.example>\r\nTo: support@vendor.example\r\nSubject: Wish of ${name}\r\n` +
  `Message-ID: <wish-${name}@crowd.example>\r\nDate: ${new Date().toUTCString().replace("GMT", "+0000")}\r\n\r\nPlease look at ${name}.\r\n`;

let turned_away = 0;
// As their servers do it: what is not taken is sent again.
async function sendAll() {
  const transport = createTransport({
    host: "127.0.0.1", port: office.relay.port, localAddress: "127.0.0.3", ignoreTLS: true, name: "sender.test",
    pool: true, maxConnections: 8, maxMessages: Infinity,
  });
  await Promise.all(
    senders.map((name) =>
      until(
        () => over || transport.sendMail({ raw: mailOf(name), envelope: { from: `${name}@crowd.example`, to: "support@vendor.example" } }).then(() => true, () => (turned_away++, false)),
        `a relay that takes the mail of ${name}`, patience),
    ),
  );
  transport.close();
}

const count = async () => (await desk.get("tickets?per_page=1")).count;
const reached = (share) =>
  until(async () => {
    office.relay.retry(); // it would wait for minutes
    await new Promise((resolve) => setTimeout(resolve, 100)); // asking costs the desk as much as a mail does
    return (await count()) >= share * amount;
  }, `${share * amount} requests`, patience);
async function killDesk() {
  assert.deepEqual(await desk.stop("SIGKILL"), { status: null, signal: "SIGKILL" });
  await desk.start();
}

test("each of a thousand mails becomes one request, whatever falls over meanwhile", async (t) => {
  const begun = Date.now();
  const tell = (what) => t.diagnostic(`${what} after ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  sending = sendAll();
  await reached(0.1); // early: what the desk can't send then it sends again after a minute
  tell("the relay goes");
  await office.relay.stop();
  // The desk may have nothing to send at that moment; who writes to it has.
  const before = turned_away;
  await until(() => turned_away > before, "a sender that found no relay", patience);
  tell("the relay comes");
  await office.relay.start();
  await reached(0.3);
  tell("first kill");
  await killDesk();
  await reached(0.5);
  tell("the mailboxes go");
  await office.dovecot.stop();
  await until(async () => (await desk.get("mailboxes")).mailboxes[0].trouble, "the desk's trouble with its mailbox", patience);
  tell("the mailboxes come");
  await office.dovecot.start();
  await until(async () => !(await desk.get("mailboxes")).mailboxes[0].trouble, "the desk at its mailbox again", patience);
  tell("the desk is back at its mailbox");
  await reached(0.7);
  tell("second kill");
  await killDesk();
  await sending;
  tell(`all are sent (${office.sources("support").length} are in the mailbox, ${await count()} are requests)`);
  await reached(1);
  tell("all are requests");
  const tickets = await desk.tickets();
  assert.deepEqual(tickets.map((each) => each.subject).sort(), senders.map((name) => `Wish of ${name}`));
  assert.deepEqual(await desk.held(), []);
  const silent = () => senders.filter((name) => office.sources(name).length === 0);
  await until(() => (office.relay.retry(), silent().length === 0), "a receipt for each", patience);
  tell("all have a receipt");
  let receipts = 0;
  for (const ticket of tickets) {
    const name = ticket.subject.replace("Wish of ", "");
    // The relay itself tells a sender that his mail is delayed.
    const mails = (await office.mails(name)).filter((each) => !each.from.value[0].address.startsWith("MAILER-DAEMON"));
    receipts += mails.length;
    for (const mail of mails) {
      assert.equal(mail.subject, `[#${ticket.id}] ${ticket.subject}`);
      assert.equal(mail.inReplyTo, `<wish-${name}@crowd.example>`);
      assert.equal(mail.messageId, mails[0].messageId); // sent again it is the same letter
    }
  }
  t.diagnostic(`${receipts} receipts`);
  const some = await desk.comments(tickets[0].id);
  assert.equal(some.length, 1);
  await desk.stop();
  assert.equal(desk.run("verify", "--data", desk.data), "0 findings");
});
