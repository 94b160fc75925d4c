import * as z from "zod/mini";
import { cadenceShare, defaultLeaseMs } from "../ledger/lease.ts";
import type { AccessKey } from "./access.ts";
import { type Heartbeat, toConsumerKey } from "../heartbeat/heartbeat.ts";
import { type HeartbeatDefaults, parseHeartbeat } from "../heartbeat/parse-heartbeat.ts";
import { findProtoKeys, type Parsed, toFaults, uniqueByPath } from "../heartbeat/faults.ts";
import { type Json, parseJson, toRepeatedFaults } from "../heartbeat/parse-json.ts";
import { whyNotJson } from "../heartbeat/why-not-json.ts";
import {
  findMissingNames,
  findReadingBeats,
  findRepeatedKeys,
  findUndoneBySchedule,
} from "./relay-file-rules.ts";
import {
  type FileAlias,
  type FileKey,
  type RelayFile,
  relayFileSchema,
} from "./relay-file-schema.ts";

/** How often the schedule beats an alias, and until when. */
export type Cadence = { readonly everyMs: number; readonly untilEpochMs?: number };

/** A preset: a heartbeat under a name of its own. */
export type Alias = {
  readonly heartbeat: Heartbeat;
  readonly cadence?: Cadence;
  /** The schedule renews it only for so long after the last proof that its consumer lives. */
  readonly keepAliveMs?: number;
  /** Whether a GET beats, for senders that can do nothing else. */
  readonly allowGet?: boolean;
  /** For how long something must be wrong before it is told; `Infinity`: it never is. */
  readonly alarmAfterMs?: number;
};

/** What `relay.config.json` says, checked. Aliases are looked up in a map: no inherited names. */
export type RelaySettings = {
  readonly keys: readonly AccessKey[];
  readonly aliases: ReadonlyMap<string, Alias>;
  readonly defaults: HeartbeatDefaults;
  /** How long a lease of each group lasts, where it is not the usual one. */
  readonly leasesMs?: ReadonlyMap<string, number>;
  /** The groups whose members all beat through this relay. */
  readonly completeGroups?: ReadonlySet<string>;
  /** The consumers, by their keys, for which only the instance that holds the lease may beat, by whatever way. */
  readonly fenced?: ReadonlySet<string>;
};

/** How long a lease of this group lasts. */
export function leaseMsOf(
  settings: Pick<RelaySettings, "leasesMs"> | undefined,
  consumerGroup: string,
): number {
  return settings?.leasesMs?.get(consumerGroup) ?? defaultLeaseMs;
}

/** The settings in the text of a configuration file, or every fault that it has. */
export function parseRelayFile(text: string): Parsed<RelaySettings> {
  const json = readText(text.replace(/^\uFEFF/, ""));
  if (!json.ok) return json;
  const { value: input, repeated } = json.value;
  // Read once in a sandbox's life: to compile the schema first would cost more than it saves.
  const result = z.safeParse(relayFileSchema, input, { jitless: true });
  const faults = [
    ...toRepeatedFaults(repeated),
    ...findProtoKeys(input),
    ...(result.success ? [] : toFaults(result.error.issues, input)),
    ...findMissingNames(input),
    ...findRepeatedKeys(input),
    ...findReadingBeats(input),
    ...findUndoneBySchedule(input),
  ];
  if (!result.success || faults.length > 0) return { ok: false, faults: uniqueByPath(faults) };
  return { ok: true, value: toSettings(result.data) };
}

function readText(text: string): Parsed<Json> {
  try {
    return { ok: true, value: parseJson(text) };
  } catch {
    const message = `is not JSON. ${whyNotJson(text)}`;
    return { ok: false, faults: [{ path: "", message, kind: "not-json" }] };
  }
}

function toSettings(file: RelayFile): RelaySettings {
  const { keys = [], aliases = {}, defaults = {}, consumerGroups = {} } = file;
  const leasesMs = new Map<string, number>();
  const completeGroups = new Set<string>();
  for (const [name, { leaseSeconds, complete }] of Object.entries(consumerGroups)) {
    if (leaseSeconds !== undefined) leasesMs.set(name, leaseSeconds * 1000);
    if (complete) completeGroups.add(name);
  }
  const presets = new Map<string, Alias>();
  const fenced = new Set<string>();
  for (const [name, alias] of Object.entries(aliases)) {
    const { scheduled, scheduledUntil, keepAliveSeconds, allowGet, fence, alarm, ...body } = alias;
    const heartbeat = parseHeartbeat(body, defaults);
    if (heartbeat.ok) {
      const leaseMs = leaseMsOf({ leasesMs }, heartbeat.value.consumerGroup);
      const isScheduled = keepAliveSeconds === undefined ? scheduled : true;
      const cadence = toCadence(isScheduled, scheduledUntil, leaseMs);
      const options = {
        ...(cadence && { cadence }),
        ...(keepAliveSeconds !== undefined && { keepAliveMs: keepAliveSeconds * 1000 }),
        ...(allowGet && { allowGet }),
        ...(alarm !== undefined && { alarmAfterMs: alarm ? alarm.afterSeconds * 1000 : Infinity }),
      };
      presets.set(name, { heartbeat: heartbeat.value, ...options });
      if (fence) fenced.add(toConsumerKey(heartbeat.value));
    }
  }
  return {
    keys: keys.map(toAccessKey),
    aliases: presets,
    defaults,
    ...(leasesMs.size > 0 && { leasesMs }),
    ...(completeGroups.size > 0 && { completeGroups }),
    ...(fenced.size > 0 && { fenced }),
  };
}

function toAccessKey({ sha256, expiresAt, hookOnly = false, ...scopes }: FileKey): AccessKey {
  return {
    ...scopes,
    hookOnly,
    digests: [sha256].flat().map((digest) => Buffer.from(digest, "hex")),
    ...(expiresAt !== undefined && { expiresAtEpochMs: Date.parse(expiresAt) }),
  };
}

function toCadence(
  scheduled: FileAlias["scheduled"] = false,
  until: FileAlias["scheduledUntil"],
  leaseMs: number,
): Cadence | undefined {
  if (scheduled === false) return undefined;
  return {
    everyMs: scheduled === true ? cadenceShare * leaseMs : scheduled.everySeconds * 1000,
    ...(until === undefined ? {} : { untilEpochMs: Date.parse(until) }),
  };
}
