import { hostname } from "node:os";
import { setTimeout } from "node:timers/promises";

const { RELAY_URL, RELAY_KEY } = process.env;
const retryable = [408, 429, 500, 502, 503, 504];

type Topics = Record<string, number[]>;

async function keepBeating(stop: AbortSignal, hold: (topics: Topics) => void): Promise<void> {
  let backoffMs = 1000;
  while (!stop.aborted) {
    let pauseMs = 0;
    try {
      const answer = await fetch(`${RELAY_URL}/v1/heartbeats/orders-1`, {
        method: "POST",
        headers: { Authorization: `Bearer ${RELAY_KEY}`, "X-Instance-Id": hostname() },
        signal: AbortSignal.any([stop, AbortSignal.timeout(4000)]),
      });
      const body = await answer.text();
      if (answer.status !== 200) {
        console.error(answer.status, body);
        backoffMs = retryable.includes(answer.status) ? Math.min(10_000, backoffMs * 2) : 10_000;
        const retryAfterMs = 1000 * (Number(answer.headers.get("Retry-After")) || 0);
        pauseMs = Math.max(retryAfterMs, backoffMs * (0.5 + Math.random() / 2));
      } else {
        const { topics, nextBeatInMs } = JSON.parse(body) as {
          topics: Topics;
          nextBeatInMs: number;
        };
        if (!(nextBeatInMs > 0)) throw new Error("this is not the relay");
        backoffMs = 1000;
        pauseMs = nextBeatInMs;
        hold(topics);
      }
    } catch (error) {
      console.error(error);
      backoffMs = Math.min(10_000, backoffMs * 2);
      pauseMs = backoffMs * (0.5 + Math.random() / 2);
    }
    await setTimeout(pauseMs, undefined, { signal: stop }).catch(() => undefined);
  }
}

const stop = new AbortController();
process.once("SIGTERM", () => stop.abort());
await keepBeating(stop.signal, (topics) => console.log(topics));
