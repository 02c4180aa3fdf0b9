// The board and a request's standing in a real browser over the made-up desk.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const executablePath = "/usr/bin/chromium";
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const ready = existsSync(executablePath) && existsSync(here("../dist/index.js"));
const options = ready ? {} : { skip: "needs chromium and the bundle" };
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let server, browser, base;

before(async () => {
  if (!ready) return;
  server = spawn(process.execPath, [here("../mock/server.mjs"), "0"], { stdio: ["ignore", "pipe", "inherit"] });
  base = new URL(String(await new Promise((resolve) => server.stdout.once("data", resolve))).trim()).origin;
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
});
after(async () => {
  await browser?.close();
  server?.kill();
});

async function open(hash, { language = "en", width = 1440, scheme = "light" } = {}) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
  page.faults = [];
  page.on("pageerror", (fault) => page.faults.push(fault.message));
  await page.goto(`${base}/desk?language=${language}${hash}`);
  return page;
}

async function faults_of(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag22aa"] }));
  return violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.target).join(" ")}`);
}

test("what nobody will be there for stands first, and each row opens its request", options, async () => {
  const page = await open("#/board");
  await page.waitForSelector(".board-rows");
  const titles = await page.locator(".board-columns h2").allTextContents();
  assert.match(titles[0], /^Falls due while nobody is on shift 1/);
  assert.match(titles.at(-3), /^Escalations 1\+/, "there is more than is shown");
  assert.match(await page.textContent(".board-teams"), /Sam Wilson/);
  assert.match(await page.textContent(".board-teams"), /Next .*: Wim/);
  assert.match(await page.textContent(".board-teams"), /No rota is kept/);
  const link = await page.locator(".board-rows a").first().getAttribute("href");
  await page.locator(".board-rows a").first().click();
  await page.waitForSelector(".request, .columns");
  assert.equal(new URL(page.url()).hash, link);
  assert.deepEqual(page.faults, []);
});

for (const [language, width, scheme] of [["en", 1440, "light"], ["ja", 390, "dark"]])
  test(`the board can be read by all: ${language}, ${width}, ${scheme}`, options, async () => {
    const page = await open("#/board", { language, width, scheme });
    await page.waitForSelector(".board-rows");
    assert.deepEqual(await faults_of(page), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  });

test("a request is escalated with a reason, and its hand-off is taken over", options, async () => {
  const page = await open("#/mine");
  await page.waitForSelector(".rows a");
  await page.locator(".rows a").first().click();
  await page.waitForSelector(".standings .standing-part");
  const panel = page.locator(".standings");
  assert.match(await panel.textContent(), /Worked on around the clock/);
  assert.match(await panel.textContent(), /priority queue, place 2/);
  const up = panel.getByRole("button", { name: "Escalate to Engineers" });
  assert.equal(await up.isDisabled(), true, "first it is said why");
  await panel.locator("textarea").fill("The work needs a software engineer.");
  const asked = page.waitForRequest((each) => each.method() === "POST" && each.url().endsWith("/escalations"));
  await up.click();
  assert.deepEqual((await asked).postDataJSON(), { level: "two", body: "The work needs a software engineer." });
  const taken = page.waitForRequest((each) => each.method() === "POST" && each.url().endsWith("/handoff_changes"));
  await panel.getByRole("button", { name: "Take it over as it is" }).click();
  assert.deepEqual((await taken).postDataJSON(), { act: "accept", as_it_is: true });
  assert.deepEqual(page.faults, []);
});

test("thin spots of a kind are one line with how many more there are", options, async () => {
  const page = await open("#/board");
  await page.waitForSelector(".board-thin li");
  const lines = await page.locator(".board-thin li").allTextContents();
  assert.equal(lines.length, 2);
  assert.match(lines[0], /Premier team a promise runs while nobody is there.*and 2 more like it.*clocks\.update\.within/s);
  assert.match(lines[1], /too little time for the hand-off/);
  assert.deepEqual(page.faults, []);
});

test("beside a request stands what its customer holds, and what of it is short", options, async () => {
  const page = await open("#/mine");
  await page.waitForSelector(".rows a");
  await page.locator(".rows a").first().click();
  await page.waitForSelector(".customer-part");
  const part = await page.locator(".customer-part").textContent();
  assert.match(part, /Belongs to Aster Group/);
  assert.match(part, /Premier until .*40 days left/s);
  assert.match(part, /2 of 3 named contacts/);
  assert.match(part, /Standard.*not in force today/s);
  assert.match(part, /Health checks: 0.*1 wait for an approval/s);
  assert.match(part, /jira-tokyo.*9\.12\.4.*OS: RHEL 9/s);
});

test("a meeting that is asked for gets a time, in the reader's zone; what can't be had is not offered", options, async () => {
  const page = await open("#/mine");
  await page.waitForSelector(".rows a");
  await page.locator(".rows a").first().click();
  await page.waitForSelector(".meetings-part");
  const part = page.locator(".meetings-part");
  assert.match(await part.textContent(), /Screen sharing arranged.*Sam Wilson.*meet\.vendor\.example/s);
  const asked = part.locator("li", { hasText: "asked for" });
  assert.equal(await asked.getByRole("button", { name: "Arrange it" }).isDisabled(), true, "it needs a time");
  await asked.locator("input[type=datetime-local]").fill("2027-01-12T10:30");
  await asked.locator("input:not([type])").fill("https://meet.vendor.example/18");
  const sent = page.waitForRequest((each) => each.method() === "POST" && each.url().endsWith("/meeting_changes"));
  await asked.getByRole("button", { name: "Arrange it" }).click();
  assert.deepEqual((await sent).postDataJSON(), { number: 2, act: "scheduled", from: "2027-01-12T01:30:00Z", body: "https://meet.vendor.example/18" });
  await part.locator("details summary").click();
  assert.deepEqual(await part.locator("details option").allTextContents(), ["Screen sharing"]);
  assert.match(await part.textContent(), /nobody of ours takes control/);
});

test("files that are asked for say what has come and that the rest is late", options, async () => {
  const page = await open("#/mine");
  await page.waitForSelector(".rows a");
  await page.locator(".rows a").first().click();
  await page.waitForSelector(".evidence-part");
  const part = page.locator(".evidence-part");
  assert.match(await part.locator("summary").textContent(), /1 of 3/);
  await part.locator("summary").click();
  assert.match(await part.textContent(), /awaited since/);
  assert.deepEqual((await part.locator("li").allTextContents()).map((each) => each.trim()), ["Access logs · has come", "Heap dumps · helpful", "Thread dumps · needed"]);
});

test("a queue row says the customer's date that moves it, and who waits for his turn", options, async () => {
  const page = await open("#/all");
  await page.waitForSelector(".rows .remark");
  const remarks = await page.locator(".rows .remark").allTextContents();
  assert.ok(remarks.some((each) => /Planned cutover 20\d\d-\d\d-\d\d/.test(each)), String(remarks));
  assert.ok(remarks.some((each) => /waits its turn/.test(each)), String(remarks));
});

test("an agent sees his own hours and enters when he is away; a lead sees everybody's and the rotas", options, async () => {
  const own = await open("#/hours");
  await own.waitForSelector(".hours-of .stretches li");
  assert.equal(await own.locator(".hours-table").count(), 0, "others' hours are the leads'");
  assert.match(await own.textContent(".hours-of"), /Vacation/);
  assert.equal(await own.locator(".stretch-form option[value=shift]").count(), 0);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${base}/desk?language=en&admin=1#/hours`);
  await page.waitForSelector(".hours-table tbody tr");
  const sent = page.waitForRequest((request) => request.method() === "PUT" && request.url().endsWith("/desk/agents/12"));
  await page.locator(".hours-table tbody tr").first().locator("select").selectOption("sydney");
  assert.deepEqual(JSON.parse((await sent).postData()).rota, "sydney");
  const rota = page.locator("details.rota").first();
  await rota.locator("summary").click();
  await rota.locator(".rota-week input").first().fill("22:00-06:00, 07:00-08:00");
  const put = page.waitForRequest((request) => request.method() === "PUT" && request.url().includes("/desk/rotas/"));
  await rota.getByRole("button", { name: "Save the rota" }).click();
  const body = JSON.parse((await put).postData());
  assert.deepEqual(body.hours.weekly.slice(0, 2), [{ d: 0, from: "22:00", to: "30:00" }, { d: 0, from: "07:00", to: "08:00" }]);
  await rota.locator(".rota-week input").first().fill("nine to five");
  await rota.getByRole("button", { name: "Save the rota" }).click();
  assert.match(await rota.locator("[role=alert]").textContent(), /cannot be read/);
});

for (const [language, width, scheme] of [["en", 1440, "light"], ["ja", 390, "dark"]])
  test(`the hours can be read by all: ${language}, ${width}, ${scheme}`, options, async () => {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
    await page.goto(`${base}/desk?language=${language}&admin=1#/hours`);
    await page.waitForSelector(".hours-table tbody tr");
    assert.deepEqual(await faults_of(page), []);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(over <= 0, `${over} px too wide`);
  });
