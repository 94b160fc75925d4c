import { describe, expect, test } from "@jest/globals";
import { nextTold } from "../../../../lib/alive/watch/next-told.ts";
import { nothingTold } from "../../../../lib/alive/watch/told.ts";
import type { Sight } from "../../../../lib/ledger/sight.ts";
import {
  changesAt,
  expired,
  expiredAfterMs,
  expiresMs,
  lookAt,
  sightOf,
  skewMs,
  t,
} from "../../../support/watch/seen.ts";

describe("a consumer that lost its lease", () => {
  test("is told of when clocks cannot be the reason, and not again", () => {
    const sights = [sightOf("a", t)];
    expect(changesAt(expiresMs + skewMs - 1, sights)).toEqual([]);
    expect(changesAt(expiresMs + skewMs, sights)).toEqual([["expired a", "begun", expiresMs]]);
    expect(changesAt(expiresMs + 9000, sights, { told: { open: [expired] } })).toEqual([]);
  });

  const open = { told: { open: [expired] } };
  const later = expiresMs + 60_000;
  test.each<[string, Partial<Sight>[], unknown[]]>([
    [
      "renewed",
      [{ renewedMs: later - 500, joinedMs: later - 500 }],
      [["expired a", "over", later - 500]],
    ],
    [
      "renewed, as far as is known",
      [{ renewedMs: later - 500, joinedMs: undefined }],
      [["expired a", "over", later]],
    ],
    ["left", [{ leftMs: later - 700 }], [["expired a", "over", later - 700]]],
    ["forgotten", [], [["expired a", "over", later]]],
    ["an alias alone again", [{ renewedMs: undefined }], [["expired a", "over", later]]],
    // Of which it is not known whether CLS took it.
    ["trying in vain", [{ takenMs: later - 500 }], []],
  ])("is told to be well when it is %s", (_name, differs, changes) => {
    const sights = differs.map((one) => sightOf("a", t, { takenMs: later - 500, ...one }));
    expect(changesAt(later, sights, open)).toEqual(changes);
  });

  test("twice between two looks is told twice", () => {
    const sights = [sightOf("a", t + 50_000, { joinedMs: t + 50_000 })];
    expect(changesAt(t + 50_000 + expiredAfterMs + skewMs, sights, open)).toEqual([
      ["expired a", "over", t + 50_000],
      ["expired a", "begun", expiresMs + 50_000],
    ]);
  });
});

describe("it is not told that a consumer expired", () => {
  const nowMs = expiresMs + skewMs;
  const a = sightOf("a", t);
  const unknownMs = nowMs - expiredAfterMs + 1;
  test.each<[string, Parameters<typeof changesAt>[2]]>([
    ["after a look that failed", { isAfterFailure: true }],
    ["within a lease after it was unknown", { told: { knownSinceMs: unknownMs } }],
    [
      "while a call that was accepted may be unrecorded",
      { consumers: lookAt(nowMs, [a, sightOf("b", nowMs, { unrecordedMs: unknownMs })]).consumers },
    ],
    [
      "before its alias wants it to be told",
      {
        consumers: lookAt(nowMs, [{ ...a, alias: "quiet" }]).consumers,
        settings: { aliases: new Map([["quiet", { alarmAfterMs: 5000 } as never]]) },
      },
    ],
  ])("%s", (_name, look) => {
    expect(changesAt(nowMs, [a], look)).toEqual([]);
  });

  test("in the first look of all", () => {
    const { changes, knownSinceMs } = nextTold(nothingTold, lookAt(nowMs, [a]));
    expect([changes, knownSinceMs]).toEqual([[], nowMs]);
  });

  test("while calls of others fail, and a look later if they do no more", () => {
    const failing = {
      attempt: { atMs: nowMs - 1000, outcome: "deadline-exceeded" },
      failingSinceMs: nowMs - 1000,
    };
    expect(changesAt(nowMs, [a, sightOf("b", nowMs - 9000, failing)])).toEqual([]);
    expect(changesAt(nowMs, [a, sightOf("b", nowMs - 500, failing)])).toHaveLength(1);
  });
});
