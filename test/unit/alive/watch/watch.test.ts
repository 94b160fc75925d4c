import { describe, expect, test } from "@jest/globals";
import { createConsumers } from "../../../../lib/alive/consumers.ts";
import type { Transition } from "../../../../lib/alive/transition.ts";
import { createMemoryJournal, type Journal } from "../../../../lib/alive/watch/journal.ts";
import { createSampleReader } from "../../../../lib/alive/watch/samples.ts";
import { createTableJournal } from "../../../../lib/alive/watch/table-journal.ts";
import { createWatch, type Looked } from "../../../../lib/alive/watch/watch.ts";
import type { Sight } from "../../../../lib/ledger/sight.ts";
import { createHandClock, type HandClock } from "../../../support/hand-clock.ts";
import { turn } from "../../../support/ledger.ts";
import { createTestStore } from "../../../support/table-store.ts";
import { sightOf } from "../../../support/watch/seen.ts";

/** A teller that takes all it is told, until it is to fail. */
function createHearing() {
  const heard: string[] = [];
  const ids: string[] = [];
  const hearing = {
    ...{ heard, ids, fails: false },
    tell(transitions: readonly Transition[]) {
      ids.push(...transitions.map(({ id }) => id));
      if (hearing.fails) return Promise.reject(new Error("not now"));
      heard.push(...transitions.map(({ kind, isOver }) => `${kind}${isOver ? " over" : ""}`));
      return Promise.resolve();
    },
  };
  return hearing;
}

const periodMs = 10_000;

function setUp(
  clock: HandClock = createHandClock(),
  journal: Journal = createMemoryJournal(clock),
) {
  const seen: Sight[] = [];
  const failures: string[] = [];
  const looked: Looked[] = [];
  const [one, two] = [createHearing(), createHearing()];
  const fill = () => ({ held: 0, carries: 0 });
  const ledger = { fill, sights: () => Promise.resolve(seen) };
  const parts = { clock, callMs: 3000, settings: undefined, ratePerSecond: 20 };
  const watch = createWatch({
    ...{ ...parts, journal, periodMs },
    consumers: createConsumers({ ledger, ...parts }),
    tellers: new Map([
      ["one", one],
      ["two", two],
    ]),
    onFailure: (teller) => void failures.push(teller),
    onLooked(look) {
      looked.push(look);
      return Promise.resolve();
    },
  });
  const readSamples = createSampleReader(journal, clock);
  /** Looks again and again; gives how the last look went. */
  const look = async (times = 1) => {
    let went: unknown;
    for (let time = 0; time < times; time += 1) {
      clock.advance(periodMs);
      const looking = watch.look().catch((error: unknown) => String(error));
      for (let waited = 0; waited < 40; waited += 1) await turn();
      clock.advance(0);
      went = await looking;
    }
    return went;
  };
  return { clock, seen, one, two, failures, looked, watch, readSamples, look };
}

const onTable = () => {
  const clock = createHandClock();
  const store = createTestStore({ clock });
  const create = () => setUp(clock, createTableJournal(store, clock));
  return { clock, store, create };
};

describe.each<[string, () => ReturnType<typeof setUp>]>([
  ["memory", setUp],
  ["table", () => onTable().create()],
])("a watch that remembers in the %s", (_name, create) => {
  test("tells each transition once, and gives it", async () => {
    const { clock, seen, one, two, looked, look } = create();
    seen.push(sightOf("a", clock.epochMs()));
    expect(await look(5)).toMatchObject({ transitions: [], consumers: [{ state: "expired" }] });
    expect(await look(5)).toMatchObject({ transitions: [] });
    const nowMs = clock.epochMs();
    seen[0] = sightOf("a", nowMs, { joinedMs: nowMs });
    expect(await look()).toMatchObject({
      transitions: [{ kind: "expired", isOver: true, atMs: nowMs }],
    });
    await look(2);
    expect(one.heard).toEqual(["expired", "expired over"]);
    expect(two.heard).toEqual(one.heard);
    const transitions = looked.flatMap((look) => look.transitions);
    expect(transitions.map(({ isOver }) => isOver)).toEqual([false, true]);
    expect(looked).toHaveLength(13);
    expect(clock.pending()).toBe(0);
  });

  test("tells a teller that failed again, under the same id, and not the others", async () => {
    const { clock, seen, one, two, look, failures } = create();
    seen.push(sightOf("a", clock.epochMs()));
    two.fails = true;
    await look(8);
    two.fails = false;
    await look(2);
    expect([one.heard, two.heard]).toEqual([["expired"], ["expired"]]);
    expect(one.ids).toHaveLength(1);
    expect(two.ids.length).toBeGreaterThan(2);
    expect(new Set([...one.ids, ...two.ids]).size).toBe(1);
    expect(new Set(failures)).toEqual(new Set(["two"]));
  });

  test("gives a minute each of the last hour, and reads it at most each 15 s", async () => {
    const { clock, seen, readSamples, look } = create();
    const failures = (count: number) => ({ renewals: 2 * count, failures: count });
    for (let minute = 0; minute < 70; minute += 1) {
      const nowMs = clock.epochMs();
      seen[0] = sightOf("a", nowMs, { ...failures(minute), changesMs: [nowMs + 10_000] });
      await look(6);
    }
    const samples = await readSamples();
    expect(samples).toHaveLength(60);
    const minute = { renewals: 2, refusals: 1, rebalances: 1, alive: 0, late: 0, expired: 1 };
    const atMs = Math.floor(clock.epochMs() / 60_000) * 60_000;
    expect(samples.at(-1)).toEqual({ atMs, ...minute });
    expect(samples.at(-2)).toEqual({ atMs: atMs - 60_000, ...minute });
    seen.length = 0;
    await look(1);
    expect((await readSamples()).at(-1)?.atMs).toBe(atMs);
    await look(6);
    expect((await readSamples()).at(-1)).toMatchObject({
      atMs: atMs + 60_000,
      renewals: 0,
      expired: 0,
    });
  });
});

describe("a watch that was frozen during a look", () => {
  test("tells nothing by what it knew before", async () => {
    const { clock, seen, one, watch, look } = setUp();
    seen.push(sightOf("a", clock.epochMs()));
    await look(4);
    clock.advance(7000);
    const looking = watch.look();
    clock.setWallForward(60_000);
    await expect(looking).rejects.toThrow("took too long");
    expect(one.heard).toEqual(["outage"]);
    await look();
    expect(one.heard).toEqual(["outage", "outage over"]);
  });
});

describe("watches on one table", () => {
  test("look one at a time, and one that has died keeps the others out for a while only", async () => {
    const { clock, store, create } = onTable();
    const [dead, other] = [create(), create()];
    await other.look();
    const { signal } = new AbortController();
    await createTableJournal(store, clock).takeDuty(signal);
    expect(await dead.look()).toBeUndefined();
    expect(await other.look()).toMatchObject({ transitions: [] });
  });

  test.each([
    ["whose clock was an hour ahead", 3_600_000],
    ["that is nobody's", "?"],
  ])("are not kept out by a duty %s", async (_which, ahead) => {
    const { clock, store, create } = onTable();
    const { look } = create();
    const { signal } = new AbortController();
    const takenUntilMs = typeof ahead === "string" ? ahead : clock.epochMs() + ahead;
    await store.change({ key: "watch", set: { takenUntilMs } }, signal);
    expect(await look()).toMatchObject({ transitions: [] });
  });

  test("of which one came too late record nothing", async () => {
    const { clock, store } = onTable();
    const { signal } = new AbortController();
    const [one, two] = [createTableJournal(store, clock), createTableJournal(store, clock)];
    const late = await one.takeDuty(signal);
    clock.advance(15_000);
    const next = await two.takeDuty(signal);
    if (!late || !next) throw new Error("there is no duty");
    await expect(late.record({ ...late.told, knownSinceMs: 1 }, signal)).rejects.toThrow("another");
    await next.record({ ...next.told, knownSinceMs: 2 }, signal);
    expect((await one.read(signal)).knownSinceMs).toBe(2);
  });

  test("tell an outage of the table while it lasts, once, and that it is over", async () => {
    const { store, create } = onTable();
    const { one, two, look } = create();
    await look(3);
    store.mode = "throws";
    two.fails = true;
    expect(await look(2)).toBe("Error: it is down");
    expect(one.heard).toEqual([]);
    await look(3);
    expect([one.heard, two.heard]).toEqual([["outage"], []]);
    store.mode = "answers";
    two.fails = false;
    await look(3);
    expect([one.heard, two.heard]).toEqual([
      ["outage", "outage over"],
      ["outage", "outage over"],
    ]);
  });

  test("do not take it for an outage that another one looks", async () => {
    const { clock, store, create } = onTable();
    const { one, look } = create();
    await look();
    const { signal } = new AbortController();
    clock.advance(9000);
    await createTableJournal(store, clock).takeDuty(signal);
    expect(await look()).toBeUndefined();
    store.mode = "throws";
    await look();
    expect(one.heard).toEqual([]);
  });

  test("tell it from their start where the table never answered", async () => {
    const { store, create } = onTable();
    const { one, look, readSamples, clock } = create();
    store.mode = "throws";
    await look(3);
    expect(one.heard).toEqual([]);
    await look();
    expect(one.heard).toEqual(["outage"]);
    await expect(readSamples()).rejects.toMatchObject({ code: "ledger-unavailable" });
    store.mode = "answers";
    expect(await readSamples()).toEqual([]);
    expect(clock.pending()).toBe(0);
  });

  test("do not tell again what another one has told of an outage", async () => {
    const { store, create } = onTable();
    const [a, b] = [create(), create()];
    await a.look();
    await b.look();
    store.mode = "throws";
    for (let time = 0; time < 4; time += 1) {
      await a.look();
      await b.watch.look().catch(() => undefined);
    }
    store.mode = "answers";
    await a.look();
    await b.look();
    await a.look();
    const told = (one: string[]) => one.filter((name) => name === "outage over").length;
    expect(told(a.one.heard) + told(b.one.heard)).toBe(2);
  });
});
