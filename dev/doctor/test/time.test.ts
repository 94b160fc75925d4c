import { Socket } from "node:net";
import { expect, test } from "@jest/globals";
import { examine } from "../examine.ts";
import { sleep } from "../../../lib/base/clock.ts";
import type { ClsApi } from "../../../lib/tencent/cls-api.ts";
import { createHandClock, type HandClock } from "../../../test/support/hand-clock.ts";
import { healthyFile } from "./misconfiguration.ts";
import { setUp } from "./set-up.ts";

/** Just within the time of any one step. */
const slowMs = 1990;

/** A world in which every step of the network takes as long as it may, and CLS never answers. */
function slowWorld(clock: HandClock) {
  const slow = async <T>(value: T, signal?: AbortSignal): Promise<T> => {
    await sleep(clock, slowMs, signal);
    if (signal?.aborted) throw new Error("aborted");
    return value;
  };
  const body = JSON.stringify({ Response: {} });
  const api: ClsApi = {
    mask: (text) => text,
    call: async (_action, _body, { signal }) => {
      await sleep(clock, Infinity, signal);
      return { ok: false, failure: { kind: "timeout" } };
    },
  };
  return {
    clock,
    createApi: () => api,
    probes: {
      lookup: () => slow(["127.0.0.1"]),
      connect: (_target: unknown, signal: AbortSignal) => slow(new Socket(), signal),
      secure: (_socket: Socket, _name: string, signal: AbortSignal) => slow(new Socket(), signal),
      ask: (_socket: Socket, _question: unknown, signal: AbortSignal) =>
        slow({ status: 200, date: undefined, body }, signal),
    },
  };
}

/** Lets time pass until a run has settled. */
async function pass(clock: HandClock, settled: { readonly yes: boolean }): Promise<void> {
  while (!settled.yes) {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    clock.advance(10);
  }
}

/** A CLS that has whatever it is asked for, and takes `callMs` for each call. */
function healthyCls(clock: HandClock, callMs: number, logsetOf: (topicId: string) => string) {
  const begun: { action: string; atMs: number }[] = [];
  let most = 0;
  let underWay = 0;
  const api: ClsApi = {
    mask: (text) => text,
    call: async (action, body, { signal }) => {
      begun.push({ action, atMs: clock.nowMs() });
      most = Math.max(most, (underWay += 1));
      await sleep(clock, callMs, signal);
      underWay -= 1;
      if (signal.aborted) return { ok: false, failure: { kind: "timeout" } };
      const ids: string[] = JSON.stringify(body).match(/[0-9a-f]{8}-[0-9a-f-]{27}/g) ?? [];
      return {
        ok: true,
        response: {
          ConsumerGroupsInfo: [{ ConsumerGroup: "orders", Timeout: 40, Topics: [] }],
          Logsets: ids.map((id) => ({ LogsetId: id })),
          Topics: ids.map((id) => ({ TopicId: id, LogsetId: logsetOf(id) })),
        },
      };
    },
  };
  return { api, begun, mostAtOnce: () => most };
}

/** Runs the doctor on a file with so many logsets, each of an alias of its own. */
async function examineLogsets(count: number, callMs: number) {
  const clock = createHandClock();
  const idOf = (index: number, end: string) => `${String(index).padStart(8, "0")}-${end}`;
  const logsets = Array.from({ length: count }, (_, i) => idOf(i, "1111-4222-8333-444444444444"));
  const aliases = logsets.map((logsetId, index): [string, object] => [
    `orders-${index}`,
    { consumer: `c-${index}`, logsetId, topics: [idOf(index, "5555-4222-8333-444444444444")] },
  ]);
  const file = {
    ...healthyFile,
    aliases: Object.fromEntries(aliases),
    defaults: { consumerGroup: "orders" },
  };
  const { ports } = await setUp({ file });
  const cls = healthyCls(clock, callMs, (id) => logsets[Number(id.slice(0, 8))] ?? "");
  const settled = { yes: false };
  const probes = {
    lookup: () => Promise.resolve(["127.0.0.1"]),
    connect: () => Promise.resolve(new Socket()),
    secure: () => Promise.resolve(new Socket()),
    ask: () =>
      Promise.resolve({ status: 200, date: undefined, body: JSON.stringify({ Response: {} }) }),
  };
  const running = examine({ ...ports, clock, probes, createApi: () => cls.api }).finally(
    () => (settled.yes = true),
  );
  await pass(clock, settled);
  expect(clock.pending()).toBe(0);
  return { ...cls, report: await running, tookMs: clock.nowMs() };
}

test("sixty healthy logsets are fine, asked about five at a time and below the rate", async () => {
  const { report, begun, mostAtOnce, tookMs } = await examineLogsets(60, 60);
  expect(report.findings).toEqual([]);
  expect(report.checks.at(-3)).toMatchObject({ check: "groups", detail: "60 of 60 exist" });
  expect(mostAtOnce()).toBe(5);
  for (const { action, atMs } of begun) {
    const near = begun.filter((one) => one.action === action && Math.abs(one.atMs - atMs) < 500);
    expect(near.length).toBeLessThanOrEqual(16);
  }
  expect(tookMs).toBeLessThan(5000);
});

test("what its own time does not suffice for is not examined, and no fault of CLS", async () => {
  const { report, tookMs } = await examineLogsets(200, 60);
  expect(report.findings).toEqual([]);
  expect(report.checks.at(-3)).toMatchObject({
    state: "not-examined",
    detail: expect.stringMatching(/^out of time after \d\d of 200 logsets$/),
  });
  expect(tookMs).toBeLessThanOrEqual(5050);
});

test("nor is a call that had less than its time, because those before it were slow", async () => {
  const { report, tookMs } = await examineLogsets(1, 2000);
  expect(report.findings).toEqual([]);
  expect(report.checks.slice(-5, -2)).toEqual([
    { check: "logsets", state: "examined", detail: "1 of 1 exist" },
    { check: "topics", state: "not-examined", detail: "out of time" },
    { check: "groups", state: "not-examined", detail: "out of time after 0 of 1 logsets" },
  ]);
  expect(tookMs).toBeLessThanOrEqual(5050);
});

test.each([
  ["the calls to CLS are cut short", "http://127.0.0.1:1", "cls-unreachable"],
  ["the steps of the longest way are", "https://proxy.test:1", "tls-timeout"],
])(
  "when everything is as slow as it may be, %s and the run ends in 15 s",
  async (_what, proxy, code) => {
    const clock = createHandClock();
    const { ports } = await setUp({ env: { RELAY_PROXY: proxy, CLS_CONNECT_TO: undefined } });
    const settled = { yes: false };
    const running = examine({ ...ports, ...slowWorld(clock) }).finally(() => (settled.yes = true));
    await pass(clock, settled);
    expect((await running).findings[0]?.code).toBe(code);
    expect(clock.nowMs()).toBeLessThan(15_000);
    expect(clock.pending()).toBe(0);
  },
);
