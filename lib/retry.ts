import type { Failure } from "./tencent/failure.ts";

/**
 * Milliseconds to wait before the next attempt, or undefined to give up. A connection that failed
 * before an answer gets one more try at once: on a sandbox that was frozen, the idle connection has
 * died without anybody noticing. Nothing else is tried again (issue 2).
 */
export function retryDelayMs(failure: Failure, attempt: number): number | undefined {
  return failure.kind === "unreachable" && attempt === 1 ? 0 : undefined;
}
