import { describe, expect, test } from "@jest/globals";
import { sleep } from "../../../lib/base/clock.ts";
import { runCaller } from "../model/caller.ts";
import { createLeases } from "../model/leases.ts";
import type { Reply } from "../model/relay-process.ts";
import { createModelCounter } from "../model/shared-counter.ts";
import { createUpstream } from "../model/upstream.ts";
import { createRandom } from "../../../test/support/random.ts";
import { createExact } from "../scenarios/sandbox-modes.ts";
import { createVirtualClock } from "../../../test/support/virtual-clock.ts";

describe("the upstream", () => {
  test("lets the first twenty of its own second pass, counted at arrival", async () => {
    const clock = createVirtualClock();
    const upstream = createUpstream({ clock, random: () => 0 });
    const seen: string[] = [];
    const call = () => {
      upstream.call("c", Infinity, (outcome) => seen.push(`${outcome} ${clock.nowMs()}`));
    };
    await clock.run(979);
    call();
    await clock.run(980);
    for (let index = 0; index < 21; index += 1) call();
    await clock.run(2000);
    expect(seen).toEqual([
      "accepted 1019",
      ...Array.from({ length: 20 }, () => "accepted 1020"),
      "refused 1020",
    ]);
    expect(upstream.counts).toMatchObject({ sent: 22, accepted: 21, refused: 1, stale: 0 });
  });

  test("never hears of a call that fails on the way, and knows what was sent too late", async () => {
    const clock = createVirtualClock();
    const upstream = createUpstream({ clock, random: () => 0, failedShare: 0.1 });
    const seen: string[] = [];
    await clock.run(100);
    upstream.call("c", 99, (outcome) => seen.push(outcome));
    await clock.run(200);
    expect(seen).toEqual(["unreachable"]);
    expect(upstream.counts).toMatchObject({ accepted: 0, unreachable: 1, stale: 1 });
  });
});

describe("a lease", () => {
  test("is kept by a beat at its very end and lost after it, once", () => {
    const leases = createLeases(100);
    leases.beat("a", 0);
    leases.beat("a", 100);
    leases.beat("a", 201);
    leases.beat("b", 250);
    leases.close(301);
    leases.close(900);
    expect(leases.kept).toBe(1);
    expect(leases.lostAtMs).toEqual([200]);
  });

  test("that runs out unseen is lost all the same", () => {
    const leases = createLeases(100);
    leases.beat("a", 0);
    leases.close(101);
    expect(leases.lostAtMs).toEqual([100]);
  });
});

describe("a caller", () => {
  const times = async (replies: readonly Reply[]) => {
    const clock = createVirtualClock();
    const beatsMs: number[] = [];
    void runCaller({
      clock,
      random: () => 0,
      beat: () => {
        beatsMs.push(clock.nowMs());
        return Promise.resolve(replies[beatsMs.length - 1] ?? { ok: true, nextBeatInMs: 1 });
      },
      nextMs: ({ endedMs }) => endedMs + 20_000,
      startMs: 0,
      untilMs: 40_000,
    });
    await clock.run(60_000);
    return beatsMs.slice(0, replies.length + 1);
  };

  test("does as curl does without a Retry-After: one second, two, four, and gives up", async () => {
    const failed: Reply = { ok: false };
    expect(await times([failed, failed, failed, failed])).toEqual([5, 1015, 3025, 7035, 27_045]);
  });

  test("obeys a Retry-After", async () => {
    expect(await times([{ ok: false, retryAfterSeconds: 7 }, { ok: false }])).toEqual([
      5, 7015, 9025,
    ]);
  });
});

describe("the shared counter", () => {
  test("counts each second for all who ask, 4 to 12 ms away", async () => {
    const clock = createVirtualClock();
    const counter = createModelCounter(clock, () => 0);
    const seen: string[] = [];
    const { signal } = new AbortController();
    for (const second of [7, 7, 8]) {
      void counter.add(second, 2, signal).then((counted) => {
        seen.push(`${second}: ${JSON.stringify(counted)} at ${clock.nowMs()}`);
      });
    }
    await clock.run(100);
    expect(seen).toEqual([
      '7: {"ok":true,"total":2} at 4',
      '7: {"ok":true,"total":4} at 4',
      '8: {"ok":true,"total":2} at 4',
    ]);
    expect(counter.calls).toBe(3);
  });
});

test("sandboxes in the mode exact fill each second of the upstream to its quota, and no further", async () => {
  const clock = createVirtualClock();
  const upstream = createUpstream({ clock, random: createRandom(2) });
  const { all } = createExact({ clock, random: createRandom(1), upstream, sandboxes: 12 });
  for (const [index, sandbox] of all.entries()) {
    void (async () => {
      while (clock.nowMs() < 2500) {
        await sandbox.beat(`c${index}`);
        await sleep(clock, 10);
      }
    })();
  }
  await clock.run(2000);
  expect(upstream.counts).toMatchObject({ accepted: 40, refused: 0 });
});
