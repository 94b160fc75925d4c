import { type AccessKey, allowsAlias, allowsHeartbeat, allowsRaw } from "./access.ts";
import type { RelaySettings } from "./relay-file.ts";

/** Whether there is any heartbeat that a key may send, in a body or by an alias. */
export function canSend(key: AccessKey, { aliases }: Pick<RelaySettings, "aliases">): boolean {
  const { consumerGroups, logsetIds, consumers, topics } = key;
  const lists = [consumerGroups, logsetIds, consumers, topics];
  if (!key.hookOnly && allowsRaw(key) && lists.every((list) => list?.length !== 0)) return true;
  return [...aliases].some(
    ([alias, { heartbeat }]) => allowsAlias(key, alias) && allowsHeartbeat(key, heartbeat),
  );
}
