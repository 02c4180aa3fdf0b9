// Held mail and what mail meets on a request, in a real browser over the made-up desk.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { after, beforeEach, afterEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const executablePath = "/usr/bin/chromium";
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const ready = existsSync(executablePath) && existsSync(here("../dist/index.js"));
const options = ready ? {} : { skip: "needs chromium and the bundle" };
let server, browser, base;

// Each test decides on mail, so each has a desk of its own.
beforeEach(async () => {
  if (!ready) return;
  server = spawn(process.execPath, [here("../mock/server.mjs"), "0"], { stdio: ["ignore", "pipe", "inherit"] });
  base = new URL(String(await new Promise((resolve) => server.stdout.once("data", resolve))).trim()).origin;
  browser ??= await chromium.launch({ executablePath, args: ["--no-sandbox"] });
});
afterEach(() => server?.kill());
after(() => browser?.close());

async function open(hash, { language = "en", ...more } = {}) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, ...more });
  page.faults = [];
  page.on("pageerror", (fault) => page.faults.push(fault.message));
  page.on("console", (line) => {
    if (line.type() === "error" && !/status of 4/.test(line.text())) page.faults.push(line.text());
  });
  await page.goto(`${base}/desk?language=${language}${hash}`);
  return page;
}
async function close(page) {
  assert.deepEqual(page.faults, []);
  await page.close();
}
const hash = (page, wanted) => page.waitForFunction((want) => location.hash === want, wanted);

test("the list of held mail goes by keyboard, with reasons in words", options, async () => {
  const page = await open("#/mine");
  await page.waitForSelector(".sidebar");
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await hash(page, "#/mail");
  await page.waitForSelector("#mail-1.here");
  assert.match(await page.textContent("#mail-1"), /could not be verified/);
  assert.match(await page.textContent("#mail-1"), /#1042/);
  await page.keyboard.press("j");
  await page.waitForSelector("#mail-2.here");
  await page.keyboard.press("Enter");
  await hash(page, "#/mail/2");
  await page.waitForSelector(".mail-why");
  assert.equal(await page.locator(".acts button").count(), 1, "nobody speaks for an agent");
  await page.keyboard.press("j");
  await hash(page, "#/mail/3");
  await page.waitForSelector(".mail-why >> text=Product: This field is needed.");
  await page.keyboard.press("u");
  await hash(page, "#/mail");
  await close(page);
});

test("the request that a mail names is offered, and it opens there", options, async () => {
  const page = await open("#/mail/1", { language: "ja" });
  await page.waitForSelector(".mail-why");
  assert.match(await page.textContent(".one-mail"), /確認失敗: acme.example/);
  assert.deepEqual(await page.locator(".mail-notes li").allTextContents(), [
    "電子署名が付いています(ここでは検証していません)。",
  ]);
  await page.keyboard.press("t");
  assert.equal(await page.inputValue("dialog input"), "1042");
  const [asked] = await Promise.all([
    page.waitForRequest((each) => each.method() === "PUT"),
    page.locator("dialog .main-button").click(),
  ]);
  assert.deepEqual(asked.postDataJSON(), { ticket_id: 1042 });
  await hash(page, "#/tickets/1042");
  await close(page);
});

test("a dismissed mail comes back by one key, and is told to the server when nobody can take it back", options, async () => {
  const page = await open("#/mail/1");
  await page.clock.install();
  await page.waitForSelector(".mail-why");
  const told = [];
  page.on("request", (each) => each.method() === "DELETE" && told.push(new URL(each.url()).pathname));
  await page.keyboard.press("d");
  await page.waitForSelector("#mail-2");
  assert.equal(await page.locator("#mail-1").count(), 0);
  await page.keyboard.press("z");
  await page.waitForSelector("#mail-1");
  await page.clock.runFor(20000);
  assert.deepEqual(told, []);
  await page.locator("#mail-1 a").click();
  await page.waitForSelector(".mail-why");
  await page.keyboard.press("d");
  await page.waitForSelector(".said button >> text=Undo");
  const [gone] = await Promise.all([page.waitForRequest((each) => each.method() === "DELETE"), page.clock.runFor(9000)]);
  assert.equal(new URL(gone.url()).pathname, "/api/v2/suspended_tickets/1");
  await close(page);
});

test("a request says which address its mail does not reach, and how a message came", options, async () => {
  const page = await open("#/tickets/1042");
  await page.waitForSelector(".mail-troubles");
  const words = await page.textContent(".mail-troubles");
  assert.match(words, /tanaka@acme\.example/);
  assert.match(words, /5\.1\.1 no such user/);
  assert.doesNotMatch(words, /mori@/);
  await page.waitForSelector(".came-by >> text=#977");
  assert.equal(await page.getAttribute(".came-by a[download]", "href"), "/api/v2/suspended_tickets/9/source");
  await close(page);
});

test("mailboxes tell their trouble and what to do; the doctor is not asked by who may not", options, async () => {
  const page = await open("#/mailboxes");
  await page.waitForSelector(".mailbox .trouble");
  assert.match(await page.textContent(".mailbox"), /can't be reached.*no route to host/s);
  assert.equal(await page.locator(".doctor").count(), 0);
  await close(page);
});

test("axe finds nothing in mail's screens; a phone scrolls no way but down", options, async () => {
  const rules = readFileSync(here("../node_modules/axe-core/axe.min.js"), "utf8");
  const page = await open("#/mail", { viewport: { width: 390, height: 844 }, colorScheme: "dark" });
  for (const [where, shown] of [
    ["#/mail", ".mail-list .row"],
    ["#/mail/1", ".mail-why"],
    ["#/mailboxes", ".mailbox"],
    ["#/tickets/1042", ".mail-troubles"],
  ]) {
    await page.goto(`${base}/desk${where}`);
    await page.waitForSelector(shown);
    await page.evaluate(rules);
    const found = await page.evaluate(() =>
      globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] }),
    );
    assert.deepEqual(
      found.violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.html.slice(0, 90)).join(" | ")}`),
      [],
      where,
    );
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, where);
  }
  await close(page);
});
