import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, describe, expect, test } from "@jest/globals";
import { createKey } from "../../key/create-key.ts";
import { createFront } from "../../../server/front.ts";
import { createHandClock } from "../../../test/support/hand-clock.ts";
import { logsetId, startRelay, topicId } from "../../../test/support/start-relay.ts";
import { examine } from "../examine.ts";
import { setUp } from "./set-up.ts";

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

const keys = { read: createKey(), beat: createKey() };
const file = {
  keys: [
    { name: "doctor", sha256: keys.read.sha256, read: true },
    { name: "orders", sha256: keys.beat.sha256 },
  ],
  defaults: { consumerGroup: "orders", logsetId },
};

/** A relay that runs, whose time is moved by hand. */
async function startRunning(ratePerSecond = 20) {
  const clock = createHandClock();
  const rate = { CLS_RATE_PER_SECOND: `${ratePerSecond}` };
  const relay = await startRelay({
    file,
    env: { RELAY_AUTH: "", RELAY_MAX_WAIT_MS: "0", ...rate },
    overrides: { clock, random: () => 0 },
  });
  const server = createFront(relay.handler, { basePath: "" });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const post = async (path: string, consumer: string, instance = "host") => {
    const headers = { "x-api-key": keys.beat.key, "x-instance-id": instance };
    const body = JSON.stringify({ consumer, topics: [topicId] });
    expect((await relay.call({ path, headers, body })).statusCode).toBe(200);
    clock.advance(1100);
  };
  /** What the doctor says of its consumers. */
  const examineIt = async (more: Record<string, string> = {}) => {
    const env = { RELAY_URL: url, RELAY_KEY: keys.read.key, ...rate, ...more };
    const { ports } = await setUp({ env });
    const report = await examine(ports);
    expect(JSON.stringify(report)).not.toContain(env.RELAY_KEY);
    return {
      findings: report.findings.filter(({ check }) => check === "consumers"),
      check: report.checks.find(({ check }) => check === "consumers"),
    };
  };
  return { post, examineIt };
}

test("nothing is found where all consumers are well, and how many are alive is told", async () => {
  const { post, examineIt } = await startRunning();
  for (const consumer of ["orders-1", "orders-2"]) await post("/v1/heartbeats", consumer);
  expect(await examineIt()).toEqual({
    findings: [],
    check: { check: "consumers", state: "examined", detail: "2 of 2 are alive" },
  });
});

test("partitions of one that left, and that nobody was given, are found", async () => {
  const { post, examineIt } = await startRunning();
  for (const path of ["/v1/heartbeats", "/v1/heartbeats:leave"]) await post(path, "orders-1");
  expect((await examineIt()).findings).toMatchObject([
    {
      code: "partitions-unread",
      severity: "warning",
      subject: "orders",
      what: expect.stringContaining(`Of ${topicId} these: 1, 2, 3, 4.`),
    },
  ]);
});

test("a name that two instances beat in turn is found, with who they are", async () => {
  const { post, examineIt } = await startRunning();
  for (const instance of ["host-a", "host-b", "host-a"])
    await post("/v1/heartbeats", "orders-1", instance);
  expect((await examineIt()).findings).toMatchObject([
    {
      code: "consumer-contested",
      subject: "orders/orders-1",
      what: expect.stringContaining("They are host-a and host-b."),
    },
  ]);
});

test("consumers that hold all that the rate carries are found", async () => {
  const { post, examineIt } = await startRunning(1);
  const beat = (count: number) => post("/v1/heartbeats", `orders-${count}`);
  for (let count = 0; count < 31; count += 1) await beat(count);
  expect((await examineIt()).findings).toEqual([]);
  // The relay tells what it read for 2 s.
  for (const count of [31, 0]) await beat(count);
  expect((await examineIt()).findings).toMatchObject([
    {
      code: "rate-full",
      subject: "CLS_RATE_PER_SECOND",
      what: expect.stringContaining("32 hold one, of 1 heartbeats a second."),
    },
  ]);
});

describe("without an answer nothing is claimed", () => {
  test.each([
    ["no address", { RELAY_URL: "" }, /^set RELAY_URL to .* RELAY_KEY/],
    [
      "nobody there",
      { RELAY_URL: "http://127.0.0.1:9" },
      /^http:\/\/127.0.0.1:9 cannot be reached/,
    ],
    ["a key that does not read", { RELAY_KEY: keys.beat.key }, /^HTTP 403, forbidden: /],
    ["a key that is none", { RELAY_KEY: "none-of-its-keys" }, /^HTTP 401, /],
  ])("%s", async (_name, env, detail) => {
    const { examineIt } = await startRunning();
    expect(await examineIt(env)).toEqual({
      findings: [],
      check: {
        check: "consumers",
        state: "not-examined",
        detail: expect.stringMatching(detail),
      },
    });
  });
});
