import { describe, expect, test } from "@jest/globals";
import { createHttpHandler } from "../../lib/http/http-handler.ts";
import { createMemoryLedger } from "../../lib/ledger/memory.ts";
import { createTableLedger } from "../../lib/ledger/table/table-ledger.ts";
import type { Answer } from "../../lib/tencent/heartbeat-client.ts";
import { createContext } from "../../server/lambda-context.ts";
import { httpApiEvent } from "../support/events.ts";
import { createHandClock, type HandClock } from "../support/hand-clock.ts";
import { createScheduled, minuteMs, ruleEvent, scheduledAlias } from "../support/scheduled.ts";
import { createTestStore } from "../support/table-store.ts";

const file = { aliases: scheduledAlias("nightly", { keepAliveSeconds: 120 }) };
const random = () => 0.5;

function inTable(clock: HandClock) {
  const parts = { clock, random, ratePerSecond: 20 };
  const fallback = createMemoryLedger(parts);
  const none = { onFallback: () => undefined, onFailure: () => undefined };
  return createTableLedger({ ...parts, ...none, fallback, store: createTestStore({ clock }) });
}

/** A relay whose schedule runs minute by minute, and a device that can only call a URL now and then. */
function start(hasTable: boolean, answer?: () => Answer) {
  const clock = createHandClock(minuteMs);
  const parts = {
    ...{ clock, file },
    ...(hasTable && { ledger: inTable(clock) }),
    ...(answer && { answer }),
  };
  const { run, sent, lines, services } = createScheduled(parts);
  const handler = createHttpHandler({
    ...services,
    config: { ...services.config, auth: "none" },
  });
  const ping = async (path: string) => {
    const event = httpApiEvent({ method: "POST", path });
    const { statusCode } = await handler(event, createContext("relay", 10_000));
    return statusCode;
  };
  return {
    ping,
    sent,
    lines,
    /** How many beats the schedule sends in the next minutes. */
    minutes: async (count: number) => {
      const before = sent.length;
      for (let minute = 0; minute < count; minute += 1) {
        await run(ruleEvent(clock.epochMs()));
        clock.advance(60_000 - ((clock.epochMs() - minuteMs) % 60_000));
      }
      return sent.length - before;
    },
  };
}

describe.each([
  ["memory", false],
  ["a table", true],
])("an alias that is kept alive for 120 s, by the ledger in %s", (_name, hasTable) => {
  test("is renewed from its ping until 120 s after it, and no longer", async () => {
    const { ping, minutes, sent, lines } = start(hasTable);
    expect(await minutes(2)).toBe(0);
    expect(lines.filter(({ message }) => message !== "schedule finished")).toEqual([]);
    expect(await ping("/v1/hooks/any/nightly")).toBe(200);
    const pinged = sent.at(-1)?.atMs ?? 0;
    expect(await minutes(5)).toBeGreaterThanOrEqual(6);
    const times = sent.map(({ atMs }) => atMs - pinged);
    expect(Math.max(...times)).toBeLessThan(120_000);
    expect(Math.max(...times)).toBeGreaterThanOrEqual(120_000 - 18_000);
    // No lease of 40 s ended in between.
    for (const [index, atMs] of times.entries())
      expect(atMs - (times[index - 1] ?? atMs)).toBeLessThanOrEqual(18_500);
  });

  test("is renewed as long as its runs succeed, and ends with one that fails", async () => {
    const { ping, minutes } = start(hasTable);
    for (let count = 0; count < 3; count += 1) {
      expect(await ping("/v1/hooks/any/nightly/0")).toBe(200);
      expect(await minutes(1)).toBeGreaterThanOrEqual(3);
    }
    expect(await ping("/v1/hooks/any/nightly/start")).toBe(202);
    expect(await minutes(1)).toBeGreaterThanOrEqual(2);
    expect(await ping("/v1/hooks/any/nightly/137")).toBe(202);
    expect(await minutes(2)).toBe(0);
    expect(await ping("/v1/hooks/any/nightly/0")).toBe(200);
    expect(await minutes(1)).toBeGreaterThanOrEqual(3);
  });

  test("reports nothing of what it held before it ended", async () => {
    let assigned = [0, 1];
    const { ping, minutes, sent } = start(hasTable, () => ({
      ok: true,
      assignment: { topics: new Map([["t", assigned]]), requestId: "" },
    }));
    await ping("/v1/hooks/any/nightly/0");
    await minutes(1);
    expect(sent.at(-1)?.heartbeat.topics.get("t")).toEqual([0, 1]);
    await ping("/v1/hooks/any/nightly/1");
    expect(await minutes(2)).toBe(0);
    // Others have it now.
    assigned = [];
    await ping("/v1/hooks/any/nightly/0");
    const before = sent.length;
    await minutes(1);
    expect(sent.slice(before).map(({ heartbeat }) => heartbeat.topics.get("t"))).not.toContainEqual(
      [0, 1],
    );
  });

  test("ends when it leaves", async () => {
    const { ping, minutes } = start(hasTable);
    await ping("/v1/heartbeats/nightly");
    expect(await minutes(1)).toBeGreaterThanOrEqual(3);
    expect(await ping("/v1/heartbeats/nightly/leave")).toBe(200);
    expect(await minutes(1)).toBe(0);
  });
});
