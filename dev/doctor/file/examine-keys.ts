import {
  type AccessKey,
  allowsAlias,
  allowsHeartbeat,
  allowsRaw,
  expiryOf,
  isFor,
} from "../../../lib/config/access.ts";
import { canSend } from "../../../lib/config/can-send.ts";
import type { Config } from "../../../lib/config/config.ts";
import type { Alias } from "../../../lib/config/relay-file.ts";
import { examined, type Found, notExamined, type Part } from "../finding.ts";
import { findDigests } from "./digests.ts";

const lists = ["aliases", "consumerGroups", "logsetIds", "consumers", "topics"] as const;

/** Who may send what, and what of that is empty, unused or covered by something else. */
export function examineKeys(config: Config, secretKey: string, nowEpochMs: number): Part {
  const { settings, auth } = config;
  if (settings === undefined) return nothing("the file cannot be read");
  if (auth === "none") return nothing("RELAY_AUTH=none sets keys aside");
  const { keys, aliases } = settings;
  if (keys.length === 0) {
    const found: Found[] = [{ code: "keys-none", subject: "keys" }];
    return { found, examined: [examined("keys", "keys: 0")] };
  }
  return {
    found: [
      ...findDigests(keys, secretKey),
      ...keys.flatMap((key, index) => findInTime(key, `keys.${index}`, nowEpochMs)),
      ...keys.flatMap((key, index) => findInKey(key, `keys.${index}`, aliases)),
      ...findUnreachable(keys, aliases),
    ],
    examined: [examined("keys", `keys: ${keys.length}, aliases: ${aliases.size}`)],
  };
}

function nothing(reason: string): Part {
  return { found: [], examined: [notExamined("keys", reason)] };
}

/** What of a key changes: its end, and a rotation that is under way. */
function findInTime(key: AccessKey, subject: string, nowEpochMs: number): Found[] {
  const detail = `It is the key ${key.name}.`;
  const expiry = expiryOf(key, nowEpochMs);
  const end = `${detail} Its end is ${new Date(key.expiresAtEpochMs ?? 0).toISOString()}.`;
  const found: Found[] = expiry
    ? [{ code: `key-${expiry}`, subject: `${subject}.expiresAt`, detail: end }]
    : [];
  const isRotating = key.digests.length > 1;
  return isRotating
    ? [...found, { code: "key-rotation-open", subject: `${subject}.sha256`, detail }]
    : found;
}

type Aliases = ReadonlyMap<string, Alias>;

function findInKey(key: AccessKey, subject: string, aliases: Aliases): Found[] {
  const detail = `It is the key ${key.name}.`;
  const empty = lists.find((list) => key[list]?.length === 0);
  if (empty) return [{ code: "key-allows-nothing", subject: `${subject}.${empty}`, detail }];
  const shadowed = lists.flatMap((list) => findShadowed(key[list] ?? [], `${subject}.${list}`));
  if (isFor(key, "beats") && !canSend(key, { aliases }))
    return [{ code: "key-matches-nothing", subject, detail }, ...shadowed];
  const unlimited = key.hookOnly && lists.every((list) => key[list] === undefined);
  const anyConsumer =
    isFor(key, "beats") && !key.hookOnly && allowsRaw(key) && key.consumers === undefined;
  const unused = (key.aliases ?? []).filter((pattern) => !fitsAny(pattern, aliases));
  return [
    ...(unlimited ? [{ code: "hook-key-unlimited" as const, subject, detail }] : []),
    ...(anyConsumer ? [{ code: "key-any-consumer" as const, subject, detail }] : []),
    ...unused.map(
      (pattern): Found => ({
        code: "pattern-unused",
        subject: `${subject}.aliases`,
        detail: `It is ${pattern}.`,
      }),
    ),
    ...shadowed,
  ];
}

function mayBeat(key: AccessKey, alias: string, { heartbeat }: Alias): boolean {
  return isFor(key, "beats") && allowsAlias(key, alias) && allowsHeartbeat(key, heartbeat);
}

function fitsAny(pattern: string, aliases: Aliases): boolean {
  return [...aliases.keys()].some((alias) => covers(pattern, alias));
}

function covers(pattern: string, name: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}

function findShadowed(patterns: readonly string[], subject: string): Found[] {
  return patterns.flatMap((pattern, index): Found[] => {
    const wider = patterns.find(
      // Of two that are equal the first one stays.
      (other, at) => at !== index && covers(other, pattern) && (other !== pattern || at < index),
    );
    const detail = `${wider ?? ""} covers ${pattern}.`;
    return wider === undefined ? [] : [{ code: "pattern-shadowed", subject, detail }];
  });
}

function findUnreachable(keys: readonly AccessKey[], aliases: Aliases): Found[] {
  // The schedule needs a ping first of one that is kept alive.
  const isRenewed = ({ cadence, keepAliveMs }: Alias) =>
    cadence !== undefined && keepAliveMs === undefined;
  return [...aliases]
    .filter(([name, alias]) => !isRenewed(alias) && !keys.some((key) => mayBeat(key, name, alias)))
    .map(([name]) => ({ code: "alias-unreachable", subject: `aliases.${name}` }));
}
