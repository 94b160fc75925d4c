import { toBeatError } from "./beat-error.ts";
import type { RelayError } from "../heartbeat/relay-error.ts";
import type { Readiness } from "./readiness.ts";
import { isObject } from "../base/unknown-object.ts";
import { isAboutLogset } from "../tencent/about-logset.ts";
import type { ApiAnswer, ClsApi } from "../tencent/cls-api.ts";
import type { Failure } from "../tencent/failure.ts";
import { type Asked, toNotReady } from "./not-ready.ts";

export type AskedLogset = { readonly asked: Asked; readonly logsetId: string };

export type ReadinessOptions = {
  readonly api: ClsApi;
  /** What is asked about. */
  readonly logset: AskedLogset;
  /** What the error of a used-up rate says of the quota. */
  readonly ratePerSecond: number;
  readonly newTraceId: () => string;
};

/**
 * Asks CLS by DescribeConsumerGroups, which reads and joins nothing, about the logset of the first alias, else
 * the default one. Only one question is asked: where CLS refuses that logset, the relay is not ready.
 * Where the configuration names no logset, it asks about one that nobody has: refused as unknown, the relay is
 * ready. That rests on a code that is not confirmed; `FailedOperation`, which might mean the same, is not ready.
 * As for a beat, a connection that failed is tried once more on a fresh one, and so is a call whose credentials were
 * replaced meanwhile. It takes nothing of the ledger: CLS counts each action apart (20 a second), so asking costs no beat.
 *
 * @see docs/api.md, `GET /readyz`
 */
export function createReadiness(options: ReadinessOptions): Readiness {
  const { api, logset, ratePerSecond, newTraceId } = options;
  const { asked, logsetId } = logset;
  const body = { LogsetId: logsetId };

  async function ask(signal: AbortSignal, freshConnection: boolean): Promise<Failure | undefined> {
    const call = { signal, traceId: newTraceId(), freshConnection };
    return toFailure(await api.call("DescribeConsumerGroups", body, call));
  }

  return {
    async check(signal): Promise<RelayError | undefined> {
      if (signal.aborted) return toError({ kind: "timeout" }, 0);
      let failure = await ask(signal, false);
      if (failure && isWorthAskingAgain(failure)) failure = await ask(signal, true);
      if (failure === undefined) return undefined;
      if (asked === "nobody" && isRefusalOfLogset(failure)) return undefined;
      return toNotReady(toError(failure, 1), asked);
    },
  };

  function toError(failure: Failure, attempts: number): RelayError {
    return toBeatError({ ok: false, failure, attempts, upstreamMs: 0 }, ratePerSecond);
  }
}

function isWorthAskingAgain(failure: Failure): boolean {
  return failure.kind === "rejected"
    ? failure.hasNewCredentials === true
    : failure.kind === "unreachable";
}

function isRefusalOfLogset(failure: Failure): boolean {
  return failure.kind === "rejected" && isAboutLogset(failure.upstream.code);
}

/** Undefined where CLS accepted the question: the answer has a request id and no error. */
function toFailure(answer: ApiAnswer): Failure | undefined {
  if (!answer.ok) return answer.failure;
  const { response } = answer;
  const isAccepted =
    isObject(response) &&
    typeof response["RequestId"] === "string" &&
    response["RequestId"] !== "" &&
    (response["Error"] ?? null) === null;
  return isAccepted ? undefined : { kind: "malformed" };
}
