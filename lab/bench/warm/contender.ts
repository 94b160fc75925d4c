import type { Credential } from "../../../dev/emulator/credentials.ts";

export type ContenderName = "relay" | "sdk" | "raw";

/** One heartbeat, from what it starts with to the answer; rejects unless it was granted. */
export type Call = () => Promise<void>;

export type Contender = {
  readonly name: ContenderName;
  /** Makes what the platform would hand in, which is not part of the call. */
  readonly prepare: () => Call;
};

export type Upstream = {
  readonly credential: Credential;
  readonly region: string;
  readonly endpoint: string;
  /** The emulator's. */
  readonly port: number;
};
