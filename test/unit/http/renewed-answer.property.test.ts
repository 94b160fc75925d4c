import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Topics, toRecord } from "../../../lib/heartbeat/heartbeat.ts";
import { renewedAnswer } from "../../../lib/http/renewed-answer.ts";
import { parseHeartbeat } from "../../../lib/heartbeat/parse-heartbeat.ts";

// Few names and numbers, so that what was reported and what is assigned overlap.
const topics = fc
  .uniqueArray(
    fc.tuple(fc.constantFrom("a", "b", "7", "constructor"), fc.array(fc.nat(12), { maxLength: 8 })),
    { selector: ([topicId]) => topicId, minLength: 1 },
  )
  .map((entries): Topics => new Map(entries));

const names = { consumerGroup: "orders", consumer: "orders-1", logsetId: "logset" };

function sendNext(reported: Topics, assigned: Topics): Topics {
  const assignment = { topics: assigned, requestId: "r" };
  const renewal = { assignment, nextBeatInMs: 1 };
  const { body } = renewedAnswer({ ...names, topics: reported }, renewal, {});
  const { sendNext: next } = JSON.parse(body) as { sendNext: unknown };
  // As the relay itself reads it when it comes back.
  const parsed = parseHeartbeat({ ...names, topics: next });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value.topics;
}

/** Every topic, and every partition, as one word. */
const wordsOf = (of: Topics) =>
  new Set([...of].flatMap(([id, list]) => [id, ...list.map((partition) => `${id}/${partition}`)]));

test("what to send next is what was reported and what is assigned, no more and no less", () => {
  fc.assert(
    fc.property(topics, topics, (reported, assigned) => {
      const next = wordsOf(sendNext(reported, assigned));
      expect(next).toEqual(new Set([...wordsOf(reported), ...wordsOf(assigned)]));
    }),
  );
});

test("it is the same for either order of the same sets, each partition once, ascending", () => {
  fc.assert(
    fc.property(topics, topics, (reported, assigned) => {
      const backwards = (of: Topics): Topics =>
        new Map([...of].map(([id, list]) => [id, list.toReversed()]));
      const next = sendNext(reported, assigned);
      expect(sendNext(backwards(reported), backwards(assigned))).toEqual(next);
      for (const list of next.values()) {
        expect(list).toEqual([...new Set(list)].sort((a, b) => a - b));
      }
    }),
  );
});

test("sent next, it asks for itself again while the assignment stays", () => {
  fc.assert(
    fc.property(topics, topics, (reported, assigned) => {
      const next = sendNext(reported, assigned);
      expect(toRecord(sendNext(next, assigned))).toEqual(toRecord(next));
    }),
  );
});
