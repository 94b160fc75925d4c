import { type Clock, momentOf, sinceMs, startDeadline } from "../../base/clock.ts";
import type { Consumer, Consumers } from "../consumers.ts";
import type { StateRules } from "../state-of.ts";
import type { Transition } from "../transition.ts";
import { type Alarm, toTransition, type Untold } from "./alarm.ts";
import { deliver, type OnFailure, type Tellers } from "./deliver.ts";
import type { WatchSettings } from "./find-alarms.ts";
import type { Journal } from "./journal.ts";
import { isMissed, nextTold } from "./next-told.ts";
import { fitting } from "./told-text.ts";
import type { Told } from "./told.ts";

/** Looks again and again at who is alive, and tells what has changed (docs/alarms.md). */
export type Watch = {
  /**
   * One look, which lasts at most `longestLookMs`; nothing is pending afterwards. Undefined where another process looks.
   *
   * @throws Error where the table does not answer
   */
  look(): Promise<Looked | undefined>;
};

export type Looked = {
  readonly consumers: readonly Consumer[];
  /** What has changed since the look before. */
  readonly transitions: readonly Transition[];
};

export type WatchOptions = StateRules & {
  readonly consumers: Consumers;
  readonly journal: Journal;
  readonly tellers: Tellers;
  readonly clock: Clock;
  /** How far apart looks are. */
  readonly periodMs: number;
  readonly ratePerSecond: number;
  readonly settings: WatchSettings | undefined;
  /** A teller did not take what it was told. */
  readonly onFailure: OnFailure;
  readonly onLooked?: OnLooked | undefined;
};

/** Is told of each look that worked; must not reject, and settles at once when the signal aborts. */
export type OnLooked = (looked: Looked, signal: AbortSignal) => Promise<void>;

const askMs = 4000;
const tellMs = 4000;
const recordMs = 2000;
export const longestLookMs = askMs + tellMs + recordMs + tellMs;

/** Of a period: what is left of it when a look ends that waited for all that it tells, so that the next one is not missed. */
const spareMs = 500;

export function createWatch(options: WatchOptions): Watch {
  const { consumers, journal, tellers, clock, periodMs, settings, ratePerSecond } = options;
  const to = [...tellers.keys()];
  let lookedMs: number | undefined;
  let isAfterFailure = false;
  /** What was told of an outage while it could not be recorded, and who has not taken it. */
  let aside: { readonly alarm: Alarm; readonly left: readonly Untold[] } | undefined;

  const within = async <Result>(ms: number, work: (signal: AbortSignal) => Promise<Result>) => {
    const deadline = startDeadline(clock, ms);
    try {
      return await work(deadline.signal);
    } finally {
      deadline.end();
    }
  };
  const tell = (untold: readonly Untold[]) =>
    within(tellMs, (signal) => deliver(untold, tellers, { signal, onFailure: options.onFailure }));

  const withAside = (told: Told): Told => {
    if (aside === undefined) return told;
    const { alarm, left } = aside;
    return { ...told, open: [...told.open, alarm], untold: [...told.untold, ...left] };
  };

  const lookOnce = async (): Promise<Looked | undefined> => {
    const started = momentOf(clock);
    const asked = await within(askMs, async (signal) => {
      const duty = await journal.takeDuty(signal);
      return duty && { duty, all: await consumers.list(signal) };
    });
    if (asked === undefined) {
      lookedMs = started.epochMs;
      return undefined;
    }
    const { duty, all } = asked;
    lookedMs = duty.told.lookedMs ?? started.epochMs;
    // A process that was frozen meanwhile knows nothing of now.
    if (sinceMs(clock, started) > askMs) throw new Error("the look took too long");
    const { changes, ...told } = nextTold(withAside(duty.told), {
      ...{ consumers: all, nowMs: clock.epochMs(), rules: options },
      ...{ ratePerSecond, settings, periodMs, isAfterFailure, to },
    });
    const left = await tell(told.untold);
    // Those that nobody took for long are given up first.
    const untold = fitting(left.toReversed(), ({ alarm }) => alarm.key).toReversed();
    await within(recordMs, (signal) => duty.record({ ...told, untold }, signal));
    [lookedMs, isAfterFailure, aside] = [told.lookedMs, false, undefined];
    const looked = { consumers: all, transitions: changes.map(toTransition) };
    const mostMs = Math.min(tellMs, periodMs - spareMs);
    await within(mostMs, async (signal) => options.onLooked?.(looked, signal));
    return looked;
  };

  /** The table is away and nothing can be recorded; that is told by this process alone. */
  const tellOutage = async () => {
    const nowMs = clock.epochMs();
    lookedMs ??= nowMs;
    if (aside === undefined && isMissed(lookedMs, nowMs, periodMs)) {
      const alarm: Alarm = { kind: "outage", subject: {}, sinceMs: lookedMs };
      aside = { alarm, left: [{ alarm, isOver: false, atMs: lookedMs, to }] };
    }
    if (aside) aside = { ...aside, left: await tell(aside.left) };
  };

  return {
    async look() {
      try {
        return await lookOnce();
      } catch (error) {
        isAfterFailure = true;
        await tellOutage();
        throw error;
      }
    },
  };
}
