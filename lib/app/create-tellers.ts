import type { Place } from "../alive/tell/place.ts";
import { tellAt } from "../alive/tell/tell-at.ts";
import { createTopic } from "../alive/tell/topic.ts";
import { createWatchdog, noWatchdog, type Watchdog } from "../alive/tell/watchdog.ts";
import { createWebhook } from "../alive/tell/webhook.ts";
import type { Teller } from "../alive/transition.ts";
import type { Clock } from "../base/clock.ts";
import type { Config } from "../config/config.ts";
import { type Log, noteIfPossible } from "../observe/logger.ts";

export type Tellers = {
  /** Tells at every place that the configuration names; nobody where it names none. */
  readonly teller: Teller;
  readonly watchdog: Watchdog;
};

export type TellerParts = { readonly clock: Clock; readonly log: Log };

export function createTellers(
  { alarms, observe: { service, stage } }: Pick<Config, "alarms" | "observe">,
  { clock, log }: TellerParts,
): Tellers {
  const { webhook, topic, watchdogUrl } = alarms;
  const source = { service, stage };
  const places: readonly Place[] = [
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
  };
}
