import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { read, root } from "../support/markdown.ts";
import { node, run } from "../support/run-process.ts";
import { expectations } from "./expectations.ts";
import { renderPage } from "./page.ts";
import { readSeen } from "./seen.ts";

test("docs/contract.md is what npm run contract writes", () => {
  expect(read("docs/contract.md")).toBe(renderPage(readSeen()));
});

test("no expectation says what another one says, and what is never asked of CLS has its reason", () => {
  const all = Object.values(expectations).flat();
  expect(new Set(all.map(({ says }) => says)).size).toBe(all.length);
  const silent = all.flatMap(({ notAskedOfCls }) => notAskedOfCls ?? []);
  for (const reason of silent) expect(reason.length).toBeGreaterThan(20);
});

test("--real without credentials, logset and topic asks nobody and says what is missing", async () => {
  const child = run(node, [join(root, "test/contract/main.ts"), "--real"], {});
  expect(await child.ended).toBe(64);
  expect(child.stderr()).toMatch(/SECRET_ID.*REGION.*--logset.*--topic/);
});
