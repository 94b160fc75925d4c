import { type Clock, sleep } from "../../base/clock.ts";
import { superseded, tooLate } from "../denials.ts";
import type { Denial } from "../ledger.ts";
import type { Admission, Admitted } from "./admission.ts";
import { createAllowance } from "./allowance.ts";
import { isNewerBody, type Roster } from "./roster.ts";
import type { SharedTime } from "./shared-time.ts";
import type { Booking, SlotBook } from "./slot-book.ts";
import { longestAheadMs } from "./terms.ts";
import type { Attempt } from "./under-way.ts";

/** So long a beat waits for the table: before its call, and again after it. */
export const mostTableMs = 100;

/** Before its call it waits longer where the table takes longer, or a connection has to be opened: for so many answers, and so long. */
const fewTries = 4;
const mostFarTableMs = 200;

/** Who waited for longer asks once more whether a newer body has come, in time for twice what the table took before. */
const shortWaitMs = 20;

export type AdmitOptions = {
  readonly clock: Clock;
  readonly time: SharedTime;
  readonly book: SlotBook;
  readonly roster: Roster;
  readonly admission: Admission;
};

/** A booking whose time is now, or why there is none; rejects where the table does not answer. */
export type Admit = (attempt: Attempt, latestMs: number) => Promise<Admitted | Denial>;

export function createAdmit({ clock, time, book, roster, admission }: AdmitOptions): Admit {
  /** Waits for the start of a booking; what has come in between? */
  const wait = async (attempt: Attempt, { startMs, latestMs }: Booking) => {
    const { entry, version } = attempt.beat;
    const lookMs = Math.min(Math.max(shortWaitMs, 2 * book.answerMs()), mostTableMs);
    const aheadMs = startMs - time.nowMs() - lookMs;
    if (aheadMs > 0) {
      await sleep(clock, aheadMs, attempt.superseded);
      // It has to wait anyway: that is no time lost for the table.
      const member = await createAllowance(clock, lookMs).spend((signal) =>
        roster.find(entry.consumer, signal),
      );
      if (member && isNewerBody(member, version)) return "superseded";
    }
    await sleep(clock, startMs - time.nowMs(), attempt.superseded);
    if (attempt.superseded.aborted) return "superseded";
    return time.nowMs() > latestMs ? "late" : "ready";
  };

  const triesMs = () => Math.min(Math.max(mostTableMs, fewTries * book.answerMs()), mostFarTableMs);

  return async (attempt, latestMs) => {
    // Batches and the schedule ask again when callers would be told to come back.
    const isPatient = latestMs - clock.nowMs() > longestAheadMs;
    let allowance = createAllowance(clock, triesMs());
    let hasAnswered = false;
    for (;;) {
      const mostAheadMs = () => latestMs - clock.nowMs();
      const asked = await allowance
        .spend((signal, leftMs) => admission.ask(attempt, { leftMs, mostAheadMs }, signal))
        .catch((error: unknown) => {
          // It did before: the time was too short for another try, and without it the beat might be one too many.
          if (hasAnswered) return tooLate;
          throw error;
        });
      hasAnswered = true;
      if (!("booking" in asked)) {
        const canAskAgain =
          isPatient && asked.reason === "no-room" && asked.retryAfterMs < mostAheadMs();
        if (!canAskAgain) return asked;
        await sleep(clock, asked.retryAfterMs, attempt.superseded);
        allowance = createAllowance(clock, triesMs());
        continue;
      }
      const { booking } = asked;
      const came = await wait(attempt, booking);
      if (came === "ready") return asked;
      await allowance.spend((signal) => book.giveBack(booking, signal));
      if (came === "superseded") return superseded;
    }
  };
}
