import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseHeartbeat, parseTopicsOverride } from "../../../lib/heartbeat/parse-heartbeat.ts";
import type { Parsed } from "../../../lib/heartbeat/faults.ts";
import { parseRelayFile } from "../../../lib/config/relay-file.ts";
import { anyJson, nearlyRight, validHeartbeat } from "../../support/arbitraries.ts";

const readers: readonly (readonly [string, (input: unknown) => Parsed<unknown>])[] = [
  ["a heartbeat", (input) => parseHeartbeat(input, { consumerGroup: "g", logsetId: "l" })],
  ["topics that replace a preset's", parseTopicsOverride],
  ["a configuration file", (input) => parseRelayFile(JSON.stringify(input))],
];

test.each(readers)("any JSON read as %s is right, or has a fault with a place", (_name, read) => {
  fc.assert(
    fc.property(anyJson, (input) => {
      const parsed = read(input);
      if (parsed.ok) return;
      expect(parsed.faults.length).toBeGreaterThan(0);
      for (const { path, message } of parsed.faults) {
        expect(typeof path).toBe("string");
        expect(message).not.toBe("");
      }
      const paths = parsed.faults.map(({ path }) => path);
      expect(new Set(paths).size).toBe(paths.length);
    }),
    { numRuns: 200 },
  );
});

test.each(readers)("no fault of %s repeats a value", (_name, read) => {
  const marked = fc.string({ maxLength: 8 }).map((text) => `marked${text}\n`);
  const leaf = fc.oneof(marked, fc.constantFrom(-987654321, 98765432.1));
  fc.assert(
    fc.property(nearlyRight(leaf), (input) => {
      const parsed = read(input);
      if (parsed.ok) return;
      const told = JSON.stringify(parsed.faults);
      expect(told).not.toContain("marked");
      expect(told).not.toContain("98765432");
    }),
    { numRuns: 200 },
  );
});

test("both spellings of a heartbeat are read as the same one", () => {
  fc.assert(
    fc.property(validHeartbeat, ({ topics, ...names }) => {
      const strategy = names.partitionStrategy;
      const simplified = { ...names, topics: Object.fromEntries(topics) };
      const tencents = {
        ConsumerGroup: names.consumerGroup,
        Consumer: names.consumer,
        LogsetId: names.logsetId,
        TopicPartitionsInfo: topics.map(([TopicID, Partitions]) => ({ TopicID, Partitions })),
        ...(strategy !== undefined && { PartitionStrategy: strategy }),
      };
      const parsed = parseHeartbeat(simplified);
      expect(parsed).toEqual({
        ok: true,
        value: {
          ...names,
          topics: new Map(topics.map(([topicId, list]) => [topicId, [...new Set(list)]])),
        },
      });
      expect(parseHeartbeat(tencents)).toEqual(parsed);
      expect(parseHeartbeat(JSON.parse(JSON.stringify(simplified)))).toEqual(parsed);
    }),
  );
});

test("a heartbeat with one key too many is refused at that key", () => {
  fc.assert(
    fc.property(validHeartbeat, fc.string({ maxLength: 60 }), ({ topics, ...names }, key) => {
      const body = { ...names, topics: Object.fromEntries(topics) };
      fc.pre(!Object.hasOwn(body, key) && key !== "partitionStrategy");
      const parsed = parseHeartbeat(Object.fromEntries([...Object.entries(body), [key, 1]]));
      expect(parsed.ok ? [] : parsed.faults.map(({ path }) => path)).toContain(key);
    }),
  );
});
