import { expect, test } from "@jest/globals";
import { createMemoryLedger } from "../../../lib/ledger/memory.ts";
import { createRelay } from "../../../lib/relay/relay.ts";
import type { Answer } from "../../../lib/tencent/heartbeat-client.ts";
import { createHandClock } from "../../support/hand-clock.ts";
import { heartbeat, options, renewed, rules, timeout } from "../../support/relay-beat.ts";

const leaseMs = 40_000;

/** A relay whose beats take 100 ms each, and what was left of the lease when one came. */
function setUp() {
  const clock = createHandClock();
  const ledger = createMemoryLedger({ clock, random: () => 0, ratePerSecond: 20 });
  let answer: Answer = renewed;
  const client = {
    prepare: () => Promise.resolve(() => undefined),
    send() {
      clock.advance(100);
      return Promise.resolve(answer);
    },
  };
  const relay = createRelay({ client, clock, random: () => 0, ledger, ...rules });
  const from = { ...options, sender: { alias: "orders-1" } };
  const beat = async (next: Answer = renewed) => {
    answer = next;
    const report = await relay.beat(heartbeat, from);
    return report.ok ? report.leaseLeftMs : "failed";
  };
  const leave = () => relay.leave(heartbeat, { ...from, signal: new AbortController().signal });
  return { clock, beat, leave };
}

test("is what is left of the lease when a beat comes, counted from when the one before was sent", async () => {
  const { clock, beat } = setUp();
  expect(await beat()).toBeUndefined();
  clock.advance(17_900);
  expect(await beat()).toBe(leaseMs - 18_000);
  clock.advance(900);
  expect(await beat()).toBe(leaseMs - 1000);
});

test("is that of the last beat that was accepted, whatever was tried since", async () => {
  const { clock, beat } = setUp();
  await beat();
  clock.advance(17_900);
  expect(await beat(timeout)).toBe("failed");
  clock.advance(9900);
  expect(await beat()).toBe(leaseMs - 28_000);
});

test("is 0 where the lease has ended, and unknown of a consumer that was away for longer than another one", async () => {
  const { clock, beat } = setUp();
  await beat();
  clock.advance(leaseMs - 100);
  expect(await beat()).toBe(0);
  clock.advance(2 * leaseMs - 100);
  expect(await beat()).toBe(0);
  clock.advance(2 * leaseMs - 99);
  expect(await beat()).toBeUndefined();
});

test("is unknown of a consumer that has left and comes back", async () => {
  const { clock, beat, leave } = setUp();
  await beat();
  await leave();
  clock.advance(1000);
  expect(await beat()).toBeUndefined();
});
