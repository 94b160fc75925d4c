import { type Call, callCls, type Reply } from "../../dev/emulator/test/cls-client.ts";

/** The least that is asked of a lease, in seconds: every expectation that waits for its end waits this long. */
export const leaseSeconds = 10;

/** What an expectation is held against: CLS, or the emulator. */
export type Cls = {
  /** A signed call; `more` says what differs from the usual. */
  call(action: string, body: unknown, more?: Partial<Call>): Promise<Reply>;
  /** Lets time pass: the emulator's clock is moved, at CLS it is waited. */
  wait(seconds: number): Promise<void>;
  nowMs(): number;
  readonly region: string;
  /** Of this expectation alone; not created yet. */
  readonly group: { readonly ConsumerGroup: string; readonly LogsetId: string };
  readonly topicId: string;
};

export type Backend = Omit<Cls, "call" | "group"> & {
  readonly url: string;
  readonly endpoint: string;
  readonly credential: Call["credential"];
  readonly logsetId: string;
  /** Waited for before each call, to keep well within the rate. */
  pace?(): Promise<void>;
};

/** The network has failed: that is no answer of CLS, and says nothing about it. */
export class NoAnswer extends Error {}

/** A view of the backend with a group of its own. */
export function createCls(backend: Backend, groupName: string): Cls {
  const { url, endpoint, region, credential } = backend;
  return {
    ...backend,
    group: { ConsumerGroup: groupName, LogsetId: backend.logsetId },
    async call(action, body, { headers, ...more } = {}) {
      await backend.pace?.();
      const reply = callCls({
        url,
        credential,
        nowMs: backend.nowMs(),
        action,
        body,
        headers: { host: endpoint, "x-tc-region": region, ...headers },
        ...more,
      });
      return reply.catch((error: unknown) => {
        throw new NoAnswer("CLS did not answer", { cause: error });
      });
    },
  };
}
