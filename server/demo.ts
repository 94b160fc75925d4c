import { setTimeout } from "node:timers/promises";
import * as z from "zod/mini";

export type DemoOptions = {
  /** Where the relay listens. */
  readonly url: string;
  /** A key that beats. */
  readonly key: string;
  readonly nowMs?: () => number;
};

/** A group of its own, whose short lease lets a crash be seen soon. */
export const demoGroup = {
  consumerGroup: "demo",
  logsetId: "6f6ded3f-948c-4616-9c7c-956a95d8c1a3",
  leaseMs: 10_000,
} as const;

const topicId = "8c1a36f6-9c7c-4616-948c-ded3f956a95d";
const consumers = ["demo-1", "demo-2", "demo-3"];

/** The last one is silent every second minute. */
const minuteMs = 60_000;
const againMs = 2000;

const answerShape = z.object({
  topics: z.record(z.string(), z.array(z.number())),
  nextBeatInMs: z.number(),
});

/** Makes a little life for the board: consumers that beat through the relay itself, one of which crashes and comes back. */
export function startDemo({ nowMs = () => performance.now(), ...relay }: DemoOptions): void {
  const startedMs = nowMs();
  for (const consumer of consumers) {
    const isSilent = () =>
      consumer === consumers.at(-1) && (nowMs() - startedMs) % (2 * minuteMs) >= minuteMs;
    void live(relay, consumer, isSilent);
  }
}

async function live(
  relay: Omit<DemoOptions, "nowMs">,
  consumer: string,
  isSilent: () => boolean,
): Promise<never> {
  let topics: Readonly<Record<string, readonly number[]>> = { [topicId]: [] };
  for (;;) {
    let waitMs = againMs;
    if (isSilent()) topics = { [topicId]: [] };
    else {
      // A relay that is busy or ends answers something else.
      const answer = await beat(relay, { consumer, topics }).catch(() => undefined);
      if (answer) ({ topics, nextBeatInMs: waitMs } = answer);
    }
    await setTimeout(waitMs, undefined, { ref: false });
  }
}

async function beat(
  { url, key }: Omit<DemoOptions, "nowMs">,
  sent: object,
): Promise<z.infer<typeof answerShape>> {
  const { consumerGroup, logsetId } = demoGroup;
  const response = await fetch(`${url}/v1/heartbeats`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Api-Key": key },
    body: JSON.stringify({ consumerGroup, logsetId, ...sent }),
  });
  return z.parse(answerShape, await response.json(), { jitless: true });
}
