import { type AccessKey, allowsAlias, allowsHeartbeat, allowsRaw } from "./access.ts";
import type { RelaySettings } from "./relay-file.ts";
import { type Heartbeat, toConsumerKey } from "../heartbeat/heartbeat.ts";

/** Of which consumers a key may be told: those for which it could beat, were it a key that beats. */
export function canSee(
  key: AccessKey,
  { aliases }: Pick<RelaySettings, "aliases">,
): (heartbeat: Heartbeat) => boolean {
  const allowed = allowsRaw(key)
    ? []
    : [...aliases].filter(([alias]) => allowsAlias(key, alias)).map(([, preset]) => preset);
  const ofAliases = new Set(allowed.map(({ heartbeat }) => toConsumerKey(heartbeat)));
  return (heartbeat) => {
    // Of one whose topics are not known it is not known that they are allowed.
    if (key.topics !== undefined && heartbeat.topics.size === 0) return false;
    if (!allowsHeartbeat(key, heartbeat)) return false;
    return allowsRaw(key) || ofAliases.has(toConsumerKey(heartbeat));
  };
}
