import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createDocs } from "../../../server/docs-page.ts";
import { createFront } from "../../../server/front.ts";
import { startRelay } from "../../support/start-relay.ts";

let url: string;
let stop = () => {};
beforeAll(async () => {
  const front = createFront((await startRelay()).handler, { pages: createDocs() });
  await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  stop = () => void front.close();
});
afterAll(() => {
  stop();
});

test.each(["/docs", "/docs/", "/docs/?a=b", "/docs/page.mjs", "/docs/swagger-ui-bundle.js"])(
  "%s is the page's, and may load from here only",
  async (path) => {
    const answer = await fetch(url + path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-security-policy")).toMatch(
      /^default-src 'self'; img-src 'self' data:;/,
    );
    expect((await answer.text()).length).toBeGreaterThan(100);
  },
);

test.each(["/docs/../package.json", "/docs/package.json", "/docs/swagger-ui.js", "/docsx"])(
  "%s is left to the relay",
  async (path) => {
    expect((await fetch(url + path)).headers.get("content-type")).toBe("application/problem+json");
  },
);

const browser = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

test.each(["GET", "HEAD"])("a browser that asks for / by %s is led to the page", async (method) => {
  const answer = await fetch(`${url}/?a=b`, { method, headers: browser, redirect: "manual" });
  expect([answer.status, answer.headers.get("location")]).toEqual([302, "/docs"]);
});

test.each([
  ["a program's", "GET", { accept: "*/*" }],
  ["a browser's, when posted,", "POST", browser],
])("%s / is left to the relay", async (_whose, method, headers) => {
  const answer = await fetch(url, { method, headers, redirect: "manual" });
  expect(answer.headers.get("content-type")).toMatch(/json$/);
});

test("nothing is posted to the page", async () => {
  expect((await fetch(`${url}/docs`, { method: "POST" })).status).toBe(404);
});

test.each(["", "/relay"])(
  "behind a proxy that maps /relay, the page is there and all its links lead to it, asked for as %j/docs",
  async (before) => {
    const { handler } = await startRelay({ env: { RELAY_BASE_PATH: "/relay" } });
    const front = createFront(handler, { pages: createDocs("/relay") });
    await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
    front.unref();
    const at = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
    const root = await fetch(`${at}${before}/`, { headers: browser, redirect: "manual" });
    expect(root.headers.get("location")).toBe("/relay/docs");
    const page = await fetch(`${at}${before}/docs`);
    const links = [...(await page.text()).matchAll(/(?:href|src)="([^"]+)"/g)];
    expect(links).toHaveLength(5);
    for (const [, link = ""] of links) {
      expect(link).toMatch(/^\/relay\/docs\//);
      expect((await fetch(at + link)).status).toBe(200);
    }
    front.close();
    front.closeAllConnections();
  },
);
