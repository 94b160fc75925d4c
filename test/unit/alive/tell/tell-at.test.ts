import { expect, test } from "@jest/globals";
import type { Place } from "../../../../lib/alive/tell/place.ts";
import { toChunks } from "../../../../lib/alive/tell/place.ts";
import { tellAt } from "../../../../lib/alive/tell/tell-at.ts";
import { countKinds, toldKinds } from "../../../../lib/alive/tell/told-kind.ts";
import { endOf, manyTransitions, transitionOf } from "../../../support/transitions.ts";

const never = new AbortController().signal;

/** A place that keeps what it took, and fails when it is told to. */
function createPlace(name: string) {
  const taken: string[][] = [];
  let failure: unknown;
  const place: Place = {
    name,
    toBatches: toChunks,
    send(batch) {
      // What a place throws is no concern of its type.
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      if (failure !== undefined) return Promise.reject(failure);
      taken.push(batch.map(({ id }) => id));
      return Promise.resolve();
    },
  };
  return {
    place,
    taken,
    failWith: (next: unknown) => {
      failure = next;
    },
  };
}

test("every place is told, in as many steps as it needs", async () => {
  const [one, other] = [createPlace("one"), createPlace("other")];
  await tellAt([one.place, other.place]).tell(manyTransitions(51), never);
  for (const { taken } of [one, other]) {
    expect(taken.map(({ length }) => length)).toEqual([50, 1]);
  }
});

test("what a place has taken it is not told again while another one is down", async () => {
  const [up, down] = [createPlace("up"), createPlace("down")];
  const teller = tellAt([up.place, down.place]);
  down.failWith(new Error("HTTP 503"));
  await expect(teller.tell([transitionOf({ id: "a" })], never)).rejects.toThrow(
    new Error("down: HTTP 503"),
  );
  down.failWith(undefined);
  await teller.tell([transitionOf({ id: "a" }), transitionOf({ id: "b" })], never);
  expect([up.taken, down.taken]).toEqual([[["a"], ["b"]], [["a", "b"]]]);
});

test("every place that failed is named", async () => {
  const [one, other] = [createPlace("one"), createPlace("other")];
  one.failWith(new Error("HTTP 500"));
  other.failWith("text");
  const teller = tellAt([one.place, other.place]);
  await expect(teller.tell([transitionOf()], never)).rejects.toThrow(
    new Error("one: HTTP 500; other: unknown"),
  );
});

test("nowhere and nothing is told at once", async () => {
  await tellAt([]).tell([transitionOf()], never);
  const { place, taken } = createPlace("one");
  await tellAt([place]).tell([], never);
  expect(taken).toEqual([]);
});

test("what was taken is not remembered without end", async () => {
  const { place, taken } = createPlace("one");
  const teller = tellAt([place]);
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
