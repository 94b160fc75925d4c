import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Browser, CDPSession, Page } from "playwright-core";
import { type BoardServer, serveBoard } from "../../support/board/serve-board.ts";
import { manySights, sampleHour } from "../../support/board/sights.ts";
import { startChromium } from "../../support/start-chromium.ts";
import { needs } from "../../support/tools/needs.ts";

const consumers = 400;
const updates = 720;

/** Asks at once where the page would wait, and says when a pair of answers is painted. */
const hurry = `
  const wait = window.setTimeout;
  window.setTimeout = (callback, ms) => wait(callback, ms >= 1000 ? 0 : ms);
  const { port1, port2 } = new MessageChannel();
  // After the frame in which the answers are shown.
  port1.onmessage = () => window.painted();
  const read = Response.prototype.json;
  let answers = 0;
  Response.prototype.json = async function () {
    const body = await read.call(this);
    if (!this.ok) return body;
    answers += 1;
    if (answers % 2 === 0) {
      requestAnimationFrame(() => port2.postMessage(0));
    }
    return body;
  };`;

const look = (isHidden: boolean) => `
  Object.defineProperty(document, "hidden", { configurable: true, value: ${isHidden} });
  document.dispatchEvent(new Event("visibilitychange"));`;

/** What the page has in memory; it asks nothing meanwhile, so that no answer on its way is counted. */
async function measure(page: Page, session: CDPSession) {
  await page.evaluate(look(true));
  await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  await page.evaluate(look(false));
  const of = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? 0;
  return { heapBytes: of("JSHeapUsedSize"), nodes: of("Nodes"), listeners: of("JSEventListeners") };
}

/** The page with its key typed in, which asks nothing yet. */
async function open(browser: Browser, server: BoardServer) {
  let paints = 0;
  const waiting = new Map<number, () => void>();
  const page = await browser.newPage();
  await page.exposeFunction("painted", () => {
    paints += 1;
    waiting.get(paints)?.();
  });
  await page.addInitScript(hurry);
  const session = await page.context().newCDPSession(page);
  // In time of the processor, so that what else the machine does is not the page's.
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  await page.goto(`${server.url}/board`);
  await page.getByLabel("Key").fill(server.keys.all);
  return {
    page,
    session,
    watch: () => page.getByRole("button", { name: "Watch" }).click(),
    painted: (times: number) =>
      new Promise<void>((resolve) => {
        waiting.set(paints + times, resolve);
      }),
  };
}

/** How long the page has worked, without what the test made it do. */
async function workMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  const of = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? NaN;
  return 1000 * (of("TaskDuration") - of("DevToolsCommandDuration"));
}

needs(["chromium"], "400 consumers on the board", () => {
  let server: BoardServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await serveBoard({ samples: sampleHour });
    server.show(manySights(consumers, server.clock.epochMs() + 2000));
    browser = await startChromium();
  });
  afterAll(() => server.close());

  test("are painted at once, with fewer than 22 nodes of the page each", async () => {
    const neededMs: number[] = [];
    // The best of a few: a processor that others use as well is slower for it.
    for (let round = 0; round < 5; round += 1) {
      const { page, session, watch, painted } = await open(browser, server);
      const beforeMs = await workMs(session);
      const first = painted(1);
      await watch();
      await first;
      neededMs.push((await workMs(session)) - beforeMs);
      expect(await page.locator(".consumers li").count()).toBe(consumers);
      expect((await measure(page, session)).nodes).toBeLessThan(22 * consumers);
      await page.close();
    }
    // Told and not held: a busy processor takes longer. On an idle one it is less than 100 ms (docs/decisions/board.md).
    console.log(
      `first paint of ${consumers} consumers: ${Math.min(...neededMs).toFixed(0)} ms of work`,
    );
  });

  test("leave nothing behind in 720 updates", async () => {
    const { page, session, watch, painted } = await open(browser, server);
    const warm = painted(60);
    await watch();
    await warm;
    const before = await measure(page, session);
    await painted(updates);
    const after = await measure(page, session);
    expect(after.nodes).toBeLessThanOrEqual(before.nodes + 10);
    expect(after.listeners).toBeLessThanOrEqual(before.listeners);
    expect(after.heapBytes).toBeLessThan(1.1 * before.heapBytes);
  }, 300_000);
});
