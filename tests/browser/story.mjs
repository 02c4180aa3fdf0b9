// One request from filing to the customer's receipt, on the real desk in a real browser; and what nobody may see.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { Desk } from "../process/desk.mjs";
import { Person, phone, sticks_out, wide } from "./people.mjs";

const desk = new Desk("--demo");
const subject = "Both VXCs to AWS Sydney are down";
let browser, customer, agent, number, promised;

before(async () => {
  await desk.start();
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  customer = new Person(browser, desk.url);
  agent = new Person(browser, desk.url);
});
after(async () => {
  await browser?.close();
  await desk.remove();
});

const row = () => agent.page.locator(`#row-${number}`);
const clock_of = async (name) => {
  const { clocks } = await agent.json(`tickets/${number}/clocks`);
  return clocks.filter((each) => each.clock === name).at(-1);
};

test("a customer files an incident and has seen what happens next", async () => {
  const page = await customer.log_in("olivia@acme.example", /\/requests$/);
  await page.locator("main a[href='/requests/new']").first().click();
  await page.locator(".cards a[href*='brand=megaport']").click();
  await page.locator(".cards a[href*='kind=incident']").click();
  const next = page.getByRole("region", { name: "What happens next" });
  await next.getByText(/Initial response: by .+/).first().waitFor();
  await page.getByLabel("Service").fill("VXC SYD-AWS-02");
  await page.locator("input[name=since]").fill("2026-11-24T08:15");
  await page.getByLabel("Subject").fill(subject);
  await page.getByLabel("Description").fill("Nothing has passed since a quarter past.");
  await page.getByRole("button", { name: "Submit the request" }).click();
  await page.waitForURL(/\/requests\/\d+$/);
  number = Number(page.url().split("/").at(-1));
  await page.getByRole("heading", { name: subject, level: 1 }).waitFor();
  const clock = page.locator(".clocks div").filter({ hasText: "Initial response" });
  assert.match(await clock.locator("dd").innerText(), /by .+ left\)/);
});

test("an agent finds it in the queue by keyboard, opens it and takes it", async () => {
  const page = await agent.log_in("emma@demo.example", /\/desk/);
  await page.locator(".row").first().waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("u");
  await page.waitForFunction(() => location.hash === "#/unassigned");
  await row().waitFor();
  const first = await page.locator(".row.here").getAttribute("id");
  await page.keyboard.press("j");
  await page.locator(`.row.here:not(#${first})`).waitFor();
  await page.keyboard.press("k");
  await page.locator(`#${first}.here`).waitFor();
  const rows = await page.locator(".row").evaluateAll((all) => all.map((each) => each.id));
  for (const passed of rows.slice(1, rows.indexOf(`row-${number}`) + 1)) {
    await page.keyboard.press("j");
    await page.locator(`#${passed}.here`).waitFor();
  }
  await page.keyboard.press("Enter");
  await page.waitForFunction((wanted) => location.hash === wanted, `#/tickets/${number}`);
  await page.getByRole("button", { name: "Record what happened" }).waitFor();
  await page.keyboard.press("a");
  const owner = () => document.querySelector("select[aria-label=Owner]")?.selectedOptions[0].text === "Emma Wilson";
  await page.waitForFunction(owner);
  await page.keyboard.press("u");
  await page.locator(".row").first().waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("m");
  await row().waitFor();
});

test("a reply with a promised time changes the clocks of the row", async () => {
  const page = agent.page;
  assert.match(await row().innerText(), /Initial response/);
  await row().locator("a").click();
  await page.getByRole("textbox", { name: "Reply" }).fill("We see it too; the cross connect is being tested.");
  await page.locator(".spans button").nth(1).click();
  await page.locator(".promise-picker output.good").waitFor();
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.locator(".message:not(.is-sending)").filter({ hasText: "cross connect" }).waitFor();
  const update = await clock_of("update");
  assert.equal(update.promised, true);
  promised = update.due;
  const left = (Date.parse(promised) - Date.now()) / 60000;
  assert.ok(left > 55 && left < 66, `${left} minutes`);
  assert.equal((await clock_of("first_response")).state, "met");
  await page.keyboard.press("Escape");
  await row().getByText("Next update").waitFor();
  assert.doesNotMatch(await row().innerText(), /Initial response/);
});

test("it is solved as restored only once that is recorded", async () => {
  const page = agent.page;
  const closure = (status) =>
    page.waitForResponse((each) => each.url().endsWith(`/${number}/closures`) && each.status() === status);
  await row().locator("a").click();
  await page.getByRole("button", { name: /^Solve/ }).click();
  const dialog = page.getByRole("dialog");
  const reason = dialog.locator("label").filter({ hasText: "Service restored" });
  await reason.getByText(/Still missing: .*restored/i).waitFor();
  await reason.getByRole("radio").check();
  const refused = closure(422);
  await dialog.getByRole("button", { name: "Solve" }).click();
  await refused; // what the dialog foretold, the server holds to
  await page.locator(".said.is-bad").waitFor();
  assert.notEqual((await agent.json(`tickets/${number}`)).ticket.status, "solved");

  await page.getByRole("button", { name: /^Record what happened/ }).click();
  await dialog.locator("label").filter({ hasText: /^\s*Service restored|^\s*Restored/ }).getByRole("radio").check();
  await dialog.getByRole("button", { name: "Record", exact: true }).click();
  await page.getByRole("button", { name: /^Solve/ }).click();
  await reason.waitFor();
  await reason.getByRole("radio").check();
  await reason.getByText(/Still missing/).waitFor({ state: "detached" });
  const taken = closure(200);
  await dialog.getByRole("button", { name: "Solve" }).click();
  await taken;
  await page.locator(".status-tag.is-solved").waitFor();
});

test("the customer sees it solved, and the promise in its receipts", async () => {
  const page = customer.page;
  await page.reload();
  await page.locator(".heading .state").filter({ hasText: "Solved" }).waitFor();
  await page.getByText("the cross connect is being tested").waitFor();
  await page.locator("details summary").click();
  const receipt = page.locator(".receipt").filter({ hasText: "A time was promised by hand." });
  const line = await receipt.locator("li").filter({ hasText: "A time was promised by hand." }).innerText();
  const wall = new Intl.DateTimeFormat("en-AU", {
    timeZone: "Australia/Sydney",
    hour: "numeric",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(new Date(promised));
  assert.ok(line.includes(wall.replace(/^0/, "")), `${line} says ${wall}`);
});

test("a customer sees neither another's request nor the desk", async () => {
  const { items } = await agent.json("desk/queue?view=all");
  const foreign = items.find((each) => each.organization !== "ACME Logistics").ticket.id;
  const get = async (path) => (await customer.page.request.get(path)).status();
  assert.equal(await get(`/requests/${number}`), 200);
  assert.equal(await get(`/requests/${foreign}`), 404);
  assert.equal(await get("/requests/99999"), 404);
  assert.equal(await get(`/api/v2/tickets/${foreign}`), 404);
  assert.ok([403, 404].includes(await get("/desk")));
  assert.equal(await get("/api/v2/desk/queue"), 403);
});

test("no page scrolls sideways on a phone", async () => {
  const narrow = async (person, paths, ready) => {
    await person.page.setViewportSize(phone);
    for (const path of paths) {
      await person.page.goto("about:blank"); // a hash alone would not load the page anew
      await person.page.goto(path);
      await person.page.locator(ready).first().waitFor();
      assert.deepEqual(await sticks_out(person.page), [], path);
    }
    await person.page.setViewportSize(wide);
  };
  const filing = ["", "?brand=megaport", "?brand=megaport&kind=incident"].map((each) => `/requests/new${each}`);
  const own = ["/requests", `/requests/${number}`, ...filing];
  await narrow(customer, ["/", "/login", "/program/megaport", "/program/atlassian-premier", "/none", ...own], "main");
  await narrow(agent, ["/desk#/open", "/desk#/all"], ".row");
  await narrow(agent, [`/desk#/tickets/${number}`], ".promise-row");
});

test("the other language is one press away and keeps the place", async () => {
  const page = customer.page;
  await page.goto("/requests/new?brand=megaport&kind=incident");
  await page.getByRole("link", { name: "日本語" }).click();
  await page.locator("html[lang=ja] form textarea[name=description]").waitFor();
  await page.getByRole("link", { name: "English" }).click();
  await page.locator("html[lang=en] form textarea[name=description]").waitFor();
});

test("whoever logs out is out", async () => {
  const page = customer.page;
  await page.goto("/requests");
  await page.getByRole("button", { name: "Log out" }).click();
  await page.getByRole("navigation").getByRole("link", { name: "Log in" }).waitFor();
  await page.goto(`/requests/${number}`);
  await page.waitForURL(/\/login/);
  await customer.leave();
  await agent.leave();
});
