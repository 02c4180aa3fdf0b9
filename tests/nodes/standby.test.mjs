// A primary with a synchronous standby: the primary dies among the creates, the standby is promoted, the nodes go over to it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { as_postgres, Node, until } from "./nodes.mjs";

const folder = mkdtempSync(join(tmpdir(), "yakusoku-standby-"));
chmodSync(folder, 0o755);
const server = (name) => {
  const home = join(folder, name);
  execFileSync("mkdir", [home]);
  if (process.getuid() === 0) {
    const of = (what) => Number(execFileSync("id", [what, "postgres"], { encoding: "utf8" }));
    chownSync(home, of("-u"), of("-g"));
  }
  const data = join(home, "data");
  return {
    home,
    data,
    start: (...settings) => as_postgres("pg_ctl", "-D", data, "-l", join(home, "log"), "-w", "start", "-o", [`-k ${home} -c listen_addresses=''`, ...settings.map((each) => `-c ${each}`)].join(" ")),
    stop: () => as_postgres("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"),
    sql: (text) => as_postgres("psql", "-h", home, "-d", "postgres", "-q", "-A", "-t", "-c", text).trim(),
  };
};
const primary = server("primary"),
  standby = server("standby");
const alive = [];
after(async () => {
  for (const each of alive) await each.remove();
  for (const each of [primary, standby]) {
    try {
      each.stop();
    } catch {
      /* it is down already */
    }
  }
  rmSync(folder, { recursive: true, force: true });
});

test("the primary dies and the standby is promoted: what was answered is there once", { timeout: 120000 }, async () => {
  as_postgres("initdb", "-D", primary.data, "-A", "trust", "-E", "UTF8", "--locale=C", "-N");
  primary.start("max_connections=60");
  as_postgres("pg_basebackup", "-h", primary.home, "-D", standby.data, "-R", "-X", "stream", "-c", "fast");
  standby.start("max_connections=60");
  primary.sql("ALTER SYSTEM SET synchronous_standby_names = '*'");
  primary.sql("SELECT pg_reload_conf()");
  await until(() => primary.sql("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") === "1");

  const user = process.getuid() === 0 ? "&user=postgres" : "";
  const database = `postgresql:///postgres?host=${primary.home},${standby.home}${user}`;
  const nodes = [1, 2].map(() => new Node(database, "--program", "tests/programs/golden"));
  alive.push(...nodes);
  await Promise.all(nodes.map((each) => each.start()));
  const customer = nodes[0].person("customer@buyer.example", "customer"),
    admin = nodes[0].person("admin@desk.example", "admin");
  const create = (on, number) =>
    on.call(customer, "POST", "tickets", { ticket: { kind: "inquiry", subject: `create ${number}`, comment: { body: "How is it done?" } } },
      { "Idempotency-Key": `create-${number}` });
  const count = 120;
  const numbers = Array.from({ length: count }, (_, number) => number);
  const answered = new Map();
  let down = false;
  await Promise.all(
    numbers.map(async (number) => {
      const { status, json } = await create(nodes[number % 2], number);
      if (status === 201) answered.set(number, json.ticket.id);
      else assert.equal(status, 503);
      if (answered.size === 20 && !down) {
        down = true;
        primary.stop();
      }
    }),
  );
  assert.ok(answered.size < count, "it died in the middle");
  as_postgres("pg_ctl", "-D", standby.data, "-w", "promote");
  // Whoever promotes says that there is no second one now.
  standby.sql("ALTER SYSTEM SET synchronous_standby_names = ''");
  standby.sql("SELECT pg_reload_conf()");
  const began = Date.now();
  for (const each of nodes) await until(async () => (await create(each, 0)).status === 201);
  assert.ok(Date.now() - began < 10000, `${Date.now() - began} ms until both wrote again`);
  for (const number of numbers) {
    const { status, json } = await create(nodes[(number + 1) % 2], number);
    assert.equal(status, 201);
    if (answered.has(number)) assert.equal(json.ticket.id, answered.get(number));
  }
  const subjects = [];
  for (let path = "tickets?page[size]=100"; path; ) {
    const { json } = await nodes[1].call(admin, "GET", path);
    subjects.push(...json.tickets.map((each) => each.subject));
    path = json.meta.has_more ? `tickets?page[size]=100&page[after]=${json.meta.after_cursor}` : "";
  }
  assert.deepEqual(subjects.sort(), numbers.map((number) => `create ${number}`).sort());
  for (const each of nodes) assert.deepEqual(await each.stop(), { status: 0, signal: null });
  assert.equal(nodes[0].verify(), "0 findings");
});
