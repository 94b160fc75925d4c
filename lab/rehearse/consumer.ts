import { setTimeout as wait } from "node:timers/promises";
import type { CallerSight } from "./sights.ts";

export type ConsumerOptions = {
  readonly url: string;
  readonly name: string;
  readonly intervalMs: number;
  readonly leaseMs: number;
  /** On the clock of `performance.now()`: no beat begins after it. */
  readonly endMs: number;
  readonly sight: CallerSight;
};

const mostAttempts = 4;
const retryMaxMs = 25_000;

/** A timer that runs `curl --retry 3 --retry-max-time 25`; loses its lease when 40 s bring no acceptance. */
export async function runConsumer(options: ConsumerOptions): Promise<void> {
  const { endMs, intervalMs, leaseMs, sight } = options;
  let renewedMs = performance.now();
  let lost = false;
  while (performance.now() < endMs) {
    const startedMs = performance.now();
    sight.beats += 1;
    if (await beat(options)) {
      renewedMs = performance.now();
      sight.renewed += 1;
      lost = false;
    } else if (!lost && performance.now() - renewedMs > leaseMs) {
      lost = true;
      sight.leasesLost += 1;
    }
    await wait(Math.max(0, startedMs + intervalMs - performance.now()));
  }
}

/** One run of curl: up to four attempts within 25 s, spaced by `Retry-After` or by 1, 2 and 4 s. */
async function beat(options: ConsumerOptions): Promise<boolean> {
  const startedMs = performance.now();
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const { status, retryAfterMs = 1000 * 2 ** (attempt - 1) } = await post(options);
    if (status === 200) return true;
    const mayHeal = status === 0 || status === 429 || status >= 500;
    const leftMs = startedMs + retryMaxMs - performance.now();
    if (!mayHeal || attempt === mostAttempts || retryAfterMs > leftMs) return false;
    await wait(retryAfterMs);
  }
  return false;
}

async function post({ url, name, sight }: ConsumerOptions) {
  const startedMs = performance.now();
  const body = JSON.stringify({
    consumerGroup: "rehearsal",
    consumer: name,
    logsetId: "rehearsal-logset",
    topics: { "rehearsal-topic": [] },
  });
  const signal = AbortSignal.timeout(10_000);
  const headers = { "Content-Type": "application/json" };
  const request = { method: "POST", headers, body, signal };
  const answer = await fetch(`${url}/v1/heartbeats`, request).catch(() => undefined);
  await answer?.arrayBuffer().catch(() => undefined);
  sight.tookMs.push(performance.now() - startedMs);
  const status = answer?.status ?? 0;
  sight.statuses.set(status, (sight.statuses.get(status) ?? 0) + 1);
  const seconds = answer?.headers.get("retry-after");
  return { status, ...(seconds && { retryAfterMs: Number(seconds) * 1000 }) };
}
