import { globSync, readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { read } from "../support/markdown.ts";

/** What the server writes into its log besides the lines of heartbeats, to the first colon. */
const messages = globSync("server/*.ts").flatMap((file) => {
  const source = readFileSync(file, "utf8");
  const calls = source.matchAll(/\blog\.(?:info|warn|error)\(\s*"([^":]+)/g);
  const queued = source.matchAll(/\bmessage = "([^":]+)/g);
  return [...calls, ...queued].map(([, message = ""]) => message);
});

test("every line of the server's log is explained, and no other", () => {
  const [, section = ""] = read("docs/operate.md").split("### What its log says of itself");
  const [table = ""] = section.split("\n### ");
  const rows = [...table.matchAll(/^\| (`[^|]+`) \|/gm)].map(([, names = ""]) => names);
  const told = rows.flatMap((names) => [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  expect(told.toSorted()).toEqual([...new Set(messages)].toSorted());
});
