import { describe, expect, test } from "@jest/globals";
import { createWorld, type Heard, type WorldOptions } from "../support/watch/world.ts";

const leaseMs = 40_000;
/** A lease and 1 s after the last beat that CLS took, and as long as a call may take. */
const expiredAfterMs = leaseMs + 1000 + 3000;

type Row = WorldOptions & { readonly latestMs: number };
const oneProcess: Row = {
  ...{ skewsMs: [1000], lookers: 0, hasTable: false, periodMs: 3000, lateMs: 0, latestMs: 10_000 },
};
const onLambda: Row = {
  ...{ skewsMs: [-1000, 0, 1000, -1000], hasTable: true, periodMs: 60_000, lateMs: 2000 },
  ...{ lookers: 1, latestMs: 75_000 },
};
const fastLooker: Row = { ...onLambda, skewsMs: [-1000, -1000, 0, 1000] };
/** Each of which looks, on one table. */
const servers: Row = {
  ...{ skewsMs: [-1000, 0, 1000], lookers: 0, hasTable: true, periodMs: 15_000, lateMs: 1000 },
  latestMs: 30_000,
};

type World = ReturnType<typeof createWorld>;
const crash = (
  world: World,
  [from, until]: readonly [number, number],
  consumer: string,
  group?: string,
) => {
  const { crash: end } = world.start(consumer, "host", group);
  world.at(from, end);
  world.at(until, () => world.start(consumer, "host", group));
};

/** Two hours with all that may happen; times are minutes. */
async function play(options: WorldOptions): Promise<World> {
  const world = createWorld(options);
  for (const consumer of ["a-5", "a-6", "a-7"]) world.start(consumer);
  world.start("u-2", "host", "mails");
  world.at(5, () => {
    const leaving = world.start("b-8");
    world.at(6, () => leaving.leave());
  });
  crash(world, [15, 22], "a-1");
  world.start("a-2", "one");
  world.at(25, () => {
    const { crash: end } = world.start("a-2", "two");
    world.at(5, end);
  });
  world.at(35.2, () => world.callers[0]?.own.freeze(60_000));
  world.at(40.5, () => (world.store.mode = "hangs"));
  world.at(43.5, () => (world.store.mode = "throws"));
  world.at(45.5, () => (world.store.mode = "answers"));
  // In the middle of a look on Lambda.
  world.at(50, () => world.looker?.own.freeze(60_000));
  world.at(60.3, () => (world.leases.failing = "hangs"));
  world.at(62, () => (world.leases.failing = "refuses"));
  world.at(64, () => (world.leases.failing = "not"));
  world.at(75, world.start("a-3").crash);
  crash(world, [80, 86], "a-4");
  crash(world, [100, 104], "u-1", "mails");
  // Between two looks on Lambda.
  world.at(110.1, () => (world.store.mode = "throws"));
  world.at(110.85, () => (world.store.mode = "answers"));
  await world.run(120);
  return world;
}

type Expected = Pick<Heard, "kind" | "isOver"> & {
  readonly consumer?: string | undefined;
  readonly trueMs: number;
};

/** What CLS knows: who lost its lease, and whom two beat in turn. */
function expectedOf({ leases, minuteMs }: World, outages: readonly Outage[]): Expected[] {
  const isUnknown = (ms: number) =>
    outages.some(([from, until]) => ms > minuteMs(from) && ms < minuteMs(until) + expiredAfterMs);
  const expected = outages.flatMap(([, until, told, tellers = 1]) =>
    Array.from({ length: tellers }, (): Expected[] => [
      { kind: "outage", isOver: false, trueMs: minuteMs(told) },
      { kind: "outage", isOver: true, trueMs: minuteMs(until) },
    ]).flat(),
  );
  for (const [consumer, takes] of leases.takes) {
    takes.forEach(({ atMs }, index) => {
      const nextMs = takes[index + 1]?.atMs ?? Infinity;
      const lostMs = atMs + expiredAfterMs;
      const isLost = nextMs > lostMs && lostMs < minuteMs(120) && consumer !== "b-8";
      if (!isLost || isUnknown(lostMs)) return;
      const wrong = [{ kind: "expired" as const, consumer, trueMs: lostMs }];
      const unread = { kind: "unread" as const, consumer: undefined, trueMs: lostMs + leaseMs };
      for (const one of consumer === "u-1" ? [...wrong, unread] : wrong) {
        expected.push({ ...one, isOver: false });
        if (nextMs < Infinity) expected.push({ ...one, isOver: true, trueMs: nextMs });
      }
    });
    const inTurn = takes.filter(({ instance, atMs }, index) => {
      const before = takes.slice(0, index).filter((one) => atMs - one.atMs < leaseMs);
      return (
        before.at(-1)?.instance !== instance && before.some((one) => one.instance === instance)
      );
    });
    const [first, last] = [inTurn[0], inTurn.at(-1)];
    if (first === undefined || last === undefined) continue;
    expected.push({ kind: "contested", consumer, isOver: false, trueMs: first.atMs });
    expected.push({ kind: "contested", consumer, isOver: true, trueMs: last.atMs + 2 * leaseMs });
  }
  return expected;
}

/** From when until when, and when it is long enough to be one, in minutes; and how many tell it. */
type Outage = readonly [from: number, until: number, told: number, tellers?: number];
const cls: Outage = [60.3, 64, 60.3 + 20 / 60];
/** Frozen, it can say so afterwards only. */
const frozen: Outage = [35.2, 36.2, 36.2];
/** Two and a half looks after the one that worked last. */
const table: Outage = [40, 45.5, 42.5];
/** Without the table no server knows what the others tell. */
const tableSoon: Outage = [40.5, 45.5, 40.5 + 37.5 / 60, 3];
const tableShort: Outage = [110.1, 110.85, 110.1 + 37.5 / 60, 3];

const nameOf = ({ kind, isOver, ...one }: Expected | Heard) => {
  const consumer = "subject" in one ? one.subject.consumer : one.consumer;
  return `${kind} ${consumer ?? ""} ${isOver ? "over" : "begun"}`;
};

describe.each<[string, Row, Outage[]]>([
  ["one process", oneProcess, [frozen, cls]],
  ["Lambda", onLambda, [table, cls]],
  ["Lambda, whose looker is ahead of all others", fastLooker, [table, cls]],
  ["three servers on a table", servers, [tableSoon, tableShort, cls]],
])("two hours of %s", (_name, { latestMs, ...options }, outages) => {
  test("every transition is told once, in time, and no other one", async () => {
    const world = await play(options);
    const expected = expectedOf(world, outages).sort((a, b) => a.trueMs - b.trueMs);
    const { heard } = world;
    expect(heard.map(nameOf).sort()).toEqual(expected.map(nameOf).sort());
    expect(new Set(heard.map(({ id }) => id)).size).toBe(heard.length);
    for (const one of expected) {
      const told = heard.filter((other) => nameOf(other) === nameOf(one));
      const same = expected.filter((other) => nameOf(other) === nameOf(one));
      const laterMs = (told[same.indexOf(one)]?.heardMs ?? Infinity) - one.trueMs;
      expect(laterMs).toBeLessThanOrEqual(latestMs);
      // Clocks differ by 2 s, and it may take less time than that to be certain of an outage.
      expect(laterMs).toBeGreaterThan(-5000);
    }
  });
});
