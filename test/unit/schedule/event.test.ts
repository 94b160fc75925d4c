import { describe, expect, test } from "@jest/globals";
import type { RelaySettings } from "../../../lib/config/relay-file.ts";
import { parseScheduleEvent } from "../../../lib/schedule/event.ts";

const preset = {
  consumerGroup: "orders",
  consumer: "orders-1",
  logsetId: "logset",
  topics: new Map([["a", [0]]]),
};
const settings: RelaySettings = {
  keys: [],
  aliases: new Map([["orders-1", { heartbeat: preset }]]),
  defaults: { consumerGroup: "orders", logsetId: "logset" },
};
const rule = { source: "aws.events", "detail-type": "Scheduled Event" };
const parse = (event: unknown) => parseScheduleEvent(event, settings);

/** The paths of the faults that an event is refused with. */
function refused(event: unknown): string[] {
  try {
    parse(event);
  } catch (thrown) {
    expect(thrown).toMatchObject({ name: "RelayError", code: "invalid-heartbeat" });
    return (thrown as { faults: { path: string }[] }).faults.map(({ path }) => path);
  }
  return [];
}

describe("an event", () => {
  test("with a field that no such event has is refused: the list may be misspelt", () => {
    const time = "2026-01-01T12:00:00Z";
    expect(refused({ heartbeat: ["a"] })).toEqual(["heartbeat"]);
    expect(refused({ ...rule, time, hearbeats: ["a"] })).toEqual(["hearbeats"]);
    expect(refused({ ...rule, time, detail: {} })).toEqual([]);
  });

  test.each([
    ["2026-01-01T12:00:00Z", Date.UTC(2026, 0, 1, 12)],
    ["2026-01-01T12:00:00.250Z", Date.UTC(2026, 0, 1, 12, 0, 0, 250)],
    ["2026-01-01T13:00:00+01:00", Date.UTC(2026, 0, 1, 12)],
  ])("of %s keeps its time", (time, epochMs) => {
    expect(parse({ ...rule, time })).toEqual({ epochMs });
    expect(parse({ time, heartbeats: [] })).toEqual({ epochMs, heartbeats: [] });
  });

  test("may name aliases and bring heartbeats in both spellings", () => {
    const tencents = {
      ...{ ConsumerGroup: "orders", Consumer: "orders-3", LogsetId: "logset" },
      TopicPartitionsInfo: [{ TopicID: "a", Partitions: [1] }],
    };
    const own = { consumer: "orders-2", topics: ["a"] };
    expect(parse({ heartbeats: ["orders-1", own, tencents] })).toEqual({
      heartbeats: [
        { alias: "orders-1", heartbeat: preset },
        { heartbeat: { ...preset, consumer: "orders-2", topics: new Map([["a", []]]) } },
        { heartbeat: { ...preset, consumer: "orders-3", topics: new Map([["a", [1]]]) } },
      ],
    });
  });

  test("of a timer of SCF means the scheduled aliases, at its time", () => {
    const timer = { Type: "Timer", TriggerName: "every-minute", Time: "2026-01-01T12:00:00Z" };
    const epochMs = Date.UTC(2026, 0, 1, 12);
    expect(parse({ ...timer, Message: "" })).toEqual({ epochMs });
    expect(parse(timer)).toEqual({ epochMs });
    expect(refused({ ...timer, Message: "orders-1" })).toEqual(["Message"]);
    expect(refused({ ...timer, Time: "noon" })).toEqual(["time"]);
    expect(refused({ ...timer, Time: undefined })).toEqual(["time"]);
    expect(refused({ ...timer, Type: "timer" })).toEqual([...["Type", "TriggerName", "Time"]]);
  });

  test("may ask for no heartbeat at all", () => {
    expect(parse({ heartbeats: [] })).toEqual({ heartbeats: [] });
  });
});

test.each([
  [1, [""]],
  ["orders-1", [""]],
  [[], [""]],
  [{ time: "yesterday" }, ["time"]],
  [{ time: 1 }, ["time"]],
  [{ time: null }, ["time"]],
  [{ heartbeats: "orders-1" }, ["heartbeats"]],
  [{ heartbeats: null }, ["heartbeats"]],
  [{ time: "yesterday", heartbeats: {} }, ["time", "heartbeats"]],
  [{ heartbeats: ["orders-2", "constructor"] }, ["heartbeats.0", "heartbeats.1"]],
  [{ heartbeats: ["orders-1", 5, null] }, ["heartbeats.1", "heartbeats.2"]],
  [{ heartbeats: [{ consumer: 1 }] }, ["heartbeats.0.consumer", "heartbeats.0.topics"]],
])("%j is refused with every fault at once", (event, paths) => {
  expect(refused(event)).toEqual(paths);
});
