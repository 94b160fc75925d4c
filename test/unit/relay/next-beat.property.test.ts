import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { nextBeatInMs } from "../../../lib/relay/next-beat.ts";
import { createRandom } from "../../support/random.ts";

const anInterval = fc.integer({ min: 1000, max: 300_000 });
const aLoad = fc.double({ min: 0, max: 100, noNaN: true });
const aChance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test("two steps never take longer than a lease of two intervals, and one never half an interval", () => {
  fc.assert(
    fc.property(anInterval, aLoad, aChance, (intervalMs, load, chance) => {
      const nextMs = nextBeatInMs({ intervalMs, load, random: () => chance });
      expect(nextMs * 2).toBeLessThanOrEqual(2 * intervalMs);
      expect(nextMs).toBeGreaterThan(intervalMs / 2);
    }),
  );
});

test("more load never brings the next beat nearer", () => {
  fc.assert(
    fc.property(anInterval, aLoad, aLoad, aChance, (intervalMs, one, other, chance) => {
      const at = (load: number) => nextBeatInMs({ intervalMs, load, random: () => chance });
      expect(at(Math.max(one, other))).toBeGreaterThanOrEqual(at(Math.min(one, other)));
    }),
  );
});

test("a fleet that began at one moment is spread over its interval within ten minutes", () => {
  const random = createRandom(1);
  const intervalMs = 20_000;
  const perTenth = Array.from({ length: 10 }, () => 0);
  for (let caller = 0; caller < 1000; caller += 1) {
    let atMs = 0;
    while (atMs < 600_000) atMs += nextBeatInMs({ intervalMs, load: 0, random });
    const tenth = Math.floor(((atMs - 600_000) / intervalMs) * 10);
    perTenth[tenth] = (perTenth[tenth] ?? 0) + 1;
  }
  // The last part is reached by long steps alone; of the first eight tenths each has its share.
  for (const callers of perTenth.slice(0, 8)) expect(callers).toBeGreaterThan(70);
});
