import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import axe, { type AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { type BoardServer, serveBoard } from "../../support/board/serve-board.ts";
import { manySights, sampleHour, sightOf } from "../../support/board/sights.ts";
import { startChromium } from "../../support/start-chromium.ts";
import { needs } from "../../support/tools/needs.ts";

/** A crash is to be seen so soon after it is true. */
const seenWithin = { timeout: 5000 };

needs(["chromium"], "the board in a browser", () => {
  let server: BoardServer;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  beforeAll(async () => {
    server = await serveBoard({ samples: sampleHour });
    browser = await startChromium();
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    complaints.length = 0;
    page = await (await browser.newContext()).newPage();
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      // A refused key is an error to the browser.
      if (message.type() === "error" && !message.text().includes("40"))
        complaints.push(message.text());
    });
  });

  // A page that stays open asks on and on.
  afterEach(() => page.context().close());

  const now = () => server.clock.epochMs() + 2000;
  const orders = (
    ...seen: (readonly [consumer: string, renewedAgoMs: number, holds: number[]])[]
  ) =>
    seen.map(([consumer, renewedAgoMs, holds]) =>
      sightOf({ nowMs: now(), consumer, renewedAgoMs, holds }),
    );
  async function open(key = server.keys.all, at = server): Promise<void> {
    await page.goto(`${at.url}/board`);
    await page.getByLabel("Key").fill(key);
    await page.getByRole("button", { name: "Watch" }).click();
  }
  const attributes = async (selector: string, name: string) =>
    Promise.all((await page.locator(selector).all()).map((one) => one.getAttribute(name)));
  const rows = () => page.locator(".consumers li").allInnerTexts();

  test("shows groups, holders and leases, and complains of nothing", async () => {
    server.show([
      ...orders(["orders-1", 6000, [1, 2]], ["orders-2", 30_000, [3]]),
      sightOf({
        ...{ nowMs: now(), consumerGroup: "billing", consumer: "b", renewedAgoMs: 90_000 },
        holds: [7],
        attempt: {
          atMs: now() - 72_000,
          outcome: "heartbeat-rejected",
          upstreamCode: "LimitExceeded",
        },
      }),
    ]);
    await open();
    await page.getByText("orders-1").first().waitFor();
    expect((await rows()).map((text) => text.split("\n"))).toEqual([
      [
        "b",
        "expired",
        "ended 50 s ago",
        "had partition 7",
        "4 heartbeats missed",
        expect.any(String),
      ],
      ["orders-2", "late", "10 s left of 40 s", "partition 3", "1 heartbeat missed"],
      ["orders-1", "alive", "34 s left of 40 s", "partitions 1, 2"],
    ]);
    expect(await page.locator(".counts .state").allInnerTexts()).toEqual([
      ...["1 expired", "1 late", "1 alive"],
    ]);
    expect(await page.title()).toBe("1 expired · 1 late · heartbeat-relay");
    const text = await page.locator("main").innerText();
    for (const told of [
      "Nobody holds partition 7.",
      "calls a second",
      "2 held; the rate carries 640",
      "3 changes of partitions in the last hour",
      "1299 renewals",
    ]) {
      expect(text).toContain(told);
    }
    const failure = page.locator("dd a");
    expect(await failure.innerText()).toBe("CLS refuses the heartbeat");
    const problem = await page.request.get(
      new URL((await failure.getAttribute("href")) ?? "", page.url()).href,
    );
    expect(await problem.text()).toContain("heartbeat-rejected");
    // The partitions of one holder have its colour, and nobody's have none.
    expect(await attributes(".partitions li", "data-colour")).toEqual(["none", "0", "0", "1"]);
    expect(complaints).toEqual([]);
  });

  test("shows a crash within 5 s, first of all, and a bar that has run down", async () => {
    server.show(orders(["orders-1", 1000, [1, 2]], ["orders-2", 1000, [3]]));
    await open();
    await page.getByText("2 alive").waitFor();
    server.show(orders(["orders-1", 1000, [1, 2]], ["orders-2", 45_000, [3]]));
    await page.getByText("1 expired").waitFor(seenWithin);
    expect((await rows())[0]).toMatch(/^orders-2\nexpired/);
    expect(await page.getByText("Nobody holds partition 3.").isVisible()).toBe(true);
    const width = async (consumer: string) => {
      const bar = page.locator(".consumers li", { hasText: consumer }).locator(".lease span");
      return (await bar.boundingBox())?.width ?? 0;
    };
    expect(await width("orders-2")).toBe(0);
    const before = await width("orders-1");
    // Between two answers it runs down by itself.
    while ((await width("orders-1")) >= before);
  });

  test("shows a rebalance as it happens", async () => {
    server.show(orders(["orders-1", 1000, [1, 2]]));
    await open();
    await page.getByText("partitions 1, 2").waitFor();
    server.show(orders(["orders-1", 500, [1]], ["orders-2", 500, [2]]));
    await page.getByText("partition 2", { exact: true }).waitFor(seenWithin);
    expect(await attributes(".partitions li", "title")).toEqual(["orders-1", "orders-2"]);
  });

  test("shows nothing of a group that the key may not read", async () => {
    server.show([
      ...orders(["orders-1", 1000, [1]]),
      sightOf({ nowMs: now(), consumerGroup: "billing", consumer: "secret", renewedAgoMs: 99_000 }),
    ]);
    await open(server.keys.orders);
    await page.getByText("orders-1").first().waitFor();
    expect(await page.content()).not.toMatch(/billing|secret/);
  });

  test.each([
    ["a stranger's", "stranger", "The key is missing or unknown"],
    ["a hook's", "hook", "The key is missing or unknown"],
    ["one that beats", "beat", 'This path takes a key with "read": true.'],
    ["one beyond ASCII", "schlüssel-鍵", "The key is missing or unknown"],
  ])("says in words that a key is of no use: %s", async (_which, name, words) => {
    server.show(orders(["orders-1", 1000, [1]]));
    const key = name === "hook" || name === "beat" ? server.keys[name] : name;
    await open(key);
    await page.getByRole("alert").getByText(words).waitFor();
    expect(await page.content()).not.toContain("orders-1");
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  });

  test("keeps the key for the tab, until it is to forget it", async () => {
    server.show(orders(["orders-1", 1000, [1]]));
    await open();
    await page.getByText("1 alive").waitFor();
    await page.reload();
    await page.getByText("1 alive").waitFor();
    await page.getByRole("button", { name: "Forget the key" }).click();
    await page.getByLabel("Key").waitFor();
    expect(await page.content()).not.toContain("orders-1");
    await page.reload();
    await page.getByLabel("Key").waitFor();
  });

  test("takes every name as text", async () => {
    const name = `<img src=x onerror="document.title='hacked'"><script>1</script>\u202eabc`;
    server.show([sightOf({ nowMs: now(), consumerGroup: name, consumer: name, renewedAgoMs: 1 })]);
    await open();
    await page.locator("h2").waitFor();
    expect(await page.locator("h2").innerText()).toBe(name);
    expect(await page.locator("main img, main script").count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test("takes every topic as data, also one that is called as what each object has", async () => {
    const partitions = new Map([
      ["constructor", []],
      ["toString", [1]],
    ]);
    server.show([sightOf({ nowMs: now(), consumer: "orders-1", renewedAgoMs: 1, partitions })]);
    await open();
    await page.getByText("1 alive").waitFor(seenWithin);
    expect(await page.locator(".topic").allInnerTexts()).toEqual([
      "topic constructor",
      expect.stringMatching(/^topic toString\s+1$/),
    ]);
    expect(complaints).toEqual([]);
  });

  test("says that the relay is away, asks less often, and goes on when it is back", async () => {
    server.show(orders(["orders-1", 1000, [1]]));
    await page.clock.install();
    await open();
    await page.getByText("1 alive").waitFor();
    await page.context().setOffline(true);
    for (const [afterMs, seconds] of [
      [2000, 4],
      [4000, 8],
      [8000, 16],
      [16_000, 30],
      [30_000, 30],
    ] as const) {
      await page.clock.runFor(afterMs);
      const words = `The relay cannot be reached. The board asks again in ${seconds} s.`;
      await page.getByRole("alert").getByText(words).waitFor();
    }
    expect(await page.getByText("orders-1").first().isVisible()).toBe(true);
    await page.context().setOffline(false);
    await page.clock.runFor(30_000);
    await page.getByText("cannot be reached").waitFor({ state: "detached" });
  });

  test("works below a base path, and asks nothing while nobody looks", async () => {
    const own = await serveBoard({ basePath: "/relay" });
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.clock.install();
    await open(own.keys.all, own);
    await page.getByText("This key sees no consumer yet.").waitFor();
    const paths = ["/relay/board", "/relay/v1/overview", "/relay/v1/consumers"];
    expect(new Set(asked)).toEqual(new Set(paths));
    const hide = (isHidden: boolean) =>
      page.evaluate(`
        Object.defineProperty(document, "hidden", { configurable: true, value: ${isHidden} });
        document.dispatchEvent(new Event("visibilitychange"));`);
    await hide(true);
    const before = asked.length;
    await page.clock.runFor(600_000);
    expect(asked.length).toBe(before);
    await Promise.all([page.waitForResponse(/overview/), hide(false)]);
    await own.close();
  });

  test("is used by keyboard alone", async () => {
    server.show([
      sightOf({
        ...{ nowMs: now(), consumer: "orders-1", renewedAgoMs: 90_000 },
        attempt: { atMs: now() - 72_000, outcome: "upstream-unreachable" },
      }),
    ]);
    await page.goto(`${server.url}/board`);
    await page.getByLabel("Key").waitFor();
    // The field has the focus already.
    await page.keyboard.type(server.keys.all);
    await page.keyboard.press("Enter");
    await page.getByText("1 expired").waitFor();
    const reached = new Set<unknown>();
    for (let step = 0; step < 5; step += 1) {
      await page.keyboard.press("Tab");
      reached.add(await page.evaluate(`document.activeElement.closest("a, button")?.textContent`));
    }
    for (const name of ["Forget the key", "CLS cannot be reached", "upstream-unreachable"]) {
      expect(reached).toContain(name);
    }
  });

  test.each(
    [360, 768, 1280].flatMap((width) => [[width, "light"] as const, [width, "dark"] as const]),
  )("has no fault of access at %i pixels, %s", async (width, colorScheme) => {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    const isFaultless = async () => {
      await page.evaluate(axe.source);
      const found = await page.evaluate<AxeResults>('axe.run({ resultTypes: ["violations"] })');
      expect(found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual(
        [],
      );
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    };
    await page.goto(`${server.url}/board`);
    await page.getByLabel("Key").waitFor();
    await isFaultless();
    server.show([
      ...manySights(24, now()),
      sightOf({ nowMs: now(), consumer: "left", renewedAgoMs: 9000, leftMs: now() - 5000 }),
      sightOf({ nowMs: now(), consumer: "a-name-without-an-end-".repeat(9) }),
      sightOf({
        ...{ nowMs: now(), consumer: "two", renewedAgoMs: 3000, contestedMs: now() - 3000 },
        attempt: { atMs: now() - 72_000, outcome: "upstream-unreachable" },
      }),
    ]);
    await open();
    await page.locator("h2").first().waitFor();
    await isFaultless();
  });
});
