import { setTimeout as wait } from "node:timers/promises";
import { toFields } from "../../lib/base/unknown-object.ts";
import type { CallerSight } from "./sights.ts";

export type ConsumerOptions = {
  readonly url: string;
  readonly name: string;
  readonly intervalMs: number;
  readonly leaseMs: number;
  readonly startsInMs: number;
  /** On the clock of `performance.now()`: no beat begins after it. */
  readonly endMs: number;
  readonly sight: CallerSight;
};

const mostAttempts = 4;
const retryMaxMs = 25_000;

/** What has happened to a consumer since its last renewal. */
type Story = { renewedMs: number; hasJoined: boolean; isLost: boolean; events: string[] };

/** A timer that runs `curl --retry 3 --retry-max-time 25`; loses its lease when 40 s bring no acceptance. */
export async function runConsumer(options: ConsumerOptions): Promise<void> {
  const { startsInMs, endMs, intervalMs, leaseMs, sight, name } = options;
  await wait(startsInMs);
  const story: Story = {
    renewedMs: performance.now(),
    hasJoined: false,
    isLost: false,
    events: [],
  };
  while (performance.now() < endMs) {
    const startedMs = performance.now();
    sight.beats += 1;
    const isRenewed = await beat(options, story);
    const nowMs = performance.now();
    const isOver = nowMs - story.renewedMs > leaseMs;
    if (isOver && !story.isLost) {
      story.isLost = true;
      const kind = story.hasJoined ? "lost" : "never got in";
      sight.losses.push({ consumer: name, kind, events: [...story.events] });
    }
    if (isRenewed) {
      sight.renewed += 1;
      if (!story.hasJoined) sight[isOver ? "joinedLate" : "joinedInTime"] += 1;
      Object.assign(story, { renewedMs: nowMs, hasJoined: true, isLost: false, events: [] });
    }
    await wait(Math.max(0, startedMs + intervalMs - performance.now()));
  }
}

/** One run of curl: up to four attempts within 25 s, spaced by `Retry-After` or by 1, 2 and 4 s. */
async function beat(options: ConsumerOptions, story: Story): Promise<boolean> {
  const startedMs = performance.now();
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const sinceMs = performance.now() - story.renewedMs;
    const { status, code, retryAfterMs = 1000 * 2 ** (attempt - 1) } = await post(options);
    if (status === 200) return true;
    const at = `${(sinceMs / 1000).toFixed(1)} s after its last renewal`;
    const answer = status === 0 ? "no answer" : `${status} ${code}`;
    story.events.push(`${at}: attempt ${attempt}: ${answer}, next in ${retryAfterMs / 1000} s`);
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
  const problem: unknown = await answer?.json().catch(() => undefined);
  const { code } = toFields(problem);
  sight.tookMs.push(performance.now() - startedMs);
  const status = answer?.status ?? 0;
  sight.statuses.set(status, (sight.statuses.get(status) ?? 0) + 1);
  const seconds = answer?.headers.get("retry-after");
  return { status, code: String(code), ...(seconds && { retryAfterMs: Number(seconds) * 1000 }) };
}
