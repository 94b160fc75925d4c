import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { createCredentials } from "../../dev/emulator/credentials.ts";
import { startEmulator } from "../../dev/emulator/server.ts";
import { callCls } from "../../dev/emulator/test/cls-client.ts";
import { createHandClock } from "../../dev/emulator/test/hand-clock.ts";
import { readRehearsal } from "./rehearsal.ts";

const topicId = "8c1a36f6-9c7c-4616-948c-ded3f956a95d";
const url = new URL("../fixtures/contract/python-consumer.jsonl", import.meta.url);
const { head, calls } = readRehearsal(readFileSync(url, "utf8"));

test("the fixture is of ten minutes in which nothing was read twice", () => {
  expect(head.source).toMatch(/^TencentCloud\/tencentcloud-cls-sdk-python @ [0-9a-f]{40}$/);
  expect(head.seconds).toBeGreaterThanOrEqual(600);
  expect(head).toMatchObject({ doubleSeconds: 0, singleSeconds: head.seconds });
  expect(head.events.map(({ event }) => event).join()).toMatch(/join.*crash.*join.*split.*leave/);
});

test("what Tencent's Python consumer asked, at the times it did, is answered as it was then", async () => {
  const startMs = 1_760_000_000_000;
  const clock = createHandClock(startMs);
  const credential = createCredentials();
  const emulator = await startEmulator({ credentials: [credential], clock });
  const splitMs = head.events.find(({ event }) => event.includes("split"))?.atMs ?? 0;
  let isSplit = false;
  for (const { atMs, action, body, answer } of calls) {
    if (!isSplit && atMs >= splitMs) emulator.groups.topics.split(topicId, 1);
    isSplit ||= atMs >= splitMs;
    clock.stepMs(startMs + atMs - clock.nowMs());
    const reply = await callCls({
      url: emulator.url,
      credential,
      nowMs: clock.nowMs(),
      action,
      body,
      headers: { host: "cls.ap-guangzhou.tencentcloudapi.com" },
    });
    const { RequestId: _, ...given } = reply.response;
    expect({ atMs, action, body, answer: given }).toEqual({ atMs, action, body, answer });
  }
  await emulator.close();
  expect(isSplit).toBe(true);
});

test("a partition is in nobody's answer while another member still reports it, or was told to hold it", () => {
  const beats = calls.filter(({ action }) => action === "SendConsumerHeartbeat");
  const last = new Map<string, { atMs: number; holds: number[] }>();
  for (const { atMs, body, answer } of beats) {
    const { Consumer: consumer, TopicPartitionsInfo: [reported] = [] } = body;
    const told = answer.TopicPartitionsInfo?.[0]?.Partitions ?? [];
    for (const [other, { atMs: lastMs, holds }] of last) {
      if (other === consumer || atMs >= lastMs + 40_000) continue;
      expect(holds.filter((partition) => told.includes(partition))).toEqual([]);
    }
    last.set(consumer, { atMs, holds: [...told, ...(reported?.Partitions ?? [])] });
  }
  expect([...last.keys()]).toEqual(["orders-1", "orders-2"]);
});
