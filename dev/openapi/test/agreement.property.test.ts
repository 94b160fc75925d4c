import fc from "fast-check";
import { expect, test } from "@jest/globals";
import { readBatch } from "../../../lib/http/batch/read-batch.ts";
import { parseHeartbeat, parseTopicsOverride } from "../../../lib/heartbeat/parse-heartbeat.ts";
import { anyone } from "../../../lib/config/access.ts";
import type { Alias } from "../../../lib/config/relay-file.ts";
import { parseJson } from "../../../lib/heartbeat/parse-json.ts";
import type { Fault } from "../../../lib/heartbeat/relay-error.ts";
import { anyJson, validHeartbeat } from "../../../test/support/arbitraries.ts";
import { faultsOf, pointer } from "../../../test/support/openapi/document.ts";

// JSON Schema cannot say what the parser says of `__proto__`, which objects drop in silence.
const json = anyJson.filter((input) => !JSON.stringify(input).includes("__proto__"));

/** Heartbeats as bodies have them, right but for what may be changed in them. */
const nearHeartbeat = fc
  .tuple(validHeartbeat, fc.nat({ max: 3 }), json)
  .map(([{ topics, ...names }, change, other]) => {
    const entries = Object.fromEntries(topics);
    const list = topics.map(([topicId]) => topicId);
    if (change === 0) return { ...names, topics: entries };
    if (change === 1) return { ...names, topics: list };
    if (change === 2) return { ...names, topics: other };
    return {
      ConsumerGroup: names.consumerGroup,
      Consumer: names.consumer,
      LogsetId: other,
      TopicPartitionsInfo: topics.map(([TopicID, Partitions]) => ({ TopicID, Partitions })),
    };
  });

const body = (path: string) =>
  pointer("paths", path, "post", "requestBody", "content", "application/json", "schema");
const documented = (path: string, input: unknown) => faultsOf(body(path), input).length === 0;
const defaults = { consumerGroup: "orders", logsetId: "logset" };

test("the document allows the heartbeats that the relay takes, and no others", () => {
  fc.assert(
    fc.property(fc.oneof(json, nearHeartbeat), (input) => {
      expect(documented("/v1/heartbeats", input)).toBe(parseHeartbeat(input, defaults).ok);
    }),
    { numRuns: 500 },
  );
});

test("the same holds for the topics in place of a preset's", () => {
  const topics = nearHeartbeat.map((heartbeat) =>
    "topics" in heartbeat ? { topics: heartbeat.topics } : heartbeat,
  );
  fc.assert(
    fc.property(fc.oneof(json, topics), (input) => {
      expect(documented("/v1/heartbeats/{alias}", input)).toBe(parseTopicsOverride(input).ok);
    }),
    { numRuns: 500 },
  );
});

/** An entry is judged whole where its alias is known. */
class AnyAlias extends Map<string, Alias> {
  override get(name: string): Alias {
    const topics = new Map([["t", []]]);
    return { heartbeat: { consumerGroup: "g", consumer: name, logsetId: "l", topics } };
  }
}

test("the same holds for batches, of which the relay refuses an entry or all, and those with a consumer twice", () => {
  const scope = { settings: { keys: [], aliases: new AnyAlias(), defaults }, key: anyone };
  const alias = fc.record({ alias: fc.oneof(fc.string(), json) });
  const entry = fc.oneof(nearHeartbeat, alias, json);
  const batch = fc.oneof(
    { weight: 4, arbitrary: fc.record({ heartbeats: fc.array(entry, { maxLength: 3 }) }) },
    json,
  );
  fc.assert(
    fc.property(batch, (input) => {
      const read = readBatch(parseJson(JSON.stringify(input)), scope);
      const isDouble = ({ message }: Fault) => message.startsWith("has the same consumer");
      // Beside a consumer that is there twice, nobody is told of the entries.
      fc.pre(read.ok || !read.faults.some(isDouble));
      const taken =
        read.ok && read.value.every(({ refusal }) => refusal?.code !== "invalid-heartbeat");
      expect(documented("/v1/heartbeats:batch", input)).toBe(taken);
    }),
    { numRuns: 500 },
  );
});
