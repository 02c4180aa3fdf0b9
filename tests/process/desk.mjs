// The real binary on a folder of its own: its subcommands, and the desk that it serves.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const binary = join(process.env.YAKUSOKU_BUILD ?? "build/test", "yakusoku");

export class Desk {
  constructor(...options) {
    this.options = options;
    this.listen = "127.0.0.1:0";
    this.folder = mkdtempSync(join(tmpdir(), "yakusoku-"));
    this.data = join(this.folder, "data");
    this.errors = "";
  }

  // Resolves when the desk says where it listens; rejects when it ends before.
  start() {
    this.child = spawn(binary, ["serve", "--data", this.data, "--listen", this.listen, "--quiet", ...this.options], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.ended = new Promise((resolve) => this.child.once("close", (status, signal) => resolve({ status, signal })));
    this.child.stderr.on("data", (some) => (this.errors += some));
    return new Promise((resolve, reject) => {
      this.child.once("error", reject);
      let said = "";
      this.child.stdout.on("data", (some) => {
        said += some;
        const at = /^listening on (\S+)$/m.exec(said);
        if (at) resolve((this.url = at[1]));
      });
      void this.ended.then((how) => reject(new Error(`${JSON.stringify(how)} ${said} ${this.errors}`)));
    });
  }

  async stop(signal = "SIGTERM") {
    if (this.child?.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
    return await this.ended;
  }

  async remove() {
    if (this.child) await this.stop("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }

  run(...words) {
    return execFileSync(binary, words, { encoding: "utf8" }).trim();
  }

  // A new person with a token, both by the command line.
  person(email, role) {
    this.run("user", "add", "--data", this.data, "--email", email, "--name", email, "--role", role);
    return this.run("token", "create", "--data", this.data, "--email", email);
  }

  async call(token, method, path, body, headers = {}) {
    const answer = await fetch(`${this.url}/api/v2/${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status: answer.status, headers: answer.headers, json: await answer.json() };
  }
}
