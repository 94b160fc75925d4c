import { expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import { documentedServer, node, run } from "../../support/run-process.ts";
import { needs } from "../../support/tools/needs.ts";
import { startChromium } from "../../support/start-chromium.ts";

/** What `npm start` prints: where the page is, and the key for this run. */
async function startServer() {
  const server = run(node, documentedServer, { PORT: "0", RELAY_SCHEDULE: "off" });
  const key = /[\w-]+$/.exec(await server.printed(/Bearer [\w-]+/))?.[0] ?? "";
  const url = await server.printed(/http:\/\/127\.0\.0\.1:\d+\/docs/);
  return { key, url };
}

async function authorize(page: Page, key: string): Promise<void> {
  await page.getByRole("button", { name: "Authorize" }).first().click();
  const form = page.locator(".auth-container", { hasText: "bearer" });
  await form.locator("input").fill(key);
  await form.getByRole("button", { name: "Apply credentials" }).click();
  await form.getByRole("button", { name: "Close" }).click();
}

needs(["chromium"], "the page for people", () => {
  test("shows the assignment of a beat, and loads nothing from elsewhere", async () => {
    const { key, url } = await startServer();
    const browser = await startChromium();
    const page = await browser.newPage();
    const complaints: string[] = [];
    const origins = new Set<string>();
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => origins.add(new URL(request.url()).origin));

    // The address alone leads to the page.
    const opened = await page.goto(new URL("/", url).href);
    expect(page.url()).toBe(url);
    expect(opened?.headers()["content-security-policy"]).toContain("default-src 'self'");
    await authorize(page, key);
    const operation = page.locator("#operations-heartbeats-sendHeartbeat");
    await operation.getByText("Send a heartbeat").click();
    await operation.getByRole("button", { name: "Execute" }).click();
    const answer = operation.locator(".live-responses-table");
    await answer.locator(".response-col_status", { hasText: "200" }).waitFor();

    const body = JSON.parse(await answer.locator("pre").first().innerText()) as object;
    expect(body).toMatchObject({
      consumer: "orders-1",
      topics: { "8c1a36f6-9c7c-4616-948c-ded3f956a95d": [1, 2, 3, 4] },
    });
    // The icons of the stylesheet are data: URLs, which have no origin.
    expect([...origins].filter((origin) => origin !== "null")).toEqual([new URL(url).origin]);
    expect(complaints).toEqual([]);
  });
});
