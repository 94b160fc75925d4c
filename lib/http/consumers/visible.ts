import type { Members } from "../../alive/by-group.ts";
import type { Consumer, Consumers } from "../../alive/consumers.ts";
import type { Services } from "../../app/services.ts";
import type { AccessKey } from "../../config/access.ts";
import { canSee } from "../../config/can-see.ts";
import { RelayError } from "../../heartbeat/relay-error.ts";
import { requireSettings } from "../endpoints/send-heartbeat.ts";

type Known = Pick<Services, "config" | "consumers">;

/** @throws RelayError `relay-misconfigured` */
export function requireConsumers({ config, consumers }: Known): Consumers {
  if (consumers) return consumers;
  throw new RelayError("relay-misconfigured", { cause: config.faults });
}

/**
 * The consumers that a key may be told of; all others are as if there were none.
 *
 * @throws RelayError `relay-misconfigured`, `ledger-unavailable`
 */
export async function listVisible(known: Known, key: AccessKey): Promise<readonly Consumer[]> {
  return visibleOf(await requireConsumers(known).list(), known, key);
}

/**
 * Those of all consumers that a key may be told of.
 *
 * @throws RelayError `relay-misconfigured`
 */
export function visibleOf(
  all: readonly Consumer[],
  { config }: Pick<Known, "config">,
  key: AccessKey,
): readonly Consumer[] {
  const isVisible = canSee(key, requireSettings(config));
  return all.filter(({ sight }) => isVisible({ ...sight, topics: sight.partitions }));
}

/**
 * Those of one logset.
 *
 * @throws RelayError `not-found` where there are none, `ambiguous-name` where they are in several logsets
 */
export function inOneLogset(found: readonly Consumer[]): Members {
  const [first, ...others] = found;
  if (first === undefined) throw new RelayError("not-found", { detail: "There is no such name." });
  if (others.some(({ sight }) => sight.logsetId !== first.sight.logsetId)) {
    throw new RelayError("ambiguous-name");
  }
  return [first, ...others];
}
