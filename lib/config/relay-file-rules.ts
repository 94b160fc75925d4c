import { faultPath } from "../heartbeat/faults.ts";
import type { Fault } from "../heartbeat/relay-error.ts";
import { toFields } from "../base/unknown-object.ts";

// Rules between fields of the configuration file. They read unknown input, so that their faults are reported
// together with those of the schema, even where another part of the file is invalid.

/** Aliases that leave out a name which the defaults do not give either. */
export function findMissingNames(input: unknown): Fault[] {
  const { aliases, defaults } = toFields(input);
  return Object.entries(toFields(aliases)).flatMap(([alias, preset]) =>
    ["consumerGroup", "logsetId"]
      .filter((field) => !Object.hasOwn({ ...toFields(defaults), ...toFields(preset) }, field))
      .map((field) => ({
        path: faultPath(["aliases", alias, field]),
        message: "is missing here and in defaults; add it to one of them",
        kind: "no-default",
      })),
  );
}

/** What the schedule would undo, since it renews a lease even of a consumer that has gone. */
const undoneBySchedule = {
  keepAliveSeconds: "which renews the lease of a dead consumer as well",
  fence:
    "which renews the lease of an instance that has gone, so that no other one could take over",
};

export function findUndoneBySchedule(input: unknown): Fault[] {
  return Object.entries(toFields(toFields(input)["aliases"])).flatMap(([alias, preset]) => {
    const { scheduled = false, ...fields } = toFields(preset);
    if (scheduled === false) return [];
    return Object.entries(undoneBySchedule)
      .filter(([field]) => (fields[field] ?? false) !== false)
      .map(([field, why]) => ({
        path: faultPath(["aliases", alias, field]),
        message: `must not be combined with scheduled, ${why}; remove one of the two`,
        kind: "conflict" as const,
      }));
  });
}

/** What a key that reads must not have, since it sends nothing. */
export function findReadingBeats(input: unknown): Fault[] {
  const { keys } = toFields(input);
  const entries = Array.isArray(keys) ? keys.map(toFields) : [];
  const needless = (entry: Readonly<Record<string, unknown>>) =>
    entry["read"] === true
      ? ["hookOnly", "ratePerSecond", "fence"].filter((field) => (entry[field] ?? false) !== false)
      : [];
  return entries.flatMap((entry, index) =>
    needless(entry).map((field) => ({
      path: `keys.${index}.${field}`,
      message:
        "must not be combined with read: such a key sends no heartbeat; remove one of the two",
      kind: "conflict" as const,
    })),
  );
}

/** Keys with the same name, which no log could tell apart, and the same key twice, of which one would win. */
export function findRepeatedKeys(input: unknown): Fault[] {
  const { keys } = toFields(input);
  const entries = Array.isArray(keys) ? keys.map(toFields) : [];
  return ["name", "sha256"].flatMap((field) => {
    const seen = new Set<string>();
    return entries.flatMap((entry, index) => {
      const given = Object.hasOwn(entry, field) ? entry[field] : undefined;
      return [given].flat().flatMap((text, at) => {
        if (typeof text !== "string") return [];
        const value = text.toLowerCase();
        const path = `keys.${index}.${field}${Array.isArray(given) ? `.${at}` : ""}`;
        if (seen.has(value)) {
          return [{ path, message: "is also that of another key", kind: "repeated" as const }];
        }
        seen.add(value);
        return [];
      });
    });
  });
}
