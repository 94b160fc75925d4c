import { describe, expect, test } from "@jest/globals";
import { createSights } from "../../../lib/ledger/sights.ts";
import { entry, patient, setUpMemoryLedger } from "../../support/ledger.ts";
import type { Origin } from "../../../lib/ledger/sight.ts";
import { createHandClock } from "../../support/hand-clock.ts";
import { setUpTableLedgers } from "../../support/table-ledger.ts";
import { beat, ledgers, origin, renewed, signal } from "../../support/sightings.ts";

const failed = { outcome: "heartbeat-rejected", upstreamCode: "ResourceNotFound.Topic" };

describe.each(ledgers)("what the ledger in the %s sees of a consumer", (_name, create) => {
  test("is nothing before its first call, and nothing of a beat that nobody is to see", async () => {
    const { ledger } = create();
    const grant = await ledger.enter(entry("c")).take(patient);
    if (grant.granted) await grant.settle("renewed", renewed);
    expect(await ledger.sights(signal)).toEqual([]);
  });

  test("is who renewed it, when, and what it was assigned", async () => {
    const sighted = create();
    const sentMs = sighted.clock.epochMs();
    const first = await beat(sighted, { alias: "one", instance: "host-a", key: "k" });
    expect(first).toMatchObject({ granted: true });
    expect(first).not.toMatchObject({ before: expect.anything() });
    expect(await sighted.ledger.sights(signal)).toEqual([
      {
        ...origin,
        alias: "one",
        key: "k",
        leaseMs: 40_000,
        cadenceMs: 18_000,
        joinedMs: sentMs,
        renewedMs: sentMs,
        takenMs: sentMs + 40,
        partitions: renewed.partitions,
        changesMs: [sentMs + 40],
        attempt: { atMs: sentMs, outcome: "renewed" },
        renewals: 1,
        holder: { key: "k", instance: "host-a", atMs: sentMs },
      },
    ]);
  });

  test("is its last attempt, where that failed", async () => {
    const sighted = create();
    await beat(sighted);
    const [before] = await sighted.ledger.sights(signal);
    sighted.clock.advance(18_000);
    const atMs = sighted.clock.epochMs();
    await beat(sighted, { end: "answered", facts: failed, key: "other" });
    const attempt = { atMs, ...failed };
    const failing = { attempt, failures: 1, failingSinceMs: atMs, key: "other", provenMs: atMs };
    expect(await sighted.ledger.sights(signal)).toEqual([{ ...before, ...failing }]);
  });

  test("is how many of its calls were accepted and how many not, and since when they fail", async () => {
    const sighted = create();
    const counts: unknown[] = [];
    for (const end of ["answered", "answered", "renewed", "renewed", "answered"] as const) {
      await beat(sighted, { end, facts: end === "renewed" ? renewed : failed });
      const [sight] = await sighted.ledger.sights(signal);
      counts.push([sight?.renewals, sight?.failures, sight?.failingSinceMs !== undefined]);
      sighted.clock.advance(5000);
    }
    expect(counts).toEqual([
      [undefined, 1, true],
      [undefined, 2, true],
      [1, 2, false],
      [2, 2, false],
      [2, 3, true],
    ]);
  });

  test("is since when two beat it in turn, until they pause for two leases", async () => {
    const sighted = create();
    const times: (number | undefined)[] = [];
    const inTurn = async (instance: string) => {
      await beat(sighted, { instance });
      times.push((await sighted.ledger.sights(signal))[0]?.contestedSinceMs);
      sighted.clock.advance(9000);
    };
    for (const instance of ["a", "b", "a", "b"]) await inTurn(instance);
    const firstMs = times[2];
    expect(firstMs).toBeGreaterThan(0);
    expect(times).toEqual([undefined, undefined, firstMs, firstMs]);
    sighted.clock.advance(90_000);
    for (const instance of ["a", "b", "a"]) await inTurn(instance);
    expect(times.at(-1)).toBeGreaterThan((firstMs ?? 0) + 90_000);
  });

  test("is that CLS may have taken a beat that was given up", async () => {
    const sighted = create();
    await beat(sighted);
    sighted.clock.advance(18_000);
    const sentMs = sighted.clock.epochMs();
    const facts = { outcome: "deadline-exceeded", mayBeTaken: true };
    await beat(sighted, { end: "given-up", facts, callMs: 3000 });
    const takenMs = sentMs + 3000;
    expect(await sighted.ledger.sights(signal)).toMatchObject([
      { renewedMs: sentMs - 18_040, takenMs },
    ]);
  });

  test("is what it was assigned before, told to the next beat", async () => {
    const sighted = create();
    await beat(sighted);
    sighted.clock.advance(18_000);
    const moved = { ...renewed, partitions: new Map([["a", [1]]]) };
    expect(await beat(sighted, { facts: moved })).toMatchObject({
      before: { partitions: renewed.partitions },
    });
    const [sight] = await sighted.ledger.sights(signal);
    expect(sight?.changesMs).toHaveLength(2);
    expect(sight?.partitions).toEqual(moved.partitions);
  });

  test("that leaves is when CLS frees its partitions, until it beats again", async () => {
    const sighted = create();
    const { ledger, clock } = sighted;
    const departure = { consumer: "c", key: { name: "key" }, leaseMs: 40_000, origin };
    await beat(sighted);
    const takenMs = clock.epochMs();
    clock.advance(1000);
    expect(await ledger.leave(departure, signal)).toBe(takenMs + 40_000);
    expect(await ledger.sights(signal)).toMatchObject([{ leftMs: takenMs + 1000 }]);
    expect(await beat(sighted, { isScheduled: true })).toEqual({ granted: false, reason: "left" });
    clock.advance(1000);
    expect(await beat(sighted)).toMatchObject({ granted: true });
    expect((await ledger.sights(signal))[0]?.leftMs).toBeUndefined();
  });

  test("does not leave with an instance that has handed over to another one", async () => {
    const sighted = create();
    for (const instance of ["a", "b"]) {
      await beat(sighted, { instance });
      sighted.clock.advance(2000);
    }
    const departure = { consumer: "c", key: { name: "key" }, leaseMs: 40_000 };
    const leave = (instance?: string) =>
      sighted.ledger.leave({ ...departure, origin: { ...origin, instance } }, signal);
    expect(await leave("a")).toMatchObject({ reason: "claimed", holder: { instance: "b" } });
    expect((await sighted.ledger.sights(signal))[0]?.leftMs).toBeUndefined();
    // A sender without an id speaks for the consumer.
    expect(await leave()).toBeGreaterThan(sighted.clock.epochMs());
    expect((await sighted.ledger.sights(signal))[0]?.leftMs).toBe(sighted.clock.epochMs());
  });

  test("that leaves without a lease has nothing to free", async () => {
    const named = { ...origin, alias: "one" };
    const { ledger, clock } = create();
    const departure = { consumer: "c", key: { name: "key" }, leaseMs: 40_000, origin: named };
    expect(await ledger.leave(departure, signal)).toBe(clock.epochMs());
    expect(await ledger.sights(signal)).toMatchObject([{ leftMs: clock.epochMs() }]);
  });
});

describe.each(ledgers)("two instances of one name, by the %s", (_name, create) => {
  const [a, b] = [{ instance: "a" }, { instance: "b" }];
  const play = async (...beats: Parameters<typeof beat>[1][]) => {
    const sighted = create();
    const rivals: (string | undefined)[] = [];
    for (const one of beats) {
      const grant = await beat(sighted, one);
      rivals.push(grant.granted ? grant.rival && (grant.rival.instance ?? grant.rival.key) : "no");
      sighted.clock.advance(9000);
    }
    return rivals;
  };

  test("that beat in turn are told of each other, from the third beat on", async () => {
    expect(await play(a, b, a, b)).toEqual([undefined, undefined, "b", "a"]);
  });

  test("are noticed where a third one always beats between them", async () => {
    const c = { instance: "c" };
    expect(await play(a, b, c, a, b, c, a)).toEqual([
      ...Array<undefined>(3).fill(undefined),
      "c",
      undefined,
      "b",
      undefined,
    ]);
  });

  test("of which one took over from the other are no rivals", async () => {
    expect(await play(a, a, b, b, b)).toEqual(Array(5).fill(undefined));
  });

  test("that came back after a lease are no rivals", async () => {
    expect(await play(a, b, b, b, b, b, a)).toEqual(Array(7).fill(undefined));
  });

  test("are told apart by their keys where they have no ids", async () => {
    const [k, l] = [{ key: "k" }, { key: "l" }];
    expect(await play(k, l, k)).toEqual([undefined, undefined, "l"]);
    expect(await play({ ...k, ...a }, { ...l, ...a }, { ...k, ...a })).toEqual(
      Array(3).fill(undefined),
    );
  });

  test("are told apart by what they report, with one key and no ids, where that alternates for a lease", async () => {
    const [one, other] = [{ body: "held" }, { body: "none" }];
    const alternating = [one, other, one, other, one, other, one];
    expect(await play(...alternating)).toEqual([
      ...Array<undefined>(5).fill(undefined),
      "key",
      "key",
    ]);
    const schedule = { body: "of the schedule", isScheduled: true };
    expect(await play(...alternating.flatMap((beat) => [beat, schedule]))).toContain("key");
  });

  test.each([
    ["restarts", Array.from("aaaaaaaba")],
    ["reports more with every beat", Array.from("abcdefghi")],
    ["reports the same twice now and then", Array.from("aabbaabbaabb")],
  ])("are not one that %s", async (_what, bodies) => {
    const rivals = await play(...bodies.map((body) => ({ body })));
    expect(new Set(rivals)).toEqual(new Set([undefined]));
  });

  test("are not one whose partitions come and go, nor those that say who they are", async () => {
    const moved = (index: number) => ({ ...renewed, partitions: new Map([["a", [index % 2]]]) });
    const beats = Array.from("ababababab").map((body, index) => ({ body, facts: moved(index) }));
    expect(new Set(await play(...beats))).toEqual(new Set([undefined]));
    const named = Array.from("ababababab").map((body) => ({ body, instance: "host" }));
    expect(new Set(await play(...named))).toEqual(new Set([undefined]));
  });

  test("are not the relay's own schedule", async () => {
    const schedule = { key: "schedule", isScheduled: true };
    expect(await play(a, schedule, a, schedule)).toEqual(Array(4).fill(undefined));
  });
});

describe.each(ledgers)("a fence, in the %s", (_name, create) => {
  const fenced = { isFenced: true };

  test("keeps another instance out until the lease ends", async () => {
    const sighted = create();
    await beat(sighted, { ...fenced, instance: "a" });
    const untilMs = sighted.clock.epochMs() + 40_000;
    sighted.clock.advance(5000);
    expect(await beat(sighted, { ...fenced, instance: "b" })).toMatchObject({
      granted: false,
      reason: "claimed",
      untilMs,
      holder: { instance: "a" },
    });
    sighted.clock.advance(35_000);
    expect(await beat(sighted, { ...fenced, instance: "b" })).toMatchObject({ granted: true });
  });

  test("lets the same instance in, and the schedule, and any where the holder has left", async () => {
    const sighted = create();
    await beat(sighted, { ...fenced, isScheduled: true });
    sighted.clock.advance(5000);
    await beat(sighted, { ...fenced, instance: "a" });
    sighted.clock.advance(5000);
    expect(await beat(sighted, { ...fenced, instance: "a" })).toMatchObject({ granted: true });
    sighted.clock.advance(5000);
    expect(await beat(sighted, { ...fenced, isScheduled: true })).toMatchObject({ granted: true });
    const departure = { consumer: "c", key: { name: "key" }, leaseMs: 40_000, origin };
    await sighted.ledger.leave(departure, signal);
    sighted.clock.advance(5000);
    expect(await beat(sighted, { ...fenced, instance: "b" })).toMatchObject({ granted: true });
  });

  test.each(["left", "failed"] as const)(
    "counts nothing that one says who is kept out, such as that it %s",
    async (word) => {
      const sighted = create();
      await beat(sighted, { ...fenced, instance: "a" });
      const departure = { consumer: "c", key: { name: "key" }, leaseMs: 40_000 };
      const ofB = { ...departure, origin: { ...origin, ...fenced, instance: "b" } };
      const before = await sighted.ledger.sights(signal);
      if (word === "failed") await sighted.ledger.prove({ ...ofB, word }, signal);
      else
        expect(await sighted.ledger.leave(ofB, signal)).toMatchObject({
          reason: "claimed",
          holder: { instance: "a" },
        });
      expect(await sighted.ledger.sights(signal)).toEqual(before);
      sighted.clock.advance(40_000);
      expect(await sighted.ledger.leave(ofB, signal)).toBe(sighted.clock.epochMs());
    },
  );

  test("keeps nobody out for calls of its own whose answers did not come, once the lease of the other has ended", async () => {
    const sighted = create();
    await beat(sighted, { ...fenced, instance: "a" });
    sighted.clock.advance(40_000);
    const facts = { outcome: "deadline-exceeded", mayBeTaken: true };
    await beat(sighted, { ...fenced, instance: "b", end: "given-up", facts });
    sighted.clock.advance(2000);
    expect(await beat(sighted, { ...fenced, instance: "b" })).toMatchObject({ granted: true });
    sighted.clock.advance(2000);
    expect(await beat(sighted, { ...fenced, instance: "a" })).toMatchObject({
      granted: false,
      holder: { instance: "b" },
    });
  });

  test("keeps nobody out of a name that nobody holds", async () => {
    const sighted = create();
    await beat(sighted, { ...fenced, instance: "a", end: "answered", facts: failed });
    sighted.clock.advance(2000);
    expect(await beat(sighted, { ...fenced, instance: "b" })).toMatchObject({ granted: true });
  });
});

test("a fence keeps out who waits while another instance is accepted", async () => {
  const { ledger } = setUpMemoryLedger();
  const take = (instance: string) =>
    ledger.enter(entry("c", { origin: { ...origin, isFenced: true, instance } })).take(patient);
  const first = await take("a");
  const second = take("b");
  if (first.granted) await first.settle("renewed", renewed);
  expect(await second).toMatchObject({ reason: "claimed", holder: { instance: "a" } });
});

test.each<[string, Partial<Origin>]>([
  ["whom a fence keeps out", { isFenced: true, instance: "b" }],
  ["which the schedule has stopped", { isScheduled: true, keepAliveMs: 60_000 }],
])("a beat %s takes the turn of no other one", async (_name, ofOther) => {
  const sighted = setUpMemoryLedger({ ratePerSecond: 1 });
  const { ledger, clock } = sighted;
  await beat(sighted, { isFenced: true, instance: "a" });
  if (ofOther.isScheduled) {
    const departure = { consumer: "c", key: { name: "key" }, leaseMs: 40_000, origin };
    await ledger.prove({ ...departure, word: "failed" }, signal);
  }
  const turnOf = (body: string, more: object) =>
    ledger.enter(entry("c", { body, origin: { ...origin, ...more } })).take(patient);
  const waits = turnOf("held", { isFenced: true, instance: "a" });
  expect(await turnOf("none", ofOther)).toMatchObject({ granted: false });
  clock.advance(1000);
  expect(await waits).toMatchObject({ granted: true });
});

test("a clock that is set back by an hour keeps nobody out for an hour", async () => {
  const sighted = setUpMemoryLedger();
  await beat(sighted, { isFenced: true, instance: "a" });
  sighted.clock.advance(5000);
  sighted.clock.setWallForward(-3_600_000);
  expect(await beat(sighted, { isFenced: true, instance: "b" })).toMatchObject({ granted: true });
});

test("while the table is down nobody is fenced, and nothing is told of consumers", async () => {
  const { clock, store, createProcess } = setUpTableLedgers();
  const sighted = { clock, ledger: createProcess() };
  store.mode = "throws";
  for (const instance of ["a", "b", "a"]) {
    expect(await beat(sighted, { isFenced: true, instance })).toMatchObject({ granted: true });
    clock.advance(2000);
  }
  await expect(sighted.ledger.sights(signal)).rejects.toThrow("it is down");
});

test("a key whose consumers are many makes those of no other one be forgotten", () => {
  const clock = createHandClock();
  const sights = createSights(clock);
  const call = {
    sentMs: clock.epochMs(),
    end: "answered",
    facts: failed,
    cadenceMs: 18_000,
  } as const;
  const see = (consumer: string, name: string) => {
    sights.see(entry(consumer, { key: { name }, origin: { ...origin, consumer } }), call);
  };
  see("own", "one");
  for (let count = 0; count <= 10_000; count += 1) see(`${count}`, "other");
  see("new", "third");
  const known = new Set(sights.list().map(({ consumer }) => consumer));
  expect(known.size).toBe(10_000);
  const asked = ["own", "0", "1", "2", "3", "new"];
  expect(asked.filter((name) => known.has(name))).toEqual(["own", "3", "new"]);
});

test.each(ledgers)(
  "the %s remembers nothing of an invented consumer that leaves",
  async (_, create) => {
    const { ledger, clock } = create();
    const departure = { consumer: "c", key: { name: "key" }, leaseMs: 40_000, origin };
    expect(await ledger.leave(departure, signal)).toBe(clock.epochMs());
    expect(await ledger.sights(signal)).toEqual([]);
    await ledger.leave({ ...departure, origin: { ...origin, alias: "one" } }, signal);
    expect(await ledger.sights(signal)).toMatchObject([{ alias: "one" }]);
  },
);

test.each([
  [50, ""],
  [51, ""],
  [50, "x".repeat(100)],
])(
  "of %s topics that were only reported few and short ones are remembered",
  async (count, more) => {
    const sighted = setUpMemoryLedger();
    const topicIds = Array.from({ length: count }, (_, at) => `${at}${more}`);
    await beat(sighted, { topicIds, end: "answered", facts: failed });
    const [sight] = await sighted.ledger.sights(signal);
    expect(sight?.partitions.size).toBe(count === 50 && more === "" ? 50 : 0);
  },
);

test("a process remembers 10,000 consumers, and each for a day after its lease", () => {
  const clock = createHandClock();
  const sights = createSights(clock);
  const call = {
    sentMs: clock.epochMs(),
    end: "renewed",
    facts: renewed,
    cadenceMs: 18_000,
  } as const;
  for (let count = 0; count <= 10_000; count += 1) sights.see(entry(`${count}`, { origin }), call);
  expect(sights.before(entry("0", { origin })).before).toBeUndefined();
  expect(sights.list()).toHaveLength(10_000);
  clock.advance(86_440_000);
  expect(sights.list()).toEqual([]);
});
