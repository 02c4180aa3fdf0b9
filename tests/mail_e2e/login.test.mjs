// The desk logs in with an OAuth2 token (XOAUTH2) that somebody renews: one that is no good any more is told, and the mail
// that came meanwhile is read with the next.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { Customer, PostOffice, until, patience } from "./post_office.mjs";
import { MailDesk } from "./mail_desk.mjs";

const good = "good-token-of-the-test";
const worn = "worn-token-of-the-test";
let office, desk;
const introspection = createServer((request, response) => {
  let body = "";
  request.on("data", (some) => (body += some));
  request.on("end", () => {
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify(body.includes(good) ? { active: true, email: "support" } : { active: false }));
  });
});
const mailbox = async () => (await desk.get("mailboxes")).mailboxes[0];

before(async () => {
  await new Promise((resolve) => introspection.listen(0, "127.0.0.1", resolve));
  office = await new PostOffice({ oauth: introspection.address().port }).start();
  desk = new MailDesk(office.settings("megaport", { imap: "token_file: imap_token" }), "--program", "programs/megaport");
  desk.write("imap_token", worn);
  await desk.start();
  desk.token = desk.person("lead@vendor.example", "lead");
});
after(async () => {
  await desk?.remove();
  await office?.stop();
  introspection.close();
});

test("a token that is no good is told without its words; the next one is taken up without a restart", async () => {
  const anna = new Customer(office, "anna@customer.example");
  await anna.write("Waiting before the door", "Hello.\n");
  const refused = await until(async () => {
    const status = await mailbox();
    return status.trouble && status;
  }, "trouble with the mailbox", patience);
  assert.equal(refused.taken, 0);
  assert.ok(!JSON.stringify(refused).includes(worn) && !desk.errors.includes(worn));
  assert.deepEqual(await desk.tickets(), []);
  desk.write("imap_token", good);
  const ticket = await desk.ticket((each) => each.subject === "Waiting before the door", "after the renewal");
  const well = await mailbox();
  assert.deepEqual([well.trouble, well.taken], [null, 1]);
  await anna.mail((mail) => mail.subject === `[#${ticket.id}] Waiting before the door`, "the receipt");
  assert.match(office.dovecot.log(), /Login: user=<support>, method=XOAUTH2/);
});
