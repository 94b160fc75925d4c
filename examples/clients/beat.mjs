import { hostname } from "node:os";
import { setTimeout } from "node:timers/promises";

const { RELAY_URL, RELAY_KEY } = process.env;
const retryable = [408, 429, 500, 502, 503, 504];
let backoffMs = 1000;

for (;;) await setTimeout(await beat());

/** Sends one heartbeat; returns the milliseconds until the next one. */
async function beat() {
  let retryAfterMs = 0;
  try {
    const answer = await fetch(`${RELAY_URL}/v1/heartbeats/orders-1`, {
      method: "POST",
      headers: { Authorization: `Bearer ${RELAY_KEY}`, "X-Instance-Id": hostname() },
      signal: AbortSignal.timeout(4000),
    });
    const body = await answer.text();
    if (answer.status === 200) {
      const { nextBeatInMs } = JSON.parse(body);
      if (!(nextBeatInMs > 0)) throw new Error("this is not the relay");
      backoffMs = 1000;
      return nextBeatInMs;
    }
    console.error(answer.status, body);
    backoffMs = retryable.includes(answer.status) ? Math.min(10_000, backoffMs * 2) : 10_000;
    retryAfterMs = 1000 * (Number(answer.headers.get("Retry-After")) || 0);
  } catch (error) {
    console.error(error.message, error.cause?.message ?? "");
    backoffMs = Math.min(10_000, backoffMs * 2);
  }
  return Math.max(retryAfterMs, backoffMs * (0.5 + Math.random() / 2));
}
