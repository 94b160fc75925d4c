import { expect, test } from "@jest/globals";
import { codes } from "../codes.ts";
import { examine } from "../examine.ts";
import { healthyFile, topicId } from "./misconfiguration.ts";
import { misconfigurations } from "./misconfigurations.ts";
import { setUp } from "./set-up.ts";
import { manyAliases, rows } from "./more-misconfigurations.ts";

const named = rows.map(
  ([misconfiguration, ports]) => [misconfiguration.name, misconfiguration, ports] as const,
);

test.each(named)("%s", async (_name, misconfiguration, more) => {
  const { ports } = await setUp(misconfiguration);
  const { findings } = await examine({ ...ports, ...more });
  const found = findings.map(({ code }) => code);
  expect([found[0], found]).toEqual([misconfiguration.expected, found]);
});

const ofTable = {
  RELAY_LEDGER_TABLE: "beats",
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "a",
  AWS_SECRET_ACCESS_KEY: "b",
};

test.each([
  ["RELAY_LEDGER_TABLE", "no table name!", "the name of a DynamoDB table"],
  ["AWS_REGION", undefined, "the region of RELAY_LEDGER_TABLE"],
  ["AWS_ACCESS_KEY_ID", undefined, "a key that may read and update RELAY_LEDGER_TABLE"],
  ["AWS_SECRET_ACCESS_KEY", "c d", "a key that may read and update RELAY_LEDGER_TABLE"],
  ["AWS_ENDPOINT_URL_DYNAMODB", "beats", "http://host:port or https://host:port and nothing more"],
])("what is wrong with %s is told with its exact fix", async (name, value, rule) => {
  const { ports } = await setUp({ env: { ...ofTable, [name]: value } });
  const { findings } = await examine(ports);
  const option = name.startsWith("AWS_ENDPOINT_") ? name : "RELAY_LEDGER_TABLE";
  expect(findings.map(({ code, subject, fix }) => [code, subject, fix])).toEqual([
    ["variable-invalid", name, `Set ${name} to ${rule}, or unset ${option}.`],
  ]);
});

test("how many consumers the rate carries is told where they are more", async () => {
  const told = async (count: number, leaseSeconds = 40) => {
    const aliases = { ...manyAliases(count), again: { consumer: "orders-0", topics: [topicId] } };
    const consumerGroups = { orders: { leaseSeconds } };
    const file = { ...healthyFile, aliases, consumerGroups };
    const { ports } = await setUp({ env: { CLS_RATE_PER_SECOND: "2" }, file });
    const { findings } = await examine(ports);
    return findings.filter(({ code }) => code === "overloaded").map(({ what }) => what);
  };
  expect(await told(64)).toEqual([]);
  expect(await told(65)).toEqual([
    expect.stringContaining("carry 64 with these leases, and there are 65"),
  ]);
  expect(await told(65, 20)).toEqual([expect.stringContaining("carry 32 with")]);
});

test("a lease that is set as CLS has it gives no finding", async () => {
  const world = { groups: [{ consumerGroup: "orders", topicIds: [topicId], leaseSeconds: 60 }] };
  const file = { ...healthyFile, consumerGroups: { orders: { leaseSeconds: 60 } } };
  const { ports } = await setUp({ world, file });
  expect((await examine(ports)).findings).toEqual([]);
});

test.each([
  ["warning", { consumers: 361 }],
  ["error", { consumers: 105, scheduled: { everySeconds: 5 } }],
])("aliases over the rate are a %s: %j", async (severity, { consumers, ...more }) => {
  const { ports } = await setUp({
    file: { ...healthyFile, aliases: manyAliases(consumers, more) },
  });
  const { findings } = await examine(ports);
  expect(findings.map((one) => [one.severity, one.code])).toEqual([[severity, "budget-exceeded"]]);
});

test("everything that can be found has a test that finds it", () => {
  const found = new Set([
    // These are in network.test.ts: on one machine nothing in a configuration leads to them.
    ...["tcp-unreachable", "tls-expired", "http-failed"],
    // And these in consumers.test.ts: a relay that runs leads to them.
    ...["partitions-unread", "consumer-contested", "rate-full"],
  ]);
  for (const { expected } of misconfigurations) found.add(expected);
  for (const [{ expected }] of rows) found.add(expected);
  expect(Object.keys(codes).filter((code) => !found.has(code))).toEqual([]);
});
