import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { createDynamoStore } from "../../lib/ledger/table/dynamo-store.ts";
import type { Item } from "../../lib/ledger/table/store.ts";
import { applyChange } from "../support/apply-change.ts";
import { startDynamo } from "../support/dynamo.ts";
import { createHandClock } from "../support/hand-clock.ts";

const { store: config } = await startDynamo();
const store = createDynamoStore(config, "rate", createHandClock());
const { signal } = new AbortController();

const texts = fc.constantFrom("", "0", "9", "10", "10~", "A", "a", "é");
const times = fc.constantFrom(0, 0.1, 9, 10, 1_767_225_600_000.001);
/** Few, so that changes meet; some are words that DynamoDB keeps for itself, or have its signs in them. */
const counts = { count: fc.integer({ min: -3, max: 3 }), "l.k.40000.7": fc.constantFrom(1, -1) };
const values = { size: texts, t: times, ...counts };

const change = fc
  .record({
    add: fc.record(counts, { requiredKeys: [] }),
    set: fc.record(values, { requiredKeys: [] }),
    remove: fc.subarray(Object.keys(values)),
    unlessGreater: fc.record(values, { requiredKeys: [] }),
  })
  .filter(({ set, add, remove }) => {
    const changed = [...Object.keys(set), ...Object.keys(add), ...remove];
    return changed.length > 0 && new Set(changed).size === changed.length;
  });

let keys = 0;

test("the table makes of any changes what the model of it makes of them", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (list) => {
      const key = `item-${(keys += 1)}`;
      let item: Item = {};
      for (const what of list) {
        const expected = applyChange(item, { key, ...what });
        expect(await store.change({ key, ...what }, signal)).toEqual(expected);
        ({ item } = expected);
      }
      expect(await store.read(key, signal)).toEqual(item);
    }),
  );
});
