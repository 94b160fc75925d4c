import { type Beat, isNewerBody } from "./roster.ts";

/** The beat of a consumer that waits or is being sent in this process. */
export type Ride = {
  readonly beat: Beat;
  /** Aborted when a newer body of the consumer comes to this process. */
  readonly superseded: AbortSignal;
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
  const rides = new Map<string, { ride: Ride; supersede: () => void }>();
  return {
    before(beat) {
      const known = rides.get(beat.entry.consumer);
      if (known && isNewerBody(beat.version, known.ride.beat.version)) known.supersede();
      return known?.ride;
    },
    start(beat) {
      const { consumer } = beat.entry;
      const [ender, superseder] = [new AbortController(), new AbortController()];
      const end = () => {
        rides.delete(consumer);
        ender.abort();
      };
      const ride = { beat, superseded: superseder.signal, ended: ender.signal, end };
      const supersede = () => {
        superseder.abort();
      };
      rides.set(consumer, { ride, supersede });
      return ride;
    },
  };
}
