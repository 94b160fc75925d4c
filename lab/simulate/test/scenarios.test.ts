import { expect, test } from "@jest/globals";
import { type Part, verdictOf } from "../../report/figures.ts";
import { playBadNetwork, playOutage } from "../scenarios/bad-network.ts";
import { playLightLoad } from "../scenarios/light-load.ts";
import { playMinute } from "../scenarios/minute.ts";
import { playOverload, playOverloadInOneProcess } from "../scenarios/overload.ts";

/** Small enough for every run of the tests; `npm run simulate` plays the hour. */
const seed = 20_201_016;

const misses = ({ figures }: Part) =>
  figures.filter((figure) => verdictOf(figure) === "MISSED").map(({ name }) => name);
const valueOf = ({ figures }: Part, name: string) =>
  figures.find((figure) => figure.name === name)?.value;

test("under overload one process fills the rate, is refused nothing and sends nothing stale", async () => {
  const part = await playOverloadInOneProcess({ seed, seconds: 30 });
  expect(misses(part)).toEqual([]);
  expect(valueOf(part, "refused at 20 a second, without the margin for travel")).toBeGreaterThan(0);
});

test.each([
  { mode: "exact", sandboxes: 20 },
  { mode: "shares", sandboxes: 20 },
  { mode: "shares", sandboxes: 4 },
] as const)("under overload $sandboxes sandboxes in mode $mode do the same", async (row) => {
  const part = await playOverload(row.mode, { seed, seconds: 60, sandboxes: row.sandboxes });
  expect(misses(part)).toEqual([]);
});

test("at light load exact slots shed next to nothing and shares a part", async () => {
  const part = await playLightLoad({ seed, seconds: 120 });
  expect(misses(part)).toEqual([]);
  expect(valueOf(part, "shed by shares, 4 sandboxes")).toBeGreaterThan(5);
});

test("a fleet that starts on the minute loses leases only with ordering and steering off", async () => {
  const part = await playMinute({ seed, minutes: 3, consumers: 390 });
  expect(misses(part)).toEqual([]);
}, 30_000);

test("on a bad network nearly every lease is renewed", async () => {
  const part = await playBadNetwork({ seed, minutes: 10, consumers: 50 });
  expect(valueOf(part, "renewals kept ÷ leases due")).toBeGreaterThan(99.9);
  expect(valueOf(part, "upstream calls failed")).toBeGreaterThan(200);
});

test("a dead upstream is not called much more often than there are beats", async () => {
  const part = await playOutage({ seed, minutes: 5, consumers: 50 });
  expect(misses(part)).toEqual([]);
  expect(valueOf(part, "the same, without the breaker")).toBeLessThan(1.105);
});

test("the same seed gives the same figures", async () => {
  const options = { seed, minutes: 2, consumers: 20 };
  expect(await playBadNetwork(options)).toEqual(await playBadNetwork(options));
});
