import { describe, expect, test } from "@jest/globals";
import { nextTold } from "../../../../lib/alive/watch/next-told.ts";
import type { Sight } from "../../../../lib/ledger/sight.ts";
import { changesAt, lookAt, outage, sightOf, t, toldAt } from "../../../support/watch/seen.ts";

describe("an outage", () => {
  test("is told when nobody looked for two and a half periods, and is over then", () => {
    const look = (sinceMs: number) => nextTold(toldAt(t), lookAt(t + sinceMs, []));
    expect(look(7500).changes).toEqual([]);
    const { changes, knownSinceMs, open } = look(7501);
    expect(changes).toMatchObject([
      { alarm: outage, isOver: false, atMs: t },
      { alarm: outage, isOver: true, atMs: t + 7501 },
    ]);
    expect([knownSinceMs, open]).toEqual([t + 7501, []]);
  });

  test("that was told of meanwhile is told to be over", () => {
    expect(changesAt(t, [], { told: { lookedMs: t - 9000, open: [outage] } })).toEqual([
      ["outage", "over", t],
    ]);
  });

  const failing = {
    attempt: { atMs: t + 14_000, outcome: "upstream-unreachable" },
    failingSinceMs: t,
  };
  test("of CLS is told when nothing was renewed for 15 s, and once", () => {
    const sights = [sightOf("a", t - 5000, failing)];
    expect(changesAt(t + 14_999, sights)).toEqual([]);
    expect(changesAt(t + 15_000, sights)).toEqual([["outage", "begun", t]]);
    expect(changesAt(t + 18_000, sights, { told: { open: [outage] } })).toEqual([]);
    const back = [sightOf("a", t + 19_000)];
    expect(changesAt(t + 20_000, back, { told: { open: [outage] } })).toEqual([
      ["outage", "over", t + 20_000],
    ]);
  });

  test.each<[string, Partial<Sight>]>([
    [
      "are refused for what they say",
      { attempt: { atMs: t + 14_000, outcome: "heartbeat-rejected" } },
    ],
    [
      "ended a lease ago",
      { attempt: { atMs: t - 25_000, outcome: "deadline-exceeded" }, renewedMs: t - 90_000 },
    ],
    ["are of one that left", { leftMs: t + 14_500 }],
  ])("of CLS is not told when the calls %s", (_name, differs) => {
    expect(changesAt(t + 15_000, [sightOf("a", t - 5000, { ...failing, ...differs })])).toEqual([]);
  });

  test("of CLS is not told before another consumer, that is well, has had to beat", () => {
    const sights = [sightOf("a", t - 5000, failing), sightOf("b", t - 1000)];
    expect(changesAt(t + 18_799, sights)).toEqual([]);
    expect(changesAt(t + 18_800, sights)).toEqual([["outage", "begun", t]]);
  });

  test("of CLS is not told, nor is anything held back, while one consumer alone has long been refused", () => {
    const at = (nowMs: number) => [
      sightOf("a", t),
      sightOf("b", t + 40_000),
      sightOf("refused", 0, {
        ...{ joinedMs: undefined, renewedMs: undefined, takenMs: undefined },
        ...{ attempt: { atMs: nowMs - 100, outcome: "relay-refused" }, failingSinceMs: t },
      }),
    ];
    for (const [fromMs, expected] of [
      [46_000, [["expired a", "begun", t + 44_000]]],
      [82_000, [["expired a", "begun", t + 44_000]]],
    ] as const) {
      expect(changesAt(t + fromMs, at(t + fromMs))).toEqual(expected);
    }
  });

  test("of CLS has begun with the last attempt where it is not known when others failed", () => {
    const sights = [sightOf("a", t - 5000, { ...failing, failingSinceMs: undefined })];
    expect(changesAt(t + 28_999, sights)).toEqual([]);
    expect(changesAt(t + 29_000, sights)).toEqual([["outage", "begun", t + 14_000]]);
  });
});
