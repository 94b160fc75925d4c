import { expect, test } from "@jest/globals";
import { parseRun } from "../../../lib/heartbeat/ping-run.ts";

test.each([
  ["0", { name: "succeeded", exitCode: 0 }],
  ["1", { name: "failed", exitCode: 1 }],
  ["9", { name: "failed", exitCode: 9 }],
  ["137", { name: "failed", exitCode: 137 }],
  ["255", { name: "failed", exitCode: 255 }],
  ["256", { name: "failed", exitCode: 256 }],
  ["4294967295", { name: "failed", exitCode: 4294967295 }],
  ["-1073741510", { name: "failed", exitCode: -1073741510 }],
  ["-1", { name: "failed", exitCode: -1 }],
  // Too large to be told exactly, and failed all the same.
  ["18446744073709551615", { name: "failed" }],
  ["fail", { name: "failed" }],
  ["start", { name: "started" }],
  ["log", { name: "logged" }],
])("%s is %j", (text, run) => {
  expect(parseRun(text)).toEqual(run);
});

test.each([
  ...["", "-", "--1", "00", "-0", "01", "+1", "1.0", "1e1", "0x1", " 1", "1\n", "٣", "1-1"],
  ...["FAIL", "failed", "success", "constructor", "__proto__"],
])("%j is no run", (text) => {
  expect(parseRun(text)).toBeUndefined();
});

test("every exit code of a POSIX process is a run, and only 0 succeeded", () => {
  const names = Array.from({ length: 256 }, (_, code) => parseRun(`${code}`)?.name);
  expect(names.indexOf("succeeded")).toBe(0);
  expect(names.filter((name) => name === "failed")).toHaveLength(255);
});
