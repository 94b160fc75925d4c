import { expect, test } from "@jest/globals";
import { createContext } from "../../server/lambda-context.ts";
import { createScheduleHandler } from "../../lib/schedule/schedule-handler.ts";
import { ruleEvent } from "../support/scheduled.ts";
import { heartbeat, logsetId, startRelay, topicId } from "../support/start-relay.ts";

const file = {
  aliases: {
    "orders-1": { consumer: "orders-1", topics: [topicId], scheduled: { everySeconds: 1 } },
  },
  defaults: { consumerGroup: "orders", logsetId },
};

test("scheduled beats reach CLS, the second reporting what the first was assigned", async () => {
  const relay = await startRelay({ file });
  const schedule = createScheduleHandler(relay.services);
  const result = await schedule(ruleEvent(Date.now()), createContext("schedule", 2600));
  expect(result).toMatchObject({ failed: 0, sent: relay.emulator.received.length });
  expect(result.sent).toBeGreaterThanOrEqual(2);
  expect(relay.emulator.received[0]?.body).toMatchObject({
    TopicPartitionsInfo: [{ TopicID: topicId, Partitions: [] }],
  });
  expect(relay.emulator.received[1]?.body).toMatchObject({
    TopicPartitionsInfo: [{ TopicID: topicId, Partitions: [1, 2, 3, 4] }],
  });
  expect(relay.lines.at(-2)).toMatchObject({
    source: "schedule",
    alias: "orders-1",
    outcome: "renewed",
  });
});

test("an event's own list is beaten once each, aliases and heartbeats alike", async () => {
  const relay = await startRelay({ file });
  const schedule = createScheduleHandler(relay.services);
  const other = { ...heartbeat, consumer: "orders-2" };
  const result = await schedule(
    { heartbeats: ["orders-1", other] },
    createContext("schedule", 10_000),
  );
  expect(result).toMatchObject({
    sent: 2,
    failed: 0,
    results: [
      { alias: "orders-1", consumerGroup: "orders", consumer: "orders-1", outcome: "renewed" },
      { consumerGroup: "orders", consumer: "orders-2", outcome: "renewed" },
    ],
  });
});

test("without a configuration the schedule is refused and says why", async () => {
  const relay = await startRelay({ env: { TENCENTCLOUD_REGION: "" } });
  const schedule = createScheduleHandler(relay.services);
  await expect(schedule({}, createContext("schedule", 1000))).rejects.toThrow(
    "relay-misconfigured",
  );
  expect(JSON.stringify(relay.lines.at(-1))).toContain("TENCENTCLOUD_REGION");
});
