import { join } from "node:path";
import { launchChromium } from "../launch-chromium.ts";
import { root } from "../markdown.ts";
import { serveBoard } from "./serve-board.ts";
import { sampleHour, sightOf } from "./sights.ts";

// The pictures of docs/board.md: npm run board:screenshots
const server = await serveBoard({ samples: sampleHour });
const nowMs = server.clock.epochMs() + 2000;
const instance = (name: string) => ({ key: "orders-api", instance: name, atMs: nowMs - 3000 });
server.show([
  sightOf({ nowMs, consumer: "orders-1", renewedAgoMs: 6000, holds: [1, 2, 3] }),
  sightOf({ nowMs, consumer: "orders-2", renewedAgoMs: 15_000, holds: [4, 5, 6] }),
  sightOf({ nowMs, consumer: "orders-3", renewedAgoMs: 29_000, holds: [7, 8] }),
  sightOf({
    ...{ nowMs, consumer: "orders-4", renewedAgoMs: 74_000, holds: [9, 10] },
    attempt: { atMs: nowMs - 56_000, outcome: "upstream-unreachable" },
  }),
  sightOf({
    ...{ nowMs, consumerGroup: "billing", consumer: "billing-eu", renewedAgoMs: 3000 },
    ...{ holds: [1, 2], contestedMs: nowMs - 3000 },
    ...{ holder: instance("host-a"), rival: instance("host-b") },
  }),
  sightOf({
    ...{ nowMs, consumerGroup: "billing", consumer: "billing-us", renewedAgoMs: 9000 },
    holds: [3, 4],
  }),
]);

const browser = await launchChromium();
for (const [name, width, height, colorScheme] of [
  ["light", 1000, 800, "light"],
  ["dark", 1000, 800, "dark"],
  ["phone", 360, 1240, "dark"],
] as const) {
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme,
    timezoneId: "UTC",
  });
  await page.goto(`${server.url}/board`);
  await page.getByLabel("Key").fill(server.keys.all);
  await page.getByRole("button", { name: "Watch" }).click();
  await page.getByText("orders-4").first().waitFor();
  await page.screenshot({ path: join(root, `docs/board/${name}.png`) });
}
await browser.close();
await server.close();
