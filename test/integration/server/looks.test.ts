import { expect, test } from "@jest/globals";
import { startLooks } from "../../../server/looks.ts";
import { createCapturedLog } from "../../support/captured-log.ts";
import { createHandClock } from "../../support/hand-clock.ts";
import { turn } from "../../support/ledger.ts";

function setUp() {
  const clock = createHandClock();
  const { log } = createCapturedLog();
  let looks = 0;
  let ended = Promise.resolve(undefined);
  const watch = {
    look: () => {
      looks += 1;
      return ended;
    },
    samples: () => Promise.resolve([]),
  };
  const stop = startLooks(() => ({ clock, log, watch }), 3000);
  const pass = async (ms: number) => {
    clock.advance(ms);
    await turn();
    return looks;
  };
  return { clock, stop, pass, slow: (until: Promise<undefined>) => void (ended = until) };
}

test("it is looked every 3 s, never twice at once", async () => {
  const { pass, slow } = setUp();
  expect([await pass(2999), await pass(1), await pass(3000)]).toEqual([0, 1, 2]);
  const { promise, resolve } = Promise.withResolvers<undefined>();
  slow(promise);
  expect([await pass(3000), await pass(9000)]).toEqual([3, 3]);
  resolve(undefined);
  await turn();
  expect(await pass(3000)).toBe(4);
});

test("it ends, between two looks and during one", async () => {
  for (const isLooking of [false, true]) {
    const { clock, pass, slow, stop } = setUp();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    if (isLooking) slow(promise);
    await pass(3000);
    stop();
    resolve(undefined);
    await turn();
    expect([await pass(60_000), clock.pending()]).toEqual([1, 0]);
  }
});
