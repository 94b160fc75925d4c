import { expiryOf } from "../config/access.ts";
import type { Config } from "../config/config.ts";
import { version } from "../base/version.ts";
import { toTold } from "../heartbeat/relay-error.ts";
import { type Log, noteIfPossible } from "../observe/logger.ts";
import type { KeyringOptions } from "../tencent/keyring.ts";

/** The start line: what an operator needs to know about a sandbox. */
export function announce(log: Log, config: Config): void {
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
    ledgerTable: upstream && config.ledgerTable?.table,
    ...toPlaces(config),
  };
  if (faults.length > 0)
    log.error("relay misconfigured: every beat is refused", { ...start, faults: toTold(faults) });
  else if (auth === "none")
    log.warn("relay started with keys switched off (RELAY_AUTH=none)", start);
  else log.info("relay started", start);
}

/** Where transitions are told: of an address the host alone, since the rest of it is often a secret. */
function toPlaces({ alarms: { webhook, topic, watchdogUrl } }: Config) {
  return {
    alarmHost: webhook && new URL(webhook.url).host,
    alarmTopic: topic?.topicArn,
    watchdogHost: watchdogUrl && new URL(watchdogUrl).host,
  };
}

/** That they have changed, and that they could not be read: never what they are. */
export function noteCredentials(log: Log): Required<Omit<KeyringOptions, "clock">> {
  return {
    onChange() {
      noteIfPossible(() => {
        log.info("credentials changed: heartbeats are signed with the new ones");
      });
    },
    onFailure({ reason, areKept }) {
      const then = areKept ? "those before stay in use" : "no heartbeat can be sent";
      noteIfPossible(() => {
        log.error(`credentials could not be read: ${then}`, { reason });
      });
    },
  };
}

/** An expired key is answered like an unknown one, so the log has to say which it is. */
export function announceExpiry(log: Log, { settings }: Config, nowEpochMs: number): void {
  const namesOf = (expiry: ReturnType<typeof expiryOf>) =>
    (settings?.keys ?? [])
      .filter((key) => expiryOf(key, nowEpochMs) === expiry)
      .map(({ name }) => name);
  const [expired, expireSoon] = [namesOf("expired"), namesOf("expires-soon")];
  if (expired.length + expireSoon.length === 0) return;
  log.warn("keys have expired or soon will: rotate them", { expired, expireSoon });
}
