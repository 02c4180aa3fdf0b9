// Nodes of one desk, each the real binary on a folder of its own, and the server under them.
import { execFileSync } from "node:child_process";
import { Desk } from "../process/desk.mjs";

export const server = process.env.YAKUSOKU_TEST_POSTGRES;
export const as_postgres = (program, ...words) => {
  const command = [`${process.env.POSTGRES_BIN}/${program}`, ...words];
  const [first, ...rest] = process.getuid() === 0 ? ["runuser", "-u", "postgres", "--", ...command] : command;
  return execFileSync(first, rest, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
};
const data = `${process.env.POSTGRES_FOLDER}/data`;

let made = 0;
// An empty database of its own, as the URI of one.
export function fresh_database() {
  const name = `desk_${process.pid}_${++made}`;
  as_postgres("psql", "-h", process.env.POSTGRES_FOLDER, "-d", "postgres", "-q", "-c", `CREATE DATABASE ${name}`);
  return server.replace("/postgres?", `/${name}?`);
}
// As pg_ctl stops it: `immediate` is a crash. The options that it was started with are its own again.
export const stop_server = (how = "immediate") => as_postgres("pg_ctl", "-D", data, "-m", how, "-w", "stop");
export const start_server = () =>
  as_postgres("pg_ctl", "-D", data, "-l", `${process.env.POSTGRES_FOLDER}/log`, "-w", "start", "-o",
    `-k ${process.env.POSTGRES_FOLDER} -c listen_addresses='' -c max_connections=60`);

export class Node extends Desk {
  constructor(database, ...options) {
    super("--database", database, ...options);
    this.database = database;
  }
  run(command, ...words) {
    const [first, ...rest] = words; // user add, token create; verify
    const place = ["--data", this.data, "--database", this.database];
    const others = rest.filter((each, at) => each !== "--data" && rest[at - 1] !== "--data");
    return first === undefined || first.startsWith("--")
      ? super.run(command, ...place)
      : super.run(command, first, ...place, ...others);
  }
  verify() {
    return super.run("verify", "--data", this.data, "--database", this.database);
  }
}

// Asks again until it is so; the test's own limit ends it.
export async function until(asked, pause = 50) {
  for (;;) {
    const found = await asked();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
