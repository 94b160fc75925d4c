import { type AccessKey, allowsAlias, allowsHeartbeat, allowsRaw } from "./access.ts";
import type { RelaySettings } from "./relay-file.ts";
import { type Heartbeat, toConsumerKey } from "../heartbeat/heartbeat.ts";

/** Whether a key may be told of a consumer: what it could beat for, were it a key that beats. */
export function canSee(
  key: AccessKey,
  heartbeat: Heartbeat,
  { aliases }: Pick<RelaySettings, "aliases">,
): boolean {
  // Of one whose topics are not known it is not known that they are allowed.
  if (key.topics !== undefined && heartbeat.topics.size === 0) return false;
  if (!allowsHeartbeat(key, heartbeat)) return false;
  if (allowsRaw(key)) return true;
  const consumer = toConsumerKey(heartbeat);
  return [...aliases].some(
    ([alias, preset]) => allowsAlias(key, alias) && toConsumerKey(preset.heartbeat) === consumer,
  );
}
