import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { AssignmentName } from "../../groups/assignment.ts";
import { createConsumerGroups } from "../../groups/consumer-groups.ts";
import type { TopicPartitions } from "../../groups/group.ts";
import { createHandClock } from "../hand-clock.ts";

const LEASE_MS = 40_000;
const TOPICS = { t0: 5, t1: 1, t2: [614, 39_262, 3] };
const name = { region: "ap-guangzhou", logsetId: "l", consumerGroup: "g" };

const beat = fc.record({
  consumer: fc.constantFrom("a", "b", "c", "d", "e", "f"),
  topicIds: fc.uniqueArray(fc.constantFrom(...Object.keys(TOPICS)), { minLength: 1 }),
  /** What it adds to, or leaves out of, what it was told: the honest loop reports just that. */
  reported: fc.oneof(
    fc.constant("what it was told"),
    fc.array(fc.constantFrom(1, 2, 3, 4, 5, 614), { maxLength: 4 }),
  ),
});
const step = fc.record({ stepMs: fc.nat(30_000) });
const split = fc.record({ splitTopic: fc.constantFrom(...Object.keys(TOPICS)) });
const sequence = fc.array(
  fc.oneof({ weight: 6, arbitrary: beat }, { weight: 2, arbitrary: step }, split),
  { maxLength: 60 },
);
const names: AssignmentName[] = ["balanced", "sticky", "unbalanced"];

test.each(names)(
  "%s, whatever joins, beats, splits and passes of time: nobody is told what another still holds",
  (assignment) => {
    fc.assert(
      fc.property(sequence, (events) => {
        const clock = createHandClock();
        const options = {
          clock,
          leaseMs: LEASE_MS,
          topics: TOPICS,
          createsGroups: true,
          assignment,
        };
        const groups = createConsumerGroups(options);
        const living = new Map<
          string,
          { atMs: number; told: TopicPartitions[]; reported: TopicPartitions[] }
        >();
        for (const event of events) {
          if ("stepMs" in event) {
            clock.stepMs(event.stepMs);
          } else if ("splitTopic" in event) {
            const [partition] = groups.topics.partitions(event.splitTopic);
            if (partition) groups.topics.split(event.splitTopic, partition.id);
          } else {
            const { consumer, topicIds } = event;
            for (const [other, { atMs }] of living)
              if (clock.nowMs() >= atMs + LEASE_MS) living.delete(other);
            const before = living.get(consumer)?.told ?? [];
            const topics = topicIds.map((topicId) => ({
              topicId,
              partitions:
                typeof event.reported === "string" ? listOf(before, topicId) : event.reported,
            }));
            const answer = groups.heartbeat({ ...name, consumer, topics });
            expect(answer.map(({ topicId }) => topicId)).toEqual(topicIds);
            expect(groups.heartbeat({ ...name, consumer, topics })).toEqual(answer);
            const existing = (id: string) => groups.topics.partitions(id).map((own) => own.id);
            for (const { topicId, partitions } of answer) {
              expect(existing(topicId)).toEqual(expect.arrayContaining(partitions));
              for (const [other, { told, reported }] of living) {
                if (other === consumer) continue;
                for (const partition of partitions) {
                  expect(listOf(told, topicId)).not.toContain(partition);
                  if (!listOf(before, topicId).includes(partition))
                    expect(listOf(reported, topicId)).not.toContain(partition);
                }
              }
            }
            living.set(consumer, { atMs: clock.nowMs(), told: answer, reported: topics });
          }
        }

        // Left in peace, the honest come to hold everything, each partition once.
        for (let round = 0; round < 4; round += 1) {
          for (const [consumer, { reported }] of living) {
            const told = living.get(consumer)?.told ?? [];
            const topics = reported.map(({ topicId }) => ({
              topicId,
              partitions: listOf(told, topicId),
            }));
            const answer = groups.heartbeat({ ...name, consumer, topics });
            living.set(consumer, { atMs: clock.nowMs(), told: answer, reported: topics });
          }
        }
        for (const topicId of new Set(
          [...living.values()].flatMap(({ told }) => told.map((one) => one.topicId)),
        )) {
          const held = [...living.values()].map(({ told }) => listOf(told, topicId));
          const ids = groups.topics.partitions(topicId).map(({ id }) => id);
          expect(held.flat().toSorted()).toEqual(ids.toSorted());
          const sizes = held
            .filter((_, index) =>
              [...living.values()][index]?.told.some((one) => one.topicId === topicId),
            )
            .map((list) => list.length);
          if (assignment === "balanced")
            expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        }
      }),
    );
  },
);

function listOf(topics: readonly TopicPartitions[], topicId: string): number[] {
  return topics.find((topic) => topic.topicId === topicId)?.partitions ?? [];
}
