import type { Consumers } from "../alive/consumers.ts";
import type { Teller } from "../alive/transition.ts";
import type { Journal } from "../alive/watch/journal.ts";
import { createWatch, type Watch } from "../alive/watch/watch.ts";
import type { Config } from "../config/config.ts";
import { createTelling, type TellingParts } from "./create-telling.ts";
import { createLogTeller, noteUntold } from "./log-teller.ts";

export type WatchingParts = TellingParts & {
  readonly journal: Journal;
  /** How far apart looks are. */
  readonly periodMs: number;
};

/**
 * For the hosts that look; those that do not are spared its code.
 *
 * @returns what watches the consumers of a configuration, which may be read again; what was told is remembered
 */
export function createWatching(
  config: Config,
  { journal, periodMs, ...parts }: WatchingParts,
): (consumers: Consumers, read: Config) => Watch {
  const { clock, log } = parts;
  const { ratePerSecond } = config;
  const { tellers: places, onLooked } = createTelling(config, parts);
  // Each has a name of its own, under which it is remembered what it has taken.
  const tellers = new Map<string, Teller>([["log", createLogTeller(log)], ...places]);
  const options = { journal, periodMs, clock, ratePerSecond, tellers, onLooked };
  return (consumers, { settings, deadlineMs: callMs }) =>
    createWatch({ ...options, consumers, settings, callMs, onFailure: noteUntold(log) });
}
