import { hash, timingSafeEqual } from "node:crypto";
import type { Heartbeat, Topics } from "../heartbeat/heartbeat.ts";

/** Who may send what. A list that is absent allows all; one that is there must be satisfied. */
export type AccessKey = {
  readonly name: string;
  /** SHA-256 of the key; of the old and of the new one while it is rotated. */
  readonly digests: readonly Buffer[];
  readonly aliases?: readonly string[] | undefined;
  readonly consumerGroups?: readonly string[] | undefined;
  readonly logsetIds?: readonly string[] | undefined;
  readonly consumers?: readonly string[] | undefined;
  /** Ids of topics, each of which a heartbeat names has to be among them. */
  readonly topics?: readonly string[] | undefined;
  /** It stands in URLs, which logs and histories keep: accepted on hooks only. */
  readonly hookOnly: boolean;
  /** Whether only the instance that holds a lease may beat with it. */
  readonly fence?: boolean | undefined;
  /** It reads what its lists allow, and sends no heartbeat. */
  readonly read?: boolean | undefined;
  /** From then on it is answered like an unknown one. */
  readonly expiresAtEpochMs?: number | undefined;
  /** The most that it may send; without one it shares the rate with the other keys. */
  readonly ratePerSecond?: number | undefined;
};

/** The key of every caller while keys are switched off (`RELAY_AUTH=none`). */
export const anyone: AccessKey = { name: "none", digests: [], hookOnly: false };

/**
 * The key whose digest is that of `presented`, or undefined. Every key is compared, each in constant
 * time, so that the time taken does not tell which one was close.
 *
 * Node reads each byte of a header as one character (Latin-1), while a key in the file was hashed as UTF-8: beyond
 * ASCII the bytes are looked for as well.
 */
export function findKey(keys: readonly AccessKey[], presented: string): AccessKey | undefined {
  const found = findDigest(keys, presented);
  const mayBeBytes = /[\x80-\xff]/.test(presented) && !/[^\0-\xff]/.test(presented);
  return found ?? (mayBeBytes ? findDigest(keys, Buffer.from(presented, "latin1")) : undefined);
}

function findDigest(keys: readonly AccessKey[], presented: string | Buffer): AccessKey | undefined {
  const digest = hash("sha256", presented, "buffer");
  let found: AccessKey | undefined;
  for (const key of keys) {
    for (const own of key.digests) if (timingSafeEqual(own, digest)) found = key;
  }
  return found;
}

/** How long before its end a key is reported, so that there is time to change its caller. */
export const expiresSoonMs = 14 * 86_400_000;

/** Whether a key has expired, or soon will; undefined where it has no end, or one far away. */
export function expiryOf(
  { expiresAtEpochMs = Infinity }: Pick<AccessKey, "expiresAtEpochMs">,
  nowEpochMs: number,
): "expired" | "expires-soon" | undefined {
  if (nowEpochMs >= expiresAtEpochMs) return "expired";
  return nowEpochMs >= expiresAtEpochMs - expiresSoonMs ? "expires-soon" : undefined;
}

/** Whether the key is for beats, or for reading: none is for both, except where keys are switched off. */
export function isFor(key: AccessKey, use: "beats" | "reading"): boolean {
  return key === anyone || (key.read === true) === (use === "reading");
}

/** Raw beats: a key that is limited to aliases needs `consumerGroups` as well to send them. */
export function allowsRaw(key: AccessKey): boolean {
  return key.aliases === undefined || key.consumerGroups !== undefined;
}

export function allowsAlias(key: AccessKey, alias: string): boolean {
  return matches(key.aliases, alias);
}

export function allowsHeartbeat(key: AccessKey, heartbeat: Heartbeat): boolean {
  return (
    matches(key.consumerGroups, heartbeat.consumerGroup) &&
    matches(key.logsetIds, heartbeat.logsetId) &&
    matches(key.consumers, heartbeat.consumer) &&
    allowsTopics(key, heartbeat.topics)
  );
}

export function allowsTopics({ topics: patterns }: AccessKey, topics: Topics): boolean {
  if (patterns === undefined) return true;
  for (const topicId of topics.keys()) if (!matches(patterns, topicId)) return false;
  return true;
}

function matches(patterns: readonly string[] | undefined, name: string): boolean {
  if (patterns === undefined) return true;
  return patterns.some((pattern) =>
    pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  );
}
