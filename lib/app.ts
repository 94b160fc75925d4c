import { randomUUID } from "node:crypto";
import type { AccessKey } from "./access.ts";
import { createRecorder } from "./beat-record.ts";
import { createCircuitBreaker } from "./circuit-breaker.ts";
import { type Clock, systemClock } from "./clock.ts";
import { type Config, type Environment, readConfig } from "./config.ts";
import { createLogger, type Log } from "./logger.ts";
import { type BeatMetrics, createMetrics } from "./metrics.ts";
import { createLeases } from "./leases.ts";
import { createRateLimiter } from "./rate-limiter.ts";
import { ratePerSecondWithin } from "./rate-limiter/travel-margin.ts";
import { createRelay } from "./relay.ts";
import { type Share, shareOf } from "./share.ts";
import type { Services } from "./services.ts";
import { createClsApi } from "./tencent/cls-api.ts";
import { createHeartbeatClient } from "./tencent/heartbeat-client.ts";
import { version } from "./version.ts";

/** What a host or a test puts in place of the real thing. */
export type Overrides = {
  readonly env?: Environment;
  readonly clock?: Clock;
  readonly log?: Log;
  readonly metrics?: BeatMetrics;
  readonly random?: () => number;
  /** What of the one rate is this host's: by default all of it, as for the only process there is. */
  readonly share?: Share;
  /** Keys besides those of the configuration file. */
  readonly moreKeys?: readonly AccessKey[];
};

/** CLS counts at arrival; the slowest way there, less the fastest, as far as is known. */
const travelSpreadMs = 60;

/** The composition root: environment and file → configuration → client, relay, recorder. */
export function createServices(overrides: Overrides = {}): Services {
  const { env, clock = systemClock, log = createLogger(), metrics = createMetrics() } = overrides;
  const config = withKeys(readConfig(env), overrides.moreKeys ?? []);
  const { random = Math.random, share = "all" } = overrides;
  const { coalesceMs, deadlineMs, leaseMs, maxWaitMs } = config;
  const quota = { perSecond: shareOf(config, share), travelSpreadMs };
  const relay =
    config.upstream &&
    createRelay({
      client: createHeartbeatClient(createClsApi(config.upstream)),
      clock,
      random,
      limiter: createRateLimiter({ clock, random, perSecond: ratePerSecondWithin(quota) }),
      // A probe, and all that was under way when the breaker opened, ends within its deadline.
      breaker: createCircuitBreaker({
        clock,
        openMs: Math.max(3000, deadlineMs),
        probeMs: deadlineMs + 2000,
        tellingMs: deadlineMs / 2,
      }),
      leases: createLeases({ clock, leaseMs }),
      maxWaitMs,
      coalesceMs,
    });
  announce(log, config);
  const recorder = createRecorder({ log, metrics });
  return { config, relay, recorder, log, clock, random, newRequestId: randomUUID };
}

function withKeys(config: Config, moreKeys: readonly AccessKey[]): Config {
  const { settings } = config;
  if (settings === undefined) return config;
  return { ...config, settings: { ...settings, keys: [...settings.keys, ...moreKeys] } };
}

/** The start line: what an operator wants to know of a sandbox at night. */
function announce(log: Log, config: Config): void {
  const { faults, upstream, settings, auth, deadlineMs, ratePerSecond } = config;
  const aliases = [...(settings?.aliases.values() ?? [])];
  const start = {
    version,
    auth,
    region: upstream?.region,
    endpoint: upstream?.endpoint,
    connectTo: upstream?.connectTo,
    proxy: upstream && upstream.proxy !== undefined,
    keys: settings?.keys.length,
    aliases: aliases.length,
    scheduled: aliases.filter(({ cadence }) => cadence).length,
    deadlineMs,
    ratePerSecond,
  };
  if (faults.length > 0)
    log.error("relay misconfigured: every beat is refused", { ...start, faults });
  else if (auth === "none")
    log.warn("relay started with keys switched off (RELAY_AUTH=none)", start);
  else log.info("relay started", start);
}
