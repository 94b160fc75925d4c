import { expect, test } from "@jest/globals";
import type { Heartbeat } from "../../../lib/heartbeat/heartbeat.ts";
import { createLeases } from "../../../lib/relay/leases.ts";
import { createHandClock } from "../../support/hand-clock.ts";

const beat = (consumer: string, partitions: number[] = [0]): Heartbeat => ({
  consumerGroup: "g",
  consumer,
  logsetId: "l",
  topics: new Map([["t", partitions]]),
});

test("a lease ends its length after the last renewal", () => {
  const clock = createHandClock();
  const leases = createLeases({ clock, leaseMs: 40_000 });
  leases.renewed(beat("a"));
  clock.advance(15_000);
  expect(leases.endsMs(beat("a"))).toBe(40_000);
  leases.renewed(beat("a", []));
  expect(leases.endsMs(beat("a"))).toBe(55_000);
});

test("of consumers never seen, one that holds partitions is urgent and one that joins can wait", () => {
  const clock = createHandClock();
  clock.advance(1000);
  const leases = createLeases({ clock, leaseMs: 40_000 });
  expect(leases.endsMs(beat("a"))).toBe(1000);
  expect(leases.endsMs(beat("a", []))).toBe(41_000);
});

test("one name in two groups or logsets is two consumers", () => {
  const clock = createHandClock();
  const leases = createLeases({ clock, leaseMs: 40_000 });
  leases.renewed({ ...beat("a"), consumerGroup: "other" });
  leases.renewed({ ...beat("a"), logsetId: "other" });
  clock.advance(1);
  expect(leases.endsMs(beat("a"))).toBe(1);
});

test("only so many are remembered, and the one renewed longest ago is forgotten first", () => {
  const clock = createHandClock();
  const leases = createLeases({ clock, leaseMs: 100, most: 2 });
  for (const consumer of ["a", "b", "a", "c"]) leases.renewed(beat(consumer));
  clock.advance(10);
  expect(["a", "b", "c"].map((consumer) => leases.endsMs(beat(consumer)))).toEqual([100, 10, 100]);
});
