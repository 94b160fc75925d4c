import { expect, test } from "@jest/globals";
import { createContext } from "../../server/lambda-context.ts";
import { createScheduleHandler } from "../../lib/schedule/schedule-handler.ts";
import { startDynamo, throttle } from "../support/dynamo.ts";
import { expectProblem } from "../support/expect-problem.ts";
import { createHandClock, type HandClock } from "../support/hand-clock.ts";
import { json, logsetId, startRelay, topicId } from "../support/start-relay.ts";

const dynamo = await startDynamo();

const file = {
  aliases: {
    "orders-1": { consumer: "orders-1", topics: [topicId], scheduled: true },
    nightly: { consumer: "nightly", topics: [topicId], keepAliveSeconds: 900 },
  },
  defaults: { consumerGroup: "orders", logsetId },
};
/** Beats of these tests do not wait: their clock stands still. */
const startSandbox = (clock: HandClock) =>
  startRelay({
    file,
    env: { CLS_RATE_PER_SECOND: "8", RELAY_MAX_WAIT_MS: "0", ...dynamo.env },
    overrides: { clock, random: () => 0 },
  });
type Sandbox = Awaited<ReturnType<typeof startSandbox>>;
const post = (sandbox: Sandbox, path: string, instance?: string) =>
  sandbox.call({ path, headers: instance === undefined ? {} : { "x-instance-id": instance } });
const get = (sandbox: Sandbox, path: string) => sandbox.call({ method: "GET", path });

test("one sandbox tells of what another one saw, and whom it fences", async () => {
  const clock = createHandClock();
  const [one, two] = [await startSandbox(clock), await startSandbox(clock)];
  const renewedAt = new Date(clock.epochMs()).toISOString();
  await post(one, "/v1/heartbeats/orders-1", "host-a");
  expect(json(await get(two, "/v1/consumers/orders/orders-1"))).toMatchObject({
    state: "alive",
    renewedAt,
    instance: "host-a",
    alias: "orders-1",
    topics: { [topicId]: [1, 2, 3, 4] },
    lastAttempt: { at: renewedAt, outcome: "renewed" },
  });
  for (const [sandbox, instance] of [
    [two, "host-b"],
    [one, "host-a"],
  ] as const) {
    clock.advance(3000);
    await post(sandbox, "/v1/heartbeats/orders-1", instance);
  }
  expect(json(await get(two, "/v1/consumers/orders/orders-1"))).toMatchObject({
    state: "contested",
  });
});

test("who leaves is not beaten by the schedule of another sandbox, until it beats again", async () => {
  const clock = createHandClock(Date.UTC(2026, 1, 1));
  const [one, two] = [await startSandbox(clock), await startSandbox(clock)];
  const schedule = createScheduleHandler(two.services);
  const beatNow = () => schedule({ heartbeats: ["orders-1"] }, createContext("schedule", 10_000));
  await post(one, "/v1/heartbeats/orders-1");
  clock.advance(3000);
  const freeAt = new Date(clock.epochMs() + 37_000).toISOString();
  expect(json(await post(one, "/v1/heartbeats/orders-1/leave"))).toEqual({ freeAt });
  expect(await beatNow()).toEqual({ sent: 0, failed: 0, results: [] });
  expect(two.emulator.received).toEqual([]);
  expect(two.lines.at(-1)).toMatchObject({ message: "schedule finished" });
  clock.advance(3000);
  await post(one, "/v1/heartbeats/orders-1");
  clock.advance(3000);
  expect(await beatNow()).toMatchObject({ sent: 1 });
});

test("without the table nothing is known, and that is said", async () => {
  const sandbox = await startSandbox(createHandClock(Date.UTC(2026, 2, 1)));
  dynamo.answerBy(throttle);
  await expectProblem(get(sandbox, "/v1/consumers"), "ledger-unavailable");
  await expectProblem(post(sandbox, "/v1/heartbeats/orders-1/leave"), "ledger-unavailable");
  expect((await post(sandbox, "/v1/heartbeats/orders-1")).statusCode).toBe(200);
});

test("a failed run that the table cannot be told of is to be told again", async () => {
  const sandbox = await startSandbox(createHandClock(Date.UTC(2026, 3, 1)));
  await post(sandbox, "/v1/heartbeats/nightly/0");
  dynamo.answerBy(throttle);
  await expectProblem(post(sandbox, "/v1/hooks/any/nightly/1"), "ledger-unavailable");
  expect(sandbox.lines).toContainEqual(expect.objectContaining({ message: "run failed" }));
  expect((await post(sandbox, "/v1/hooks/any/orders-1/1")).statusCode).toBe(202);
});
