import { toFields } from "../../base/unknown-object.ts";
import type { Partitions, Sight } from "../sight.ts";
import type { Item } from "./store.ts";

// Attributes of an item are texts and numbers: what is absent is "" or 0, so that nothing has to be removed.

/** A sight as attributes of its consumer's item. */
export function sightToItem(sight: Sight): Item {
  const { attempt, holder, rival } = sight;
  return {
    logsetId: sight.logsetId,
    group: sight.consumerGroup,
    consumer: sight.consumer,
    alias: sight.alias ?? "",
    key: sight.key,
    seenLeaseMs: sight.leaseMs,
    cadenceMs: sight.cadenceMs,
    joinedMs: sight.joinedMs ?? 0,
    renewedMs: sight.renewedMs ?? 0,
    takenMs: sight.takenMs ?? 0,
    partitions: JSON.stringify(Object.fromEntries(sight.partitions)),
    changesMs: sight.changesMs.join(" "),
    triedMs: attempt.atMs,
    outcome: attempt.outcome,
    upstreamCode: attempt.upstreamCode ?? "",
    holderKey: holder?.key ?? "",
    holder: holder?.instance ?? "",
    holderMs: holder?.atMs ?? 0,
    rivalKey: rival?.key ?? "",
    rival: rival?.instance ?? "",
    rivalMs: rival?.atMs ?? 0,
    contestedMs: sight.contestedMs ?? 0,
    leftMs: sight.leftMs ?? 0,
  };
}

/** Undefined for an item that has no sight. */
export function toSight(item: Item): Sight | undefined {
  if (!("consumer" in item)) return undefined;
  const text = (name: string) => String(item[name] ?? "");
  const number = (name: string) => Number(item[name] ?? 0);
  const given = (name: string) => text(name) || undefined;
  const time = (name: string) => number(name) || undefined;
  const claim = (name: string) =>
    time(`${name}Ms`) && {
      key: text(`${name}Key`),
      instance: given(name),
      atMs: number(`${name}Ms`),
    };
  return {
    logsetId: text("logsetId"),
    consumerGroup: text("group"),
    consumer: text("consumer"),
    alias: given("alias"),
    key: text("key"),
    leaseMs: number("seenLeaseMs"),
    cadenceMs: number("cadenceMs"),
    joinedMs: time("joinedMs"),
    renewedMs: time("renewedMs"),
    takenMs: time("takenMs"),
    partitions: toPartitions(text("partitions")),
    changesMs: text("changesMs").split(" ").filter(Boolean).map(Number),
    attempt: {
      atMs: number("triedMs"),
      outcome: text("outcome"),
      upstreamCode: given("upstreamCode"),
    },
    holder: claim("holder") || undefined,
    rival: claim("rival") || undefined,
    contestedMs: time("contestedMs"),
    leftMs: time("leftMs"),
  };
}

/** Only what the table was given; anything else in it reads as nothing. */
function toPartitions(text: string): Partitions {
  const partitions = new Map<string, readonly number[]>();
  for (const [topicId, list] of Object.entries(parse(text))) {
    if (Array.isArray(list)) partitions.set(topicId, list.map(Number));
  }
  return partitions;
}

function parse(text: string): object {
  try {
    return toFields(JSON.parse(text));
  } catch {
    return {};
  }
}
