// Servers of every temper: what becomes of a mail, how often a connection is made, what is never said in the clear.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { answer, Driver, Keys, mail, to, World } from "./driver.mjs";

let driver, keys;
before(() => {
  driver = new Driver();
  keys = new Keys();
});
after(async () => {
  keys.remove();
  assert.equal(await driver.end(), 0);
});

const in_turn = { in_turn: true };
const by_address = (address, session, done) => {
  const code = /^(\d{3})-?([\d.]*)@/.exec(address.address);
  done(code ? answer(Number(code[1]), `${code[2]} no ${address.address}`.trim()) : null);
};

// A server below any library: `say(line, socket)` is asked for every line, `null` says nothing.
const rough = async (say, greeting = "220 rough ESMTP") => {
  const sockets = new Set();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    if (greeting) socket.write(`${greeting}\r\n`);
    let kept = "";
    socket.on("data", (some) => {
      kept += some;
      for (let end = kept.indexOf("\r\n"); end >= 0; end = kept.indexOf("\r\n")) {
        const reply = say(kept.slice(0, end), socket, connections);
        kept = kept.slice(end + 2);
        if (reply) socket.write(`${reply}\r\n`);
      }
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => {
    sockets.forEach((socket) => socket.destroy());
    return new Promise((resolve) => server.close(resolve));
  };
  return { port: server.address().port, stop, connections: () => connections };
};
const polite = (line) => {
  if (line.startsWith("EHLO")) return "250-rough\r\n250 SIZE 1000000";
  if (line.startsWith("DATA")) return "354 go on";
  if (line === ".") return "250 2.0.0 done";
  return /^(MAIL|RCPT|QUIT|NOOP|RSET)/.test(line) ? "250 fine" : null;
};

test("a server that puts off what comes after many mails on one connection is met by a new one before", async () => {
  const carried = new Map();
  const world = await new World({
    onMailFrom: (address, session, done) => {
      carried.set(session.id, (carried.get(session.id) ?? 0) + 1);
      done(carried.get(session.id) > 100 ? answer(452, "4.5.3 Too many messages sent") : null);
    },
  }).start();
  const results = await driver.send({ port: world.port }, Array.from({ length: 120 }, () => to("hana@x.example")), in_turn);
  await world.stop();
  assert.deepEqual(new Set(results.map((each) => each.outcome)), new Set(["delivered"]));
  assert.equal(world.taken.length, 120);
  assert.equal(world.connections, 3);
});

test("each address has its own result, and one refusal spoils no other mail", async () => {
  const world = await new World({ onRcptTo: by_address }).start();
  const results = await driver.send(
    { port: world.port },
    [to("hana@x.example"), to("550-5.1.1@x.example"), to("451-4.7.1@x.example"), to("552@x.example"), to("taro@x.example")],
    in_turn,
  );
  await world.stop();
  assert.deepEqual(results, [
    { outcome: "delivered", code: "250 2.0.0", text: "taken" },
    { outcome: "refused", code: "550 5.1.1", text: "no 550-5.1.1@x.example" },
    { outcome: "later", code: "451 4.7.1", text: "no 451-4.7.1@x.example" },
    { outcome: "refused", code: "552", text: "no 552@x.example" },
    { outcome: "delivered", code: "250 2.0.0", text: "taken" },
  ]);
  assert.deepEqual(
    world.taken.map((each) => each.envelope.rcptTo.map((one) => one.address)),
    [["hana@x.example"], ["taro@x.example"]],
  );
});

test("the source arrives byte for byte, dots and long lines too", async () => {
  const world = await new World().start();
  const dots = mail({ text: ".\n..\n.x\nend\n.", html: "<p>.</p>", attachments: [{ name: "a", type: "x/y", hex: "2e0d0a".repeat(5000) }] });
  await driver.send({ port: world.port }, [dots]);
  await world.stop();
  assert.equal(world.taken[0].source.toString(), await driver.source(dots));
});

test("the null sender and a VERP sender are what the server hears", async () => {
  const world = await new World().start();
  await driver.send({ port: world.port }, [mail({ envelope_from: "" }), mail({ envelope_from: "bounce+7=x@desk.example" })], in_turn);
  await world.stop();
  assert.deepEqual(world.taken.map((each) => each.envelope.mailFrom.address), ["", "bounce+7=x@desk.example"]);
  assert.equal(world.taken[0].session.hostNameAppearsAs, "desk.example");
});

test("mails in turn share a connection, mails at once have several, never more than are allowed", async () => {
  const world = await new World().start();
  await driver.send({ port: world.port }, Array.from({ length: 20 }, () => mail()), in_turn);
  assert.equal(world.connections, 1);
  world.connections = 0;
  let open = 0, most = 0;
  world.server.onConnect = (session, done) => {
    world.connections += 1;
    most = Math.max(most, (open += 1));
    done();
  };
  world.server.onClose = () => (open -= 1);
  const results = await driver.send({ port: world.port, connections: 3 }, Array.from({ length: 60 }, () => mail()));
  await world.stop();
  assert.ok(results.every((each) => each.outcome === "delivered"));
  assert.equal(world.taken.length, 80);
  assert.ok(most <= 3 && world.connections <= 3, `${most} at once, ${world.connections} in all`);
});

test("a connection that the server closed meanwhile costs nobody a mail", async () => {
  const server = await rough((line, socket, connections) => {
    const reply = polite(line);
    if (line === "." && connections === 1) setImmediate(() => socket.end("421 4.4.2 idle too long\r\n"));
    return reply;
  });
  const results = await driver.send({ port: server.port }, [mail(), mail(), mail()], in_turn);
  assert.deepEqual(results.map((each) => each.outcome), ["delivered", "delivered", "delivered"]);
  assert.equal(server.connections(), 2);
  await server.stop();
});

test("an old connection that dies at the next MAIL is replaced at once", async () => {
  let mails = 0;
  const server = await rough((line, socket) => {
    if (line.startsWith("MAIL") && (mails += 1) === 2) return void socket.destroy();
    return polite(line);
  });
  const results = await driver.send({ port: server.port }, [mail(), mail()], in_turn);
  assert.deepEqual(results.map((each) => each.outcome), ["delivered", "delivered"]);
  await server.stop();
});

test("a connection that drops in the middle of DATA is tried later, with no code", async () => {
  let lines = 0;
  const server = await rough((line, socket) => {
    if (lines > 0 && (lines += 1) > 20) socket.destroy();
    if (line.startsWith("DATA")) lines = 1;
    return lines > 1 ? null : polite(line);
  });
  const [result] = await driver.send({ port: server.port }, [mail({ text: "line\n".repeat(200_000) })]);
  assert.equal(result.outcome, "later");
  assert.equal(result.code, "");
  assert.notEqual(result.text, "");
  await server.stop();
});

test("a refusal after DATA is the mail's, a greeting or a HELO is not", async () => {
  const after_data = await rough((line) => (line === "." ? "554 5.7.1 spam" : polite(line)));
  assert.deepEqual(await driver.send({ port: after_data.port }, [mail()]), [{ outcome: "refused", code: "554 5.7.1", text: "spam" }]);
  await after_data.stop();
  const closed = await rough(polite, "554 5.3.2 no service here");
  const [result] = await driver.send({ port: closed.port }, [mail()]);
  assert.equal(result.outcome, "later");
  await closed.stop();
});

test("nobody there, a silent server and a slow one end as later, in time", async () => {
  const nobody = await rough(polite);
  await nobody.stop();
  const [none] = await driver.send({ port: nobody.port }, [mail()]);
  assert.equal(none.outcome, "later");
  assert.equal(none.code, "");
  for (const say of [() => null, (line) => (line.startsWith("RCPT") ? null : polite(line)), (line) => (line === "." ? null : polite(line))]) {
    const server = await rough(say);
    const began = Date.now();
    const [result] = await driver.send({ port: server.port, limit: 1 }, [mail()]);
    assert.equal(result.outcome, "later");
    assert.equal(result.code, "");
    assert.ok(Date.now() - began < 8_000, `${Date.now() - began} ms`);
    await server.stop();
  }
});

test("stopping ends what is under way and what waits for a place", async () => {
  const asked = Promise.withResolvers();
  const server = await rough((line) => void asked.resolve(line));
  await driver.ask({ do: "server", host: "127.0.0.1", port: server.port, connections: 1, limit: 60 });
  await driver.ask({ do: "begin", mails: [mail(), mail(), mail()] });
  await asked.promise;
  const began = Date.now();
  await driver.ask({ do: "stop" });
  const { results } = await driver.ask({ do: "results" });
  assert.deepEqual(results.map((each) => each.outcome), ["later", "later", "later"]);
  assert.ok(Date.now() - began < 5_000, `${Date.now() - began} ms`);
  await server.stop();
});

test("STARTTLS is verified against the given authority, and is not done without", async () => {
  const tls = { key: readFileSync(keys.key), cert: readFileSync(keys.certificate), disabledCommands: ["AUTH"] };
  const world = await new World(tls).start();
  const starttls = { port: world.port, tls: "starttls" };
  const trusted = { ...starttls, ca_file: keys.certificate };
  const [good] = await driver.send(trusted, [mail()]);
  assert.equal(good.outcome, "delivered");
  assert.equal(world.taken[0].session.secure, true);
  for (const wrong of [starttls, { ...trusted, host: "127.0.0.2" }]) {
    const [result] = await driver.send(wrong, [mail()]);
    assert.equal(result.outcome, "later", "unknown authority or another's name");
    assert.equal(result.code, "");
  }
  await world.stop();
  const bare = await new World().start();
  const [clear] = await driver.send({ ...trusted, port: bare.port }, [mail()]);
  await bare.stop();
  assert.equal(clear.outcome, "later", "the server offers no STARTTLS");
  assert.equal(bare.taken.length + world.taken.length, 1);
});

test("implicit TLS", async () => {
  const tls = { secure: true, key: readFileSync(keys.key), cert: readFileSync(keys.certificate), disabledCommands: ["AUTH"] };
  const world = await new World(tls).start();
  const server = { port: world.port, tls: "implicit", ca_file: keys.certificate };
  assert.equal((await driver.send(server, [mail()]))[0].outcome, "delivered");
  assert.equal((await driver.send({ ...server, ca_file: "" }, [mail()]))[0].outcome, "later");
  await world.stop();
});

test("log-ins by PLAIN, LOGIN and XOAUTH2; a wrong one never refuses the mail", async () => {
  const secrets = { user: "desk", password: "sesame ä", token: "ya29.token" };
  for (const method of ["PLAIN", "LOGIN", "XOAUTH2"]) {
    const world = await new World({
      disabledCommands: ["STARTTLS"],
      allowInsecureAuth: true,
      authMethods: [method],
      onAuth: (auth, session, done) => {
        const right = method === "XOAUTH2" ? auth.accessToken === secrets.token : auth.password === secrets.password;
        if (right && auth.username === secrets.user && auth.method === method) return done(null, { user: "desk" });
        return method === "XOAUTH2" ? done(null, { data: { status: "401" } }) : done(answer(535, "5.7.8 wrong"));
      },
    }).start();
    const server = { port: world.port, user: secrets.user };
    const right = method === "XOAUTH2" ? { token: secrets.token } : { password: secrets.password };
    const wrong = method === "XOAUTH2" ? { token: "old" } : { password: "no" };
    assert.equal((await driver.send({ ...server, ...right }, [mail()]))[0].outcome, "delivered", method);
    const [bad] = await driver.send({ ...server, ...wrong }, [mail()]);
    assert.equal(bad.outcome, "later", method);
    assert.doesNotMatch(JSON.stringify(bad), /sesame|ya29|bm8=/);
    assert.equal((await driver.send(server, [mail()]))[0].outcome, "later", `${method}: no password`);
    await world.stop();
    assert.equal(world.taken.length, 1);
  }
  const [none] = await driver.send({ port: 1, user: "desk", token: "" }, [mail()]);
  assert.equal(none.text, "no token to log in with");
});

test("an address beyond ASCII goes by SMTPUTF8, its domain in A-labels", async () => {
  const world = await new World().start();
  const [result] = await driver.send({ port: world.port }, [to("山田@例え.jp")]);
  await world.stop();
  assert.equal(result.outcome, "delivered");
  const { rcptTo, mailFrom } = world.taken[0].envelope;
  assert.match(rcptTo[0].address, /^山田@(xn--r8jz45g|例え)\.jp$/);
  assert.equal(mailFrom.args.SMTPUTF8, true);
});

test("addresses that break the book and live on phones go out as they are", async () => {
  const heard = [];
  const server = await rough((line) => polite(line, heard.push(line)));
  await driver.send({ port: server.port }, [to("taro..yamada.@docomo.example")]);
  await server.stop();
  assert.ok(heard.includes("RCPT TO:<taro..yamada.@docomo.example>"), heard.join("\n"));
});

test("what no server could take is refused without a connection", async () => {
  const world = await new World().start();
  const bad = ["", "nobody", "a@x.example>\r\nRCPT TO:<b@x.example", "a b@x.example", "a@x.example\nDATA"];
  const results = await driver.send({ port: world.port }, bad.map((each) => to(each)), in_turn);
  const [sender] = await driver.send({ port: world.port }, [mail({ envelope_from: "x> SIZE=1\r\nRSET@x.example" })]);
  await world.stop();
  for (const each of [...results, sender]) assert.equal(each.outcome, "refused");
  assert.equal(world.connections, 0);
});
