import { expect, test } from "@jest/globals";
import { codes } from "../codes.ts";
import { examine } from "../examine.ts";
import { logsetId, type Misconfiguration, topicId } from "./misconfiguration.ts";
import { misconfigurations } from "./misconfigurations.ts";
import { setUp } from "./set-up.ts";

test("at least forty misconfigurations are written down, each with a cause that the doctor knows", () => {
  expect(misconfigurations.length).toBeGreaterThanOrEqual(40);
  expect(new Set(misconfigurations.map(({ name }) => name)).size).toBe(misconfigurations.length);
  const unknown = misconfigurations.filter(({ expected }) => !Object.hasOwn(codes, expected));
  expect(unknown).toEqual([]);
});

const rows = misconfigurations.map((one): [string, Misconfiguration] => [one.name, one]);

test.each(rows)("%s", async (_name, misconfiguration) => {
  const { ports, actions, secrets } = await setUp(misconfiguration);
  const report = await examine(ports);
  const found = report.findings.map(({ severity, code }) => `${severity} ${code}`);
  expect([report.findings[0]?.code, found]).toEqual([misconfiguration.expected, found]);
  expect(actions()).not.toContain("SendConsumerHeartbeat");
  for (const secret of secrets) {
    for (let at = 0; at + 8 <= secret.length; at += 1) {
      expect(JSON.stringify(report)).not.toContain(secret.slice(at, at + 8));
    }
  }
});

test("nothing is found where nothing is wrong", async () => {
  // It knows what exists, so that a question about anything else finds nothing.
  const world = { logsets: [logsetId], topics: { [topicId]: logsetId } };
  const { ports, actions } = await setUp({ world });
  const { findings, checks, exitCode } = await examine(ports);
  expect(findings).toEqual([]);
  expect(exitCode).toBe(0);
  const open = checks.filter(({ state }) => state === "not-examined").map(({ check }) => check);
  expect(open).toEqual(["TLS", "consumers"]);
  expect(new Set(actions())).toEqual(
    new Set(["DescribeConsumerGroups", "DescribeLogsets", "DescribeTopics"]),
  );
});
