import type { Claimed } from "./claim.ts";
import type { SightItems } from "./sight-item.ts";
import type { CallFacts, Claim, Origin, Sight } from "./sight.ts";

/** A beat, as far as the ledger has to know it. */
export type Entry = {
  /** Names one consumer of one group. */
  readonly consumer: string;
  /** The same for the same body. */
  readonly body: string;
  readonly key: KeyLimits;
  readonly leaseMs: number;
  /** One of a batch: all of these together leave a part of the rate to others. */
  readonly isBulk: boolean;
  /** Absent for a beat that nobody is to see. */
  readonly origin?: Origin;
};

/** Whose beat it is: keys share the rate. */
export type KeyLimits = {
  readonly name: string;
  /** The most that the key may send, where its owner has set a limit. */
  readonly ratePerSecond?: number | undefined;
};

export type Patience = {
  readonly maxWaitMs: number;
  /** On the monotonic clock; later than this nothing is granted. */
  readonly latestUsefulMs: number;
};

/** Why a beat may not be sent, and when to come back. */
export type Denial = { readonly granted: false } & (
  | {
      /** The rate is used up for now, or the key's own limit is. */
      readonly reason: "no-room" | "key-limit";
      readonly retryAfterMs: number;
    }
  | {
      /** The rate carries no more leases than are held. */
      readonly reason: "overloaded";
      readonly retryAfterMs: number;
      readonly fill: Fill;
    }
  | {
      /** A newer body of the consumer has come: sent again, this one would come after it. */
      readonly reason: "superseded";
    }
  | Claimed
  | {
      /** The schedule stops for a consumer that has left, and for one that does not prove that it lives. */
      readonly reason: "left" | "unproven";
    }
);

/** How a call ended: accepted by CLS, with anything else, or by our own deadline, so that it may still arrive. */
export type CallEnd = "renewed" | "answered" | "given-up";

export type Grant =
  | Denial
  | {
      readonly granted: true;
      /** What was seen of the consumer before. */
      readonly before?: Sight | undefined;
      /** Who else beats for the consumer, in turn with this sender. */
      readonly rival?: Claim | undefined;
      /** To be called once, when the call has ended; never rejects, and leaves nothing pending. */
      settle(end: CallEnd, facts?: CallFacts): Promise<void>;
    };

/** A beat's place in the ledger. */
export type Turn = {
  /** Waits until CLS may be called once, now; never rejects, and refuses as soon as it is known. */
  take(patience: Patience): Promise<Grant>;
};

/** What the rate carries, and what of it is taken. */
export type Fill = {
  /** Leases held. */
  readonly held: number;
  /** How many leases of this length the rate can carry. */
  readonly carries: number;
};

/**
 * The one truth of who may call CLS when: the credits of the rate, whose lease ends first, which body of a
 * consumer is the newest. In one process or in a table for many (docs/delivery.md).
 */
export type Ledger = {
  /** From now on this body is the newest of its consumer, and an older one that waits is not sent. */
  enter(entry: Entry): Turn;
  /** When a consumer with such a lease should beat next, for all that are held to keep within the rate. */
  nextBeatInMs(leaseMs: number): number;
  fill(leaseMs: number): Fill;
  /** Absent where the ledger is in a table. */
  readonly memory?: LedgerMemory;
  /**
   * Everything that was seen of consumers.
   * Rejects with an Error where a table does not answer.
   */
  sights(signal: AbortSignal): Promise<readonly Sight[]>;
  /**
   * The consumer beats no more: the schedule stops for it until it beats again. Gives when CLS gives its partitions
   * to others, on the wall clock; or who else holds the name, so that it goes on.
   * Rejects with an Error where a table does not answer.
   */
  leave(departure: Departure, signal: AbortSignal): Promise<number | Claimed>;
  /**
   * Without a call, the consumer said that it lives, or that a run of it failed.
   * Rejects with an Error where a table does not answer.
   */
  prove(proof: Proof, signal: AbortSignal): Promise<void>;
};

/** What a ledger in the memory of one process knows besides. */
export type LedgerMemory = {
  usage(): Usage;
  /** What is to outlive this process. */
  kept(): KeptLedger;
  /**
   * Takes over what the process before this one knew; a lease that has ended is left out, and so is what seems to have been
   * seen later than now. Gives how many leases were taken.
   */
  restore(kept: KeptLedger): number;
};

export type KeptLedger = {
  /** The leases that are held. */
  readonly leases: readonly HeldLease[];
  /** What was seen of consumers. */
  readonly sights?: SightItems | undefined;
};

/** What is used of the rate now. */
export type Usage = {
  /** How many slots the rate has, and how many of them calls hold. */
  readonly slots: number;
  readonly slotsUsed: number;
  /** Beats that wait for a slot. */
  readonly waiting: number;
};

/** A lease as it outlives a process: by the wall clock. */
export type HeldLease = {
  readonly consumer: string;
  readonly endsEpochMs: number;
  readonly lengthMs: number;
  /** The key that renewed it. */
  readonly key: string;
  /** Whether it was ever renewed at its time. */
  readonly isKept: boolean;
};

export type Departure = Pick<Entry, "consumer" | "key" | "leaseMs"> & { readonly origin: Origin };

export type Proof = Departure & { readonly word: "alive" | "failed" };
