import { type AccessKey, expiryOf } from "../../lib/config/access.ts";

const lists = ["aliases", "consumerGroups", "logsetIds", "consumers", "topics"] as const;

/** A key as `list` tells it: everything but its digests. */
export function describeKey(key: AccessKey, nowEpochMs: number) {
  const { name, digests, expiresAtEpochMs, ratePerSecond, hookOnly, read } = key;
  return {
    name,
    state: expiryOf(key, nowEpochMs) ?? "valid",
    isRotating: digests.length > 1,
    ...(expiresAtEpochMs !== undefined && { expiresAt: new Date(expiresAtEpochMs).toISOString() }),
    ...Object.fromEntries(lists.flatMap((list) => (key[list] ? [[list, key[list]]] : []))),
    ...(ratePerSecond !== undefined && { ratePerSecond }),
    hookOnly,
    ...(read && { read }),
  };
}

/** One line for each key. */
export function keyTable(keys: readonly AccessKey[], nowEpochMs: number): string {
  if (keys.length === 0) return "There is no key.\n";
  const width = Math.max(...keys.map(({ name }) => name.length));
  const lines = keys.map((key) => {
    const { state, isRotating, expiresAt, hookOnly } = describeKey(key, nowEpochMs);
    const end = state === "expired" ? `expired ${expiresAt}` : expiresAt && `expires ${expiresAt}`;
    const limits = lists.flatMap((list) => (key[list] ? [`${list} ${key[list].join(" ")}`] : []));
    const facts = [
      ...(end ? [end] : []),
      ...(isRotating ? ["rotation not finished"] : []),
      ...(hookOnly ? ["hooks only"] : []),
      ...(key.read ? ["reads only"] : []),
      ...(key.ratePerSecond === undefined ? [] : [`${key.ratePerSecond}/s`]),
      ...(limits.length > 0 ? limits : [`may ${key.read ? "read" : "send"} anything`]),
    ];
    return `${key.name.padEnd(width)}  ${facts.join("; ")}\n`;
  });
  return lines.join("");
}
