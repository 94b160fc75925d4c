import { describe, expect, test } from "@jest/globals";
import type { Alarm } from "../../../../lib/alive/watch/alarm.ts";
import { fromText, toText } from "../../../../lib/alive/watch/told-text.ts";
import { nothingTold, type Told } from "../../../../lib/alive/watch/told.ts";

const subject = { consumerGroup: "orders", logsetId: "6f6ded3f-948c-4616-9c7c-956a95d8c1a3" };
const expired = (at: number): Alarm => {
  return {
    kind: "expired",
    subject: { ...subject, consumer: `orders-${at}` },
    sinceMs: 1_764_000_000_000,
  };
};
const unread: Alarm = {
  kind: "unread",
  subject: { ...subject, topics: new Map([["t", [0, 1]]]) },
  sinceMs: 1,
};
const sample = { atMs: 1, renewals: 2, refusals: 3, rebalances: 4, alive: 5, late: 6, expired: 7 };
const told: Told = {
  lookedMs: 5,
  knownSinceMs: 4,
  open: [expired(1), unread],
  untold: [{ alarm: unread, isOver: false, atMs: 1, to: ["one"] }],
  samples: [sample],
  counts: { atMs: 1, renewals: 2, failures: 3 },
};

describe("what is remembered", () => {
  test("is read as it was written", () => {
    for (const one of [told, nothingTold]) expect(fromText(toText(one))).toEqual(one);
  });

  test.each([
    "",
    "{}",
    "null",
    '{"open":[{}]}',
    toText({ ...told, open: [{ ...unread, kind: "other" }] }),
  ])("is nothing where it is %j", (text) => {
    expect(fromText(text)).toEqual(nothingTold);
  });

  test("is short with 400 consumers that have expired", () => {
    const open = Array.from({ length: 400 }, (_, at) => expired(at));
    const text = toText({ ...told, open, untold: [], samples: Array(60).fill(sample) });
    expect(Buffer.byteLength(text)).toBeLessThan(100_000);
  });
});
