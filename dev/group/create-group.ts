import { randomUUID } from "node:crypto";
import { type Clock, startDeadline } from "../../lib/base/clock.ts";
import type { ClsApi } from "../../lib/tencent/cls-api.ts";
import type { Failure } from "../../lib/tencent/failure.ts";

export type GroupToCreate = {
  readonly consumerGroup: string;
  readonly logsetId: string;
  readonly topicIds: readonly string[];
  readonly timeoutSeconds: number;
};

const deadlineMs = 10_000;

/** Creates a consumer group at CLS, with one call. Returns the failure, undefined where there is none. */
export async function createGroup(
  api: ClsApi,
  clock: Clock,
  { consumerGroup, logsetId, topicIds, timeoutSeconds }: GroupToCreate,
): Promise<Failure | undefined> {
  const deadline = startDeadline(clock, deadlineMs);
  const body = {
    ConsumerGroup: consumerGroup,
    LogsetId: logsetId,
    Topics: topicIds,
    Timeout: timeoutSeconds,
  };
  const options = { signal: deadline.signal, traceId: randomUUID(), freshConnection: false };
  const answer = await api.call("CreateConsumerGroup", body, options);
  deadline.end();
  return answer.ok ? undefined : answer.failure;
}

/** A failure in one line. */
export function explain(failure: Failure): string {
  switch (failure.kind) {
    case "rejected":
      return `CLS refused it: ${failure.upstream.code}: ${failure.upstream.message}`;
    case "malformed":
      return "What answered was not CLS; look at CLS_ENDPOINT.";
    case "unreachable":
      return `CLS cannot be reached: ${failure.reason}`;
    case "timeout":
      return `CLS did not answer in ${deadlineMs / 1000} s. Whether the group was created is not known; run it again.`;
  }
}
