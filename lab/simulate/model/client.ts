import type { Clock } from "../../../lib/base/clock.ts";
import type { Failure } from "../../../lib/tencent/failure.ts";
import type { Answer, HeartbeatClient } from "../../../lib/tencent/heartbeat-client.ts";
import type { Cls, Outcome } from "./cls.ts";

/** As the relay's agent keeps them. */
const idleMs = 50_000;

/** What is prepared is still good when the call may leave. */
const waitingMs = 5000;

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

/** The client of one process, with the connections that it keeps. */
export function createClient(clock: Clock, cls: Cls): HeartbeatClient {
  let idleSinceMs: number[] = [];

  const countIdle = (mostIdleMs = idleMs): number => {
    idleSinceMs = idleSinceMs.filter((sinceMs) => sinceMs > clock.nowMs() - mostIdleMs);
    return idleSinceMs.length;
  };
  /** Calls that are to come or under way. */
  let awaited = 0;
  const takeIdle = (): boolean => countIdle() > 0 && idleSinceMs.pop() !== undefined;

  return {
    prepare: ({ signal, freshConnection }) =>
      new Promise((resolve) => {
        if (freshConnection) idleSinceMs = [];
        awaited += 1;
        let isAwaited = true;
        const over = () => {
          if (isAwaited) awaited -= 1;
          isAwaited = false;
        };
        const end = () => {
          signal.removeEventListener("abort", end);
          resolve(over);
        };
        if (countIdle(idleMs - waitingMs) >= awaited || signal.aborted) {
          end();
          return;
        }
        signal.addEventListener("abort", end);
        cls.connect(() => {
          idleSinceMs.push(clock.nowMs());
          end();
        });
      }),
    send: ({ consumer }, { signal }) =>
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
        if (takeIdle()) send();
        else cls.connect(send);
      }),
  };
}
