import { toBeatError } from "../beat-error.ts";
import type { RelayError } from "../errors.ts";
import type { Readiness } from "../readiness.ts";
import type { RelaySettings } from "../relay-file.ts";
import { isObject } from "../unknown-object.ts";
import type { ApiAnswer, ClsApi } from "./cls-api.ts";
import { type Failure, toErrorCode } from "./failure.ts";

export type ReadinessOptions = {
  readonly api: ClsApi;
  readonly settings: Pick<RelaySettings, "aliases" | "defaults"> | undefined;
  /** What the error of a used-up rate says of the quota. */
  readonly ratePerSecond: number;
  readonly newTraceId: () => string;
};

/** A logset that nobody has: that CLS does not find it says that it has accepted who asks. */
const nobodysLogset = "00000000-0000-0000-0000-000000000000";

/**
 * Asks CLS by DescribeConsumerGroups, which reads and joins nothing, about the logset of the first alias, else
 * the default one. Where neither names any, about one that nobody has, and its being refused as such is a yes.
 * A connection that failed is tried once more on a fresh one, as for a beat. It takes no slot of the limiter:
 * CLS counts each action apart (20 a second), so asking costs no beat.
 *
 * @see issue 5, `GET /readyz`
 */
export function createReadiness(options: ReadinessOptions): Readiness {
  const { api, ratePerSecond, newTraceId } = options;
  const logsetId = findLogset(options.settings);
  const body = { LogsetId: logsetId ?? nobodysLogset };

  async function ask(signal: AbortSignal, freshConnection: boolean): Promise<Failure | undefined> {
    const call = { signal, traceId: newTraceId(), freshConnection };
    return toFailure(await api.call("DescribeConsumerGroups", body, call));
  }

  return {
    async check(signal): Promise<RelayError | undefined> {
      if (signal.aborted) return toError({ kind: "timeout" }, 0);
      let failure = await ask(signal, false);
      if (failure?.kind === "unreachable") failure = await ask(signal, true);
      if (failure === undefined) return undefined;
      if (logsetId === undefined && toErrorCode(failure) === "heartbeat-rejected") return undefined;
      return toError(failure, 1);
    },
  };

  function toError(failure: Failure, attempts: number): RelayError {
    return toBeatError({ ok: false, failure, attempts, upstreamMs: 0 }, ratePerSecond);
  }
}

function findLogset(settings: ReadinessOptions["settings"]): string | undefined {
  const [first] = settings?.aliases.values() ?? [];
  return first?.heartbeat.logsetId ?? settings?.defaults.logsetId;
}

/** Undefined for a yes, which is what has a request id and no error. */
function toFailure(answer: ApiAnswer): Failure | undefined {
  if (!answer.ok) return answer.failure;
  const { response } = answer;
  const isYes =
    isObject(response) &&
    typeof response["RequestId"] === "string" &&
    response["RequestId"] !== "" &&
    (response["Error"] ?? null) === null;
  return isYes ? undefined : { kind: "malformed" };
}
