import { type Place, toPlace } from "../alive/tell/place.ts";
import { tellAt } from "../alive/tell/tell-at.ts";
import { createTopic } from "../alive/tell/topic.ts";
import { createWatchdog, noWatchdog, type Watchdog } from "../alive/tell/watchdog.ts";
import { createWebhook } from "../alive/tell/webhook.ts";
import type { Consumer } from "../alive/consumers.ts";
import { countStates } from "../alive/count-states.ts";
import { countKinds } from "../alive/tell/told-kind.ts";
import type { Teller, Transition } from "../alive/transition.ts";
import type { Clock } from "../base/clock.ts";
import type { Config } from "../config/config.ts";
import { type Log, noteIfPossible, type WriteLine, writeAtOnce } from "../observe/logger.ts";
import { createLookMetrics } from "../observe/metrics.ts";
import type { TransitionTally } from "../observe/transition-tally.ts";

/** All that leaves the relay when it looks at its consumers. */
export type Tellers = {
  /** Tells at every place that the configuration names; nobody where it names none. */
  readonly teller: Teller;
  readonly watchdog: Watchdog;
  /** Counts what a look saw, and the transitions that it told for the first time. */
  readonly count: (consumers: readonly Consumer[], transitions: readonly Transition[]) => void;
};

export type TellerParts = {
  readonly clock: Clock;
  readonly log: Log;
  /** Writes transitions into the log, whatever else is configured. */
  readonly logTeller?: Teller | undefined;
  readonly write?: WriteLine | undefined;
  /** Of a host that is asked for its metrics. */
  readonly tally?: TransitionTally | undefined;
};

export function createTellers(
  { alarms, observe }: Pick<Config, "alarms" | "observe">,
  { clock, log, logTeller, write = writeAtOnce, tally }: TellerParts,
): Tellers {
  const { webhook, topic, watchdogUrl } = alarms;
  const source = { service: observe.service, stage: observe.stage };
  const publish = createLookMetrics({ ...observe, write });
  const places: readonly Place[] = [
    ...(logTeller ? [toPlace("log", logTeller)] : []),
    ...(webhook ? [createWebhook(webhook, source, clock)] : []),
    ...(topic ? [createTopic(topic, source, clock)] : []),
  ];
  const onFailure = (reason: string) => {
    noteIfPossible(() => {
      log.warn("the watchdog does not answer: it may tell that the relay is down", { reason });
    });
  };
  return {
    teller: tellAt(places),
    watchdog:
      watchdogUrl === undefined ? noWatchdog : createWatchdog(watchdogUrl, { clock, onFailure }),
    count(consumers, transitions) {
      const look = { states: countStates(consumers), transitions: countKinds(transitions) };
      tally?.add(look.transitions);
      noteIfPossible(() => {
        publish(look);
      });
    },
  };
}
