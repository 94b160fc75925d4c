import * as z from "zod/mini";
import { lazy } from "../../base/lazy.ts";
import { alarmKinds } from "../transition.ts";
import { nothingTold, type Told } from "./told.ts";

/** An item of DynamoDB has at most 400 KB; what is open and what is not taken yet may have so much each. */
const mostBytes = 180_000;

/** What one key invents leaves room for the alarms of others. */
const mostOfKeyBytes = 140_000;

/** Those that have room, the first ones first; the others are left out. */
export function fitting<One>(
  all: readonly One[],
  keyOf: (one: One) => string | undefined,
): readonly One[] {
  let bytes = 0;
  const ofKeys = new Map<string, number>();
  return all.filter((one) => {
    const own = Buffer.byteLength(toText(one));
    const key = keyOf(one);
    const ofKey = (key === undefined ? 0 : (ofKeys.get(key) ?? 0)) + own;
    if (bytes + own > mostBytes || ofKey > mostOfKeyBytes) return false;
    bytes += own;
    if (key !== undefined) ofKeys.set(key, ofKey);
    return true;
  });
}

const text = z.string();
const time = z.number();
const shape = lazy(() => {
  const topics = z.record(text, z.array(z.number()));
  const subject = z.object({
    ...{ consumerGroup: z.exactOptional(text), logsetId: z.exactOptional(text) },
    ...{ consumer: z.exactOptional(text), alias: z.exactOptional(text) },
    topics: z.exactOptional(
      z.pipe(
        topics,
        z.transform((record) => new Map(Object.entries(record))),
      ),
    ),
  });
  const key = z.exactOptional(text);
  const alarm = z.object({ kind: z.enum(alarmKinds), subject, sinceMs: time, key });
  const untold = z.object({ alarm, isOver: z.boolean(), atMs: time, to: z.array(text) });
  const sample = z.object({
    ...{ atMs: time, renewals: time, refusals: time, rebalances: time },
    ...{ alive: time, late: time, expired: time },
  });
  return z.object({
    lookedMs: z.exactOptional(time),
    knownSinceMs: time,
    open: z.array(alarm),
    untold: z.array(untold),
    samples: z.array(sample),
    counts: z.object({ atMs: time, renewals: time, failures: time }),
  });
});

/** What is remembered, as a text; maps are objects. */
export function toText(told: unknown): string {
  return JSON.stringify(told, (_name, value: unknown): unknown =>
    value instanceof Map ? Object.fromEntries(value) : value,
  );
}

/** What such a text says. One that cannot be read says nothing: what is wrong is told again. */
export function fromText(given: string): Told {
  try {
    return z.parse(shape(), JSON.parse(given), { jitless: true });
  } catch {
    return nothingTold;
  }
}
