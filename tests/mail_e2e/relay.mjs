// OpenSMTPD on loopback. Its spool and socket have fixed places (/var/spool/smtpd, /run): it runs in a mount namespace of
// its own, where those are folders of the test. Outside it nothing is touched, and several may run at once.
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort, until } from "../mail_in/dovecot.mjs";

const filter = fileURLToPath(new URL("relay_filter.mjs", import.meta.url));

function greets(port) {
  return new Promise((resolve) => {
    const socket = createConnection(port, "127.0.0.1");
    socket.once("data", () => (socket.destroy(), resolve(true)));
    for (const each of ["error", "close"]) socket.once(each, () => resolve(false));
  });
}

export class Relay {
  // senders: domain -> the addresses it sends from (see relay_filter.mjs); mailboxes: the domains that `lmtp` has; world:
  // the port of who takes all others. The desk's own port takes mail for everybody: without TLS, since Debian's OpenSMTPD
  // 6.8 with OpenSSL 3 can't sign as a server (how the desk does TLS and logs in is held by tests/mail_out).
  constructor({ senders, mailboxes, lmtp, world }) {
    Object.assign(this, { senders, mailboxes, lmtp, world });
    this.folder = mkdtempSync(join(tmpdir(), "relay-"));
    chmodSync(this.folder, 0o755);
    for (const each of ["spool", "run"]) mkdirSync(join(this.folder, each));
    // No name server is asked.
    writeFileSync(join(this.folder, "hosts"), ["1", "2", "3", "4", "9"].map((each) => `127.0.0.${each} host${each}.test\n`).join(""));
    writeFileSync(join(this.folder, "resolv.conf"), "lookup file\n");
  }

  configuration() {
    const domains = this.mailboxes.map((each) => `"${each}"`).join(", ");
    const command = [process.execPath, filter, "mx.test", `'${JSON.stringify(this.senders).replaceAll('"', '\\"')}'`].join(" ");
    return `${["relay", "host", "source", "connector", "domain"].map((each) => `mta limit conn-delay-${each} 0\n`).join("")}mta limit session-transaction-delay 0
queue ttl 1h
filter "stamp" proc-exec "${command}" user "root" group "root"
listen on 127.0.0.1 port ${this.port} hostname mx.test filter "stamp"
listen on 127.0.0.1 port ${this.deskPort} hostname relay.test tag DESK
action "mailboxes" relay host "lmtp://127.0.0.1:${this.lmtp}"
action "world" relay host "smtp://127.0.0.1:${this.world}"
match from any for domain { ${domains} } action "mailboxes"
match tag DESK from any for any action "world"
`;
  }

  async start() {
    if (!this.port) {
      this.port = await freePort();
      this.deskPort = await freePort();
      writeFileSync(join(this.folder, "smtpd.conf"), this.configuration());
    }
    const bind = (from, to) => `mount --bind ${join(this.folder, from)} ${to}`;
    const script = ["mount --make-rprivate /", bind("spool", "/var/spool"), bind("hosts", "/etc/hosts"),
      bind("resolv.conf", "/etc/resolv.conf"), bind("run", "/run"),
      `exec /usr/sbin/smtpd -d -f ${join(this.folder, "smtpd.conf")}`].join(" && ");
    const log = openSync(join(this.folder, "log"), "a");
    this.child = spawn("unshare", ["-m", "sh", "-c", script], { stdio: ["ignore", log, log] });
    this.ended = new Promise((resolve) => this.child.once("close", resolve));
    await until(() => greets(this.port), `an answer of the relay (its log is ${this.folder}/log)`);
  }

  async stop() {
    if (!this.child) return;
    if (this.child.exitCode === null) this.child.kill("SIGTERM");
    await this.ended;
    this.child = undefined;
  }

  async remove() {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  control(...words) {
    return execFileSync("nsenter", ["-m", "-t", String(this.child.pid), "smtpctl", ...words], { encoding: "utf8" });
  }

  // What it could not hand on it would try again in minutes: it does so now, at most once a second.
  retry() {
    if (Date.now() < (this.retried ?? 0) + 1000) return;
    this.retried = Date.now();
    for (const line of this.control("show", "routes").split("\n")) {
      const [route, , , flags] = line.split(/\s+/);
      if (/D/.test(flags ?? "")) this.control("resume", "route", route.replace(/\.$/, ""));
    }
    if (this.queued() > 0) this.control("schedule", "all");
  }
  queued() {
    return this.control("show", "queue").split("\n").filter(Boolean).length;
  }

  log() {
    return readFileSync(join(this.folder, "log"), "utf8");
  }
}
