import { createExactLimiter } from "../../lib/ledger/exact/exact-limiter.ts";
import type { Slot, SlotRequest } from "../../lib/ledger/even-limiter.ts";
import { type Counted } from "../../lib/ledger/exact/shared-counter.ts";
import { createHandClock } from "./hand-clock.ts";

export type Asked = {
  readonly second: number;
  readonly count: number;
  readonly signal: AbortSignal;
};
export type Answer = (asked: Asked) => Promise<Counted> | Counted;

export const startMs = Date.UTC(2026, 0, 1);
export const secondOf = (asked: Asked | undefined) => (asked?.second ?? NaN) - startMs / 1000;

/** A limiter of 3 a second at the full second 0 on a hand clock; the store counts unless told otherwise. */
export function setUpExactLimiter({ quota = 3 } = {}) {
  const clock = createHandClock(startMs);
  const totals = new Map<number, number>();
  const asked: Asked[] = [];
  const count: Answer = ({ second, count: more }) => {
    const total = (totals.get(second) ?? 0) + more;
    totals.set(second, total);
    return { ok: true, total };
  };
  let answer = count;
  const passed: SlotRequest[] = [];
  const failures: string[] = [];
  let fallbacks = 0;
  const limiter = createExactLimiter({
    clock,
    random: () => 0,
    quota,
    partPerSecond: 1,
    counter: {
      add: async (second, more, signal) => {
        const question = { second, count: more, signal };
        asked.push(question);
        return answer(question);
      },
    },
    fallback: {
      acquire: (request) => {
        passed.push(request);
        return Promise.resolve({ granted: true, waitedMs: 7 });
      },
      backlog: 5,
      load: () => 0.25,
    },
    onFallback: () => void (fallbacks += 1),
    onFailure: ({ reason }) => failures.push(reason),
  });
  const settled: (Slot & { readonly name: string })[] = [];
  const ask = async (name: string, request: Partial<SlotRequest> = {}) => {
    void limiter
      .acquire({ leaseEndsMs: Infinity, maxWaitMs: 0, ...request })
      .then((slot) => settled.push({ name, ...slot }));
    await turn();
  };
  const advance = async (ms: number) => {
    clock.advance(ms);
    await turn();
  };
  return {
    clock,
    limiter,
    asked,
    settled,
    passed,
    failures,
    fallbacks: () => fallbacks,
    ask,
    advance,
    /** As if other sandboxes had asked for so many of that second. */
    takeElsewhere: (second: number, taken: number) => totals.set(startMs / 1000 + second, taken),
    answerBy: (next: Answer = count) => {
      answer = next;
    },
    /** Lets the store count, but tell it only once the function returned is called. */
    holdAnswers: () => {
      const held: (() => void)[] = [];
      answer = (question) => {
        const counted = count(question);
        return new Promise((resolve) => {
          held.push(() => {
            resolve(counted);
          });
        });
      };
      return async () => {
        for (const release of held.splice(0)) release();
        await turn();
      };
    },
  };
}

export async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

export const fail: Answer = () => ({ ok: false, reason: "down" });
export const never: Answer = () => new Promise(() => undefined);
