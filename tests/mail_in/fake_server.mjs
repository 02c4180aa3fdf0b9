// An IMAP server of a few lines that misbehaves as told: what Dovecot never does, but others do.
import { createServer } from "node:net";

export class FakeServer {
  // mails: Map of uid -> { text, size (claimed), fetch: (what, uid, text) => response | undefined }
  constructor(capability = "IMAP4rev1") {
    this.capability = capability;
    this.mails = new Map();
    this.commands = [];
    this.validity = 7;
    this.answers = {}; // verb -> a function that answers instead
  }

  async start() {
    this.sockets = new Set();
    this.server = createServer((socket) => {
      this.sockets.add(socket);
      socket.on("error", () => {});
      socket.write(`* OK [CAPABILITY ${this.capability}] fake\r\n`);
      let rest = "";
      socket.on("data", (some) => {
        const lines = (rest + some.toString("latin1")).split("\r\n");
        rest = lines.pop();
        for (const line of lines) this.take(socket, line);
      });
    });
    await new Promise((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.port = this.server.address().port;
    return this;
  }

  async stop() {
    for (const each of this.sockets) each.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  take(socket, line) {
    const [tag, ...words] = line.split(" ");
    this.commands.push(words.join(" "));
    if (tag === "DONE") return void this.idling?.(socket);
    const verb = words[0] === "UID" ? `UID ${words[1]}` : words[0];
    const special = this.answers[verb]?.(socket, tag, words);
    if (special) return;
    if (verb === "IDLE") {
      this.pushTo = socket;
      this.idling = () => socket.write(`${tag} OK done\r\n`);
      return void socket.write("+ idling\r\n");
    }
    const untagged = {
      CAPABILITY: () => `* CAPABILITY ${this.capability}\r\n`,
      SELECT: () => `* ${this.mails.size} EXISTS\r\n* OK [UIDVALIDITY ${this.validity}] so\r\n`,
      EXAMINE: () => `* ${this.mails.size} EXISTS\r\n* OK [UIDVALIDITY ${this.validity}] so\r\n`,
      "UID SEARCH": () => `* SEARCH ${[...this.mails.keys()].join(" ")}\r\n`,
      "UID FETCH": () => this.fetched(words[2], words.slice(3).join(" ")),
    }[verb];
    socket.write(Buffer.from(`${untagged?.() ?? ""}${tag} OK done\r\n`, "latin1"));
  }

  fetched(set, what) {
    let said = "";
    for (const [uid, mail] of this.mails) {
      if (!FakeServer.holds(set, uid)) continue;
      if (what.includes("RFC822.SIZE")) said += `* 1 FETCH (UID ${uid} RFC822.SIZE ${mail.size ?? mail.text.length})\r\n`;
      else said += mail.fetch ? mail.fetch(what) : FakeServer.response(uid, what, mail.text);
    }
    return said;
  }

  static response(uid, what, text) {
    const header = what.includes("BODY.PEEK[HEADER]");
    const bytes = header ? text.slice(0, text.indexOf("\r\n\r\n") + 4) : text;
    return `* 1 FETCH (UID ${uid} INTERNALDATE " 7-Jan-2026 23:30:00 +0900" BODY[${header ? "HEADER" : ""}] {${bytes.length}}\r\n${bytes})\r\n`;
  }

  static holds(set, uid) {
    return set.split(",").some((range) => {
      const [from, to = from] = range.split(":").map(Number);
      return from <= uid && uid <= to;
    });
  }
}
