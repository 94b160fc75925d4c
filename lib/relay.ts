import type { Clock } from "./clock.ts";
import { sleep } from "./clock.ts";
import { startDeadline } from "./deadline.ts";
import type { Heartbeat } from "./heartbeat.ts";
import { retryDelayMs } from "./retry.ts";
import type { Answer, HeartbeatClient } from "./tencent/heartbeat-client.ts";

export type BeatOptions = {
  /** Milliseconds from now after which nothing is pending and the report is given. */
  readonly budgetMs: number;
  /** The id under which Tencent sees the beat. */
  readonly traceId: string;
};

/** What became of a beat. Failures are reported, not thrown. */
export type BeatReport = Answer & {
  readonly attempts: number;
  /** Milliseconds spent waiting for CLS, over all attempts. */
  readonly upstreamMs: number;
};

/** The core: knows no HTTP, no SDK and no environment. */
export type Relay = {
  beat(heartbeat: Heartbeat, options: BeatOptions): Promise<BeatReport>;
};

export function createRelay({ client, clock }: { client: HeartbeatClient; clock: Clock }): Relay {
  return {
    async beat(heartbeat, { budgetMs, traceId }) {
      const deadline = startDeadline(clock, budgetMs);
      const { signal } = deadline;
      let answer: Answer = { ok: false, failure: { kind: "timeout" } };
      let attempts = 0;
      let upstreamMs = 0;
      try {
        while (!signal.aborted) {
          const startedMs = clock.nowMs();
          attempts += 1;
          answer = await client.send(heartbeat, { signal, traceId, freshConnection: attempts > 1 });
          upstreamMs += clock.nowMs() - startedMs;
          const delayMs = answer.ok ? undefined : retryDelayMs(answer.failure, attempts);
          if (delayMs === undefined) break;
          await sleep(clock, delayMs, signal);
        }
        return { ...answer, attempts, upstreamMs };
      } finally {
        deadline.end();
      }
    },
  };
}
