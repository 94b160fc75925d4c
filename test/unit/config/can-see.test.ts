import { expect, test } from "@jest/globals";
import { canSee } from "../../../lib/config/can-see.ts";

const heartbeat = { consumerGroup: "g", consumer: "c", logsetId: "l", topics: new Map() };
const key = { name: "board", digests: [], hookOnly: false, read: true };
const settings = { aliases: new Map([["one", { heartbeat }]]) };

test("a key for topics is not told of a consumer whose topics are not known", () => {
  expect(canSee({ ...key, topics: ["*"] }, heartbeat, settings)).toBe(false);
  expect(canSee(key, heartbeat, settings)).toBe(true);
});

test("a key for aliases is told of their consumers only", () => {
  expect(canSee({ ...key, aliases: ["one"] }, heartbeat, settings)).toBe(true);
  expect(canSee({ ...key, aliases: ["two"] }, heartbeat, settings)).toBe(false);
  const other = { ...heartbeat, consumer: "d" };
  expect(canSee({ ...key, aliases: ["one"] }, other, settings)).toBe(false);
});
