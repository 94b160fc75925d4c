import type { Context } from "aws-lambda";
import { momentOf } from "../base/clock.ts";
import { invocationIdOf, remainingTimeMs } from "../relay/relay.ts";
import { RelayError, toRelayError, toTold } from "../heartbeat/relay-error.ts";
import type { Topics } from "../heartbeat/heartbeat.ts";
import { parseScheduleEvent, type ScheduleEvent } from "./event.ts";
import { type Due, planBeats } from "./plan.ts";
import { lookIfPossible } from "./look.ts";
import { runBeats, startableMs } from "./run.ts";
import type { BeatResult } from "./send-scheduled.ts";
import type { RelaySettings } from "../config/relay-file.ts";
import { describeError, type Log } from "../observe/logger.ts";
import type { Services } from "../app/services.ts";
import { createWindows, type Windows } from "./windows.ts";

export type ScheduleResult = {
  /** Beats that CLS accepted. */
  readonly sent: number;
  readonly failed: number;
  readonly results: readonly BeatResult[];
};

export type ScheduleHandler = (event: unknown, context: Context) => Promise<ScheduleResult>;

const mostLogged = 50;

/** A host that does not say how long a run may last gives it as long as the template's function has. */
const longestRunMs = 70_000;

/** A heartbeat sent later than this would claim a consumer that may be gone. */
const staleAfterMs = 60_000;

/**
 * The scheduled beats of a minute, or those that the event names, once each.
 *
 * @throws RelayError `relay-misconfigured`, or `invalid-heartbeat` for an event that is too old or has
 * faults; Error with the counts for a run in which a beat failed, so that the host's failure metric sees it.
 */
export function createScheduleHandler(services: Services): ScheduleHandler {
  const { clock, log, newRequestId } = services;
  const held = new Map<string, Topics>();
  const windows = createWindows(clock);
  const run = async (event: unknown, context: Context) => {
    // The wall clock says which minute it is, here and no more: all that follows is counted from now.
    const { nowMs: startedMs, epochMs: nowEpochMs } = momentOf(clock);
    const { asked, relay, settings } = prepare(services, event, nowEpochMs);
    const runMs = Math.min(remainingTimeMs(context), longestRunMs);
    const { hasSchedule } = services.config.server;
    const beating = runBeats(toDue(asked, { settings, nowEpochMs, runMs, windows, hasSchedule }), {
      services,
      relay,
      held,
      invocationId: invocationIdOf(context) ?? newRequestId(),
      startedMs,
      runMs,
    });
    // At the start of each minute, beside the beats; the run ends when both have.
    const looking = asked.heartbeats ? undefined : lookIfPossible(services, runMs);
    return beating.finally(() => looking);
  };
  return async (event, context) => {
    const results = await run(event, context).catch((thrown: unknown) => {
      throw toKnown(thrown, log);
    });
    const failed = results.filter(({ outcome }) => outcome !== "renewed").length;
    const result = { sent: results.length - failed, failed, results };
    if (failed === 0) {
      log.info("schedule finished", { sent: result.sent, failed });
      return result;
    }
    // Each beat has its own line; here the first failures are enough, so that the line stays short.
    const failures = results.filter(({ outcome }) => outcome !== "renewed").slice(0, mostLogged);
    log.error("schedule finished with failures", { sent: result.sent, failed, failures });
    throw new Error(`${failed} of ${results.length} scheduled heartbeats failed`);
  };
}

/** The host shows the message of what is thrown, and libraries quote their input in theirs. */
function toKnown(thrown: unknown, log: Log): RelayError {
  if (thrown instanceof RelayError) return thrown;
  log.error("schedule failed", { outcome: "internal-error", thrown: describeError(thrown) });
  return new RelayError("internal-error");
}

/** What the event asks for, and what is needed for it; a refusal is logged, because the host shows only what is thrown. */
function prepare({ config, log, relay }: Services, event: unknown, nowEpochMs: number) {
  const { faults, settings } = config;
  try {
    if (relay === undefined || settings === undefined) {
      throw new RelayError("relay-misconfigured", { faults });
    }
    const asked = parseScheduleEvent(event, settings);
    refuseStale(asked, nowEpochMs);
    return { asked, relay, settings };
  } catch (thrown) {
    const { code, faults: reasons } = toRelayError(thrown);
    log.error("schedule refused", { outcome: code, faults: toTold(reasons) });
    throw thrown;
  }
}

function refuseStale({ epochMs }: ScheduleEvent, nowEpochMs: number): void {
  if (epochMs === undefined || Math.abs(nowEpochMs - epochMs) <= staleAfterMs) return;
  const message = "is more than 60 s from now; heartbeats are never sent late";
  throw new RelayError("invalid-heartbeat", { faults: [{ path: "time", message }] });
}

type Plan = {
  readonly settings: RelaySettings;
  readonly nowEpochMs: number;
  readonly runMs: number;
  readonly windows: Windows;
  readonly hasSchedule: boolean;
};

function toDue(asked: ScheduleEvent, plan: Plan): Due[] {
  const { settings, nowEpochMs, runMs, windows, hasSchedule } = plan;
  if (asked.heartbeats) return asked.heartbeats.map((named) => ({ ...named, atMs: 0 }));
  if (!hasSchedule) return [];
  const window = windows.next(asked.epochMs, startableMs(runMs));
  return planBeats(settings.aliases, window, nowEpochMs);
}
