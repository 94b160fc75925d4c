import { describe, expect, test } from "@jest/globals";
import { type Alarm, toTransition } from "../../../../lib/alive/watch/alarm.ts";
import { nextTold } from "../../../../lib/alive/watch/next-told.ts";
import type { Told } from "../../../../lib/alive/watch/told.ts";
import {
  changesAt,
  contested,
  expired,
  expiredAfterMs,
  expiresMs,
  lookAt,
  sightOf,
  skewMs,
  t,
  toldAt,
} from "../../../support/watch/seen.ts";

describe("two that beat one name", () => {
  const inTurn = { contestedMs: t + 5000, contestedSinceMs: t };
  const open = { told: { open: [contested] } };
  test("are told of, and when they have not for two leases", () => {
    expect(changesAt(t + 6000, [sightOf("a", t + 5000, inTurn)])).toEqual([
      ["contested a", "begun", t],
    ]);
    expect(changesAt(t + 84_999, [sightOf("a", t + 80_000, inTurn)], open)).toEqual([]);
    expect(changesAt(t + 85_000, [sightOf("a", t + 80_000, inTurn)], open)).toEqual([
      ["contested a", "over", t + 85_000],
    ]);
  });

  test("are told of anew when they began anew, or are forgotten", () => {
    const again = { contestedMs: t + 90_000, contestedSinceMs: t + 90_000 };
    expect(changesAt(t + 91_000, [sightOf("a", t + 90_000, again)], open)).toEqual([
      ["contested a", "over", t + 91_000],
      ["contested a", "begun", t + 90_000],
    ]);
    expect(changesAt(t + 91_000, [], open)).toEqual([["contested a", "over", t + 91_000]]);
  });

  test("are not told of before their alias wants it", () => {
    const settings = { aliases: new Map([["never", { alarmAfterMs: Infinity } as never]]) };
    expect(
      changesAt(t + 6000, [sightOf("a", t + 5000, { ...inTurn, alias: "never" })], { settings }),
    ).toEqual([]);
  });
});

describe("a group that is complete", () => {
  const settings = { aliases: new Map(), completeGroups: new Set(["orders"]) };
  const held = (...list: number[]) => ({ partitions: new Map([["t", list]]) });
  const gone = sightOf("a", t, held(0, 1));
  const freeMs = t + 40_000;
  const unreadMs = freeMs + expiredAfterMs;
  const open = [expired];
  const unread: Alarm = {
    kind: "unread",
    subject: { logsetId: "logset", consumerGroup: "orders" },
    sinceMs: unreadMs,
  };
  test("is told of when a partition has had no holder for a lease, and once", () => {
    const well = sightOf("b", unreadMs, held(0, 2));
    const look = (ms: number, told: Partial<Told> = { open }) =>
      changesAt(unreadMs + ms, [gone, well], { settings, told });
    expect(look(skewMs - 1)).toEqual([]);
    expect(look(skewMs)).toEqual([["unread", "begun", unreadMs]]);
    expect(look(9000, { open: [...open, unread] })).toEqual([]);
    const { changes } = nextTold(
      toldAt(unreadMs, { open }),
      lookAt(unreadMs + skewMs, [gone, well], { settings }),
    );
    expect(changes).toMatchObject([{ alarm: { subject: { topics: new Map([["t", [1]]]) } } }]);
  });

  describe("whose partition has gone to another consumer since", () => {
    const hourMs = 3_600_000;
    // It took partition 1 from the one that is gone, and now gives it to one that has not beaten since.
    const changedMs = freeMs + 2 * hourMs;
    const gives = (changesMs: readonly number[]) =>
      sightOf("b", changedMs + 30_000, { ...held(0), changesMs });
    const look = (nowMs: number, changesMs: readonly number[]) =>
      changesAt(nowMs, [gone, gives(changesMs)], { settings, told: { open } });
    const againMs = changedMs + expiredAfterMs;

    test.each([
      ["long ago", [changedMs]],
      ["just now", [changedMs - 20_000, changedMs]],
    ])("%s is told of a lease after that one lost it", (_name, changesMs) => {
      expect(look(changedMs + 3000, changesMs)).toEqual([]);
      expect(look(againMs + skewMs - 1, changesMs)).toEqual([]);
      expect(look(againMs + skewMs, changesMs)).toEqual([["unread", "begun", againMs]]);
    });

    test("is told of at once where that one took another partition alone", () => {
      const takes = sightOf("b", unreadMs, { ...held(0), changesMs: [freeMs + 5000] });
      expect(changesAt(unreadMs + skewMs, [gone, takes], { settings, told: { open } })).toEqual([
        ["unread", "begun", unreadMs],
      ]);
    });

    test("stays told of while other consumers change", () => {
      const told = { open: [...open, unread] };
      expect(changesAt(changedMs + 3000, [gone, gives([changedMs])], { settings, told })).toEqual(
        [],
      );
    });
  });

  test("is not told to be read where those who held its partitions are forgotten", () => {
    const { changes } = nextTold(
      toldAt(unreadMs, { open: [unread] }),
      lookAt(unreadMs + 3000, [], { settings }),
    );
    expect(changes.map((change) => toTransition(change).detail)).toEqual([
      "No partition of group orders is known to be unread: they are read again, or those who held them are forgotten.",
    ]);
  });

  test("is told to be read again, and another one is not told of", () => {
    const reads = sightOf("b", unreadMs, held(0, 1));
    const told = { open: [...open, unread] };
    expect(changesAt(unreadMs + 9000, [gone, reads], { settings, told })).toEqual([
      ["unread", "over", unreadMs + 9000],
    ]);
    expect(changesAt(unreadMs + 9000, [gone], { told: { open } })).toEqual([]);
  });

  test("is told of by what has been unread for longest", () => {
    const left = sightOf("c", t - 9000, { ...held(7), leftMs: t - 8000 });
    expect(changesAt(unreadMs, [gone, left], { settings, told: { open } })).toEqual([
      ["unread", "begun", unreadMs - 9000],
    ]);
  });
});

test("a full rate is told of, and again when a tenth of it is free", () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => sightOf(`c-${at}`, t));
  const full: Alarm = { kind: "overloaded", subject: {}, sinceMs: t };
  const told = { open: [full] };
  expect(changesAt(t + 3000, many(639))).toEqual([]);
  expect(changesAt(t + 3000, many(640))).toEqual([["overloaded", "begun", t]]);
  expect(changesAt(t + 3000, many(577), { told })).toEqual([]);
  expect(changesAt(t + 3000, many(575), { told })).toEqual([["overloaded", "over", t + 3000]]);
});

test("what has no room is told when there is some", () => {
  const many = Array.from({ length: 2000 }, (_, at) => sightOf(`consumer-${at}`, t));
  const nowMs = expiresMs + skewMs;
  const { open, changes, untold } = nextTold(toldAt(nowMs - 3000), lookAt(nowMs, many));
  expect(open.length).toBeGreaterThan(800);
  expect(open.length).toBeLessThan(1500);
  expect([changes.length, untold.length]).toEqual([open.length, open.length]);
  const isOpen = new Set(open.map(({ subject: { consumer } }) => consumer));
  const well = many.map((sight) =>
    isOpen.has(sight.consumer) ? sightOf(sight.consumer, nowMs, { joinedMs: nowMs }) : sight,
  );
  const next = nextTold(toldAt(nowMs, { open }), lookAt(nowMs + 3000, well));
  expect(
    next.changes.filter(({ isOver }) => !isOver).map(({ alarm }) => alarm.subject.consumer),
  ).toContain(`consumer-${open.length}`);
});

test("what one key invents takes no room from the alarms of others", () => {
  const invented = Array.from({ length: 2000 }, (_, at) =>
    sightOf(`invented-${at}-${"x".repeat(200)}`, t, { key: "invents" }),
  );
  const nowMs = expiresMs + skewMs;
  const { open } = nextTold(toldAt(nowMs - 3000), lookAt(nowMs, invented));
  expect(open.length).toBeLessThan(1000);
  const all = [...invented, sightOf("own", t)];
  const own = { alarm: { subject: { consumer: "own" } } };
  expect(nextTold(toldAt(nowMs, { open }), lookAt(nowMs + 3000, all)).changes).toMatchObject([own]);
  const away = lookAt(nowMs + 3000, all, { periodMs: 1 });
  expect(nextTold(toldAt(nowMs, { open }), away).changes).toContainEqual(
    expect.objectContaining({ alarm: expect.objectContaining({ kind: "outage" }) }),
  );
});

test("what a clock that was an hour ahead has left holds nothing back", () => {
  const ahead = t + 3_600_000;
  const counts = { atMs: ahead, renewals: 0, failures: 0 };
  const told = { knownSinceMs: ahead, counts };
  const nowMs = expiresMs + skewMs;
  const look = lookAt(nowMs, [sightOf("a", t)]);
  const first = nextTold(toldAt(nowMs - 3000, told), look);
  expect(first.samples).toHaveLength(1);
  const later = nowMs + expiredAfterMs;
  const { changes } = nextTold(
    { ...first, lookedMs: later - 3000 },
    lookAt(
      later,
      look.consumers.map(({ sight }) => sight),
    ),
  );
  expect(changes).toMatchObject([{ alarm: { kind: "expired" } }]);
});

test("a look takes however many consumers there are", () => {
  const sights = Array.from({ length: 150_000 }, (_, at) => sightOf(`${at}`, t));
  expect(nextTold(toldAt(t), lookAt(t + 3000, sights)).changes).toMatchObject([
    { alarm: { kind: "overloaded" } },
  ]);
});
