// Debian's Dovecot on loopback with a folder, ports and certificates of its own; started and stopped by the test.
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createConnection, createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

const root = process.getuid() === 0;
// Mail of uid 0 is refused by Dovecot; without root everything is ours.
const id = (name, flag) => Number(execFileSync("id", [flag, name], { encoding: "utf8" }));
const mailUser = root ? "nobody" : userInfo().username;
const uid = root ? id(mailUser, "-u") : process.getuid();
const gid = root ? id(mailUser, "-g") : process.getgid();

export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export async function until(condition, what, milliseconds = 20000) {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = await condition();
    if (found) return found;
    if (Date.now() > end) throw new Error(`never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = createConnection(port, "127.0.0.1");
    socket.once("data", () => (socket.destroy(), resolve(true)));
    socket.once("error", () => resolve(false));
    socket.once("close", () => resolve(false));
  });
}

function childrenOf(parent) {
  return readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return Number(readFileSync(`/proc/${pid}/stat`, "utf8").replace(/.*\) /s, "").split(" ")[1]) === parent;
    } catch {
      return false; // it ended meanwhile
    }
  });
}
function killed(pid) {
  try {
    return process.kill(Number(pid), "SIGKILL"); // true: it was still there
  } catch {
    return false;
  }
}

export class Dovecot {
  constructor({ capability, oauth } = {}) {
    this.capability = capability;
    this.oauth = oauth; // the port of the introspection server
    this.folder = mkdtempSync(join(tmpdir(), "dovecot-"));
    this.sent = 0;
    chmodSync(this.folder, 0o755);
    for (const each of ["mail", "base", "state"]) mkdirSync(join(this.folder, each));
    if (root) chownSync(join(this.folder, "mail"), uid, gid);
    this.ca = join(this.folder, "ca.pem");
  }

  openssl(...words) {
    execFileSync("openssl", words, { cwd: this.folder, stdio: "pipe" });
  }

  makeCertificates() {
    const newKey = ["-newkey", "rsa:2048", "-nodes"];
    this.openssl("req", "-x509", ...newKey, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Test CA");
    this.openssl("req", ...newKey, "-keyout", "key.pem", "-out", "request.pem", "-subj", "/CN=localhost");
    writeFileSync(join(this.folder, "names"), "subjectAltName=DNS:localhost\n");
    this.openssl("x509", "-req", "-in", "request.pem", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
      "-extfile", "names", "-out", "cert.pem");
  }

  configuration() {
    const oauthFile = join(this.folder, "oauth.conf");
    if (this.oauth)
      writeFileSync(oauthFile, `introspection_mode = post
introspection_url = http://127.0.0.1:${this.oauth}/introspect
username_attribute = email
active_attribute = active
active_value = true
`);
    return `protocols = imap
base_dir = ${this.folder}/base
state_dir = ${this.folder}/state
log_path = ${this.folder}/log
listen = 127.0.0.1
disable_plaintext_auth = no
auth_mechanisms = plain login${this.oauth ? " xoauth2 oauthbearer" : ""}
auth_failure_delay = 0
mail_location = maildir:~/Maildir
mail_max_userip_connections = 50
mailbox_idle_check_interval = 1 secs
ssl = yes
ssl_cert = <${this.folder}/cert.pem
ssl_key = <${this.folder}/key.pem
${root ? "" : `default_internal_user = ${mailUser}\ndefault_login_user = ${mailUser}\ndefault_internal_group = ${gid}`}
${this.capability ? `protocol imap {\n  imap_capability = ${this.capability}\n}` : ""}
${this.oauth ? `passdb {\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n  args = ${oauthFile}\n}` : ""}
passdb {
  driver = static
  mechanisms = plain login
  args = password=secret
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${this.folder}/mail/%n allow_all_users=yes
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  ${root ? "" : "chroot ="}
  inet_listener imap {
    port = ${this.port}
  }
  inet_listener imaps {
    port = ${this.tlsPort}
    ssl = yes
  }
}
`;
  }

  async start() {
    if (!this.port) {
      this.port = await freePort();
      this.tlsPort = await freePort();
      this.makeCertificates();
      writeFileSync(join(this.folder, "dovecot.conf"), this.configuration());
    }
    this.child = spawn("/usr/sbin/dovecot", ["-F", "-c", join(this.folder, "dovecot.conf")], { stdio: "inherit" });
    this.ended = new Promise((resolve) => this.child.once("close", resolve));
    await until(() => answers(this.port), `an answer of Dovecot (its log is ${this.folder}/log)`);
  }

  // Its imap processes outlive the master by ten seconds, and write: they end with it here.
  async stop() {
    if (!this.child) return;
    const children = childrenOf(this.child.pid);
    if (this.child.exitCode === null) this.child.kill("SIGTERM");
    await this.ended;
    this.child = undefined;
    await until(() => children.filter(killed).length === 0, "the end of Dovecot's processes");
  }

  async remove() {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  doveadm(...words) {
    return execFileSync("doveadm", ["-c", join(this.folder, "dovecot.conf"), ...words], { encoding: "utf8" });
  }

  mailFolder(user = "support") {
    return join(this.folder, "mail", user, "Maildir");
  }

  // As a local delivery does it: written beside, then renamed.
  deliver(source, user = "support") {
    const place = this.mailFolder(user);
    for (const each of ["", "tmp", "new", "cur"]) {
      mkdirSync(join(place, each), { recursive: true });
      if (root) for (const path of [join(place, ".."), join(place, each)]) chownSync(path, uid, gid);
    }
    this.sent += 1;
    const name = `${Math.floor(Date.now() / 1000)}.M${String(this.sent).padStart(6, "0")}.test`;
    writeFileSync(join(place, "tmp", name), source);
    if (root) chownSync(join(place, "tmp", name), uid, gid);
    renameSync(join(place, "tmp", name), join(place, "new", name));
  }

  // Each mail's text and flags in a folder of the store ("" is INBOX, ".Taken" another).
  mails(folder = "", user = "support") {
    const place = join(this.mailFolder(user), folder);
    return ["new", "cur"].flatMap((each) =>
      readdirSync(join(place, each)).map((name) => ({
        text: readFileSync(join(place, each, name), "utf8"),
        flags: name.split(":2,")[1] ?? "",
      })),
    );
  }

  log() {
    return readFileSync(join(this.folder, "log"), "utf8");
  }
}

export const mail = (subject, body = "Hello.") =>
  `From: customer@example.com\r\nTo: support@example.org\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@example.com>\r\n\r\n${body}\r\n`;
