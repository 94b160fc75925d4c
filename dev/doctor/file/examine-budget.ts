import { carriedShare, cadenceShare, defaultLeaseMs } from "../../../lib/ledger/lease.ts";
import type { Config } from "../../../lib/config/config.ts";
import type { Environment } from "../../../lib/config/env-reader.ts";
import { type Alias, leaseMsOf } from "../../../lib/config/relay-file.ts";
import { toConsumerKey } from "../../../lib/heartbeat/heartbeat.ts";
import { isSet } from "../environment/names.ts";
import { examined, type Found, type Part } from "../finding.ts";

/** Three round trips of a new connection, of up to 80 ms each. */
const leastDeadlineMs = 250;

/** What CLS allows by default, per action, access region and sub-account. */
const defaultQuotaPerSecond = 20;

/** Rates, cadences and leases against one another. */
export function examineBudget(config: Config, env: Environment, nowEpochMs: number): Part {
  const aliases = [...(config.settings?.aliases ?? [])];
  const scheduled = aliases.filter(([, { cadence }]) => isRunning(cadence, nowEpochMs));
  const waiting = aliases.filter(([, { cadence }]) => cadence === undefined);
  const schedulePerSecond = sum(scheduled.map(([, { cadence }]) => 1000 / (cadence?.everyMs ?? 0)));
  const httpPerSecond = sum(waiting.map(([, alias]) => 1000 / cadenceMsOf(alias, config)));
  const found = [
    ...findTimes(config, env),
    ...scheduled.flatMap(([name, alias]) => findCadence(name, alias, config)),
    ...findOverload(config, [...scheduled, ...waiting]),
    ...findRates(config, schedulePerSecond, httpPerSecond),
  ];
  const facts = `${round(schedulePerSecond)}/s scheduled, ${round(httpPerSecond)}/s over HTTP, of ${config.ratePerSecond}/s`;
  return { found, examined: [examined("budget", facts)] };
}

function isRunning(cadence: Alias["cadence"], nowEpochMs: number): boolean {
  return cadence !== undefined && nowEpochMs < (cadence.untilEpochMs ?? Infinity);
}

function findTimes(config: Config, env: Environment): Found[] {
  const { deadlineMs, maxWaitMs, settings } = config;
  const leaseMs = Math.min(defaultLeaseMs, ...(settings?.leasesMs?.values() ?? []));
  const found: Found[] = [];
  const add = (when: boolean, one: Found) => {
    if (when) found.push(one);
  };
  add(deadlineMs < leastDeadlineMs, { code: "deadline-too-short", subject: "RELAY_DEADLINE_MS" });
  add(deadlineMs >= cadenceShare * leaseMs, {
    code: "deadline-over-cadence",
    subject: "RELAY_DEADLINE_MS",
  });
  // The default is no choice of anybody's, and is cut to the deadline.
  add(isSet(env, "RELAY_MAX_WAIT_MS") && maxWaitMs >= deadlineMs, {
    code: "wait-over-deadline",
    subject: "RELAY_MAX_WAIT_MS",
  });
  return found;
}

function leaseMsOfAlias({ heartbeat }: Alias, { settings }: Config): number {
  return leaseMsOf(settings, heartbeat.consumerGroup);
}

function cadenceMsOf(alias: Alias, config: Config): number {
  return cadenceShare * leaseMsOfAlias(alias, config);
}

function findCadence(name: string, alias: Alias, config: Config): Found[] {
  const everyMs = alias.cadence?.everyMs ?? 0;
  const leaseMs = leaseMsOfAlias(alias, config);
  const subject = `aliases.${name}.scheduled`;
  const detail = `Its interval is ${seconds(everyMs)}, the lease ${seconds(leaseMs)}.`;
  if (everyMs >= leaseMs) return [{ code: "cadence-over-lease", subject, detail }];
  return everyMs * 2 > leaseMs ? [{ code: "cadence-over-half-lease", subject, detail }] : [];
}

/** Whether the leases of all these consumers are more than the rate can renew. */
function findOverload(config: Config, aliases: readonly (readonly [string, Alias])[]): Found[] {
  const consumers = new Map(
    aliases.map(([, alias]) => [toConsumerKey(alias.heartbeat), leaseMsOfAlias(alias, config)]),
  );
  const leastPerSecond = sum([...consumers.values()].map((leaseMs) => 1000 / leaseMs));
  const carriedPerSecond = carriedShare * config.ratePerSecond;
  // Equal but for what sums of fractions lose is not more.
  if (leastPerSecond < carriedPerSecond + 1e-9) return [];
  const carries = Math.floor((consumers.size * carriedPerSecond) / leastPerSecond);
  const detail = `${config.ratePerSecond} heartbeats a second carry ${carries} with these leases, and there are ${consumers.size}.`;
  return [{ code: "overloaded", subject: "CLS_RATE_PER_SECOND", detail }];
}

function findRates(
  { ratePerSecond }: Config,
  schedulePerSecond: number,
  httpPerSecond: number,
): Found[] {
  const neededPerSecond = schedulePerSecond + httpPerSecond;
  const subject = "CLS_RATE_PER_SECOND";
  const found: Found[] = [];
  if (neededPerSecond > ratePerSecond) {
    const detail = `They need ${round(neededPerSecond)} a second of ${ratePerSecond}.`;
    // The schedule keeps to its intervals, whatever the callers do.
    const severity = schedulePerSecond > ratePerSecond ? "error" : "warning";
    found.push({ code: "budget-exceeded", subject, detail, severity });
  }
  if (ratePerSecond > defaultQuotaPerSecond) found.push({ code: "rate-over-quota", subject });
  return found;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function round(number: number): number {
  return Math.round(number * 100) / 100;
}

function seconds(ms: number): string {
  return `${ms / 1000} s`;
}
