import { expect, test } from "@jest/globals";
import type { Denial } from "../../../lib/ledger/ledger.ts";
import { toBeatError } from "../../../lib/relay/beat-error.ts";

const told = (denial: Denial) =>
  toBeatError({ ok: false, failure: { kind: "refused", denial }, attempts: 0, upstreamMs: 0 }, 20);
const claimed = (holder: { key: string; instance?: string }) =>
  told({ granted: false, reason: "claimed", untilMs: 0, holder: { ...holder, atMs: 0 } }).fields;

test("who holds a lease is told with most of its name left out, and a key not at all", () => {
  const claimedUntil = "1970-01-01T00:00:00.000Z";
  expect(claimed({ key: "k", instance: "host-alpha" })).toEqual({
    claimedUntil,
    holder: "the instance host…",
  });
  expect(claimed({ key: "k", instance: "abc" })["holder"]).toBe("the instance a…");
  expect(claimed({ key: "k" })["holder"]).toBe("another key");
});

test("a beat of the schedule for one that has left is told to nobody", () => {
  expect(told({ granted: false, reason: "left" }).code).toBe("superseded");
});
