import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { createRateLimiter, type Slot } from "../../../lib/ledger/even-limiter.ts";
import { createRandom } from "../../support/random.ts";
import { createVirtualClock } from "../../support/virtual-clock.ts";

type Run = {
  readonly asks: readonly Ask[];
  readonly perSecond: number;
  /** How late each timer is in turn; below 0, early. */
  readonly lateMs: readonly number[];
  readonly seed: number;
};

type Ask = {
  readonly gapMs: number;
  readonly leaseInMs: number;
  readonly maxWaitMs: number;
  readonly usefulForMs: number;
  readonly abortInMs: number;
};

/** Parts of a millisecond that a binary number holds exactly, so that sums are exact as well. */
const quartersUpTo = (mostMs: number) => fc.nat(mostMs * 4).map((quarters) => quarters / 4);
const never = fc.constant(Infinity);

const anAsk: fc.Arbitrary<Ask> = fc.record({
  gapMs: fc.oneof(fc.constant(0), quartersUpTo(60), quartersUpTo(3000)),
  leaseInMs: fc.oneof(
    never,
    fc.nat(3).map((tens) => tens * 10_000),
    quartersUpTo(40_000),
  ),
  maxWaitMs: fc.oneof(fc.constant(0), fc.constant(100), quartersUpTo(2000)),
  usefulForMs: fc.oneof(never, quartersUpTo(2000)),
  abortInMs: fc.oneof(never, never, quartersUpTo(1500)),
});

const aRun: fc.Arbitrary<Run> = fc.record({
  asks: fc.array(anAsk, { minLength: 1, maxLength: 120 }),
  perSecond: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(0.1, 0.75, 2.5, 18.8)),
  lateMs: fc.array(fc.oneof(fc.constant(0), fc.integer({ min: -8, max: 40 })), {
    minLength: 1,
    maxLength: 20,
  }),
  seed: fc.nat(),
});

type Story = Ask & {
  readonly askedMs: number;
  readonly leaseEndsMs: number;
  settled?: Slot & { readonly atMs: number };
};

/** Makes the requests at their times, on timers that are early or late, until all is over. */
async function play({ asks, perSecond, lateMs, seed }: Run) {
  const clock = createVirtualClock();
  let timers = 0;
  let pending = 0;
  const after = (delayMs: number, callback: () => void) => {
    const skewMs = lateMs[timers++ % lateMs.length] ?? 0;
    pending += 1;
    let over = false;
    const finish = () => {
      if (!over) pending -= 1;
      over = true;
    };
    // Real timers wait a millisecond at the least.
    const skewedMs = skewMs === 0 ? delayMs : Math.max(delayMs + skewMs, 1);
    const cancel = clock.after(skewedMs, () => {
      finish();
      callback();
    });
    return () => {
      finish();
      cancel();
    };
  };
  const limiter = createRateLimiter({
    clock: { ...clock, after },
    perSecond,
    random: createRandom(seed),
  });
  const stories: Story[] = [];
  for (const ask of asks) {
    await clock.run(clock.nowMs() + ask.gapMs);
    const askedMs = clock.nowMs();
    const story: Story = { ...ask, askedMs, leaseEndsMs: askedMs + ask.leaseInMs };
    stories.push(story);
    const controller = new AbortController();
    const abort = () => {
      controller.abort();
    };
    if (ask.abortInMs < Infinity) clock.after(ask.abortInMs, abort);
    const { leaseEndsMs, maxWaitMs } = story;
    const latestUsefulMs = askedMs + ask.usefulForMs;
    void limiter
      .acquire({ leaseEndsMs, maxWaitMs, latestUsefulMs, signal: controller.signal })
      .then((slot) => (story.settled = { ...slot, atMs: clock.nowMs() }));
    expect(pending).toBeLessThanOrEqual(1);
    expect(pending === 0).toBe(limiter.backlog === 0);
  }
  await clock.run(clock.nowMs() + 5000);
  return { stories, left: { backlog: limiter.backlog, pending } };
}

const wasGranted = ({ settled }: Story) => settled?.granted === true;
const settledMs = ({ settled }: Story) => settled?.atMs ?? Number.NaN;
const grantsOf = (stories: readonly Story[]) =>
  stories.filter(wasGranted).sort((a, b) => settledMs(a) - settledMs(b));

const check = async (judge: (run: Run, played: Awaited<ReturnType<typeof play>>) => void) => {
  await fc.assert(
    fc.asyncProperty(aRun, async (run) => {
      judge(run, await play(run));
    }),
  );
};

test("no second, wherever it begins, holds more grants than the rate", async () => {
  await check(({ perSecond }, { stories }) => {
    const most = Math.ceil(perSecond);
    const timesMs = grantsOf(stories).map(settledMs);
    timesMs.slice(most).forEach((atMs, index) => {
      expect(atMs - (timesMs[index] ?? Number.NaN)).toBeGreaterThanOrEqual(1000);
    });
  });
});

test("grants are evenly apart, whatever the rate", async () => {
  await check(({ perSecond }, { stories }) => {
    const timesMs = grantsOf(stories).map(settledMs);
    timesMs.slice(1).forEach((atMs, index) => {
      // The last digit of a sum is not the limiter's.
      const gapMs = atMs - (timesMs[index] ?? Number.NaN) + 1e-9;
      expect(gapMs).toBeGreaterThanOrEqual(1000 / perSecond);
    });
  });
});

test("nobody is granted a slot while a sooner lease waits", async () => {
  await check((_, { stories }) => {
    for (const [index, story] of stories.entries()) {
      if (!wasGranted(story)) continue;
      const atMs = settledMs(story);
      const overtaken = stories.filter(
        (other, place) =>
          other.askedMs < atMs &&
          settledMs(other) > atMs &&
          (other.leaseEndsMs < story.leaseEndsMs ||
            (other.leaseEndsMs === story.leaseEndsMs && place < index)),
      );
      expect(overtaken).toEqual([]);
    }
  });
});

test("nothing is granted after its wait, its worth or its abort", async () => {
  await check((_, { stories }) => {
    for (const story of stories.filter(wasGranted)) {
      const waitedMs = settledMs(story) - story.askedMs;
      expect(waitedMs).toBeLessThanOrEqual(story.maxWaitMs);
      expect(waitedMs).toBeLessThanOrEqual(story.usefulForMs);
      expect(waitedMs).toBeLessThanOrEqual(story.abortInMs);
      expect(story.settled).toMatchObject({ granted: true, waitedMs });
    }
  });
});

test("every request is settled, and nothing is pending afterwards", async () => {
  await check((_, { stories, left }) => {
    for (const { settled } of stories) {
      expect(settled).toBeDefined();
      if (settled?.granted !== false) continue;
      expect(settled.retryAfterMs).toBeGreaterThanOrEqual(0);
      expect(settled.retryAfterMs).toBeLessThan(1e6);
    }
    expect(left).toEqual({ backlog: 0, pending: 0 });
  });
});

test("on timers that are exact nobody waits who is refused in the end, unless a sooner lease came", async () => {
  await fc.assert(
    fc.asyncProperty(aRun, async (run) => {
      const asks = run.asks.map((ask) => ({ ...ask, leaseInMs: Infinity, abortInMs: Infinity }));
      const { stories } = await play({ ...run, asks, lateMs: [0] });
      for (const story of stories.filter((one) => !wasGranted(one))) {
        expect(settledMs(story)).toBe(story.askedMs);
      }
    }),
  );
});
