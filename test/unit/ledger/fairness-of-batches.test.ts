import { expect, test } from "@jest/globals";
import { sleep } from "../../../lib/base/clock.ts";
import { createRandom, uniform } from "../../support/random.ts";
import { createTableProcesses } from "../../support/table-processes.ts";
import { createVirtualClock } from "../../support/virtual-clock.ts";
import { entry } from "../../support/ledger.ts";

const leaseMs = 40_000;
const cadenceMs = 18_000;
const answerMs = 90;
const peaceMs = 60_000;

/** A flood of another key, so many names that are invented each time. */
const floods = [
  { count: 20, everyMs: 300, isBulk: false, maxWaitMs: 2000, end: "answered" },
  { count: 60, everyMs: 300, isBulk: false, maxWaitMs: 2000, end: "renewed" },
  { count: 60, everyMs: 300, isBulk: true, maxWaitMs: 9000, end: "renewed" },
] as const;

test.each(floods)(
  "with a table a batch of a small key loses no lease to a flood of another: %j",
  async ({ count, everyMs, isBulk, maxWaitMs, end }) => {
    const clock = createVirtualClock();
    const random = createRandom(5);
    const tripMs = () => uniform(random, 4, 12);
    const ledgers = createTableProcesses(40, { clock, random, ratePerSecond: 20, tripMs });
    const enter = (...of: Parameters<typeof entry>) =>
      ledgers[Math.floor(random() * ledgers.length)]?.enter(entry(...of));

    const renewed = new Map<string, number>();
    let lost = 0;
    const renew = async (consumer: string) => {
      const turn = enter(consumer, { isBulk: true, key: { name: "small" } });
      const latestUsefulMs = clock.nowMs() + 9500;
      const grant = await turn?.take({ maxWaitMs: 9000, latestUsefulMs });
      if (!grant?.granted) return;
      const nowMs = clock.nowMs();
      if (nowMs - (renewed.get(consumer) ?? nowMs) > leaseMs) lost += 1;
      renewed.set(consumer, nowMs);
      await sleep(clock, answerMs);
      await grant.settle("renewed");
    };
    const batch = () => {
      for (let index = 0; index < 20; index += 1) void renew(`c${index}`);
      clock.after(cadenceMs, batch);
    };
    batch();

    let names = 0;
    const strike = () => {
      for (let index = 0; index < count; index += 1) {
        const turn = enter(`evil-${names++}`, { isBulk, key: { name: "evil" } });
        void turn?.take({ maxWaitMs, latestUsefulMs: Infinity }).then((grant) => {
          if (grant.granted) clock.after(answerMs, () => void grant.settle(end));
        });
      }
      clock.after(everyMs, strike);
    };
    clock.after(peaceMs, strike);

    await clock.run(peaceMs + 3 * leaseMs);
    const late = [...renewed.values()].filter((atMs) => clock.nowMs() - atMs > leaseMs);
    expect({ consumers: renewed.size, lost, late }).toEqual({ consumers: 20, lost: 0, late: [] });
  },
  120_000,
);
