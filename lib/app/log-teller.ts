import type { Teller, Transition } from "../alive/transition.ts";
import { toRecord } from "../heartbeat/heartbeat.ts";
import { describeError, type Log, noteIfPossible } from "../observe/logger.ts";

/** Each transition as a line of its own: a warning where it begins. */
export function createLogTeller(log: Log): Teller {
  return {
    tell(transitions) {
      for (const one of transitions) {
        noteIfPossible(() => {
          if (one.isOver) log.info(`alarm over: ${one.kind}`, toLine(one));
          else log.warn(`alarm: ${one.kind}`, toLine(one));
        });
      }
      return Promise.resolve();
    },
  };
}

function toLine({ id, kind, isOver, subject, atMs, sinceMs, detail }: Transition) {
  const { topics, ...names } = subject;
  return {
    ...{ alarmId: id, alarm: kind, isOver, ...names },
    ...(topics && { topics: toRecord(topics) }),
    at: new Date(atMs).toISOString(),
    since: new Date(sinceMs).toISOString(),
    detail,
  };
}

/** The line of a teller that did not take what it was told, and is told again. */
export function noteUntold(log: Log) {
  return (teller: string, thrown: unknown) => {
    noteIfPossible(() => {
      log.error("alarm not told: it is told again", { teller, thrown: describeError(thrown) });
    });
  };
}
