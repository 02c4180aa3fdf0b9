// The mail world of one test: Dovecot with everybody's mailboxes, a relay before it, and what lies beyond.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ImapFlow } from "imapflow";
import { simpleParser } from "mailparser";
import { createTransport } from "nodemailer";
import { SMTPServer } from "smtp-server";
import { Dovecot, freePort, until } from "../mail_in/dovecot.mjs";
import { Relay } from "./relay.mjs";

export { until };
// CPU is shared: what is waited for comes, but maybe not soon.
export const patience = Number(process.env.PATIENCE ?? 120) * 1000;

class Mailboxes extends Dovecot {
  configuration() {
    return `${super.configuration()}
protocols = imap lmtp
auth_mechanisms = plain login${this.oauth ? " xoauth2" : ""}
recipient_delimiter = +
mail_fsync = never
postmaster_address = postmaster@vendor.example
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${this.lmtpPort}
  }
}
`;
  }
}

export class PostOffice {
  constructor(options = {}) {
    this.dovecot = new Mailboxes(options);
  }

  async start() {
    this.dovecot.lmtpPort = await freePort();
    await this.dovecot.start();
    this.taken = []; // by the world: { to, source }
    this.world = new SMTPServer({
      disabledCommands: ["AUTH", "STARTTLS"],
      disableReverseLookup: true,
      onRcptTo: ({ address }, session, done) =>
        done(address.startsWith("gone") ? Object.assign(new Error("5.1.1 No such user here"), { responseCode: 550 }) : null),
      onData: (stream, session, done) => {
        const parts = [];
        stream.on("data", (each) => parts.push(each));
        stream.on("end", () => {
          this.taken.push({ to: session.envelope.rcptTo.map((each) => each.address), source: Buffer.concat(parts) });
          done();
        });
      },
    });
    const listening = this.world.listen(0, "127.0.0.1");
    await until(() => listening.address(), "the world");
    this.relay = new Relay({
      senders: { "customer.example": ["127.0.0.2"], "crowd.example": ["127.0.0.3"], "world.example": ["127.0.0.4"] },
      mailboxes: ["vendor.example", "customer.example", "crowd.example"],
      lmtp: this.dovecot.lmtpPort,
      world: listening.address().port,
    });
    await this.relay.start();
    return this;
  }

  async stop() {
    await this.relay?.remove();
    await new Promise((resolve) => (this.world ? this.world.close(resolve) : resolve()));
    await this.dovecot.remove();
  }

  // settings.yaml's words for the desk's own mailbox and the relay; the files that they name.
  settings(program, { imap = "password_file: imap_password" } = {}) {
    return `mail:
  own_server: mx.test
  mailboxes:
    support:
      address: support@vendor.example
      program: ${program}
      imap:
        host: localhost
        port: ${this.dovecot.tlsPort}
        tls: implicit
        ca_file: ${this.dovecot.ca}
        user: support
        ${imap}
  smtp:
    host: 127.0.0.1
    port: ${this.relay.deskPort}
    tls: none
`;
  }

  // Hands a mail to the relay as a server at `from` would; `envelope` as in SMTP.
  async send(source, envelope, from) {
    const transport = createTransport({ host: "127.0.0.1", port: this.relay.port, localAddress: from, ignoreTLS: true, name: "sender.test" });
    try {
      await transport.sendMail({ raw: source, envelope });
    } finally {
      transport.close();
    }
  }

  sources(user) {
    const place = this.dovecot.mailFolder(user);
    // What the client has seen moved from `new` to `cur`: one that moves between the two looks is in the next look.
    return ["new", "cur"].filter((each) => existsSync(join(place, each))).flatMap((each) =>
      readdirSync(join(place, each)).sort().flatMap((name) => {
        try {
          return [readFileSync(join(place, each, name))];
        } catch {
          return [];
        }
      }),
    );
  }
  // As other people's parser reads them, oldest first.
  async mails(user) {
    const mails = await Promise.all(this.sources(user).map((each) => simpleParser(each)));
    return mails.sort((a, b) => a.date - b.date);
  }

  // The conversations of a mailbox as its IMAP server makes them out (RFC 5256, REFERENCES): lists of Message-IDs.
  async threads(user) {
    const client = new ImapFlow({ host: "127.0.0.1", port: this.dovecot.port, secure: false, doSTARTTLS: false, auth: { user, pass: "secret" }, logger: false });
    await client.connect();
    try {
      const lock = await client.getMailboxLock("INBOX");
      const ids = new Map();
      for await (const each of client.fetch("1:*", { uid: true, envelope: true })) ids.set(String(each.uid), each.envelope.messageId);
      let found = [];
      const answer = await client.exec("UID THREAD", [{ type: "ATOM", value: "REFERENCES" }, { type: "ATOM", value: "UTF-8" }, { type: "ATOM", value: "ALL" }], {
        untagged: { THREAD: async (untagged) => (found = untagged.attributes ?? []) },
      });
      answer.next();
      const flat = (each) => (Array.isArray(each) ? each.flatMap(flat) : each?.value === undefined ? [] : [ids.get(String(each.value))]);
      lock.release();
      return found.map((each) => flat(each));
    } finally {
      await client.logout();
    }
  }
}

// Somebody who writes to the desk, from where his domain's mail comes.
export class Customer {
  constructor(office, address, { name = address.split("@")[0], from = "127.0.0.2" } = {}) {
    Object.assign(this, { office, address, name, from, sent: 0 });
    this.user = address.split("@")[0];
  }

  newId() {
    return `<${this.user}-${(this.sent += 1)}-${process.hrtime.bigint()}@${this.address.split("@")[1]}>`;
  }

  // Headers and body as a client makes them; answers the Message-ID.
  async write(subject, body, { to = "support@vendor.example", headers = {}, from = this.from, sender = this.address } = {}) {
    const id = headers["Message-ID"] ?? this.newId();
    const all = {
      From: `${this.name} <${this.address}>`, To: to, Subject: subject, "Message-ID": id, Date: new Date().toUTCString().replace("GMT", "+0000"),
      "MIME-Version": "1.0", "Content-Type": "text/plain; charset=utf-8", "Content-Transfer-Encoding": "8bit", ...headers,
    };
    const top = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join("");
    const text = Buffer.isBuffer(body) ? body : Buffer.from(body.replace(/\r?\n/g, "\r\n"));
    await this.office.send(Buffer.concat([Buffer.from(`${top}\r\n`), text]), { from: sender, to: [to] }, from);
    return id;
  }

  // As his client answers a mail: to where it wants answers, with its chain.
  answerTo(mail) {
    const known = mail.references === undefined ? [] : [mail.references].flat();
    return {
      to: mail.replyTo.value[0].address,
      subject: /^re:/i.test(mail.subject) ? mail.subject : `Re: ${mail.subject}`,
      headers: { "In-Reply-To": mail.messageId, References: [...known, mail.messageId].join(" ") },
    };
  }
  async answer(mail, body, extra = {}) {
    const { to, subject, headers } = this.answerTo(mail);
    return await this.write(extra.subject ?? subject, body, { to, ...extra, headers: { ...headers, ...extra.headers } });
  }

  inbox() {
    return this.office.mails(this.user);
  }
  // The first mail in his mailbox that is as wanted.
  mail(wanted, what) {
    return until(async () => (await this.inbox()).find(wanted), `to ${this.address}: ${what}`, patience);
  }
}
