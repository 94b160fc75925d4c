import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { createCircuitBreaker } from "../../../lib/relay/circuit-breaker.ts";
import type { Failure } from "../../../lib/tencent/failure.ts";
import { createHandClock } from "../../support/hand-clock.ts";

const windowMs = 10_000;
const leastCalls = 20;
const openMs = 3000;
const probeMs = 5000;

const alive: (Failure | undefined)[] = [undefined, { kind: "malformed", httpStatus: 503 }];
const dead: Failure[] = [{ kind: "timeout" }, { kind: "unreachable", reason: "" }];

type Step =
  | { readonly do: "ask" }
  | { readonly do: "settle"; readonly failure: Failure | undefined; readonly times: number }
  | { readonly do: "advance"; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Step>({ do: "ask" }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("settle" as const),
      failure: fc.oneof(fc.constantFrom(...alive), fc.constantFrom(...dead, ...dead)),
      times: fc.oneof(fc.constant(1), fc.nat(25)),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("advance" as const),
      ms: fc.oneof(fc.constantFrom(1, openMs, probeMs, windowMs), fc.nat(4000)),
    }),
  },
);
const steps = fc.array(step, { size: "large", maxLength: 200 });

const isDead = (failure: Failure | undefined) => dead.some((one) => one === failure);

test("it refuses nobody before some 10 s have seen 20 calls, four fifths of them dead", () => {
  fc.assert(
    fc.property(steps, (steps) => {
      const clock = createHandClock();
      const breaker = createCircuitBreaker({ clock });
      const settled: { readonly atMs: number; readonly failed: boolean }[] = [];
      const mayHaveOpened = () =>
        settled.some(({ atMs: endMs }, end) => {
          const upTo = settled.slice(0, end + 1).filter(({ atMs }) => atMs > endMs - windowMs);
          const failed = upTo.filter((call) => call.failed).length;
          return upTo.length >= leastCalls && failed / upTo.length >= 0.8;
        });
      for (const step of steps) {
        if (step.do === "advance") clock.advance(step.ms);
        else if (step.do === "ask") expect(breaker.ask().allowed || mayHaveOpened()).toBe(true);
        else {
          for (let count = 0; count < step.times; count += 1) {
            breaker.settled(step.failure);
            settled.push({ atMs: clock.nowMs(), failed: isDead(step.failure) });
          }
        }
      }
    }),
  );
});

test("whoever is refused and comes back when told, with nobody before, is let through", () => {
  fc.assert(
    fc.property(steps, (steps) => {
      const clock = createHandClock();
      const breaker = createCircuitBreaker({ clock });
      for (const step of steps) {
        if (step.do === "advance") clock.advance(step.ms);
        else if (step.do === "ask") breaker.ask();
        else for (let count = 0; count < step.times; count += 1) breaker.settled(step.failure);
      }
      const answer = breaker.ask();
      if (answer.allowed) return;
      expect(answer.retryAfterMs).toBeGreaterThan(0);
      expect(answer.retryAfterMs).toBeLessThanOrEqual(probeMs);
      clock.advance(answer.retryAfterMs);
      expect(breaker.ask()).toEqual({ allowed: true });
      // Whatever the past, an answer to that probe ends it.
      breaker.settled(undefined);
      expect([breaker.ask().allowed, breaker.ask().allowed]).toEqual([true, true]);
    }),
  );
});

test("never are two probes out at once, but for one that is given up", () => {
  const event = fc.oneof(fc.constantFrom("ask", "ask", "answer", "fail"), fc.nat(4000));
  fc.assert(
    fc.property(fc.array(event, { size: "large", maxLength: 200 }), (events) => {
      const clock = createHandClock();
      const breaker = createCircuitBreaker({ clock });
      const kill = () => {
        for (let count = 0; count < leastCalls; count += 1) breaker.settled({ kind: "timeout" });
      };
      kill();
      let sinceMs: number | undefined;
      for (const event of events) {
        if (typeof event === "number") clock.advance(event);
        else if (event === "ask") {
          if (!breaker.ask().allowed) continue;
          const outMs = clock.nowMs() - (sinceMs ?? -Infinity);
          expect(outMs).toBeGreaterThanOrEqual(probeMs);
          sinceMs = clock.nowMs();
        } else if (sinceMs !== undefined) {
          sinceMs = undefined;
          breaker.settled(event === "answer" ? undefined : { kind: "timeout" });
          if (event === "answer") kill();
        }
      }
    }),
  );
});

test("against a dead upstream, at most one call in 3 s gets through once it has opened", () => {
  const gapsMs = fc.array(fc.nat(2000), { minLength: 1, size: "large", maxLength: 200 });
  fc.assert(
    fc.property(gapsMs, fc.constantFrom(...dead), (gapsMs, failure) => {
      const clock = createHandClock();
      const breaker = createCircuitBreaker({ clock });
      for (let count = 0; count < leastCalls; count += 1) breaker.settled(failure);
      const probesMs: number[] = [clock.nowMs()];
      for (const gapMs of gapsMs) {
        clock.advance(gapMs);
        if (!breaker.ask().allowed) continue;
        expect(clock.nowMs() - (probesMs.at(-1) ?? Number.NaN)).toBeGreaterThanOrEqual(openMs);
        probesMs.push(clock.nowMs());
        breaker.settled(failure);
      }
    }),
  );
});
