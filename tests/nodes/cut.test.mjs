// A link to the database that breaks while a commit is on its way, before the server has it or after: whoever asked gets the
// answer of what happened, and it happened once, though he sent no key. A proxy on loopback cuts the link.
import assert from "node:assert/strict";
import net from "node:net";
import { after, test } from "node:test";
import { fresh_database, Node } from "./nodes.mjs";

let cut = "never"; // before: the server never hears of the commit; after: nobody hears its answer
let cuts = 0;
const open = new Set();
const proxy = net.createServer((client) => {
  const server = net.connect({ path: `${process.env.POSTGRES_FOLDER}/.s.PGSQL.5432` });
  let writes = false;
  const end = () => (client.destroy(), server.destroy());
  for (const each of [client, server]) {
    open.add(each);
    each.on("error", end).on("close", () => (open.delete(each), end()));
  }
  client.on("data", (bytes) => {
    const text = bytes.toString("latin1");
    writes ||= text.includes("NOTIFY yakusoku");
    if (cut === "never" || !writes || !text.includes("COMMIT\0")) return void server.write(bytes);
    ++cuts;
    const how = cut;
    cut = "never";
    if (how === "before") return end();
    // The server's answer is the sign that it has committed; it goes no further.
    server.removeAllListeners("data");
    server.once("data", end);
    server.write(bytes);
  });
  server.on("data", (bytes) => client.write(bytes));
});
const node = { made: null };
after(async () => {
  await node.made?.remove();
  for (const each of open) each.destroy();
  proxy.close();
});

test("a commit whose outcome nobody heard of is looked up, not done twice", { timeout: 120000 }, async () => {
  await new Promise((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const direct = fresh_database();
  const name = /\/(desk_\w+)\?/.exec(direct)[1];
  const user = /user=(\w+)/.exec(direct)[1];
  const desk = (node.made = new Node(`postgresql://${user}@127.0.0.1:${proxy.address().port}/${name}?sslmode=disable`, "--program", "tests/programs/golden"));
  await desk.start();
  desk.database = direct; // commands are waited for, and the proxy with them
  const customer = desk.person("customer@buyer.example", "customer"),
    admin = desk.person("admin@desk.example", "admin");
  const subjects = [];
  for (let number = 0; number < 20; ++number) {
    const subject = `cut ${number}`;
    cut = number % 2 ? "before" : "after";
    const { status, json } = await desk.call(customer, "POST", "tickets", { ticket: { kind: "inquiry", subject, comment: { body: "How is it done?" } } });
    assert.equal(status, 201, JSON.stringify(json));
    assert.equal(cut, "never", "the link was cut");
    subjects.push(subject);
  }
  assert.equal(cuts, 20);
  const { json } = await desk.call(admin, "GET", "tickets?page[size]=100");
  assert.deepEqual(json.tickets.map((each) => each.subject).sort(), subjects.sort());
  assert.deepEqual(await desk.stop(), { status: 0, signal: null });
  assert.equal(desk.verify(), "0 findings");
});
