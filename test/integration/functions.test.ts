import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createContext } from "../../dev/lambda-context.ts";
import { startEmulator, type Emulator } from "../../dev/emulator/server.ts";
import type { HttpAnswer } from "../../lib/http/answer.ts";
import { httpApiEvent } from "../support/events.ts";
import { beatRequest, credentials, heartbeat } from "../support/start-relay.ts";

let emulator: Emulator;
const before = { ...process.env };
beforeAll(async () => {
  emulator = await startEmulator({ credentials: [credentials] });
  Object.assign(process.env, {
    TENCENTCLOUD_SECRET_ID: credentials.secretId,
    TENCENTCLOUD_SECRET_KEY: credentials.secretKey,
    TENCENTCLOUD_REGION: "ap-guangzhou",
    CLS_CONNECT_TO: emulator.url,
    RELAY_AUTH: "none",
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
    const { handler: relay } = await import("../../functions/relay.ts");
    const answer: HttpAnswer = await relay(
      httpApiEvent(beatRequest()),
      createContext("relay", 10_000),
    );
    expect(answer.statusCode).toBe(200);
    const { handler: schedule } = await import("../../functions/schedule.ts");
    const result = await schedule({ heartbeats: [heartbeat] }, createContext("schedule", 10_000));
    expect(result).toMatchObject({ sent: 1, failed: 0 });
    await relay(
      httpApiEvent(beatRequest({ headers: { prefer: "wait=0" } })),
      createContext("relay", 10_000),
    );
  });
  const parsed = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const beats = parsed.filter((line) => line["message"] === "heartbeat renewed");
  expect(beats).toHaveLength(2);
  const metrics = parsed.filter((line) => "_aws" in line);
  expect(metrics).toMatchObject([
    {
      service: "heartbeat-relay",
      outcome: "renewed",
      beats: 1,
      attempts: 1,
      upstreamLatency: expect.any(Number) as unknown,
    },
    { outcome: "renewed", beats: 1 },
    { outcome: "deadline-exceeded", beats: 1, attempts: 0 },
  ]);
  expect(metrics[2]).not.toHaveProperty("upstreamLatency");
});
