// The room adapters/mail_out as a process, and what its tests need of the world: an SMTP server of any temper, keys.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const require = createRequire(import.meta.url);
const { SMTPServer } = require("smtp-server");
export const { simpleParser } = require("mailparser");
const program = join(process.env.YAKUSOKU_BUILD ?? "build/test", "mail_out_send_driver");

export class Driver {
  constructor() {
    this.child = spawn(program, { stdio: ["pipe", "pipe", "inherit"] });
    this.ended = new Promise((resolve) => this.child.once("close", (status) => resolve(status)));
    this.waiting = [];
    createInterface({ input: this.child.stdout }).on("line", (line) => this.waiting.shift().resolve(JSON.parse(line)));
    void this.ended.then((status) => this.waiting.forEach((each) => each.reject(new Error(`the driver ended: ${status}`))));
  }

  ask(what) {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.child.stdin.write(`${JSON.stringify(what)}\n`);
    });
  }

  async source(mail) {
    return (await this.ask({ do: "source", mail })).source;
  }

  // Through one new Sender; the results in the mails' order.
  async send(server, mails, options = {}) {
    await this.ask({ do: "server", host: "127.0.0.1", hello_name: "desk.example", ...server });
    return (await this.ask({ do: "send", mails, ...options })).results;
  }

  // 0 where neither a sanitizer nor anything else had something to say.
  end() {
    this.child.stdin.end();
    return this.ended;
  }
}

let counted = 0;
export const mail = (more = {}) => {
  counted += 1;
  return {
    stable_id: `notice/${counted}`,
    message_id: `notice.${counted}@desk.example`,
    from: { name: "Support", address: "support@desk.example" },
    to: { name: "Hana", address: "hana@customer.example" },
    envelope_from: `bounce+${counted}@desk.example`,
    subject: "Port down",
    text: "We look at it.\n",
    at: 1_795_136_523,
    ...more,
  };
};
export const to = (address, more = {}) => mail({ to: { name: "", address }, ...more });

// A server that keeps what it takes. `options.handlers` are smtp-server's own.
export class World {
  constructor(options = {}) {
    this.taken = [];
    this.connections = 0;
    this.server = new SMTPServer({
      disabledCommands: ["STARTTLS", "AUTH"],
      disableReverseLookup: true,
      logger: false,
      closeTimeout: 200, // our kept connections are not waited for
      onConnect: (session, done) => done(void (this.connections += 1)),
      onData: (stream, session, done) => {
        const chunks = [];
        stream.on("data", (chunk) => chunks.push(chunk));
        stream.on("end", () => {
          this.taken.push({ source: Buffer.concat(chunks), session, envelope: structuredClone(session.envelope) });
          done(null, "2.0.0 taken");
        });
      },
      ...options,
    });
    this.server.on("error", () => {}); // a client that leaves is what many of these tests are about
  }

  async start() {
    await new Promise((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.port = this.server.server.address().port;
    return this;
  }

  stop() {
    return new Promise((resolve) => this.server.close(resolve));
  }
}

export const answer = (code, text) => Object.assign(new Error(text), { responseCode: code });

export class Keys {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "yakusoku-mail-"));
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
    this.key = join(this.folder, "key.pem");
    this.certificate = join(this.folder, "certificate.pem");
    const files = ["-keyout", this.key, "-out", this.certificate];
    execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", ...subject, ...files], {
      stdio: "ignore",
    });
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
