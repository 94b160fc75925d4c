import type { Clock } from "../../base/clock.ts";
import { fromText, toText } from "./told-text.ts";
import { nothingTold, type Told } from "./told.ts";

/** Where it is remembered what was told. */
export type Journal = {
  /**
   * Undefined while another one looks.
   * Rejects with an Error where a table does not answer.
   */
  takeDuty(signal: AbortSignal): Promise<Duty | undefined>;
  read(signal: AbortSignal): Promise<Told>;
};

/** One look at a time: who has the duty tells, and records it. */
export type Duty = {
  readonly told: Told;
  /** Rejects where a table does not answer, or another one has looked since. */
  record(told: Told, signal: AbortSignal): Promise<void>;
};

/** Of one process, which the process after it may take over. */
export type MemoryJournal = Journal & {
  kept(): string;
  restore(kept: string): void;
};

/** Of the only process. */
export function createMemoryJournal(clock: Clock): MemoryJournal {
  let told = nothingTold;
  return {
    kept: () => toText(told),
    restore(kept) {
      // What came to the process before this one in its last moment was not kept.
      told = { ...fromText(kept), knownSinceMs: clock.epochMs() };
    },
    takeDuty: () =>
      Promise.resolve({
        told,
        record(next) {
          told = next;
          return Promise.resolve();
        },
      }),
    read: () => Promise.resolve(told),
  };
}
