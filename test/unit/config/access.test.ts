import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import {
  type AccessKey,
  allowsAlias,
  allowsHeartbeat,
  allowsRaw,
  anyone,
  expiresSoonMs,
  expiryOf,
  findKey,
} from "../../../lib/config/access.ts";

const heartbeat = {
  consumerGroup: "orders",
  consumer: "orders-1",
  logsetId: "logset-1",
  topics: new Map([["t", [0]]]),
};

function createKey(scopes: Partial<AccessKey> = {}, secret = "secret"): AccessKey {
  const digests = [createHash("sha256").update(secret).digest()];
  return { name: `key ${secret}`, digests, hookOnly: false, ...scopes };
}

describe("finding a key", () => {
  const keys = [createKey({}, "first"), createKey({}, "second"), createKey({}, "third")];

  test.each(["first", "second", "third"])("finds %s among several that are active", (secret) => {
    expect(findKey(keys, secret)?.name).toBe(`key ${secret}`);
  });

  test.each(["", "firs", "first ", "FIRST", "firstsecond", "\ud800"])(
    "finds none for %j",
    (presented) => {
      expect(findKey(keys, presented)).toBeUndefined();
    },
  );

  test("finds nothing where there are no keys", () => {
    expect(findKey([], "first")).toBeUndefined();
  });

  test("finds a key that is rotated by either of its two texts", () => {
    const digests = [...createKey({}, "old").digests, ...createKey({}, "new").digests];
    const rotated = [...keys, createKey({ name: "rotated", digests })];
    expect(["old", "new", "newer"].map((text) => findKey(rotated, text)?.name)).toEqual([
      "rotated",
      "rotated",
      undefined,
    ]);
  });

  test("a digest is not accepted as a key", () => {
    const digest = createHash("sha256").update("first").digest("hex");
    expect(findKey(keys, digest)).toBeUndefined();
  });
});

const endMs = Date.UTC(2027, 0, 31);
test.each([
  [undefined, endMs, undefined],
  [endMs, endMs - expiresSoonMs - 1, undefined],
  [endMs, endMs - expiresSoonMs, "expires-soon"],
  [endMs, endMs - 1, "expires-soon"],
  [endMs, endMs, "expired"],
])("a key with the end %j is at %j: %j", (expiresAtEpochMs, nowEpochMs, expiry) => {
  expect(expiryOf({ expiresAtEpochMs }, nowEpochMs)).toBe(expiry);
});

describe("raw heartbeats", () => {
  test.each<[string, Partial<AccessKey>, boolean]>([
    ["a key without limits sends them", {}, true],
    ["a key limited to aliases sends none", { aliases: ["orders-*"] }, false],
    ["nor does one limited to no alias at all", { aliases: [] }, false],
    ["unless its groups are named as well", { aliases: ["a"], consumerGroups: ["orders"] }, true],
    ["a key limited to groups sends them", { consumerGroups: ["orders"] }, true],
    ["naming logsets is not enough", { aliases: ["a"], logsetIds: ["logset-1"] }, false],
  ])("%s", (_name, scopes, allowed) => {
    expect(allowsRaw(createKey(scopes))).toBe(allowed);
  });
});

test.each<[readonly string[] | undefined, string, boolean]>([
  [undefined, "orders-1", true],
  [[], "orders-1", false],
  [["orders-1"], "orders-1", true],
  [["orders-1"], "orders-10", false],
  [["orders-1"], "Orders-1", false],
  [["orders-*"], "orders-1", true],
  [["orders-*"], "orders-", true],
  [["orders-*"], "orders", false],
  [["orders-*"], "my-orders-1", false],
  [["*"], "orders-1", true],
  [["pay-*", "orders-1"], "orders-1", true],
  [["orders.1"], "orders-1", false],
])("a key with the aliases %j and the alias %s: %s", (aliases, alias, allowed) => {
  expect(allowsAlias(createKey({ aliases }), alias)).toBe(allowed);
});

test.each<[Partial<AccessKey>, boolean]>([
  [{}, true],
  [{ consumerGroups: ["orders"] }, true],
  [{ consumerGroups: ["pay"] }, false],
  [{ logsetIds: ["logset-*"] }, true],
  [{ logsetIds: ["logset-2"] }, false],
  [{ consumers: ["orders-*"] }, true],
  [{ consumers: ["orders-2"] }, false],
  [{ consumerGroups: ["orders"], logsetIds: ["logset-1"], consumers: ["orders-1"] }, true],
  [{ consumerGroups: ["orders"], logsetIds: ["logset-1"], consumers: [] }, false],
  [{ aliases: ["nothing"] }, true],
])("a heartbeat has to satisfy every list of %j: %s", (scopes, allowed) => {
  expect(allowsHeartbeat(createKey(scopes), heartbeat)).toBe(allowed);
});

test("with keys switched off, anyone may send anything", () => {
  expect(allowsRaw(anyone)).toBe(true);
  expect(allowsAlias(anyone, "orders-1")).toBe(true);
  expect(allowsHeartbeat(anyone, heartbeat)).toBe(true);
  expect(anyone.hookOnly).toBe(false);
});
