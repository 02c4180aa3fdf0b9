// The bundle in a real browser over the made-up desk, under the strict policy that the server will set.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const executablePath = "/usr/bin/chromium";
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const ready = existsSync(executablePath) && existsSync(here("../dist/index.js"));
const options = ready ? {} : { skip: "needs chromium and the bundle" };
const wide = { width: 1440, height: 900 },
  phone = { width: 390, height: 844 };
let server, browser, base;
const opened = [];

async function serve(env = {}) {
  const child = spawn(process.execPath, [here("../mock/server.mjs"), "0"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...env },
  });
  opened.push(child);
  const said = await new Promise((resolve) => child.stdout.once("data", resolve));
  return { child, base: new URL(String(said).trim()).origin };
}

async function open(hash, { language = "en", viewport = wide, query = "", at = base, ...more } = {}) {
  const page = await browser.newPage({ viewport, ...more });
  page.faults = [];
  page.on("pageerror", (fault) => page.faults.push(fault.message));
  // Refusals of the made-up desk are meant; a breach of the policy or a fault of ours is not.
  page.on("console", (line) => {
    if (line.type() === "error" && !/status of 4/.test(line.text())) page.faults.push(line.text());
  });
  await page.goto(`${at}/desk?language=${language}${query}${hash}`);
  return page;
}
async function close(page) {
  assert.deepEqual(page.faults, []);
  await page.close();
}
const hash = (page, wanted) => page.waitForFunction((want) => location.hash === want, wanted);

before(async () => {
  if (!ready) return;
  ({ child: server, base } = await serve());
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
});
after(async () => {
  await browser?.close();
  for (const child of opened) child.kill();
});

test("the queue goes by keyboard: j, Enter, u, g-shortcuts", options, async () => {
  const page = await open("#/all");
  await page.waitForSelector(".row.here"); // the first is chosen once the rows are there
  const second = await page.locator(".row").nth(1).getAttribute("id");
  await page.keyboard.press("j");
  await page.waitForSelector(`#${second}.here`);
  await page.focus(".row.here a"); // a row that has the focus takes it along
  await page.keyboard.press("k");
  await page.keyboard.press("j");
  await page.waitForSelector(`#${second} a:focus`);
  await page.keyboard.press("Enter");
  await hash(page, `#/tickets/${second.slice(4)}`);
  await page.waitForSelector(".promise-row");
  await page.keyboard.press("u");
  await hash(page, "#/all");
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await hash(page, "#/pending");
  await close(page);
});

test("the next page comes as one scrolls, and the reader stays where he is", options, async () => {
  const page = await open("#/all");
  await page.waitForSelector(".row:nth-child(50)");
  await page.evaluate(() => document.getElementById("main").scrollTo(0, 1e6));
  await page.waitForSelector(".row:nth-child(51)", { state: "attached" });
  await page.keyboard.press("Shift"); // a turn of everything that was under way
  assert.ok((await page.evaluate(() => document.getElementById("main").scrollTop)) > 800);
  await close(page);
});

test("the palette takes what is typed at once, and opens a request by number", options, async () => {
  const page = await open("#/all");
  await page.waitForSelector(".row");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("1044");
  await page.waitForSelector("[role=option][aria-selected=true] >> text=1044");
  await page.keyboard.press("Enter");
  await hash(page, "#/tickets/1044");
  await close(page);
});

test("the time left turns while one looks", options, async () => {
  const page = await open("#/all");
  const figure = page.locator(".row .figure").first();
  const first = await figure.textContent();
  await page.waitForFunction((was) => document.querySelector(".row .figure").textContent !== was, first);
  await close(page);
});

test(
  "a change shows before the answer and steps back, with words and clause, when it is refused",
  options,
  async () => {
    const page = await open("#/tickets/1042", { language: "ja" });
    await page.waitForSelector(".promise-row");
    await page.keyboard.press("y");
    await page.locator("dialog label", { hasText: "S3" }).click();
    await page.locator("dialog .main-button").click();
    await page.waitForSelector(".severity-tag >> text=S3");
    await page.waitForSelector(".said.is-bad");
    assert.equal(await page.textContent(".severity-tag"), "S1");
    const words = await page.textContent(".said.is-bad");
    assert.match(words, /お客様の同意が必要です/);
    assert.match(words, /§severity\.change/);
    await close(page);
  },
);

test("a reply that is refused gives the words back; one that is taken empties the field", options, async () => {
  const page = await open("#/tickets/1042");
  await page.waitForSelector(".promise-row");
  await page.keyboard.press("r");
  await page.keyboard.type("It is restored.");  // at once: not a letter of it may act as a key
  await page.selectOption("#solve-reason", "restored");
  await page.waitForSelector(".solve-choice .warn >> text=Service restored");
  await page.focus("#words");
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector(".message.is-sending");
  await page.waitForSelector(".refusal >> text=§closing.reasons.restored");
  assert.equal(await page.inputValue("#words"), "It is restored.");
  assert.equal(await page.locator(".message.is-sending").count(), 0);
  await page.selectOption("#solve-reason", "");
  await page.focus("#words");
  await page.keyboard.press("Control+Enter");
  await page.waitForSelector(".message:not(.is-sending) >> text=It is restored.");
  assert.equal(await page.inputValue("#words"), "");
  await close(page);
});

const a_file = (name) => ({ name, mimeType: "text/plain", buffer: Buffer.from("abc") });

test("files are chosen, pasted and dropped, go with the words, and one may be taken back", options, async () => {
  const page = await open("#/tickets/1043");
  await page.waitForSelector("#words");
  const sent = [];
  page.on("request", (request) => {
    if (/\/(replies|notes)$/.test(request.url())) sent.push(JSON.parse(request.postData()));
  });
  await page.setInputFiles(".attach input", [a_file("one.log"), a_file("two.log")]);
  await page.waitForSelector(".composer progress");
  assert.ok(await page.isDisabled(".composer .main-button"), "not before all have arrived");
  const hand = (kind) =>
    page.evaluate((how) => {
      const data = new DataTransfer();
      data.items.add(new File(["abc"], `${how}.log`));
      const event =
        how === "paste"
          ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
          : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
      document.getElementById("words").dispatchEvent(event);
    }, kind);
  await hand("paste");
  await hand("drop");
  await page.waitForFunction(() => document.querySelectorAll(".composer .files .quiet").length === 4);
  await page.click('.composer [aria-label="Remove two.log"]');
  await page.reload();
  await page.waitForSelector(".composer .files >> text=paste.log"); // what has arrived stays over a reload
  assert.equal(await page.locator(".composer .files li").count(), 3);
  await page.click(".composer .main-button"); // a file alone is an answer
  await page.waitForSelector(".message .files >> text=one.log");
  assert.equal(await page.locator(".composer .files").count(), 0);
  assert.equal(sent[0].uploads.length, 3);
  await close(page);
});

test("a file that is not taken says why and leaves the others", options, async () => {
  const page = await open("#/tickets/1043");
  await page.waitForSelector("#words");
  await page.setInputFiles(".attach input", [a_file("refuse.log"), a_file("fine.log")]);
  await page.waitForSelector(".said.is-bad >> text=too large");
  await page.waitForFunction(() => document.querySelectorAll(".composer .files .quiet").length === 1);
  assert.match(await page.textContent(".composer .files"), /fine\.log/);
  await close(page);
});

test("history lies folded, and a mail is shown as it was sent in a frame without script", options, async () => {
  const page = await open("#/tickets/1042");
  const message = page.locator(".message", { hasText: "req_8fJ2kP0qLm" });
  await message.locator(".folded summary").click();
  await message.locator(".folded >> text=two request ids").waitFor();
  assert.equal(await message.locator(".files img").count(), 1);
  assert.match(await message.locator(".files").innerText(), /router\.log\s*2\.3 MB/);
  await message.locator("text=As it was sent").click();
  const frame = page.frameLocator(".message iframe");
  await frame.locator("text=As it was sent.").waitFor();
  const sandbox = await page.getAttribute(".message iframe", "sandbox");
  assert.ok(!sandbox.includes("allow-scripts"));
  assert.equal(await frame.locator("#remote").count(), 0);
  await page.locator("text=Show pictures").click();
  await frame.locator("#remote").waitFor();
  const height = (await page.locator(".message iframe").boundingBox()).height;
  assert.ok(height > 60 && height < 400, `as high as the mail: ${height}`);
  await page.locator("text=Its words").click();
  await page.waitForSelector(".message iframe", { state: "detached" });
  await close(page);
});

test("Enter sends nothing, neither while composing nor alone", options, async () => {
  const page = await open("#/tickets/1043");
  await page.waitForSelector("#words");
  let sent = 0;
  page.on("request", (request) => {
    if (request.method() === "POST") sent += 1;
  });
  await page.fill("#words", "に");
  await page.dispatchEvent("#words", "keydown", { key: "Enter", ctrlKey: true, isComposing: true, bubbles: true });
  await page.dispatchEvent("#words", "keydown", { key: "Enter", keyCode: 229, ctrlKey: true, bubbles: true });
  await page.focus("#words");
  await page.keyboard.press("Enter");
  await page.keyboard.type("x");
  assert.equal(await page.inputValue("#words"), "に\nx");
  assert.equal(sent, 0);
  await close(page);
});

test("a row of the promise line opens its receipt in words", options, async () => {
  const page = await open("#/tickets/1042", { language: "ja" });
  const row = page.locator(".promise-row > button", { hasText: "復旧" });
  await row.click();
  assert.equal(await row.getAttribute("aria-expanded"), "true");
  assert.match(
    await page.locator(".receipt").last().textContent(),
    /から計測停止中: お客様の回答待ち.*残りは 3 時間 40 分/,
  );
  assert.match(
    await page
      .locator(".bars", { has: page.locator(".paused") })
      .first()
      .getAttribute("aria-label"),
    /停止中\(お客様\)/,
  );
  await close(page);
});

test(
  "another's change arrives by the stream; without a stream the page says that it looks by itself",
  options,
  async () => {
    const one = await open("#/tickets/1045"),
      other = await open("#/tickets/1045");
    await Promise.all([one.waitForSelector("#words"), other.waitForSelector("#words")]);
    await one.fill("#words", "Seen by both.");
    await one.focus("#words");
    await one.keyboard.press("Control+Enter");
    await other.waitForSelector(".message >> text=Seen by both.");
    await close(one);
    await close(other);
    const still = await serve({ MOCK_NO_STREAM: "1" });
    const page = await open("#/all", { at: still.base });
    await page.waitForSelector(".live-state");
    await close(page);
  },
);

test("without the page's own data the app asks for it; an empty view says the next step", options, async () => {
  const page = await open("#/solved?brand=2", { query: "&bare=1" });
  await page.waitForSelector(".row, .empty a");
  await page.goto(`${base}/desk?bare=1#/tickets/99`);
  await page.waitForSelector(".empty a");
  await close(page);
});

for (const language of ["en", "ja"]) {
  test(`a phone scrolls no way but down, and every target is big enough (${language})`, options, async () => {
    const page = await open("#/all", { language, viewport: phone, hasTouch: true });
    await page.waitForSelector(".row");
    const sideways = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok((await sideways()) <= 0);
    await page.goto(`${base}/desk?language=${language}#/tickets/1042`);
    await page.waitForSelector(".promise-row");
    assert.ok((await sideways()) <= 0);
    const small = await page.$$eval("button, select, summary, a, label.check", (all) =>
      all
        .filter((each) => each.checkVisibility() && !each.closest(".skip"))
        .map((each) => ({ box: each.getBoundingClientRect(), text: each.textContent.slice(0, 30) }))
        .filter(({ box }) => box.width > 1 && (box.height < 24 || box.width < 24))
        .map(({ text }) => text),
    );
    assert.deepEqual(small, []);
    const first = await page.$eval(".promises", (each) => each.getBoundingClientRect().top),
      talk = await page.$eval(".conversation", (each) => each.getBoundingClientRect().top);
    assert.ok(first < talk, "the promise line stands first");
    const composer = await page.$eval(".composer", (each) => each.getBoundingClientRect().bottom);
    assert.ok(Math.abs(composer - phone.height) < 2, "the composer lies at thumb's reach");
    await close(page);
  });
}

// Contrast of what is really painted, over the nearest background behind it.
const faint = (page) =>
  page.evaluate(() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", {
      willReadFrequently: true,
    });
    const rgba = (colour) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const light = ([r, g, b]) =>
      [r, g, b]
        .map((v) => v / 255)
        .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const behind = (element) => {
      for (let each = element; each; each = each.parentElement) {
        const colour = rgba(getComputedStyle(each).backgroundColor);
        if (colour[3] > 250) return colour;
      }
      return [255, 255, 255];
    };
    const found = [];
    for (const element of document.querySelectorAll("body *")) {
      const own = [...element.childNodes].some((each) => each.nodeType === 3 && each.textContent.trim());
      if (!own || !element.checkVisibility() || element.closest("[disabled], .for-ears, option, svg, .skip"))
        continue;
      const [a, b] = [light(rgba(getComputedStyle(element).color)), light(behind(element))].sort((x, y) => y - x);
      if ((a + 0.05) / (b + 0.05) < 4.5)
        found.push(
          `${element.className}: ${element.textContent.slice(0, 20)} ${((a + 0.05) / (b + 0.05)).toFixed(2)}`,
        );
    }
    return found;
  });

for (const colorScheme of ["light", "dark"]) {
  test(`all text stands out enough (${colorScheme})`, options, async () => {
    const page = await open("#/all", { colorScheme });
    await page.waitForSelector(".row");
    assert.deepEqual(await faint(page), []);
    await page.goto(`${base}/desk#/tickets/1042`);
    await page.waitForSelector(".promise-row");
    for (const button of await page.$$(".promise-row > button")) await button.click();
    assert.deepEqual(await faint(page), []);
    await close(page);
  });
}

test("axe finds nothing in the queue, a request with its receipts, and the dialogs", options, async () => {
  const rules = readFileSync(here("../node_modules/axe-core/axe.min.js"), "utf8");
  const page = await open("#/all");
  const look = async () => {
    await page.evaluate(rules);
    const found = await page.evaluate(() =>
      globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] }),
    );
    return found.violations.map(
      (each) =>
        `${each.id}: ${each.nodes
          .map((node) => node.html.slice(0, 90))
          .slice(0, 3)
          .join(" | ")}`,
    );
  };
  await page.waitForSelector(".row");
  assert.deepEqual(await look(), []);
  await page.keyboard.press("?");
  await page.waitForSelector("dialog[open]");
  assert.deepEqual(await look(), []);
  await page.keyboard.press("Escape");
  await page.goto(`${base}/desk#/tickets/1042`);
  await page.waitForSelector(".promise-row");
  await page.locator(".promise-row > button").first().click();
  await page.waitForSelector(".receipt");
  assert.deepEqual(await look(), []);
  for (const key of ["y", "v", "h", "p", "s", "m", "Control+k"]) {
    await page.keyboard.press(key);
    await page.waitForSelector("dialog[open]");
    assert.deepEqual(await look(), [], key);
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog[open]", { state: "detached" });
  }
  await close(page);
});
