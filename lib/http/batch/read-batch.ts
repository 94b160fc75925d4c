import {
  type AccessKey,
  allowsAlias,
  allowsHeartbeat,
  allowsRaw,
  allowsTopics,
} from "../../config/access.ts";
import { type Heartbeat, toConsumerKey } from "../../heartbeat/heartbeat.ts";
import type { ErrorCode } from "../../heartbeat/error-table.ts";
import { type Fault, RelayError } from "../../heartbeat/relay-error.ts";
import { parseHeartbeat, parseTopicsOverride } from "../../heartbeat/parse-heartbeat.ts";
import { type Json, toRepeatedFaults } from "../../heartbeat/parse-json.ts";
import { type Parsed, uniqueByPath, withFaults } from "../../heartbeat/faults.ts";
import { heartbeatBytes } from "../body.ts";
import type { RelaySettings } from "../../config/relay-file.ts";
import { isObject } from "../../base/unknown-object.ts";
import { readList } from "./read-list.ts";

/** One heartbeat of a batch, or why it is not sent. */
export type BatchItem =
  | { readonly alias?: string; readonly heartbeat: Heartbeat; readonly refusal?: undefined }
  | { readonly refusal: RelayError };

export type BatchScope = { readonly settings: RelaySettings; readonly key: AccessKey };

/**
 * A batch from unknown JSON, or what is wrong with it as a whole. An entry with faults, an alias that is unknown,
 * and what the key does not allow are refused alone, as they would be outside a batch: one of them must
 * not cost the others their leases. Two heartbeats of one consumer are a fault of the whole batch, since CLS
 * believes the one that arrives last.
 *
 * @see docs/api.md, "Many at once"
 */
export function readBatch(
  { value, repeated, elementBytes }: Json,
  scope: BatchScope,
): Parsed<readonly BatchItem[]> {
  const inEntries = groupByEntry(repeated);
  const list = withFaults(readList(value), toRepeatedFaults(inEntries.get(undefined) ?? []));
  if (!list.ok) return list;
  const tooLong = new Set(
    elementBytes.flatMap((bytes, index) => (bytes > heartbeatBytes ? [index] : [])),
  );
  const items = list.value.map((entry, index): BatchItem => {
    if (tooLong.has(index)) return refuse("body-too-large");
    const within = inEntries.get(index)?.map((path) => path.slice(2)) ?? [];
    return readEntry(entry, toRepeatedFaults(within), scope);
  });
  const faults = findDoubles(items);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: items };
}

type Path = Json["repeated"][number];

/** `Map.groupBy` is not in Node 20, on which the server runs too. */
function groupByEntry(repeated: readonly Path[]): ReadonlyMap<Path[number] | undefined, Path[]> {
  const groups = new Map<Path[number] | undefined, Path[]>();
  for (const path of repeated) {
    const group = groups.get(path[1]) ?? [];
    groups.set(path[1], group);
    group.push(path);
  }
  return groups;
}

function findDoubles(items: readonly BatchItem[]): Fault[] {
  const faults: Fault[] = [];
  const places = new Map<string, string>();
  for (const [index, item] of items.entries()) {
    if (item.refusal) continue;
    const path = `heartbeats.${index}`;
    const consumer = toConsumerKey(item.heartbeat);
    const before = places.get(consumer);
    if (before) faults.push({ path, message: `has the same consumer as ${before}` });
    else places.set(consumer, path);
  }
  return faults;
}

/** In the order in which a heartbeat alone is judged: first whether the key may send it at all. */
function readEntry(entry: unknown, known: readonly Fault[], scope: BatchScope): BatchItem {
  const { settings, key } = scope;
  if (isObject(entry) && Object.hasOwn(entry, "alias")) return readAlias(entry, known, scope);
  if (!allowsRaw(key)) return refuse("forbidden");
  const parsed = withFaults(parseHeartbeat(entry, settings.defaults), known);
  if (!parsed.ok) return refuse("invalid-heartbeat", parsed.faults);
  return allowsHeartbeat(key, parsed.value) ? { heartbeat: parsed.value } : refuse("forbidden");
}

/** An alias reports its preset, or the topics that stand beside it. */
function readAlias(
  { alias, ...rest }: Record<string, unknown>,
  known: readonly Fault[],
  { settings, key }: BatchScope,
): BatchItem {
  if (typeof alias !== "string") {
    const fault = { path: "alias", message: "must be the name of an alias" };
    const topics = parseTopicsOverride(rest);
    const faults = [fault, ...known, ...(topics.ok ? [] : topics.faults)];
    return refuse("invalid-heartbeat", uniqueByPath(faults));
  }
  const preset = settings.aliases.get(alias)?.heartbeat;
  if (preset === undefined) return refuse("not-found");
  if (!allowsAlias(key, alias) || !allowsHeartbeat(key, preset)) return refuse("forbidden");
  const topics = withFaults(parseTopicsOverride(rest), known);
  if (!topics.ok) return refuse("invalid-heartbeat", topics.faults);
  const heartbeat = topics.value ? { ...preset, topics: topics.value } : preset;
  return allowsTopics(key, heartbeat.topics) ? { alias, heartbeat } : refuse("forbidden");
}

function refuse(code: ErrorCode, faults: readonly Fault[] = []): BatchItem {
  return { refusal: new RelayError(code, { faults }) };
}
