import { type AccessKey, allowsAlias, allowsHeartbeat, allowsRaw } from "../access.ts";
import { toConsumerKey } from "../consumer-key.ts";
import { type Fault, RelayError } from "../errors.ts";
import type { Heartbeat } from "../heartbeat.ts";
import { parseHeartbeat, parseTopicsOverride } from "../parse-heartbeat.ts";
import type { Parsed } from "../parsed.ts";
import type { RelaySettings } from "../relay-file.ts";
import { isObject } from "../unknown-object.ts";
import { readList } from "./read-list.ts";

/** One heartbeat of a batch, or why it is not sent. */
export type BatchItem = { readonly alias?: string } & (
  | { readonly heartbeat: Heartbeat; readonly refusal?: undefined }
  | { readonly heartbeat?: Heartbeat; readonly refusal: RelayError }
);

export type BatchScope = { readonly settings: RelaySettings; readonly key: AccessKey };

/**
 * A batch from unknown JSON, or all that is wrong with it. An alias that is unknown, and whatever the key does
 * not allow, is no fault of the body: it is refused by itself, as it would be alone. Two heartbeats of
 * one consumer are a fault, since CLS believes whichever of them arrives last.
 *
 * @see issue 5, "Batch"
 */
export function readBatch(json: unknown, scope: BatchScope): Parsed<readonly BatchItem[]> {
  const list = readList(json);
  if (!list.ok) return list;
  const faults: Fault[] = [];
  const items: BatchItem[] = [];
  const places = new Map<string, string>();
  for (const [index, entry] of list.value.entries()) {
    const place = `heartbeats[${index}]`;
    const item = readEntry(entry, scope);
    if (!item.ok) {
      faults.push(...item.faults.map((fault) => at(place, fault)));
      continue;
    }
    items.push(item.value);
    if (item.value.refusal) continue;
    const consumer = toConsumerKey(item.value.heartbeat);
    const before = places.get(consumer);
    if (before) faults.push({ path: place, message: `is of the same consumer as ${before}` });
    else places.set(consumer, place);
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value: items };
}

function readEntry(entry: unknown, scope: BatchScope): Parsed<BatchItem> {
  if (isObject(entry) && Object.hasOwn(entry, "alias")) return readAlias(entry, scope);
  const heartbeat = parseHeartbeat(entry, scope.settings.defaults);
  return heartbeat.ok ? { ok: true, value: judgeRaw(heartbeat.value, scope.key) } : heartbeat;
}

function judgeRaw(heartbeat: Heartbeat, key: AccessKey): BatchItem {
  if (allowsRaw(key) && allowsHeartbeat(key, heartbeat)) return { heartbeat };
  return { heartbeat, refusal: new RelayError("forbidden") };
}

/** An alias reports its preset, or the topics that stand beside it. */
function readAlias(
  { alias, ...rest }: Record<string, unknown>,
  { settings, key }: BatchScope,
): Parsed<BatchItem> {
  const topics = parseTopicsOverride(rest);
  const faults = topics.ok ? [] : topics.faults;
  if (typeof alias !== "string") {
    const fault = { path: "alias", message: "must be the name of an alias" };
    return { ok: false, faults: [fault, ...faults] };
  }
  if (!topics.ok) return topics;
  const preset = settings.aliases.get(alias)?.heartbeat;
  if (preset === undefined) return { ok: true, value: { refusal: new RelayError("not-found") } };
  const heartbeat = topics.value ? { ...preset, topics: topics.value } : preset;
  const allowed = allowsAlias(key, alias) && allowsHeartbeat(key, preset);
  const refusal = allowed ? undefined : new RelayError("forbidden");
  return { ok: true, value: { alias, heartbeat, ...(refusal && { refusal }) } };
}

function at(place: string, { path, message }: Fault): Fault {
  return { path: path === "" ? place : `${place}.${path}`, message };
}
