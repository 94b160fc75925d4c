import { join } from "node:path";
import type { Context } from "aws-lambda";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createContext } from "../../server/lambda-context.ts";
import { createServices } from "../../lib/app/create-services.ts";
import { createHttpHandler } from "../../lib/http/http-handler.ts";
import { startEmulator, type Emulator } from "../../dev/emulator/server.ts";
import { createCapturedLog } from "../support/captured-log.ts";
import { httpApiEvent } from "../support/events.ts";
import { root } from "../support/markdown.ts";
import { importDocumented } from "../support/openapi/import-documented.ts";
import { documented } from "../support/openapi/validate-exchange.ts";
import { beatRequest, credentials, heartbeat } from "../support/start-relay.ts";

let emulator: Emulator;
const before = { ...process.env };
beforeAll(async () => {
  emulator = await startEmulator({ credentials: [credentials], createsGroups: true });
  Object.assign(process.env, {
    TENCENTCLOUD_SECRET_ID: credentials.secretId,
    TENCENTCLOUD_SECRET_KEY: credentials.secretKey,
    TENCENTCLOUD_REGION: "ap-guangzhou",
    CLS_CONNECT_TO: emulator.url,
    RELAY_AUTH: "none",
    RELAY_STAGE: "prod",
    AWS_LAMBDA_FUNCTION_NAME: "heartbeat-relay-prod-relay",
  });
});
afterAll(async () => {
  process.env = before;
  await emulator.close();
});

/** What is written to standard output meanwhile. */
async function captured(act: () => Promise<unknown>): Promise<string[]> {
  const write = process.stdout.write.bind(process.stdout);
  let text = "";
  process.stdout.write = (chunk: string | Uint8Array) => {
    text += chunk.toString();
    return true;
  };
  try {
    await act();
  } finally {
    process.stdout.write = write;
  }
  return text.trimEnd().split("\n");
}

test("the deployed functions read the environment, beat, and write one line and one metric per beat", async () => {
  const lines = await captured(async () => {
    const relay = await importDocumented(join(root, "functions/relay.ts"));
    const answer = await relay(httpApiEvent(beatRequest()), createContext("relay", 10_000));
    expect(answer.statusCode).toBe(200);
    const { handler: schedule } = await import("../../functions/schedule.ts");
    const result = await schedule({ heartbeats: [heartbeat] }, createContext("schedule", 10_000));
    expect(result).toMatchObject({ sent: 1, failed: 0 });
  });
  const beats = lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((line) => "_aws" in line);
  expect(beats).toMatchObject([
    {
      message: "heartbeat renewed",
      service: "heartbeat-relay",
      outcome: "renewed",
      beats: 1,
      attempts: 1,
      upstreamLatency: expect.any(Number) as unknown,
      stage: "prod",
      function: "heartbeat-relay-prod-relay",
      _aws: {
        CloudWatchMetrics: [
          {
            Namespace: "HeartbeatRelay",
            Dimensions: [
              ["service", "stage"],
              ["service", "stage", "function"],
              ["service", "stage", "function", "outcome"],
            ],
          },
        ],
      },
    },
    { outcome: "renewed", beats: 1, source: "schedule" },
  ]);
});

test("on SCF the same functions take a function URL's request and a timer's event", async () => {
  const roleKey = "secret0of0the0role";
  const context = {
    ...{ request_id: "scf-1", time_limit_in_ms: 3000, memory_limit_in_mb: 128 },
    ...{ function_name: "relay", function_version: "$LATEST", namespace: "default" },
    tencentcloud_region: "ap-guangzhou",
  } as unknown as Context;
  const lines = await captured(async () => {
    const { handler: relay } = await import("../../functions/relay.ts");
    const event = {
      ...{ httpMethod: "POST", path: "/v1/heartbeats", queryString: {} },
      headers: { "content-type": "application/json", "x-scf-secret-key": roleKey },
      body: JSON.stringify(heartbeat),
    };
    const { statusCode, headers } = await relay(event, context);
    expect([statusCode, headers["X-Request-Id"]]).toEqual([200, "scf-1"]);
    const { handler: schedule } = await import("../../functions/schedule.ts");
    const Time = new Date().toISOString();
    const timer = { Type: "Timer", TriggerName: "every-minute", Time, Message: "" };
    expect(await schedule(timer, context)).toEqual({ sent: 0, failed: 0, results: [] });
  });
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ outcome: "renewed", invocationId: "scf-1" });
  expect(lines.join()).not.toContain(roleKey);
});

test("where the level leaves out the line of a beat, its metric is written all the same", async () => {
  const lines = await captured(async () => {
    process.env["POWERTOOLS_LOG_LEVEL"] = "CRITICAL";
    const handler = documented(createHttpHandler(createServices()));
    await handler(httpApiEvent(beatRequest()), createContext("relay", 10_000));
    const waitless = beatRequest({ headers: { prefer: "wait=0" } });
    await handler(httpApiEvent(waitless), createContext("relay", 10_000));
  });
  const written = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(written).toMatchObject([
    { level: "INFO", outcome: "renewed", beats: 1, service: "heartbeat-relay" },
    { level: "ERROR", outcome: "deadline-exceeded", beats: 1, attempts: 0 },
  ]);
  expect(written[0]).not.toHaveProperty("message");
  expect(written[1]).not.toHaveProperty("upstreamLatency");
});

test("POWERTOOLS_METRICS_DISABLED leaves the line and takes the metric out of it", async () => {
  const lines = await captured(async () => {
    process.env["POWERTOOLS_LOG_LEVEL"] = "INFO";
    process.env["POWERTOOLS_METRICS_DISABLED"] = "true";
    const handler = documented(createHttpHandler(createServices()));
    await handler(httpApiEvent(beatRequest()), createContext("relay", 10_000));
  });
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "")).not.toHaveProperty("_aws");
});

test("log and metrics follow Powertools' variables", async () => {
  const lines = await captured(async () => {
    Object.assign(process.env, {
      POWERTOOLS_METRICS_DISABLED: "false",
      POWERTOOLS_METRICS_NAMESPACE: " Ours ",
      POWERTOOLS_SERVICE_NAME: "our relay",
    });
    const handler = documented(createHttpHandler(createServices()));
    await handler(httpApiEvent(beatRequest()), createContext("relay", 10_000));
  });
  expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({
    service: "our relay",
    _aws: { CloudWatchMetrics: [{ Namespace: "Ours" }] },
  });
});

test.each([
  ["POWERTOOLS_LOGGER_LOG_EVENT", "perhaps"],
  ["POWERTOOLS_LOGGER_SAMPLE_RATE", "some"],
  ["POWERTOOLS_METRICS_DISABLED", "maybe"],
  ["POWERTOOLS_LOG_LEVEL", "LOUD"],
  ["POWERTOOLS_METRICS_NAMESPACE", "AWS/Lambda"],
  ["POWERTOOLS_SERVICE_NAME", "b\u00fccher"],
])("%s=%s, on which a library may throw, is a fault and ends nothing", async (name, value) => {
  process.env[name] = value;
  const { log, lines } = createCapturedLog();
  try {
    createServices();
    const services = createServices({ log });
    const handler = documented(createHttpHandler(services));
    const answer = await handler(httpApiEvent(beatRequest()), createContext("relay", 10_000));
    expect(JSON.parse(answer.body)).toMatchObject({ code: "relay-misconfigured" });
    expect(services.config.faults.map(({ path }) => path)).toEqual([name]);
    expect(JSON.stringify(lines)).not.toContain(value);
  } finally {
    Reflect.deleteProperty(process.env, name);
  }
});
