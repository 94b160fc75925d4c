import { describe, expect, test } from "@jest/globals";
import {
  type CircuitBreaker,
  type CircuitBreakerOptions,
  createCircuitBreaker,
} from "../../../lib/relay/circuit-breaker.ts";
import type { Failure } from "../../../lib/tencent/failure.ts";
import { createHandClock } from "../../support/hand-clock.ts";

const unreachable: Failure = { kind: "unreachable", reason: "" };
const timeout: Failure = { kind: "timeout" };
const upstream = { code: "InternalError", message: "", requestId: "" };
const signsOfLife: [string, Failure | undefined][] = [
  ["a success", undefined],
  ["a refusal", { kind: "rejected", upstream }],
  ["a 502", { kind: "malformed", httpStatus: 502 }],
];

const allowed = { allowed: true };
const refusedFor = (retryAfterMs: number) => ({ allowed: false, retryAfterMs });

function settle(breaker: CircuitBreaker, times: number, failure: Failure | undefined) {
  for (let count = 0; count < times; count += 1) breaker.settled(failure);
}

function start(options: Omit<CircuitBreakerOptions, "clock"> = {}) {
  const clock = createHandClock();
  return { clock, breaker: createCircuitBreaker({ clock, ...options }) };
}

function startOpen() {
  const { clock, breaker } = start();
  settle(breaker, 20, unreachable);
  return { clock, breaker };
}

describe("closed", () => {
  test.each([unreachable, timeout])("the 20th of nothing but %j opens it, not the 19th", (dead) => {
    const { breaker } = start();
    settle(breaker, 19, dead);
    expect([breaker.ask(), breaker.ask(), breaker.ask()]).toEqual([allowed, allowed, allowed]);
    breaker.settled(dead);
    expect(breaker.ask()).toEqual(refusedFor(3000));
  });

  test.each(signsOfLife)("any number of %s leaves it closed", (_name, failure) => {
    const { breaker } = start();
    settle(breaker, 100, failure);
    expect(breaker.ask()).toEqual(allowed);
  });

  test.each(signsOfLife)("%s counts among the calls as one that did not fail", (_name, failure) => {
    const { breaker } = start();
    settle(breaker, 4, failure);
    settle(breaker, 15, unreachable);
    expect(breaker.ask()).toEqual(allowed);
    breaker.settled(timeout);
    expect(breaker.ask()).toEqual(refusedFor(3000));
  });

  test.each([
    { alive: 20, dead: 79, opens: false },
    { alive: 20, dead: 80, opens: true },
    { alive: 5, dead: 19, opens: false },
    { alive: 5, dead: 20, opens: true },
    { alive: 7, dead: 27, opens: false },
    { alive: 7, dead: 28, opens: true },
  ])("$dead dead after $alive alive: open is $opens", ({ alive, dead, opens }) => {
    const { breaker } = start();
    settle(breaker, alive, undefined);
    settle(breaker, dead, unreachable);
    expect(breaker.ask().allowed).toBe(!opens);
  });

  test("a success never opens it, even where it makes the 20 calls full", () => {
    const { breaker } = start();
    settle(breaker, 19, unreachable);
    breaker.settled(undefined);
    expect(breaker.ask()).toEqual(allowed);
    breaker.settled(unreachable);
    expect(breaker.ask()).toEqual(refusedFor(3000));
  });

  test.each([
    { ageMs: 9999, opens: true },
    { ageMs: 10_000, opens: false },
  ])("a failure $ageMs ms old makes the 20 full: $opens", ({ ageMs, opens }) => {
    const { clock, breaker } = start();
    breaker.settled(unreachable);
    clock.advance(ageMs);
    settle(breaker, 19, unreachable);
    expect(breaker.ask().allowed).toBe(!opens);
  });

  test.each([
    { ageMs: 9999, opens: false },
    { ageMs: 10_000, opens: true },
  ])("successes $ageMs ms ago no longer speak for it: $opens", ({ ageMs, opens }) => {
    const { clock, breaker } = start();
    settle(breaker, 100, undefined);
    clock.advance(ageMs);
    settle(breaker, 20, unreachable);
    expect(breaker.ask().allowed).toBe(!opens);
  });

  test("of very many calls the last thousand count", () => {
    const { breaker } = start({ leastCalls: 1000 });
    settle(breaker, 5000, undefined);
    settle(breaker, 799, unreachable);
    expect(breaker.ask()).toEqual(allowed);
    breaker.settled(unreachable);
    expect(breaker.ask()).toEqual(refusedFor(3000));
  });
});

describe("open", () => {
  test("it says how long it is until the probe", () => {
    const { clock, breaker } = startOpen();
    expect(breaker.ask()).toEqual(refusedFor(3000));
    clock.advance(2999);
    expect(breaker.ask()).toEqual(refusedFor(1));
  });

  test("it lets exactly one through after 3 s, and tells the others when it gives that one up", () => {
    const { clock, breaker } = startOpen();
    clock.advance(3000);
    expect([breaker.ask(), breaker.ask()]).toEqual([allowed, refusedFor(5000)]);
    clock.advance(1000);
    expect(breaker.ask()).toEqual(refusedFor(4000));
  });

  test.each<[string, Failure | undefined]>([
    ["success", undefined],
    ["failure", unreachable],
  ])("the %s of a call from before neither closes nor prolongs it", (_name, failure) => {
    const { clock, breaker } = startOpen();
    clock.advance(1000);
    settle(breaker, 30, failure);
    expect(breaker.ask()).toEqual(refusedFor(2000));
    clock.advance(2000);
    expect(breaker.ask()).toEqual(allowed);
  });
});

describe("probing", () => {
  function startProbing() {
    const { clock, breaker } = startOpen();
    clock.advance(3000);
    breaker.ask();
    return { clock, breaker };
  }

  test.each(signsOfLife)("%s closes it, and the past is forgotten", (_name, failure) => {
    const { breaker } = startProbing();
    breaker.settled(failure);
    expect([breaker.ask(), breaker.ask()]).toEqual([allowed, allowed]);
    settle(breaker, 19, unreachable);
    expect(breaker.ask()).toEqual(allowed);
    breaker.settled(unreachable);
    expect(breaker.ask()).toEqual(refusedFor(3000));
  });

  test.each([unreachable, timeout])("%j opens it anew, for as long as before", (failure) => {
    const { clock, breaker } = startProbing();
    clock.advance(500);
    breaker.settled(failure);
    expect(breaker.ask()).toEqual(refusedFor(3000));
    clock.advance(3000);
    expect([breaker.ask(), breaker.ask()]).toEqual([allowed, refusedFor(5000)]);
  });

  test("a deadline that passed too soon to tell makes way for the next probe at once", () => {
    const { breaker } = startProbing();
    breaker.settled(timeout, 999);
    expect([breaker.ask(), breaker.ask()]).toEqual([allowed, refusedFor(5000)]);
    breaker.settled(timeout, 1000);
    expect(breaker.ask()).toEqual(refusedFor(3000));
  });

  test("to peek takes no probe", () => {
    const { clock, breaker } = startProbing();
    clock.advance(5000);
    expect([breaker.peek(), breaker.peek(), breaker.ask()]).toEqual([allowed, allowed, allowed]);
    expect(breaker.peek()).toEqual(refusedFor(5000));
  });

  test("a probe that is never heard of makes way for the next after 5 s", () => {
    const { clock, breaker } = startProbing();
    clock.advance(4999);
    expect(breaker.ask()).toEqual(refusedFor(1));
    clock.advance(1);
    expect([breaker.ask(), breaker.ask()]).toEqual([allowed, refusedFor(5000)]);
    breaker.settled(undefined);
    expect([breaker.ask(), breaker.ask()]).toEqual([allowed, allowed]);
  });
});

test("every figure can be chosen", () => {
  const { clock, breaker } = start({
    windowMs: 100,
    leastCalls: 2,
    failedShare: 0.5,
    openMs: 30,
    probeMs: 40,
    tellingMs: 7,
  });
  for (let call = 0; call < 9; call += 1) breaker.settled(timeout, 6);
  settle(breaker, 1, unreachable);
  clock.advance(100);
  settle(breaker, 1, unreachable);
  expect(breaker.ask()).toEqual(allowed);
  settle(breaker, 2, undefined);
  settle(breaker, 1, unreachable);
  expect(breaker.ask()).toEqual(refusedFor(30));
  clock.advance(30);
  expect([breaker.ask(), breaker.ask()]).toEqual([allowed, refusedFor(40)]);
});
