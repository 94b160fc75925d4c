import { expect, test } from "@jest/globals";
import { examine } from "../examine.ts";
import { healthyFile, logsetId, topicId } from "./misconfiguration.ts";
import { setUp } from "./set-up.ts";

test("a running schedule and a group without topics are fine, and a doubt that CLS disproves is dropped", async () => {
  const { ports } = await setUp({
    env: { TENCENTCLOUD_REGION: "ap-guangzhou" },
    file: {
      ...healthyFile,
      aliases: {
        "orders-1": {
          consumer: "orders-1",
          topics: [topicId, "not-a-uuid"],
          scheduled: { everySeconds: 10 },
          scheduledUntil: "2999-01-01T00:00:00Z",
        },
        "orders-2": { consumer: "orders-2", topics: [topicId], scheduled: true },
      },
    },
    world: { groups: [{ consumerGroup: "orders" }] },
  });
  expect((await examine(ports)).findings).toEqual([]);
});

test("a file that names nothing is examined without asking for anything by name", async () => {
  const { ports, actions } = await setUp({
    file: { keys: [{ name: "a", sha256: "{digest}", consumers: ["a-*"] }] },
  });
  const { findings, checks } = await examine(ports);
  expect(findings).toEqual([]);
  expect(actions()).toEqual(["DescribeConsumerGroups", "DescribeConsumerGroups"]);
  const open = checks.filter(({ state }) => state === "not-examined").map(({ check }) => check);
  expect(open).toEqual(["TLS", "logsets", "topics", "groups", "consumers"]);
});

test("a logset that is named by an alias alone is asked for too, and a missing one's topics are not", async () => {
  const other = "00000000-1111-4222-8333-444444444444";
  const { ports } = await setUp({
    file: {
      ...healthyFile,
      aliases: { "orders-1": { consumer: "orders-1", logsetId: other, topics: [topicId] } },
    },
    world: { logsets: [logsetId], topics: {} },
  });
  const { findings } = await examine(ports);
  expect(findings.map(({ code, subject }) => [code, subject])).toEqual([
    ["logset-missing", "aliases.orders-1.logsetId"],
  ]);
});

test("more logsets than one question may name are asked for in several", async () => {
  const ids = Array.from(
    { length: 7 },
    (_, index) => `0000000${index}-1111-4222-8333-444444444444`,
  );
  const { ports } = await setUp({
    file: {
      ...healthyFile,
      aliases: Object.fromEntries(
        ids.map((id, index) => [
          `orders-${index}`,
          { consumer: `c-${index}`, logsetId: id, topics: [topicId] },
        ]),
      ),
    },
    world: { groups: [] },
  });
  const { checks } = await examine(ports);
  expect(checks.find(({ check }) => check === "logsets")?.detail).toBe("8 of 8 exist");
});

test("with credentials that are wrong by their looks CLS is not called", async () => {
  const { ports, actions } = await setUp({
    env: { TENCENTCLOUD_SECRET_ID: "{secretKey}", TENCENTCLOUD_SECRET_KEY: "{secretId}" },
  });
  const { findings, checks } = await examine(ports);
  expect(findings.map(({ code }) => code)).toEqual(["credentials-swapped"]);
  expect(checks.find(({ check }) => check === "region")?.detail).toBe(
    "rests on credentials-swapped",
  );
  // The unsigned question alone.
  expect(actions()).toHaveLength(1);
});
