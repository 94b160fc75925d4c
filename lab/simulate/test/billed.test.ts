import { expect, test } from "@jest/globals";
import { createMemoryLedger } from "../../../lib/ledger/memory.ts";
import { toBilled } from "../billed.ts";
import { deployed } from "../model/deployed.ts";
import { plotCalls, plotKept } from "../plots.ts";
import { playFleet } from "../scenarios/fleet.ts";

test("a fleet is billed for what all its seeds did, and has its place in the plots", async () => {
  const createHost = deployed({ createLedger: createMemoryLedger });
  const runs = { minutes: 1, seeds: [1, 2] };
  const fleet = await playFleet("two", { createHost, offeredPerSecond: 2, pace: "curl" }, runs);
  const calls = fleet.played.reduce((sum, { cls }) => sum + cls.accepted, 0);
  const billed = toBilled(fleet);
  expect(billed).toMatchObject({ name: "two", renewed: calls, notRenewed: 0, writeUnits: 0 });
  expect(billed.requests).toBe(billed.served);
  expect(billed.billedMs / billed.served).toBeGreaterThan(40);
  const kept = plotKept("f", "Kept", { curl: [[2, fleet]] });
  expect(kept.series).toEqual([{ name: "curl", points: [[2, 100]] }]);
  const [series] = plotCalls("f", "Calls", { two: fleet }).series;
  expect(series?.points.map(([minutes]) => minutes)).toEqual([0, 1, 2, 3, 4, 5].map((n) => n / 6));
});
