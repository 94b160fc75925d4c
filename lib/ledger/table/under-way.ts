import { type Beat, isNewerBody } from "./roster.ts";

/** The beat of a consumer that waits or is being sent in this process. */
export type Ride = {
  readonly beat: Beat;
  /** Whether a newer body of the consumer has come to this process. */
  readonly isSuperseded: boolean;
  /** Aborted when it is over. */
  readonly ended: AbortSignal;
  readonly end: () => void;
};

/** Of one consumer one beat at a time: no older body can overtake a newer one. */
export type UnderWay = {
  /** The one that is under way; it is superseded where this one is newer. */
  before(beat: Beat): Ride | undefined;
  start(beat: Beat): Ride;
};

export function createUnderWay(): UnderWay {
  const rides = new Map<string, Ride & { isSuperseded: boolean }>();
  return {
    before(beat) {
      const ride = rides.get(beat.entry.consumer);
      if (ride && isNewerBody(beat.version, ride.beat.version)) ride.isSuperseded = true;
      return ride;
    },
    start(beat) {
      const { consumer } = beat.entry;
      const ender = new AbortController();
      const end = () => {
        rides.delete(consumer);
        ender.abort();
      };
      const ride = { beat, isSuperseded: false, ended: ender.signal, end };
      rides.set(consumer, ride);
      return ride;
    },
  };
}
