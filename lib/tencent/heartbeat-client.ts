import { CommonClient } from "tencentcloud-sdk-nodejs/tencentcloud/common/common_client.js";
import type { UpstreamConfig } from "../config.ts";
import type { Assignment, Heartbeat } from "../heartbeat.ts";
import { createMask, type Mask } from "../mask.ts";
import { createAgent, idleTimeoutMs } from "./agent.ts";
import { parseAnswer } from "./answer.ts";
import { type Failure, toFailure } from "./failure.ts";

export type SendOptions = {
  /** Ends the attempt; when it has aborted, nothing of the attempt is pending. */
  readonly signal: AbortSignal;
  /** Travels to Tencent as `X-TC-TraceId`. */
  readonly traceId: string;
  /** Do not use a connection that was idle: it may have died unnoticed. */
  readonly freshConnection: boolean;
};

/** What one attempt brought. A port that never throws. */
export type Answer =
  | { readonly ok: true; readonly assignment: Assignment }
  | { readonly ok: false; readonly failure: Failure };

const action = "SendConsumerHeartbeat";

/** Cut only when masked: a secret across the cut would not be known again. */
const mostReasonCharacters = 200;

/** Sends one signed heartbeat, once. */
export type HeartbeatClient = {
  send(heartbeat: Heartbeat, options: SendOptions): Promise<Answer>;
};

/**
 * The only file that imports the SDK. TC3 and POST, since the SDK's other ways drop `Partitions: []`.
 * `reqTimeout` is off: it covers neither the wait for a socket nor, once, the whole call; the signal does.
 */
export function createHeartbeatClient(config: UpstreamConfig): HeartbeatClient {
  const agent = createAgent(config);
  let lastSentMs = 0;
  const { secretId, secretKey, token } = config.credentials;
  const mask = createMask(
    [secretId, secretKey, token, config.proxy].filter((secret) => secret !== undefined),
  );
  const client = new CommonClient(config.endpoint, "2020-10-16", {
    credential: config.credentials,
    region: config.region,
    profile: {
      signMethod: "TC3-HMAC-SHA256",
      httpProfile: {
        reqMethod: "POST",
        protocol: config.connectTo?.protocol === "http:" ? "http://" : "https://",
        reqTimeout: 0,
        agent,
      },
    },
  });
  return {
    async send(heartbeat, { signal, traceId, freshConnection }) {
      // A sandbox that was frozen for long: its timers have not run, and its connections may have died in silence.
      const startedMs = Date.now();
      if (freshConnection || startedMs - lastSentMs > idleTimeoutMs) agent.dropIdle();
      lastSentMs = startedMs;
      const attempt = new AbortController();
      const abort = () => {
        attempt.abort();
      };
      signal.addEventListener("abort", abort);
      const answer = await ask(heartbeat, { signal: attempt.signal, traceId }).catch(
        (thrown: unknown) => failed(maskFailure(toFailure(thrown, signal.aborted), mask)),
      );
      signal.removeEventListener("abort", abort);
      // The SDK leaves the body of a refused answer unread, and its socket checked out for ever.
      if (!answer.ok) abort();
      return answer;
    },
  };

  async function ask(
    heartbeat: Heartbeat,
    { signal, traceId }: Pick<SendOptions, "signal" | "traceId">,
  ): Promise<Answer> {
    const options = { signal, headers: { "X-TC-TraceId": traceId } };
    const answer: unknown = await client.request(action, toBody(heartbeat), options);
    const assignment = parseAnswer(answer, heartbeat.topics);
    return assignment ? { ok: true, assignment } : failed({ kind: "malformed" });
  }
}

function failed(failure: Failure): Answer {
  return { ok: false, failure };
}

/** CLS may quote our own credentials where it refuses them. */
function maskFailure(failure: Failure, mask: Mask): Failure {
  if (failure.kind === "unreachable") {
    return { ...failure, reason: mask(failure.reason).slice(0, mostReasonCharacters) };
  }
  if (failure.kind !== "rejected") return failure;
  const { code, message, requestId } = failure.upstream;
  return {
    kind: "rejected",
    upstream: { code: mask(code), message: mask(message), requestId: mask(requestId) },
  };
}

/** The heartbeat in the API's spelling: `TopicID`, but `LogsetId`. */
function toBody(heartbeat: Heartbeat) {
  const { consumerGroup, consumer, logsetId, topics, partitionStrategy } = heartbeat;
  return {
    ConsumerGroup: consumerGroup,
    Consumer: consumer,
    LogsetId: logsetId,
    TopicPartitionsInfo: Array.from(topics, ([TopicID, Partitions]) => ({ TopicID, Partitions })),
    ...(partitionStrategy !== undefined && { PartitionStrategy: partitionStrategy }),
  };
}
