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
import type { Parsed } from "../../heartbeat/faults.ts";
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
 * and whatever the key does not allow are refused by themselves, as they would be alone: one of them must
 * not cost the others their leases. Two heartbeats of one consumer are a fault of the whole, since CLS believes
 * whichever of them arrives last.
 *
 * @see issue 5, "Batch"
 */
export function readBatch(json: unknown, scope: BatchScope): Parsed<readonly BatchItem[]> {
  const list = readList(json);
  if (!list.ok) return list;
  const items = list.value.map((entry) => readEntry(entry, scope));
  const faults = findDoubles(items);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: items };
}

function findDoubles(items: readonly BatchItem[]): Fault[] {
  const faults: Fault[] = [];
  const places = new Map<string, string>();
  for (const [index, item] of items.entries()) {
    if (item.refusal) continue;
    const path = `heartbeats[${index}]`;
    const consumer = toConsumerKey(item.heartbeat);
    const before = places.get(consumer);
    if (before) faults.push({ path, message: `has the same consumer as ${before}` });
    else places.set(consumer, path);
  }
  return faults;
}

function readEntry(entry: unknown, { settings, key }: BatchScope): BatchItem {
  if (isObject(entry) && Object.hasOwn(entry, "alias")) return readAlias(entry, { settings, key });
  const parsed = parseHeartbeat(entry, settings.defaults);
  if (!parsed.ok) return refuse("invalid-heartbeat", parsed.faults);
  const heartbeat = parsed.value;
  const allowed = allowsRaw(key) && allowsHeartbeat(key, heartbeat);
  return allowed ? { heartbeat } : refuse("forbidden");
}

/** An alias reports its preset, or the topics that stand beside it. */
function readAlias(
  { alias, ...rest }: Record<string, unknown>,
  { settings, key }: BatchScope,
): BatchItem {
  const topics = parseTopicsOverride(rest);
  if (typeof alias !== "string") {
    const fault = { path: "alias", message: "must be the name of an alias" };
    return refuse("invalid-heartbeat", [fault, ...(topics.ok ? [] : topics.faults)]);
  }
  if (!topics.ok) return refuse("invalid-heartbeat", topics.faults);
  const preset = settings.aliases.get(alias)?.heartbeat;
  if (preset === undefined) return refuse("not-found");
  const heartbeat = topics.value ? { ...preset, topics: topics.value } : preset;
  const allowed =
    allowsAlias(key, alias) && allowsHeartbeat(key, preset) && allowsTopics(key, heartbeat.topics);
  return allowed ? { alias, heartbeat } : refuse("forbidden");
}

function refuse(code: ErrorCode, faults: readonly Fault[] = []): BatchItem {
  return { refusal: new RelayError(code, { faults }) };
}
