import { createRateLimiter, type Slot, type SlotRequest } from "../../lib/ledger/even-limiter.ts";
import { createHandClock } from "./hand-clock.ts";

/** A limiter on a hand clock that writes down what became of each named request, in order. */
export function setUpEvenLimiter({
  perSecond = 20,
  random = 0,
  mostWaiting,
}: Partial<Options> = {}) {
  const clock = createHandClock();
  const limiter = createRateLimiter({
    clock,
    perSecond,
    random: () => random,
    ...(mostWaiting === undefined ? {} : { mostWaiting }),
  });
  const settled: (Slot & { readonly name: string })[] = [];
  const ask = (name: string, request: Partial<SlotRequest> = {}) => {
    void limiter
      .acquire({ leaseEndsMs: Infinity, maxWaitMs: 1000, ...request })
      .then((slot) => settled.push({ name, ...slot }));
  };
  const advance = async (ms: number) => {
    clock.advance(ms);
    await turn();
  };
  const granted = () => settled.filter((slot) => slot.granted).map(({ name }) => name);
  const refused = () => settled.filter((slot) => !slot.granted).map(({ name }) => name);
  return { clock, limiter, settled, ask, advance, granted, refused };
}

type Options = { perSecond: number; random: number; mostWaiting: number };

/** Lets all that was queued run. */
export async function turn(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
