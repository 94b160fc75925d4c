import { hash } from "node:crypto";
import { type Clock, sleep } from "../../base/clock.ts";
import { createAdmit, mostTableMs } from "./admit.ts";
import { rivalOf } from "../claim.ts";
import { superseded, tooLate, unproven } from "../denials.ts";
import type { Entry, Grant, Ledger, Patience, Turn } from "../ledger.ts";
import { toAsking } from "../sights.ts";
import { cadenceMsAt, nextBeatInMs } from "../steering.ts";
import { type Admitted, createAdmission } from "./admission.ts";
import { afterSettling } from "./after-settling.ts";
import { createAllowance } from "./allowance.ts";
import { createGuard, type StoreFailure } from "./guard.ts";
import { type Beat, createRoster, isNewerBody, keeps, type Sighting } from "./roster.ts";
import { sightAfter, takeWord, withoutFence } from "./sight-after.ts";
import { createSharedTime } from "./shared-time.ts";
import { createSlotBook } from "./slot-book.ts";
import { limitedMark } from "./slots.ts";
import type { Store } from "./store.ts";
import { createUnderWay, type Attempt } from "./under-way.ts";

export type TableLedgerOptions = {
  readonly clock: Clock;
  /** A number from 0 to below 1. */
  readonly random: () => number;
  readonly ratePerSecond: number;
  readonly store: Store;
  /** Grants calls while the table does not answer. */
  readonly fallback: Ledger;
  /** A beat went on without the table. */
  readonly onFallback: () => void;
  readonly onFailure: (failure: StoreFailure) => void;
};

const tagOf = ({ key: { name, ratePerSecond } }: Entry) =>
  (ratePerSecond === undefined ? "" : limitedMark) + hash("sha256", name, "base64url").slice(0, 4);

/**
 * The ledger of many processes that share nothing but a table: the credits of the rate are attributes of one
 * item, each with the moment from which it is free; a consumer is an item of its own. How that was chosen and
 * what it promises: docs/decisions/ledger.md, docs/delivery.md.
 */
export function createTableLedger(options: TableLedgerOptions): Ledger {
  const { clock, random, ratePerSecond, store, fallback, onFallback } = options;
  const time = createSharedTime(clock);
  const credits = Math.max(1, Math.floor(ratePerSecond));
  const book = createSlotBook({ store, time, random, credits });
  const roster = createRoster(store);
  const admission = createAdmission({ book, roster, time, random, ratePerSecond });
  const admit = createAdmit({ clock, time, book, roster, admission });
  const underWay = createUnderWay();
  const guard = createGuard(clock, options.onFailure);
  let lastEnteredMs = 0;
  /** When a call of this process last went unrecorded. */
  let unrecordedMs: number | undefined;

  const versionOf = ({ body }: Entry) => {
    // Two beats of one process are never taken for simultaneous.
    lastEnteredMs = Math.max(time.nowMs(), lastEnteredMs + 0.001);
    return { body, enteredMs: lastEnteredMs };
  };

  const renewed = (beat: Beat, { member }: Admitted, sentMs: number, sighting?: Sighting) => {
    const { leaseMs } = beat.entry;
    const tag = keeps(member, leaseMs, sentMs) ? beat.tag : "";
    const from = member && { ...member, endMs: member.sentMs + member.leaseMs };
    book.moved(from, { tag, leaseMs, endMs: sentMs + leaseMs });
    return (signal: AbortSignal) => roster.renew(beat, { sentMs, leaseMs, tag, sighting }, signal);
  };

  const toGrant = ({ beat }: Attempt, admitted: Admitted, latestMs: number): Grant => {
    const sentMs = Math.floor(time.nowMs());
    const before = admitted.member?.sight;
    const asking = toAsking(beat.entry);
    return {
      granted: true,
      before,
      rival: asking && rivalOf(before, asking, sentMs),
      async settle(end, facts) {
        const isRenewed = end === "renewed";
        const cadenceMs = cadenceMsAt(admission.load(), beat.entry.leaseMs);
        const endedMs = Math.ceil(time.nowMs());
        const ended = { sentMs, endedMs, cadenceMs, isRenewed, facts, unrecordedMs };
        const sight = sightAfter(before, beat.entry, ended);
        const sighting = sight && { before, sight };
        const write = isRenewed
          ? renewed(beat, admitted, sentMs, sighting)
          : sighting && ((signal: AbortSignal) => roster.see(beat, sighting, signal));
        // A call that was given up has used up all of the time, and what it may have done has to be known.
        const leftMs = end === "given-up" ? mostTableMs : latestMs - clock.nowMs();
        if (write === undefined || leftMs <= 0) return;
        await createAllowance(clock, Math.min(mostTableMs, leftMs))
          .spend(write)
          .catch((error: unknown) => {
            unrecordedMs = endedMs;
            guard.failed(error);
          });
      },
    };
  };

  /** Undefined where the table does not answer. */
  const askTable = async (attempt: Attempt, latestMs: number, latestUsefulMs: number) => {
    if (guard.isPaused()) return undefined;
    try {
      const admitted = await admit(attempt, latestMs);
      guard.worked();
      return "booking" in admitted ? toGrant(attempt, admitted, latestUsefulMs) : admitted;
    } catch (error) {
      guard.failed(error);
      return undefined;
    }
  };

  const askFallback = async (
    { entry: { origin } }: Beat,
    spare: Turn,
    { latestMs, latestUsefulMs }: { readonly latestMs: number; readonly latestUsefulMs: number },
  ): Promise<Grant> => {
    // The proof is in the table.
    if (origin?.isScheduled && origin.keepAliveMs !== undefined) return unproven;
    onFallback();
    const maxWaitMs = Math.max(0, latestMs - clock.nowMs());
    const grant = await spare.take({ maxWaitMs, latestUsefulMs });
    return afterSettling(grant, () => (unrecordedMs = Math.ceil(time.nowMs())));
  };

  /** After the beat of the same consumer that is under way in this process, with the table or without it. */
  const takeTurn = async (beat: Beat, spare: Turn, { latestUsefulMs, maxWaitMs }: Patience) => {
    const latestMs = Math.min(latestUsefulMs, clock.nowMs() + maxWaitMs);
    for (let attempt = underWay.before(beat); attempt; attempt = underWay.before(beat)) {
      if (isNewerBody(attempt.beat.version, beat.version)) return superseded;
      await sleep(clock, latestMs - clock.nowMs(), attempt.ended);
      if (clock.nowMs() >= latestMs) return tooLate;
    }
    // The table may not know it: what renewed the newer one's lease was not told, or went on without the table.
    if (underWay.isOutdated(beat)) return superseded;
    const attempt = underWay.start(beat);
    const grant =
      (await askTable(attempt, latestMs, latestUsefulMs)) ??
      (await askFallback(beat, spare, { latestMs, latestUsefulMs }));
    if (!grant.granted) attempt.end();
    return afterSettling(grant, attempt.end);
  };

  return {
    nextBeatInMs: (leaseMs) => nextBeatInMs(admission.load(), leaseMs, random()),
    fill: admission.fill,
    sights: (signal) => roster.sights(signal),
    leave: (departure, signal) => takeWord(departure, { word: "left", roster, time }, signal),
    async prove(proof, signal) {
      await takeWord(proof, { word: proof.word, roster, time }, signal);
    },
    enter(entry) {
      const beat = { entry, version: versionOf(entry), tag: tagOf(entry) };
      underWay.enter(beat);
      const spare = fallback.enter(withoutFence(entry));
      return { take: (patience) => takeTurn(beat, spare, patience) };
    },
  };
}
