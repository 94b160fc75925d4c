import * as z from "zod/mini";
import { type Fault, RelayError } from "../heartbeat/relay-error.ts";
import { toFields } from "../base/unknown-object.ts";
import type { Heartbeat } from "../heartbeat/heartbeat.ts";
import { parseHeartbeat } from "../heartbeat/parse-heartbeat.ts";
import { faultPath, type Parsed, toFaults } from "../heartbeat/faults.ts";
import type { RelaySettings } from "../config/relay-file.ts";

/** A heartbeat that an event asks for itself, under its alias where it has one. */
export type Named = { readonly alias?: string; readonly heartbeat: Heartbeat };

export type ScheduleEvent =
  | {
      /** When the timer made the event, in milliseconds since the Unix epoch. */
      readonly epochMs?: number;
      /** The event's own list. */
      readonly heartbeats: readonly Named[];
    }
  | {
      /** The timer's own event: the scheduled aliases are meant. */
      readonly epochMs: number;
      readonly heartbeats?: undefined;
    };

/** What EventBridge's own events have besides `time`. */
const eventBridgeKeys = new Set([
  ...["version", "id", "detail-type", "source", "account", "region", "resources", "detail"],
]);

/**
 * The fields that mark the event of a scheduled rule. Other events reach a function as well, from plugins that keep
 * it warm or from a console, and none of those may beat every alias.
 * @see https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-scheduled-events.html
 */
export const ofRule = { source: "aws.events", "detail-type": "Scheduled Event" };

const schema = z.looseObject(
  {
    time: z.optional(z.iso.datetime({ offset: true, error: "must be a time in ISO 8601" })),
    heartbeats: z.optional(
      z.array(z.unknown(), { error: "must be a list of aliases and heartbeats" }),
    ),
  },
  { error: "must be an object; it may have heartbeats" },
);

/**
 * What an invocation asks for.
 *
 * @throws RelayError `invalid-heartbeat` with every fault of the event.
 */
export function parseScheduleEvent(event: unknown, settings: RelaySettings): ScheduleEvent {
  const result = z.safeParse(schema, fromTimer(event) ?? {});
  if (!result.success) throw invalid(toFaults(result.error.issues, event));
  const { time, heartbeats, ...others } = result.data;
  // Else a misspelt list would beat every scheduled alias in its place.
  const unknown = Object.keys(others).filter((key) => !eventBridgeKeys.has(key));
  if (unknown.length > 0) {
    const message = "is not a field of a schedule event; it may have heartbeats";
    throw invalid(unknown.map((key) => ({ path: faultPath([key]), message })));
  }
  const epochMs = time === undefined ? undefined : Date.parse(time);
  if (heartbeats) {
    const named = parseEntries(heartbeats, settings);
    return { ...(epochMs !== undefined && { epochMs }), heartbeats: named };
  }
  const faults = Object.entries(ofRule).flatMap(([path, expected]): Fault[] =>
    others[path] === expected ? [] : [{ path, message: `must be ${expected}; ${orHeartbeats}` }],
  );
  if (epochMs === undefined) {
    throw invalid([...faults, { path: "time", message: `is missing; ${orHeartbeats}` }]);
  }
  if (faults.length > 0) throw invalid(faults);
  return { epochMs };
}

/**
 * A timer of SCF says the same as the rule of EventBridge. Its `Message` has to be empty: it names no heartbeats.
 * @see https://cloud.tencent.com/document/product/583/9708
 */
function fromTimer(event: unknown): unknown {
  const { Type, Time, Message } = toFields(event);
  if (Type !== "Timer") return event;
  return { ...ofRule, time: Time, ...(Message ? { Message } : {}) };
}

const orHeartbeats = "an event that is not of the schedule's own rule has to name its heartbeats";

/** @throws RelayError `invalid-heartbeat` with every fault. */
function parseEntries(entries: readonly unknown[], settings: RelaySettings): Named[] {
  const faults: Fault[] = [];
  const named: Named[] = [];
  for (const [index, entry] of entries.entries()) {
    const parsed = parseEntry(entry, settings);
    if (parsed.ok) named.push(parsed.value);
    else faults.push(...parsed.faults.map((fault) => at(`heartbeats.${index}`, fault)));
  }
  if (faults.length > 0) throw invalid(faults);
  return named;
}

function parseEntry(entry: unknown, { aliases, defaults }: RelaySettings): Parsed<Named> {
  if (typeof entry !== "string") {
    const heartbeat = parseHeartbeat(entry, defaults);
    return heartbeat.ok ? { ok: true, value: { heartbeat: heartbeat.value } } : heartbeat;
  }
  const heartbeat = aliases.get(entry)?.heartbeat;
  if (heartbeat) return { ok: true, value: { alias: entry, heartbeat } };
  return { ok: false, faults: [{ path: "", message: "is not an alias of the configuration" }] };
}

function at(place: string, { path, message }: Fault): Fault {
  return { path: path === "" ? place : `${place}.${path}`, message };
}

function invalid(faults: readonly Fault[]): RelayError {
  return new RelayError("invalid-heartbeat", { faults });
}
