import type { Clock } from "../base/clock.ts";

/** What signs; the token only with temporary credentials. */
export type Credentials = {
  readonly secretId: string;
  readonly secretKey: string;
  readonly token?: string;
};

/** How it went when credentials were read last. */
export type LastRead = { readonly ageMs: number; readonly hasFailed: boolean };

/** Where credentials are that may change while the process runs. */
export type CredentialSource = {
  /** @throws Error that says why there are none, without a piece of a secret */
  read(signal: AbortSignal, clock: Clock): Credentials | Promise<Credentials>;
  /** Whether to read again before the next call. */
  isStale(last: LastRead): boolean;
};

/** Where to connect in place of the endpoint; the name that TLS verifies and that is signed stays the endpoint's. */
export type ConnectTo = {
  readonly protocol: "http:" | "https:";
  readonly host: string;
  readonly port: number;
};

/** All that is needed to speak to CLS. */
export type UpstreamConfig = {
  /** As they were at the start; absent where they are read when they are first needed. */
  readonly credentials?: Credentials;
  /** Absent where they stay as they are. */
  readonly source?: CredentialSource;
  readonly region: string;
  readonly endpoint: string;
  readonly connectTo?: ConnectTo;
  readonly proxy?: string;
  /** How long one of several addresses may take to connect before the next one is tried. */
  readonly addressMs?: number;
};
