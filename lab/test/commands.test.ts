import { describe, expect, test } from "@jest/globals";
import { node, run } from "../../test/support/run-process.ts";

async function call(command: string, ...args: string[]) {
  const running = run(node, [`lab/${command}/main.ts`, ...args]);
  const code = await running.ended;
  return { code, stdout: running.stdout(), stderr: running.stderr() };
}

describe.each([
  "bench",
  "simulate",
  "cost",
  "rehearse",
  "bookings",
  "dynamodb",
  "soak",
  "proofs",
  "mutation",
])("%s", (command) => {
  test("says with --help what it does", async () => {
    const { code, stdout, stderr } = await call(command, "--help");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^npm run \w+/);
  });

  test("refuses an option that it does not know, in one line", async () => {
    const { code, stdout, stderr } = await call(command, "--rouns", "3");
    expect({ code, stdout }).toEqual({ code: 64, stdout: "" });
    expect(stderr.split("\n")[0]).toContain("--rouns");
    expect(stderr).not.toContain("at ");
  });
});

test.each([
  ["bench", "--rounds", "61"],
  ["simulate", "--shrink", "0"],
  ["rehearse", "--seconds", "1.5"],
  ["rehearse", "--consumers", "many"],
  ["soak", "--seconds", "9"],
  ["bookings", "--pace", "1"],
  ["proofs", "--runs", "0"],
])("%s refuses %s %s and says what it takes", async (command, name, value) => {
  const { code, stderr } = await call(command, name, value);
  expect(code).toBe(64);
  expect(stderr).toMatch(new RegExp(`^${name} takes a whole number from \\d+ to \\d+\\.\n$`));
});
