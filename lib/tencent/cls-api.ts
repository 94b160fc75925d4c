import { CommonClient } from "tencentcloud-sdk-nodejs/tencentcloud/common/common_client.js";
import type { Credentials, UpstreamConfig } from "./upstream.ts";
import type { Mask } from "../base/mask.ts";
import { type Clock, systemClock } from "../base/clock.ts";
import { createAgent } from "./agent.ts";
import { type Failure, isAboutCredentials, toFailure } from "./failure.ts";
import { createKeyring } from "./keyring.ts";

export type CallOptions = {
  /** Ends the call; when it has aborted, nothing of the call is pending. */
  readonly signal: AbortSignal;
  /** Travels to Tencent as `X-TC-TraceId`. */
  readonly traceId: string;
  /** Do not use a connection that was idle: it may have died unnoticed. */
  readonly freshConnection: boolean;
};

export type ApiAnswer =
  /** What stood under `Response`, unread. */
  | { readonly ok: true; readonly response: unknown }
  | { readonly ok: false; readonly failure: Failure };

/** The signed API of CLS. */
export type ClsApi = {
  /** Makes one call, once; never rejects. */
  call(action: string, body: object, options: CallOptions): Promise<ApiAnswer>;
  /** Takes the credentials, the proxy's among them, out of what an answer says. */
  readonly mask: Mask;
};

export type PrepareOptions = Pick<CallOptions, "signal" | "freshConnection">;

export type PreparedApi = ClsApi & {
  /**
   * Has a connection for the next call, so that it leaves at once; never rejects: the call itself will tell what is
   * wrong. Gives what to do when the call has ended, or is not made.
   */
  prepare(options: PrepareOptions): Promise<() => void>;
};

/** Cut only when masked: a secret across the cut would not be known again. */
const mostReasonCharacters = 200;
const mostUpstreamCharacters = 1000;

/**
 * The only file that imports the SDK. TC3 and POST, since the SDK's other ways drop `Partitions: []`.
 * `reqTimeout` is off: it covers neither the wait for a socket nor, once, the whole call; the signal does.
 */
export function createClsApi(
  config: UpstreamConfig,
  clock: Clock = systemClock,
  keyring = createKeyring(config, { clock }),
): PreparedApi {
  const agent = createAgent(config, clock);
  const { mask } = keyring;
  const createClient = (credential: Credentials) =>
    new CommonClient(config.endpoint, "2020-10-16", {
      credential,
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
  const clients = new WeakMap<Credentials, CommonClient>();
  const clientFor = (credentials: Credentials) => {
    const client = clients.get(credentials) ?? createClient(credentials);
    clients.set(credentials, client);
    return client;
  };
  return {
    mask,
    async prepare({ signal, freshConnection }) {
      agent.dropIdle(freshConnection ? "all" : "aging");
      const connected = agent.prepare(signal).catch(() => () => undefined);
      // Side by side: a call that is granted has to leave at once.
      await keyring.current(signal);
      return connected;
    },
    async call(action, body, { signal, traceId, freshConnection }) {
      const credentials = await keyring.current(signal);
      if (signal.aborted) return { ok: false, failure: { kind: "timeout" } };
      if (credentials === undefined) {
        const reason = `the credentials cannot be read: ${keyring.whyNone()}`;
        return { ok: false, failure: { kind: "unreachable", reason } };
      }
      // In a sandbox that was frozen timers have not run, and connections may have died in silence.
      agent.dropIdle(freshConnection ? "all" : "old");
      const attempt = new AbortController();
      const abort = () => {
        attempt.abort();
      };
      signal.addEventListener("abort", abort);
      const options = { signal: attempt.signal, headers: { "X-TC-TraceId": traceId } };
      const answer = await clientFor(credentials)
        .request(action, body, options)
        .then(
          (response: unknown): ApiAnswer => ({ ok: true, response }),
          (thrown: unknown): ApiAnswer => {
            const failure = toFailure(thrown, signal.aborted);
            if (failure.kind === "unreachable" && failure.keptConnection) {
              agent.keptConnectionFailed();
            }
            // The SDK leaves the body of a refused answer unread, and its socket checked out for ever.
            abort();
            const sent = `${traceId} ${JSON.stringify(body).replace(/\\(.)/g, "$1")}`;
            return { ok: false, failure: maskFailure(failure, (text) => mask(text, sent)) };
          },
        );
      signal.removeEventListener("abort", abort);
      if (answer.ok || !isAboutCredentials(answer.failure)) return answer;
      const hasNewCredentials = await keyring.replace(credentials, signal);
      return { ok: false, failure: { ...answer.failure, hasNewCredentials } };
    },
  };
}

/** CLS may quote our own credentials where it refuses them. */
function maskFailure(failure: Failure, mask: Mask): Failure {
  if (failure.kind === "unreachable") {
    return { ...failure, reason: mask(failure.reason).slice(0, mostReasonCharacters) };
  }
  if (failure.kind !== "rejected") return failure;
  const { code, message, requestId } = failure.upstream;
  const told = (text: string) => mask(text).slice(0, mostUpstreamCharacters);
  return {
    kind: "rejected",
    upstream: { code: told(code), message: told(message), requestId: told(requestId) },
  };
}
