// Versions of a program on a served desk: planned over the wire, begun by the worker, also after a kill; a folder that
// differs at the start is told and not taken.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Desk } from "./desk.mjs";

const desk = new Desk("--test-clock");
const folder = mkdtempSync(join(tmpdir(), "yakusoku-program-"));
const tokens = {};
let brand, first;

const push = (now) => desk.call(tokens.admin, "POST", "desk/test_clock", { now });
const versions = async () => (await desk.call(tokens.admin, "GET", `desk/programs/${brand}/versions`)).json;
const in_force = async () => (await versions()).versions.find((each) => each.in_force).hash;
const files = () =>
  ["program.yaml", "days.yaml"].map((name) => ({ name, content: readFileSync(join(folder, name), "utf8") }));
const due = async (ticket) => {
  const { json } = await desk.call(tokens.agent, "GET", `tickets/${ticket}/clocks`);
  return json.clocks.find((each) => each.clock === "first_response").due;
};
const open = async () => {
  const body = { ticket: { kind: "incident", severity: "3", subject: "slow", comment: { body: "It is slow." } } };
  return (await desk.call(tokens.customer, "POST", "tickets", body)).json.ticket.id;
};

before(async () => {
  cpSync("tests/programs/golden", folder, { recursive: true });
  await desk.start();
  tokens.admin = desk.person("admin@desk.example", "admin");
  tokens.agent = desk.person("agent@desk.example", "agent");
  tokens.customer = desk.person("customer@buyer.example", "customer");
  desk.run("enact", folder, "--data", desk.data);
  await push("2025-06-10T01:00:00Z");
  brand = (await desk.call(tokens.agent, "GET", "desk/programs")).json.programs[0].id;
  // The next version answers severity 3 within ten minutes instead of thirty.
  const program = readFileSync(join(folder, "program.yaml"), "utf8");
  assert.ok(program.includes('"1, 2": 15m, 3: 30m'));
  writeFileSync(join(folder, "program.yaml"), program.replace('"1, 2": 15m, 3: 30m', '"1, 2": 15m, 3: 10m'));
});
after(async () => {
  await desk.remove();
  rmSync(folder, { recursive: true, force: true });
});

test("only an administrator looks at versions, and a dry run changes nothing", async () => {
  first = await open();
  assert.equal(await due(first), "2025-06-10T01:30:00Z");
  assert.equal((await desk.call(tokens.agent, "GET", `desk/programs/${brand}/versions`)).status, 403);
  const tried = await desk.call(tokens.admin, "POST", "desk/programs/dry_run", { files: files(), in_flight: "move" });
  assert.equal(tried.status, 200);
  assert.deepEqual([tried.json.requests, tried.json.earlier, tried.json.later], [1, 1, 0]);
  assert.equal(tried.json.moved[0].after, "2025-06-10T01:10:00Z");
  assert.equal(await due(first), "2025-06-10T01:30:00Z");
});

test("a planned version begins at its instant, though the desk was killed before", async () => {
  const today = await in_force();
  const body = { files: files(), from: "2025-06-10T01:05:00Z", in_flight: "move" };
  const planned = await desk.call(tokens.admin, "POST", "desk/programs", body);
  assert.deepEqual([planned.status, planned.json.state], [200, "planned"]);
  const again = await desk.call(tokens.admin, "POST", "desk/programs", { hash: today });
  assert.deepEqual([again.status, again.json.code], [409, "version_planned"]);
  await desk.stop("SIGKILL");
  await desk.start();
  assert.equal(await in_force(), today);
  await push("2025-06-10T01:05:00Z");
  assert.equal(await in_force(), planned.json.hash);
  // It moved: ten minutes from the change, which is before what it had (R4).
  assert.equal(await due(first), "2025-06-10T01:15:00Z");
  assert.equal(await due(await open()), "2025-06-10T01:15:00Z");
  const enactments = (await versions()).enactments;
  assert.deepEqual([enactments[0].state, enactments[0].moved, enactments[0].unfinished], ["in_force", 1, false]);
});

test("a planned one can be taken back, and the old one put in force again", async () => {
  const [now, before] = (await versions()).enactments.map((each) => each.hash);
  const planned = await desk.call(tokens.admin, "POST", "desk/programs", { hash: before, from: "2025-06-11T00:00:00Z" });
  assert.equal(planned.json.state, "planned");
  const taken_back = await desk.call(tokens.admin, "DELETE", `desk/enactments/${planned.json.enactment}`, {});
  assert.equal(taken_back.json.state, "withdrawn");
  await push("2025-06-11T00:00:01Z");
  assert.equal(await in_force(), now);
  const back = await desk.call(tokens.admin, "POST", "desk/programs", { hash: before });
  assert.equal(back.json.state, "in_force");
  assert.equal(await in_force(), before);
});

test("serve --program enacts nothing that differs, and says so", async () => {
  const today = await in_force();
  await desk.stop();
  desk.options = ["--test-clock", "--program", folder];
  desk.errors = "";
  await desk.start();
  assert.match(desk.errors, /differs from the version in force/);
  assert.equal(await in_force(), today);
});

test("enact on the command line plans, too, and the folder verifies", async () => {
  const said = JSON.parse(desk.run("enact", folder, "--data", desk.data, "--from", "2025-06-12T00:00:00Z", "--in-flight", "keep"));
  assert.equal(said.state, "planned");
  await push("2025-06-12T00:00:00Z");
  assert.equal(await in_force(), said.hash);
  await desk.stop();
  assert.match(desk.run("verify", "--data", desk.data), /^0 findings$/m);
});
