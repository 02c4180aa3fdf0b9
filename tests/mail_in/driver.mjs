// The program that fetches (fetch_driver.cpp), on a settings file and a folder of its own.
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "./dovecot.mjs";

const program = join(process.env.YAKUSOKU_BUILD ?? "build/test", "mail_in_fetch_driver");

export class Store {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "kept-"));
  }
  kept() {
    return readdirSync(this.folder).filter((name) => name.endsWith(".eml")).map((name) => readFileSync(join(this.folder, name), "utf8"));
  }
  subjects() {
    return this.kept().map((text) => /^Subject: (.*?)\r?$/m.exec(text)?.[1]).sort();
  }
  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export class Fetcher {
  constructor(store, settings) {
    this.store = store;
    this.folder = mkdtempSync(join(tmpdir(), "fetcher-"));
    this.settings = { password: "secret", ...settings, store: store.folder };
    this.said = [];
    this.errors = "";
  }

  start() {
    const file = join(this.folder, "settings.json");
    writeFileSync(file, JSON.stringify(this.settings));
    this.child = spawn(program, [file], { stdio: ["pipe", "pipe", "pipe"] });
    this.ended = new Promise((resolve) => this.child.once("close", (status, signal) => resolve({ status, signal })));
    let rest = "";
    this.child.stdout.on("data", (some) => {
      const lines = (rest + some).split("\n");
      rest = lines.pop();
      for (const line of lines) this.said.push(JSON.parse(line));
    });
    this.child.stderr.on("data", (some) => (this.errors += some));
    return this;
  }

  lines(name) {
    return this.said.filter((line) => name in line);
  }
  until(condition, what, milliseconds) {
    return until(() => condition(this), `${what}; said: ${JSON.stringify(this.said.slice(-5))} ${this.errors}`, milliseconds);
  }
  // Asks for the status until it is as wanted.
  status(wanted = () => true) {
    return this.until(async () => {
      const before = this.lines("status").length;
      this.child.stdin.write("status\n");
      await until(() => this.lines("status").length > before, "a status");
      const status = this.lines("status").at(-1);
      return wanted(status) && status;
    }, "the wanted status");
  }
  readNow() {
    this.child.stdin.write("read\n");
  }

  async stop() {
    this.child.stdin.end();
    const how = await this.ended;
    if (how.status !== 0) throw new Error(`${JSON.stringify(how)} ${this.errors}`);
    rmSync(this.folder, { recursive: true, force: true });
    return this.lines("stopped").at(-1)?.stopped;
  }
  async kill() {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill("SIGKILL");
    await this.ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
