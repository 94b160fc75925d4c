import { expect, test } from "@jest/globals";
import type { Place } from "../../../../lib/alive/tell/place.ts";
import { toChunks } from "../../../../lib/alive/tell/place.ts";
import { toTeller } from "../../../../lib/alive/tell/to-teller.ts";
import { countKinds, toldKinds } from "../../../../lib/alive/tell/told-kind.ts";
import { endOf, manyTransitions, transitionOf } from "../../../support/transitions.ts";

const never = new AbortController().signal;

/** A place that keeps what it took, and fails from its n-th step on. */
function createPlace() {
  const taken: string[][] = [];
  let mostSteps = Infinity;
  const place: Place = {
    toBatches: toChunks,
    send(batch) {
      if (taken.length >= mostSteps) return Promise.reject(new Error("HTTP 503"));
      taken.push(batch.map(({ id }) => id));
      return Promise.resolve();
    },
  };
  return {
    place,
    taken,
    failAfter: (steps: number) => {
      mostSteps = steps;
    },
  };
}

test("a place is told in as many steps as it needs", async () => {
  const { place, taken } = createPlace();
  await toTeller(place).tell(manyTransitions(51), never);
  expect(taken.map(({ length }) => length)).toEqual([50, 1]);
});

test("what a place has taken it is not told again when a later step failed", async () => {
  const { place, taken, failAfter } = createPlace();
  const teller = toTeller(place);
  failAfter(1);
  const all = manyTransitions(51);
  await expect(teller.tell(all, never)).rejects.toThrow(new Error("HTTP 503"));
  failAfter(Infinity);
  await teller.tell(all, never);
  expect(taken.map(([first, ...more]) => [first, more.length])).toEqual([
    ["id-0", 49],
    ["id-50", 0],
  ]);
});

test("of nothing a place is told nothing", async () => {
  const { place, taken } = createPlace();
  await toTeller(place).tell([], never);
  expect(taken).toEqual([]);
});

test("what was taken is not remembered without end", async () => {
  const { place, taken } = createPlace();
  const teller = toTeller(place);
  const all = manyTransitions(10_001);
  await teller.tell(all, never);
  taken.length = 0;
  await teller.tell(all.slice(0, 2), never);
  expect(taken).toEqual([["id-0"]]);
});

test("kinds are counted as they are told, each of them", () => {
  const began = transitionOf();
  const counts = countKinds([began, endOf(began), transitionOf({ kind: "outage" }), began]);
  expect(counts).toEqual({
    ...{ expired: 2, contested: 0, unread: 0, overloaded: 0, outage: 1, recovered: 1 },
  });
  expect(Object.keys(counts)).toEqual([...toldKinds]);
});
