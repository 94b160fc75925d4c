import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { createConsumerGroups, type TopicPartitions } from "../consumer-groups.ts";
import { createHandClock } from "./hand-clock.ts";

const LEASE_MS = 40_000;
const TOPICS = { t0: 5, t1: 1, t2: 8 };

const beat = fc.record({
  consumer: fc.constantFrom("a", "b", "c", "d", "e", "f"),
  topicIds: fc.uniqueArray(fc.constantFrom(...Object.keys(TOPICS)), { minLength: 1 }),
  reported: fc.array(fc.nat(9), { maxLength: 4 }),
});
const step = fc.record({ stepMs: fc.nat(30_000) });
const sequence = fc.array(fc.oneof({ weight: 3, arbitrary: beat }, step), { maxLength: 60 });

/** The rules of the state machine, kept apart from it: who lives, and for which topics. */
function createModel() {
  const beats = new Map<string, { atMs: number; topicIds: string[] }>();
  return {
    beat: (consumer: string, topicIds: string[], atMs: number) =>
      beats.set(consumer, { atMs, topicIds }),
    living: (nowMs: number) => [...beats].filter(([, { atMs }]) => nowMs < atMs + LEASE_MS),
  };
}

test("whatever joins, beats and passes of time: one owner each, even sizes, the dead hold nothing", () => {
  fc.assert(
    fc.property(sequence, (events) => {
      const clock = createHandClock();
      const groups = createConsumerGroups({ clock, leaseMs: LEASE_MS, topics: TOPICS });
      const model = createModel();

      for (const event of events) {
        if ("stepMs" in event) {
          clock.stepMs(event.stepMs);
        } else {
          const { consumer, topicIds, reported } = event;
          const heartbeat = {
            consumerGroup: "g",
            consumer,
            logsetId: "l",
            topics: topicIds.map((topicId) => ({ topicId, partitions: reported })),
          };
          const answer = groups.heartbeat(heartbeat);
          model.beat(consumer, topicIds, clock.nowMs());
          expect(answer.map(({ topicId }) => topicId)).toEqual(topicIds);
          expect(groups.heartbeat(heartbeat)).toEqual(answer);
          expect(held(groups.describe("l")[0]?.consumers, consumer)).toEqual(answer);
        }

        const consumers = groups.describe("l")[0]?.consumers ?? [];
        const living = model.living(clock.nowMs());
        expect(consumers.map(({ consumer }) => consumer).toSorted()).toEqual(
          living.map(([consumer]) => consumer).toSorted(),
        );
        for (const [topicId, partitionCount] of Object.entries(TOPICS)) {
          const shares = consumers
            .flatMap(({ assignment }) => assignment)
            .filter((topic) => topic.topicId === topicId)
            .map(({ partitions }) => partitions);
          const asking = living.filter(([, { topicIds }]) => topicIds.includes(topicId));
          expect(shares).toHaveLength(asking.length);
          if (shares.length === 0) continue;
          const all = shares.flat().toSorted((a, b) => a - b);
          expect(all).toEqual(Array.from({ length: partitionCount }, (_, index) => index));
          const lengths = shares.map((partitions) => partitions.length);
          expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
        }
      }
    }),
  );
});

function held(
  consumers: { consumer: string; assignment: TopicPartitions[] }[] | undefined,
  name: string,
) {
  return consumers?.find(({ consumer }) => consumer === name)?.assignment;
}
