import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { gzipSync } from "node:zlib";
import { boardPage } from "../../../dev/board/page.ts";
import { type BoardServer, serveBoard } from "../../support/board/serve-board.ts";
import { sightOf } from "../../support/board/sights.ts";
import { startChromium } from "../../support/start-chromium.ts";
import { needs } from "../../support/tools/needs.ts";

const secret = "a-name-that-nobody-may-learn";

let server: BoardServer;
beforeAll(async () => {
  server = await serveBoard();
  const nowMs = server.clock.epochMs();
  server.show([sightOf({ nowMs, consumer: secret, renewedAgoMs: 1000 })]);
});
afterAll(() => server.close());

const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}${path}`, { headers });

test("the page has at most 60 KB in transit, and loads nothing", () => {
  const page = boardPage();
  expect(gzipSync(page).length).toBeLessThanOrEqual(60 * 1024);
  expect(page).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)="(?!data:)/);
});

test("the page is the same for everybody: no key, no data, nothing that another page may use", async () => {
  const answer = await ask("/board");
  const page = await answer.text();
  expect(page).toBe(boardPage());
  const withKey = await ask("/board", { "x-api-key": server.keys.all });
  expect(await withKey.text()).toBe(page);
  const told = Object.fromEntries(answer.headers);
  expect(told).toMatchObject({
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  });
  const policy = told["content-security-policy"] ?? "";
  for (const rule of ["default-src 'none'", "connect-src 'self'", "frame-ancestors 'none'"]) {
    expect(policy.split("; ")).toContain(rule);
  }
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
});

test.each([
  ["nobody", {}],
  ["a stranger", { "x-api-key": "stranger" }],
  ["a hook key", { "x-api-key": "hook" }],
  ["a key that beats", { "x-api-key": "beat" }],
])(
  "%s learns nothing, not even where the board would ask",
  async (_who, { "x-api-key": name }: { "x-api-key"?: string }) => {
    const key = name === "hook" || name === "beat" ? server.keys[name] : name;
    for (const path of ["/v1/overview", "/v1/consumers", "/v1/groups/orders", "/board"]) {
      const answer = await ask(path, {
        Origin: "https://elsewhere.example",
        ...(key !== undefined && { "x-api-key": key }),
      });
      expect([path, answer.status]).toEqual([
        path,
        path === "/board" ? 200 : name === "beat" ? 403 : 401,
      ]);
      expect(await answer.text()).not.toContain(secret);
      const shared = [...answer.headers.keys()].filter((header) =>
        header.startsWith("access-control"),
      );
      expect(shared).toEqual([]);
    }
  },
);

test("no answer allows a page elsewhere to ask with a key", async () => {
  const { headers, status } = await fetch(`${server.url}/v1/overview`, {
    method: "OPTIONS",
    headers: { Origin: "https://elsewhere.example", "Access-Control-Request-Headers": "x-api-key" },
  });
  expect(status).toBe(405);
  expect(headers.get("access-control-allow-origin")).toBeNull();
});

needs(["chromium"], "a page elsewhere", () => {
  test("reads no answer, though it has the key, and gets the board into no frame", async () => {
    const page = await (await startChromium()).newPage();
    const elsewhere = createServer((_, response) => {
      response.setHeader("Content-Type", "text/html");
      response.end(`<title>elsewhere</title><iframe src="${server.url}/board"></iframe>`);
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
    await page.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
    const [frame] = page.mainFrame().childFrames();
    expect(frame?.url()).toMatch(/^chrome-error:/);
    for (const path of ["/v1/overview", "/v1/consumers", "/board"]) {
      const asked = `fetch("${server.url}${path}", { headers: { "X-Api-Key": "${server.keys.all}" } })`;
      const read = `${asked}.then((answer) => answer.text(), () => "nothing")`;
      expect(await page.evaluate(read)).toBe("nothing");
    }
    await new Promise((resolve) => elsewhere.close(resolve));
  });
});
