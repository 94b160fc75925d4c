import { createSend, whyUnanswered } from "../../aws/send.ts";
import { type Clock, type Moment, momentOf, sinceMs } from "../../base/clock.ts";
import type { Consumer } from "../consumers.ts";
import { isSuccess, userAgent } from "./webhook.ts";

/** Tells others that the relay renews and looks, so that they can tell when it stops. */
export type Watchdog = {
  /** To be called after each look that worked. Never rejects, and settles at once when the signal aborts. */
  ping(consumers: readonly Consumer[], signal: AbortSignal): Promise<void>;
};

export type WatchdogOptions = {
  readonly clock: Clock;
  /** It did not answer 2xx; told once, until it does. */
  readonly onFailure: (reason: string) => void;
};

/** A minute, less what the start of a function each minute may be early. */
const leastGapMs = 55_000;

export function createWatchdog(url: string, { clock, onFailure }: WatchdogOptions): Watchdog {
  const send = createSend(url, "GET");
  let last: Moment | undefined;
  let hasFailed = false;

  async function ask(signal: AbortSignal): Promise<string | undefined> {
    try {
      const { status } = await send(userAgent, "", signal);
      return isSuccess(status) ? undefined : `HTTP ${String(status)}`;
    } catch (error) {
      return whyUnanswered(error, signal).message;
    }
  }

  return {
    async ping(consumers, signal) {
      if (!areRenewed(consumers, clock.epochMs())) return;
      if (last && sinceMs(clock, last) < leastGapMs) return;
      last = momentOf(clock);
      const reason = await ask(signal);
      if (reason !== undefined && !hasFailed) onFailure(reason);
      hasFailed = reason !== undefined;
    },
  };
}

/** Whether CLS accepts heartbeats, as far as any were sent within a lease. */
function areRenewed(consumers: readonly Consumer[], nowMs: number): boolean {
  const isRecent = (atMs = -Infinity, leaseMs: number) => nowMs < atMs + leaseMs;
  const sending = consumers.filter(({ sight }) => isRecent(sight.attempt?.atMs, sight.leaseMs));
  return (
    sending.length === 0 || sending.some(({ sight }) => isRecent(sight.renewedMs, sight.leaseMs))
  );
}
