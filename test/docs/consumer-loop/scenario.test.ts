import { expect, test } from "@jest/globals";
import { topicId } from "../../support/start-relay.ts";
import { type Consumer, toolsOf } from "./start-consumer.ts";
import { needs } from "../../support/tools/needs.ts";
import { type Group, startGroup } from "./start-group.ts";

const all = [0, 1, 2, 3];

/** What a consumer's worker has been told to work on, oldest first; to begin with nothing goes without saying. */
function held({ holds }: Consumer) {
  const lists = holds.map((topics) => (JSON.parse(topics) as Record<string, number[]>)[topicId]);
  return lists.slice(lists.findIndex((list) => list?.length !== 0));
}

/** One heartbeat after each of these seconds. */
async function beatAfter(group: Group, consumer: Consumer, ...pauses: number[]) {
  for (const seconds of pauses) {
    group.pass(seconds);
    await consumer.beat();
  }
}

needs(toolsOf.sh, "two consumers of one group", () => {
  test.each([
    ["sh", "ts"],
    ["ts", "sh"],
  ] as const)(
    "one in %s, which one in %s joins and leaves, reports what it works on through outages",
    async (one, other) => {
      const group = await startGroup();

      const first = await group.join(one, "orders-1");
      expect(held(first)).toEqual([all]);

      // Another one joins. The first still works on what it has lost, then lets go of it.
      group.pass(20);
      const second = await group.join(other, "orders-2");
      expect(held(second)).toEqual([[2, 3]]);
      first.busy = true;
      await first.beat();
      expect(held(first)).toEqual([all, [0, 1]]);
      await beatAfter(group, first, 20);
      expect(group.reported("orders-1")).toEqual([[], all, all]);
      await second.beat();
      first.busy = false;
      await beatAfter(group, first, 20);
      expect(group.reported("orders-1").at(-1)).toEqual([0, 1]);

      // The other one leaves; 40 s after its last heartbeat its partitions are free.
      second.process.child.kill("SIGTERM");
      second.wake();
      await second.process.ended;
      expect(group.reported("orders-2")).toEqual([[], [2, 3]]);
      await beatAfter(group, first, 19);
      expect(held(first).at(-1)).toEqual([0, 1]);
      await beatAfter(group, first, 1);
      expect(held(first).at(-1)).toEqual(all);

      // Failing for as long as timeout + interval changes nothing, though the lease is long over.
      group.fail("orders-1");
      await beatAfter(group, first, 20, 20, 20);
      group.heal();
      await beatAfter(group, first, 15);
      expect(held(first)).toEqual([all, [0, 1], all]);
      expect(group.reported("orders-1").slice(6)).toEqual([all, all, all, all]);

      // A second longer, and it works on nothing and reports nothing, until it is let in again.
      group.fail("orders-1");
      await beatAfter(group, first, 20, 20, 20);
      expect(held(first).at(-1)).toEqual(all);
      await beatAfter(group, first, 1);
      expect(held(first).at(-1)).toEqual([]);
      await beatAfter(group, first, 5);
      group.heal();
      await beatAfter(group, first, 5);
      expect(held(first)).toEqual([all, [0, 1], all, [], all]);
      expect(group.reported("orders-1").slice(10)).toEqual([all, all, all, all, [], []]);
    },
  );
});
