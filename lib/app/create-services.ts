import { randomUUID } from "node:crypto";
import { createConsumers } from "../alive/consumers.ts";
import { createSampleReader } from "../alive/watch/samples.ts";
import type { AccessKey } from "../config/access.ts";
import { announce, announceExpiry, noteCredentials } from "./announce.ts";
import { createRecorder } from "../observe/beat-record.ts";
import { type Clock, systemClock } from "../base/clock.ts";
import { chooseLedger } from "./choose-ledger.ts";
import { type Config, configPath, processEnvironment, readConfig } from "../config/config.ts";
import type { Environment } from "../config/env-reader.ts";
import { fileMark } from "../config/file-mark.ts";
import { createLogger, type Log, type WriteLine, writeAtOnce } from "../observe/logger.ts";
import { type BeatMetrics, createMetrics } from "../observe/metrics.ts";
import { findLogset } from "./find-logset.ts";
import { createRelay } from "../relay/relay.ts";
import type { createWatching } from "./create-watching.ts";
import type { MetricsTeller } from "./metrics-teller.ts";
import type { ReloadableServices } from "./services.ts";
import { createTally } from "../base/tally.ts";
import { createClsApi } from "../tencent/cls-api.ts";
import { createHeartbeatClient } from "../tencent/heartbeat-client.ts";
import { createKeyring } from "../tencent/keyring.ts";
import { createReadiness } from "../relay/check-readiness.ts";

export type { WriteLine };

/** What a host or a test puts in place of the real thing. */
export type Overrides = {
  readonly env?: Environment;
  readonly clock?: Clock;
  readonly log?: Log;
  readonly metrics?: BeatMetrics;
  readonly random?: () => number;
  /** Keys besides those of the configuration file. */
  readonly moreKeys?: readonly AccessKey[];
  /** Leases besides those of the configuration file, by consumer group. */
  readonly moreLeasesMs?: ReadonlyMap<string, number>;
  /** Whether only this machine can call. */
  readonly listensOnLoopback?: boolean;
  /** How the lines of the log are written: by default at once. */
  readonly write?: WriteLine;
  /** What every line of the log has besides. */
  readonly logFields?: object;
  /** Where the host keeps the OpenAPI document; by default nowhere. */
  readonly readOpenApi?: () => string;
  /** Where the host keeps the page of the board; by default nowhere. */
  readonly readBoard?: () => string;
  /** Of a host that is asked for its metrics. */
  readonly metricsTeller?: MetricsTeller;
  /** Of a host that looks who is alive, and how far apart. */
  readonly watching?: { readonly create: typeof createWatching; readonly periodMs: number };
};

/** The composition root: environment and file → configuration → client, relay, recorder. */
export function createServices(overrides: Overrides = {}): ReloadableServices {
  const { env = processEnvironment(), clock = systemClock, write = writeAtOnce } = overrides;
  const config = withMore(readConfig(env), overrides);
  const path = configPath(env);
  let hasFile = fileMark(path) !== undefined;
  const readAgain = () => {
    hasFile ||= fileMark(path) !== undefined;
    // A file that has gone since it was there is a fault, and not a file without keys.
    return withMore(readConfig(hasFile ? { ...env, RELAY_CONFIG: path } : env), overrides);
  };
  const { logLevel: level, ...observe } = config.observe;
  const { logFields: fields = {} } = overrides;
  const { log = createLogger({ service: observe.service, level, write, fields }) } = overrides;
  const { metrics = createMetrics({ ...observe, write }) } = overrides;
  const { random = Math.random } = overrides;
  const fallbacks = createTally();
  const ledgerParts = { clock, random, log, onFallback: fallbacks.add };
  const keyring =
    config.upstream && createKeyring(config.upstream, { clock, ...noteCredentials(log) });
  const api = config.upstream && createClsApi(config.upstream, clock, keyring);
  const kept = config.upstream && chooseLedger(config, config.upstream, ledgerParts);
  const ledger = kept?.ledger;
  const client = api && createHeartbeatClient(api);
  announce(log, config);
  const { metricsTeller } = overrides;
  const recorder = createRecorder({
    log,
    metrics,
    tally: metricsTeller?.tally,
    ...(config.ledgerTable && { takeFallbacks: fallbacks.take }),
  });
  const { ratePerSecond, maxWaitMs } = config;
  const parts = client && ledger && { client, clock, random, ledger, maxWaitMs };
  const watching =
    kept &&
    overrides.watching?.create(config, {
      ...{ ...kept, clock, log, write, tally: metricsTeller?.transitions },
      periodMs: overrides.watching.periodMs,
    });
  const ofConfig = (read: Config) => {
    const logset = findLogset(read.settings);
    announceExpiry(log, read, clock.epochMs());
    const { settings, deadlineMs: callMs } = read;
    const consumers = kept && createConsumers({ ...kept, clock, callMs, settings, ratePerSecond });
    return {
      config: read,
      readMetrics:
        metricsTeller &&
        ((key: AccessKey) => metricsTeller.tell({ ledger, settings, consumers }, key)),
      consumers,
      watch: consumers && watching?.(consumers, read),
      relay: parts && createRelay({ ...parts, leasesMs: read.settings?.leasesMs }),
      readiness: api && createReadiness({ api, logset, ratePerSecond, newTraceId: randomUUID }),
    };
  };
  const services = {
    ...ofConfig(config),
    memory: kept?.memory,
    readSamples: kept && createSampleReader(kept.journal, clock),
    recorder,
    log,
    clock,
    random,
    newRequestId: randomUUID,
    readOpenApi: overrides.readOpenApi,
    readBoard: overrides.readBoard,
    listensOnLoopback: overrides.listensOnLoopback,
    ...(keyring && { ownSecrets: () => [...keyring.secrets(), ...config.alarms.secrets] }),
  };
  return {
    ...services,
    reload: () => ({ ...services, ...ofConfig(readAgain()) }),
  };
}

function withMore(config: Config, { moreKeys = [], moreLeasesMs = new Map() }: Overrides): Config {
  const { settings } = config;
  if (settings === undefined) return config;
  const keys = [...settings.keys, ...moreKeys];
  const leasesMs = new Map([...(settings.leasesMs ?? []), ...moreLeasesMs]);
  return { ...config, settings: { ...settings, keys, leasesMs } };
}
