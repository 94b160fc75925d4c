import { countStates } from "../alive/count-states.ts";
import { countKinds } from "../alive/tell/told-kind.ts";
import { toTeller } from "../alive/tell/to-teller.ts";
import { createTopic } from "../alive/tell/topic.ts";
import { createWatchdog } from "../alive/tell/watchdog.ts";
import { createWebhook } from "../alive/tell/webhook.ts";
import type { Tellers } from "../alive/watch/deliver.ts";
import type { OnLooked } from "../alive/watch/watch.ts";
import type { Clock } from "../base/clock.ts";
import type { Config } from "../config/config.ts";
import { type Log, noteIfPossible, type WriteLine } from "../observe/logger.ts";
import { createLookMetrics } from "../observe/metrics.ts";
import type { TransitionTally } from "../observe/transition-tally.ts";

/** What leaves the relay when it looks at its consumers, besides lines of its log. */
export type Telling = {
  /** Every place that the configuration names. */
  readonly tellers: Tellers;
  /** Counts what a look saw, and asks the watchdog. */
  readonly onLooked: OnLooked;
};

export type TellingParts = {
  readonly clock: Clock;
  readonly log: Log;
  readonly write: WriteLine;
  /** Of a host that is asked for its metrics. */
  readonly tally?: TransitionTally | undefined;
};

/** For the hosts that look; those that do not are spared its code. */
export function createTelling(
  { alarms, observe }: Pick<Config, "alarms" | "observe">,
  { clock, log, write, tally }: TellingParts,
): Telling {
  const { webhook, topic, watchdogUrl } = alarms;
  const source = { service: observe.service, stage: observe.stage };
  const publish = createLookMetrics({ ...observe, write });
  const onFailure = (reason: string) => {
    noteIfPossible(() => {
      log.warn("the watchdog does not answer: it may tell that the relay is down", { reason });
    });
  };
  const watchdog =
    watchdogUrl === undefined ? undefined : createWatchdog(watchdogUrl, { clock, onFailure });
  return {
    tellers: new Map([
      ...(webhook ? [["webhook", toTeller(createWebhook(webhook, source, clock))] as const] : []),
      ...(topic ? [["topic", toTeller(createTopic(topic, source, clock))] as const] : []),
    ]),
    async onLooked({ consumers, transitions }, signal) {
      const look = { states: countStates(consumers), transitions: countKinds(transitions) };
      tally?.add(look.transitions);
      noteIfPossible(() => {
        publish(look);
      });
      await watchdog?.ping(consumers, signal);
    },
  };
}
