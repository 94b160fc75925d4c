import type { Clock } from "../../../lib/base/clock.ts";
import type { Failure } from "../../../lib/tencent/failure.ts";
import type { Answer, HeartbeatClient } from "../../../lib/tencent/heartbeat-client.ts";
import type { Cls, Outcome } from "./cls.ts";

/** As the relay's agent keeps them. */
const idleMs = 50_000;

const renewed: Answer = {
  ok: true,
  assignment: { topics: new Map([["topic", [0]]]), requestId: "r" },
};

const rejected = (code: string): Failure => {
  return { kind: "rejected", upstream: { code, message: "", requestId: "r" } };
};

const failures: Readonly<Record<Exclude<Outcome, "accepted" | "hang">, Failure>> = {
  refused: rejected("RequestLimitExceeded"),
  throttle: rejected("RequestLimitExceeded"),
  "internal-error": rejected("InternalError"),
  "service-unavailable": rejected("ServiceUnavailable"),
  "status-502": { kind: "malformed", httpStatus: 502 },
  "status-503": { kind: "malformed", httpStatus: 503 },
  html: { kind: "malformed" },
  reset: { kind: "unreachable", reason: "reset" },
};

export type Client = HeartbeatClient & {
  /** Opens a connection where none is idle, so that a call can leave at once. */
  prepare(options: { readonly signal: AbortSignal }): Promise<void>;
};

/** The client of one process, with the connections that it keeps. */
export function createClient(clock: Clock, cls: Cls): Client {
  let idleSinceMs: number[] = [];

  const countIdle = (): number => {
    idleSinceMs = idleSinceMs.filter((sinceMs) => sinceMs > clock.nowMs() - idleMs);
    return idleSinceMs.length;
  };
  const takeIdle = (fresh: boolean): boolean => {
    if (fresh) idleSinceMs = [];
    return countIdle() > 0 && idleSinceMs.pop() !== undefined;
  };

  return {
    prepare: ({ signal }) =>
      new Promise((resolve) => {
        if (countIdle() > 0 || signal.aborted) {
          resolve();
          return;
        }
        const end = () => {
          signal.removeEventListener("abort", end);
          resolve();
        };
        signal.addEventListener("abort", end);
        cls.connect(() => {
          idleSinceMs.push(clock.nowMs());
          end();
        });
      }),
    send: ({ consumer }, { signal, freshConnection }) =>
      new Promise((resolve) => {
        const abort = () => {
          resolve({ ok: false, failure: { kind: "timeout" } });
        };
        signal.addEventListener("abort", abort);
        const send = () => {
          if (signal.aborted) return;
          cls.call(consumer, (outcome) => {
            signal.removeEventListener("abort", abort);
            if (outcome !== "reset" && !signal.aborted) idleSinceMs.push(clock.nowMs());
            if (outcome === "accepted") resolve(renewed);
            else if (outcome !== "hang") resolve({ ok: false, failure: failures[outcome] });
          });
        };
        if (takeIdle(freshConnection)) send();
        else cls.connect(send);
      }),
  };
}
