import { expect, test } from "@jest/globals";
import { canSee } from "../../../lib/config/can-see.ts";

const heartbeat = { consumerGroup: "g", consumer: "c", logsetId: "l", topics: new Map() };
const key = { name: "board", digests: [], hookOnly: false, read: true };
const settings = { aliases: new Map([["one", { heartbeat }]]) };

test("a key for topics is not told of a consumer whose topics are not known", () => {
  expect(canSee({ ...key, topics: ["*"] }, settings)(heartbeat)).toBe(false);
  expect(canSee(key, settings)(heartbeat)).toBe(true);
});

test("a key for aliases is told of their consumers only", () => {
  expect(canSee({ ...key, aliases: ["one"] }, settings)(heartbeat)).toBe(true);
  expect(canSee({ ...key, aliases: ["two"] }, settings)(heartbeat)).toBe(false);
  const other = { ...heartbeat, consumer: "d" };
  expect(canSee({ ...key, aliases: ["one"] }, settings)(other)).toBe(false);
});
