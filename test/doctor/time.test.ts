import { Socket } from "node:net";
import { expect, test } from "@jest/globals";
import { examine } from "../../dev/doctor/examine.ts";
import { sleep } from "../../lib/clock.ts";
import type { ClsApi } from "../../lib/tencent/cls-api.ts";
import { createHandClock, type HandClock } from "../support/hand-clock.ts";
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
    while (!settled.yes) {
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
      clock.advance(10);
    }
    expect((await running).findings[0]?.code).toBe(code);
    expect(clock.nowMs()).toBeLessThan(15_000);
    expect(clock.pending()).toBe(0);
  },
);
