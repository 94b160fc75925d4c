import type { AccessKey } from "../config/access.ts";
import type { Figures } from "../observe/figures.ts";
import type { Consumers } from "../alive/consumers.ts";
import type { ReadSamples } from "../alive/watch/samples.ts";
import type { Watch } from "../alive/watch/watch.ts";
import type { Recorder } from "../observe/beat-record.ts";
import type { Clock } from "../base/clock.ts";
import type { Config } from "../config/config.ts";
import type { Log } from "../observe/logger.ts";
import type { Readiness } from "../relay/readiness.ts";
import type { Relay } from "../relay/relay.ts";
import type { Kept, ProcessMemory } from "./process-memory.ts";

export type { Figures, Kept, ProcessMemory };

/** For a host that lives longer than its configuration file. */
export type ReloadableServices = Services & {
  /** The same parts with the file read again, whose faults are in `config.faults`; leases and rate are kept. */
  readonly reload: () => Services;
};

/** What all hosts of the relay share; only `createServices` builds it. */
export type Services = {
  readonly config: Config;
  /** Absent while the configuration has a fault. */
  readonly relay: Relay | undefined;
  /** Absent while the configuration has a fault. */
  readonly consumers?: Consumers | undefined;
  /** Absent while the configuration has a fault, and of a host that does not look. */
  readonly watch?: Watch | undefined;
  /** Absent while the configuration has a fault. */
  readonly readSamples?: ReadSamples | undefined;
  /** Absent while the configuration has a fault. */
  readonly readiness?: Readiness | undefined;
  /** What this process knows of consumers; absent where that is in a table. */
  readonly memory?: ProcessMemory | undefined;
  /** The text of the OpenAPI document; absent where the host has none. */
  readonly readOpenApi?: (() => string) | undefined;
  /** The metrics of this process that a key may see, as text; absent where the host tells none. */
  readonly readMetrics?: ((key: AccessKey) => Promise<string>) | undefined;
  /** The page of the board; absent where the host has none. */
  readonly readBoard?: (() => string) | undefined;
  /** Whether only this machine can call, so that a request for another host was led here. */
  readonly listensOnLoopback?: boolean | undefined;
  /** What signs, and has signed of late: no answer and no log may hold it. */
  readonly ownSecrets?: (() => readonly string[]) | undefined;
  readonly recorder: Recorder;
  readonly log: Log;
  readonly clock: Clock;
  readonly random: () => number;
  readonly newRequestId: () => string;
};
