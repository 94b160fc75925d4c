import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startEmulator } from "../../dev/emulator/server.ts";
import type { Backend } from "./cls.ts";
import { startEmulatorBackend } from "./emulator-backend.ts";
import { expectations } from "./expectations.ts";
import { holdAgainst } from "./run.ts";

let emulator: Backend & { close(): Promise<void> };
beforeAll(async () => {
  emulator = await startEmulatorBackend(startEmulator);
});
afterAll(() => emulator.close());

describe.each(Object.entries(expectations))("%s, as we believe CLS to be", (about, list) => {
  test.each(
    list.map(({ says, ...more }, index) => ({ says, index, expectation: { says, ...more } })),
  )("$says", async ({ expectation, index }) => {
    const outcome = await holdAgainst(emulator, `${about}_${index}`, expectation);
    expect(outcome).toMatchObject({ holds: true });
    // The next expectation begins in a second that nothing was sent in.
    await emulator.wait(1);
  });
});
