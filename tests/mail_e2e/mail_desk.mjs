// The desk of tests/process with mail: settings.yaml and its password lie in the folder before it starts.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../mail_in/dovecot.mjs";
import { Desk } from "../process/desk.mjs";
import { patience, until } from "./post_office.mjs";

export class MailDesk extends Desk {
  constructor(settings, ...options) {
    super(...options);
    mkdirSync(this.data);
    this.write("settings.yaml", settings);
    this.write("imap_password", "secret\n");
  }
  // On a port that is known before, so that mail may name it.
  async start() {
    if (this.listen.endsWith(":0")) {
      this.listen = `127.0.0.1:${await freePort()}`;
      this.options.push("--base-url", `http://${this.listen}`);
    }
    return await super.start();
  }
  write(name, content) {
    writeFileSync(join(this.data, name), content, { mode: 0o600 });
  }

  async get(path) {
    const { status, json } = await this.call(this.token, "GET", path);
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${JSON.stringify(json)}`);
    return json;
  }
  async put(path, body) {
    const { status, json } = await this.call(this.token, "PUT", path, body);
    if (status !== 200) throw new Error(`PUT ${path}: ${status} ${JSON.stringify(json)}`);
    return json;
  }
  async tickets() {
    const all = [];
    for (let page = 1; ; page += 1) {
      const { tickets, next_page } = await this.get(`tickets?per_page=100&page=${page}`);
      all.push(...tickets);
      if (!next_page) return all;
    }
  }
  ticket(wanted, what) {
    return until(async () => (await this.tickets()).find(wanted), `a request: ${what}; ${this.errors.slice(-1000)}`, patience);
  }
  async comments(ticket) {
    return (await this.get(`tickets/${ticket}/comments`)).comments;
  }
  comment(ticket, wanted, what) {
    return until(async () => (await this.comments(ticket)).find(wanted), `a comment: ${what}; ${this.errors.slice(-1000)}`, patience);
  }
  async held() {
    return (await this.get("suspended_tickets")).suspended_tickets;
  }
}
