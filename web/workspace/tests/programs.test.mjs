// Versions of a program in a real browser over the made-up desk: checked, tried, planned, taken back.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const executablePath = "/usr/bin/chromium";
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const ready = existsSync(executablePath) && existsSync(here("../dist/index.js"));
const options = ready ? {} : { skip: "needs chromium and the bundle" };
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

async function open(language = "en") {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.faults = [];
  page.on("pageerror", (fault) => page.faults.push(fault.message));
  page.on("console", (line) => {
    if (line.type() === "error" && !/status of 404/.test(line.text())) page.faults.push(line.text()); // its icon
  });
  await page.goto(`${base}/desk?language=${language}&admin#/mine`);
  await page.click(".sidebar a[href='#/programs']");
  await page.waitForSelector(".versions li");
  return page;
}

test("a version is checked, tried, planned and taken back", options, async () => {
  const page = await open();
  assert.equal(await page.locator(".versions > ul > li").count(), 3);
  await page.click("text=Start from this");
  await page.waitForSelector(".told .finding");
  assert.match(await page.textContent(".told"), /15 minutes run at any hour/);
  assert.match(await page.textContent(".differences"), /Better/);
  await page.click(".finding .plain-button");
  assert.equal(await page.getAttribute(".file-tabs [aria-selected=true]", "role"), "tab");
  assert.match(await page.textContent(".file-tabs [aria-selected=true]"), /clocks.yaml/);
  const enact = page.locator(".enacting .main-button");
  assert.equal(await enact.isDisabled(), true, "first it is tried");
  await page.click("text=Try on open requests");
  await page.waitForSelector("text=6 earlier; 1 would be missed at once");
  await page.click("text=Replay past requests");
  await page.waitForSelector("text=1280 past requests were lived through again");
  await page.fill("input[type=datetime-local]", "2027-01-01T09:00");
  await page.click("text=Try on open requests");
  await page.waitForSelector(".enacting .main-button:enabled");
  await page.click("text=Plan it");
  await page.waitForSelector(".notice");
  await page.click("text=Withdraw the plan");
  await page.waitForFunction(() => !document.querySelector(".notice"));
  assert.deepEqual(page.faults, []);
  await page.close();
});

test("what can't be read is not enacted, and a change asks for another check", options, async () => {
  const page = await open("ja");
  await page.click("text=これをもとに作成");
  await page.waitForSelector(".enacting");
  await page.fill("textarea.source", "nonsense: 1");
  assert.equal(await page.locator(".enacting").count(), 0, "what was known is of another text");
  await page.click(".bench-acts .main-button");
  await page.waitForSelector(".told .is-broken");
  assert.equal(await page.locator(".enacting").count(), 0);
  assert.deepEqual(page.faults, []);
  await page.close();
});
