import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "@jest/globals";
import { createContext } from "../../server/lambda-context.ts";
import { type Emulator, type EmulatorOptions, startEmulator } from "../../dev/emulator/server.ts";
import { createServices, type Overrides } from "../../lib/app/create-services.ts";
import type { Environment } from "../../lib/config/env-reader.ts";
import { createHttpHandler, type HttpHandler } from "../../lib/http/http-handler.ts";
import type { HttpAnswer } from "../../lib/http/http-answer.ts";
import type { ReloadableServices } from "../../lib/app/services.ts";
import { createCapturedLog, type LogLine } from "./captured-log.ts";
import { httpApiEvent, type TestRequest } from "./events.ts";
import { documented } from "./openapi/validate-exchange.ts";

export const credentials = {
  secretId: "AKIDtest0Id0Of0The0Relay000000000001",
  secretKey: "test0Key0Of0The0Relay00000000001",
};

export const logsetId = "6f6ded3f-948c-4616-9c7c-956a95d8c1a3";
export const topicId = "8c1a36f6-9c7c-4616-948c-ded3f956a95d";
export const heartbeat = {
  consumerGroup: "orders",
  consumer: "orders-1",
  logsetId,
  topics: { [topicId]: [] },
};

export type TestRelay = {
  readonly services: ReloadableServices;
  readonly emulator: Emulator;
  readonly lines: LogLine[];
  readonly counted: {
    readonly outcome: string;
    readonly attempts: number;
    readonly upstreamMs: number;
  }[];
  /** Holds every exchange to the OpenAPI document. */
  readonly handler: HttpHandler;
  /** Calls the handler with a request as an HTTP API brings it. */
  call(request: TestRequest): Promise<HttpAnswer>;
  /** Calls the handler with any event. */
  invoke(event: unknown, timeoutMs?: number): Promise<HttpAnswer>;
  /** Ends the emulator before the test file does. */
  close(): Promise<void>;
};

// Whatever a failed test leaves open would keep Jest from ending.
const closings: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closings) await close();
});

export type TestRelayOptions = {
  readonly file?: object;
  readonly env?: Environment;
  readonly emulator?: Partial<EmulatorOptions>;
  readonly overrides?: Overrides;
};

/** Handler → SDK → emulator over a real socket, with what is logged and counted kept. */
export async function startRelay(options: TestRelayOptions = {}): Promise<TestRelay> {
  const emulator = await startEmulator({
    credentials: [credentials],
    ratePerSecond: 0,
    createsGroups: true,
    ...options.emulator,
  });
  const dir = await mkdtemp(join(tmpdir(), "relay-"));
  closings.push(
    () => emulator.close(),
    () => rm(dir, { recursive: true }),
  );
  const path = join(dir, "relay.config.json");
  writeFileSync(path, JSON.stringify(options.file ?? {}));
  const { log, lines } = createCapturedLog();
  const counted: TestRelay["counted"] = [];
  const services = createServices({
    env: {
      TENCENTCLOUD_SECRET_ID: credentials.secretId,
      TENCENTCLOUD_SECRET_KEY: credentials.secretKey,
      TENCENTCLOUD_REGION: "ap-guangzhou",
      CLS_CONNECT_TO: emulator.url,
      RELAY_CONFIG: path,
      RELAY_AUTH: "none",
      // No test of something else is to wait for a slot.
      CLS_RATE_PER_SECOND: "100000",
      ...options.env,
    },
    log,
    metrics: {
      fields: (beat) => {
        counted.push(beat);
        return {};
      },
      publish: (beat) => void counted.push(beat),
    },
    ...options.overrides,
  });
  const handler = documented(createHttpHandler(services), services.config.basePath);
  const invoke: TestRelay["invoke"] = (event, timeoutMs = 10_000) =>
    handler(event, createContext("relay", timeoutMs));
  return {
    services,
    emulator,
    lines,
    counted,
    handler,
    invoke,
    call: (request) => invoke(httpApiEvent(request)),
    close: () => emulator.close(),
  };
}

/** A heartbeat as a request, with whatever is to differ. */
export function beatRequest(more: TestRequest = {}): TestRequest {
  return { path: "/v1/heartbeats", body: JSON.stringify(heartbeat), ...more };
}

/** The JSON of an answer. */
export function json(answer: HttpAnswer): Record<string, unknown> {
  return JSON.parse(answer.body) as Record<string, unknown>;
}
