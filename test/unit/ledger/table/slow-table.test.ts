import { expect, test } from "@jest/globals";
import { createTableProcesses } from "../../../support/table-processes.ts";
import { createVirtualClock } from "../../../support/virtual-clock.ts";
import { entry } from "../../../support/ledger.ts";

test("a beat that waits for its booking may ask a slow table once more: that is no part of its 100 ms", async () => {
  const clock = createVirtualClock();
  const failures: string[] = [];
  const [one, two] = createTableProcesses(2, {
    clock,
    random: () => 0.5,
    ratePerSecond: 1,
    tripMs: () => 40,
    onFailure: (reason) => void failures.push(reason),
  });
  const take = (ledger: typeof one, consumer: string) =>
    ledger?.enter(entry(consumer)).take({ maxWaitMs: 2000, latestUsefulMs: Infinity });
  await Promise.all([take(one, "a"), clock.run(300)]);
  const [grant] = await Promise.all([take(two, "b"), clock.run(1500)]);
  expect([grant?.granted, failures]).toEqual([true, []]);
});
