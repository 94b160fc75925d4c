import { expect, test } from "@jest/globals";
import type { Moves } from "../../../dev/emulator/groups/group.ts";
import { topicId } from "../../support/start-relay.ts";
import { needs } from "../../support/tools/needs.ts";
import { type Consumer, type Kind, toolsOf } from "./start-consumer.ts";
import { type Group, startGroup } from "./start-group.ts";

const all = [1, 2, 3, 4];

/** What a consumer's worker has been told to work on, oldest first; to begin with nothing goes without saying. */
function held({ holds }: Consumer) {
  const lists = holds.map((topics) => (JSON.parse(topics) as Record<string, number[]>)[topicId]);
  const first = lists.findIndex((list) => list?.length !== 0);
  return first === -1 ? [] : lists.slice(first);
}

/** One heartbeat after each of these seconds. */
async function beatAfter(group: Group, consumer: Consumer, ...pauses: number[]) {
  for (const seconds of pauses) {
    group.pass(seconds);
    await consumer.beat();
  }
}

needs(toolsOf.sh, "two consumers of one group", () => {
  test.each<[Kind, Kind, Moves]>([
    ["sh", "ts", "two-step"],
    ["ts", "sh", "two-step"],
    ["sh", "ts", "one-step"],
    ["ts", "sh", "one-step"],
  ])(
    "one in %s, which one in %s joins and leaves with %s moves, reports what it works on through outages",
    async (one, other, moves) => {
      const group = await startGroup(moves);

      const first = await group.join(one, "orders-1");
      expect(held(first)).toEqual([all]);

      // Another one joins. The first still works on what it has lost, then lets go of it.
      group.pass(20);
      const second = await group.join(other, "orders-2");
      first.busy = true;
      await first.beat();
      expect(held(first)).toEqual([all, [1, 2]]);
      await beatAfter(group, first, 20);
      expect(group.reported("orders-1")).toEqual([[], all, all]);
      await second.beat();
      expect(held(second)).toEqual(moves === "two-step" ? [] : [[3, 4]]);
      first.busy = false;
      await beatAfter(group, first, 20);
      expect(group.reported("orders-1").at(-1)).toEqual([1, 2]);
      await second.beat();
      expect(held(second)).toEqual([[3, 4]]);

      // The other one leaves; 40 s after its last heartbeat its partitions are free.
      second.process.child.kill("SIGTERM");
      second.wake();
      await second.process.ended;
      expect(group.reported("orders-2")).toHaveLength(3);
      await beatAfter(group, first, 20, 19);
      expect(held(first).at(-1)).toEqual([1, 2]);
      await beatAfter(group, first, 1);
      expect(held(first).at(-1)).toEqual(all);

      // Failing for as long as timeout + interval changes nothing, though the lease is long over.
      const before = group.reported("orders-1").length;
      group.fail("orders-1");
      await beatAfter(group, first, 20, 20, 20);
      group.heal();
      await beatAfter(group, first, 15);
      expect(held(first)).toEqual([all, [1, 2], all]);
      expect(group.reported("orders-1").slice(before)).toEqual([all, all, all, all]);

      // A second longer, and it works on nothing and reports nothing, until it is let in again.
      group.fail("orders-1");
      await beatAfter(group, first, 20, 20, 20);
      expect(held(first).at(-1)).toEqual(all);
      await beatAfter(group, first, 1);
      expect(held(first).at(-1)).toEqual([]);
      await beatAfter(group, first, 5);
      group.heal();
      await beatAfter(group, first, 5);
      expect(held(first)).toEqual([all, [1, 2], all, [], all]);
      expect(group.reported("orders-1").slice(before + 4)).toEqual([all, all, all, all, [], []]);
    },
  );
});
