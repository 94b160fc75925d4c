import { toConsumerKey } from "../../../lib/heartbeat/heartbeat.ts";
import type { RelaySettings } from "../../../lib/config/relay-file.ts";
import type { Found } from "../finding.ts";

/** What in an alias contradicts itself, another alias or the time. */
export function findAliasDoubts({ aliases }: RelaySettings, nowEpochMs: number): Found[] {
  const firstOf = new Map<string, string>();
  return [...aliases].flatMap(([alias, { heartbeat, cadence }]) => {
    const subject = `aliases.${alias}`;
    const found: Found[] = [];
    const consumer = toConsumerKey(heartbeat);
    const first = firstOf.get(consumer);
    if (first === undefined) firstOf.set(consumer, alias);
    else {
      const detail = `${first} and ${alias} are both ${heartbeat.consumer}.`;
      found.push({ code: "consumer-shared", subject, detail });
    }
    if (heartbeat.topics.has(heartbeat.logsetId)) {
      found.push({ code: "topic-is-logset", subject: `${subject}.topics` });
    }
    if (nowEpochMs >= (cadence?.untilEpochMs ?? Infinity)) {
      found.push({ code: "schedule-ended", subject: `${subject}.scheduledUntil` });
    }
    return found;
  });
}
