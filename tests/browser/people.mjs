// People at browsers of their own, before the demo desk.
import assert from "node:assert/strict";

const password = "yakusoku-demo";
export const wide = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

export class Person {
  constructor(browser, base) {
    this.browser = browser;
    this.base = base;
    this.faults = [];
  }

  async log_in(email, lands_on) {
    this.context = await this.browser.newContext({ baseURL: this.base, viewport: wide });
    this.context.setDefaultTimeout(20_000);
    this.page = await this.context.newPage();
    this.page.on("pageerror", (fault) => this.faults.push(fault.message));
    // A refusal is the server's answer; what the page itself says wrong is a fault.
    this.page.on("console", (line) => {
      if (line.type() === "error" && !/status of 4\d\d/.test(line.text())) this.faults.push(line.text());
    });
    await this.page.goto("/login");
    await this.page.locator("input[name=email]").fill(email);
    await this.page.locator("input[name=password]").fill(password);
    await this.page.locator("main button").click();
    await this.page.waitForURL(lands_on);
    return this.page;
  }

  async json(path) {
    const answer = await this.page.request.get(`/api/v2/${path}`);
    assert.equal(answer.status(), 200, path);
    return await answer.json();
  }

  async leave() {
    assert.deepEqual(this.faults, []);
    await this.context.close();
  }
}

// Of a page wider than its screen: what sticks out.
export async function sticks_out(page) {
  return await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    return [...document.body.querySelectorAll("*")]
      .filter((each) => each.getBoundingClientRect().right > room + 1)
      .map((each) => `${each.tagName}.${each.className}`)
      .slice(0, 5);
  });
}
