import { describe, expect, test } from "@jest/globals";
import { createHandClock } from "../../../test/support/hand-clock.ts";
import { type PaceName, runCaller } from "../model/caller.ts";
import { createClient } from "../model/client.ts";
import { createCls } from "../model/cls.ts";
import { createFaults, createOutage, noFaults } from "../model/faults.ts";
import { createLeases } from "../model/leases.ts";
import { createOneProcess } from "../model/one-process.ts";
import type { Host, Reply } from "../model/host.ts";
import { playWorld } from "../model/world.ts";
import { createVirtualClock } from "../../../test/support/virtual-clock.ts";

const travelMs = { least: 20, most: 20 };
const beat = { consumerGroup: "g", consumer: "c", logsetId: "l", topics: new Map() };
const options = () => {
  return { signal: new AbortController().signal, traceId: "t", freshConnection: false };
};

describe("the leases", () => {
  test("are kept by a renewal in time, and lost once for each length without", () => {
    const leases = createLeases(40);
    leases.want("a", 0);
    leases.renew("a", 10);
    leases.renew("a", 49);
    leases.renew("a", 200);
    leases.close(220);
    expect(leases.counts).toMatchObject({ kept: 1, lost: 3, lostByHolders: 3, joinedInTime: 1 });
  });

  test("are lost by a consumer that waits too long, or without end, for the first one", () => {
    const leases = createLeases(40);
    leases.want("late", 0);
    leases.want("never", 0);
    leases.renew("late", 41);
    leases.close(80);
    expect(leases.counts).toMatchObject({
      ...{ kept: 0, lost: 3, lostByHolders: 0, joinedLate: 1, neverIn: 1 },
    });
  });
});

describe("CLS", () => {
  test("refuses what is over twenty in one of its seconds, and tells of the worst one", async () => {
    const clock = createVirtualClock();
    const random = () => 0;
    const leases = createLeases(40_000);
    const cls = createCls({ clock, random, leases, faults: noFaults, travelMs });
    const outcomes: string[] = [];
    for (let call = 0; call < 22; call += 1) cls.call("c", (outcome) => outcomes.push(outcome));
    await clock.run(1000);
    expect(outcomes.filter((outcome) => outcome === "refused")).toHaveLength(2);
    expect(cls.counts).toEqual({
      ...{ calls: 22, accepted: 20, refused: 2, worstSecond: 22, perTenSeconds: [22] },
    });
  });

  test("takes three round trips over a new connection, and one over one that is kept", async () => {
    const clock = createVirtualClock();
    const leases = createLeases(40_000);
    const cls = createCls({ clock, random: () => 0, leases, faults: noFaults, travelMs });
    const client = createClient(clock, cls);
    const took: number[] = [];
    for (let call = 0; call < 2; call += 1) {
      const startedMs = clock.nowMs();
      void client.send(beat, options()).then(() => took.push(clock.nowMs() - startedMs));
      await clock.run(startedMs + 1000);
    }
    expect(took).toEqual([120, 40]);
  });

  test("is reached in one round trip over a connection that was prepared", async () => {
    const clock = createVirtualClock();
    const leases = createLeases(40_000);
    const cls = createCls({ clock, random: () => 0, leases, faults: noFaults, travelMs });
    const client = createClient(clock, cls);
    const took: number[] = [];
    const time = async (work: Promise<unknown>) => {
      const startedMs = clock.nowMs();
      await work;
      took.push(clock.nowMs() - startedMs);
    };
    for (const work of [
      // That call is not made, so that its connection is left for the next one.
      async () => {
        const end = await client.prepare(options());
        end();
      },
      () => client.prepare(options()),
      () => client.send(beat, options()),
    ]) {
      void time(work());
      await clock.run(clock.nowMs() + 1000);
    }
    expect(took).toEqual([80, 0, 40]);
  });

  test("strikes the next call with a fault, or all of them in an outage", () => {
    const clock = createHandClock();
    const faults = createFaults(clock, () => 0, 700);
    expect([faults.strike(), faults.strike()]).toEqual(["reset", undefined]);
    clock.advance(700);
    expect(faults.strike()).toBe("reset");
    const dead = createOutage(clock, { fault: "hang", fromMs: 700, toMs: 800 });
    expect([dead.strike(), dead.strike()]).toEqual(["hang", "hang"]);
    clock.advance(100);
    expect(dead.strike()).toBeUndefined();
  });

  test("never answers a call that hangs: the deadline of the relay ends it", async () => {
    const clock = createVirtualClock();
    const faults = createOutage(clock, { fault: "hang", fromMs: 0, toMs: Infinity });
    const random = () => 0;
    const cls = createCls({ clock, random, leases: createLeases(1), faults, travelMs });
    const host = createOneProcess({ clock, random, cls });
    const replies: [number, Reply][] = [];
    void host.beat("c").then((reply) => replies.push([clock.nowMs(), reply]));
    await clock.run(10_000);
    expect(replies).toEqual([[3000, { ok: false }]]);
  });
});

describe("a caller", () => {
  const no = (retryAfterSeconds?: number): Reply =>
    retryAfterSeconds === undefined ? { ok: false } : { ok: false, retryAfterSeconds };
  const yes: Reply = { ok: true, nextBeatInMs: 30_000 };

  /** When the beats of a consumer came, in seconds, with the replies that it got. */
  async function play(pace: PaceName, replies: readonly Reply[]) {
    const clock = createVirtualClock();
    const seconds: number[] = [];
    const host: Host = {
      beat: () => {
        seconds.push(Math.round(clock.nowMs() / 1000));
        return Promise.resolve(replies[seconds.length - 1] ?? yes);
      },
    };
    const rest = { clock, random: () => 0, host, consumer: "c", startMs: 0, untilMs: 60_000 };
    void runCaller(pace, rest);
    await clock.run(60_000);
    return seconds;
  }

  test("with curl on a timer comes every 18 s, and retries after 1, 2 and 4 s", async () => {
    expect(await play("curl", [no(), no(), no(), no()])).toEqual([0, 1, 3, 7, 18, 36, 54]);
  });

  test("obeys Retry-After, unless that goes past its --retry-max-time", async () => {
    // The run that gave up was over after 18 s: the next one follows at once.
    expect(await play("curl", [no(12), no(11), no(4)])).toEqual([0, 12, 23, 23, 41, 59]);
  });

  test("with a timer that never moves is on time again after a run that took too long", async () => {
    expect(await play("timer", [no(12), no(11), no(4)])).toEqual([0, 12, 23, 23, 36, 54]);
  });

  test("with the loop of the docs comes as it is told, and sooner after a failed run", async () => {
    expect(await play("loop", [yes, no(26), yes])).toEqual([0, 30, 35]);
  });
});

test("a fleet without faults keeps every lease, the same way for the same seed", async () => {
  const options = {
    minutes: 2,
    offeredPerSecond: 5,
    pace: "loop",
    createHost: createOneProcess,
  } as const;
  const played = await playWorld({ ...options, seed: 3 });
  expect(played).toMatchObject({ keptPercent: 100, leases: { lost: 0, joinedInTime: 90 } });
  expect(await playWorld({ ...options, seed: 3 })).toEqual(played);
});
