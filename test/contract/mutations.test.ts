import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import type { startEmulator } from "../../dev/emulator/server.ts";
import { root } from "../support/markdown.ts";
import { startEmulatorBackend } from "./emulator-backend.ts";
import { expectations } from "./expectations.ts";
import { holdAgainst } from "./run.ts";

const dir = mkdtempSync(join(tmpdir(), "mutations-"));
afterAll(() => {
  rmSync(dir, { recursive: true });
});

/** A copy of the emulator with one line changed. */
async function startMutant(name: string, file: string, from: string, to: string) {
  const copy = join(dir, name);
  cpSync(join(root, "dev/emulator"), copy, { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  const path = join(copy, file);
  const source = readFileSync(path, "utf8");
  expect(source.split(from)).toHaveLength(2);
  writeFileSync(path, source.replace(from, to));
  const mutant = (await import(join(copy, "server.ts"))) as { startEmulator: typeof startEmulator };
  return startEmulatorBackend(mutant.startEmulator);
}

test.each([
  [
    "kinder moves",
    "groups/consumer-groups.ts",
    'moves = "two-step"',
    'moves = "one-step"',
    "Moves",
  ],
  ["a lease twice as long", "groups/group.ts", "+ state.leaseMs", "+ 2 * state.leaseMs", "Expiry"],
  ["a limit of 40", "server.ts", "ratePerSecond: 20", "ratePerSecond: 40", "Limits"],
  ["reports ignored", "groups/group.ts", "|| holds(reported)", "", "Moves"],
  [
    "a group for the asking",
    "groups/consumer-groups.ts",
    "createsGroups = false",
    "createsGroups = true",
    "Groups",
  ],
])("an emulator with %s does not keep the contract", async (name, file, from, to, about) => {
  const mutant = await startMutant(name.replaceAll(" ", "-"), file, from, to);
  const failed = new Set<string>();
  for (const [part, list] of Object.entries(expectations)) {
    for (const [index, expectation] of list.entries()) {
      const { holds } = await holdAgainst(mutant, `${part}_${index}`, expectation);
      if (!holds) failed.add(part);
      await mutant.wait(1);
    }
  }
  await mutant.close();
  expect([...failed]).toContain(about);
});
