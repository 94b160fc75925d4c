import { type Beat, isNewerBody } from "./roster.ts";

/** The beat of a consumer that waits or is being sent in this process. */
export type Attempt = {
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
  before(beat: Beat): Attempt | undefined;
  start(beat: Beat): Attempt;
};

export function createUnderWay(): UnderWay {
  const attempts = new Map<string, { attempt: Attempt; supersede: () => void }>();
  return {
    before(beat) {
      const known = attempts.get(beat.entry.consumer);
      if (known && isNewerBody(beat.version, known.attempt.beat.version)) known.supersede();
      return known?.attempt;
    },
    start(beat) {
      const { consumer } = beat.entry;
      const [ender, superseder] = [new AbortController(), new AbortController()];
      const end = () => {
        attempts.delete(consumer);
        ender.abort();
      };
      const attempt = { beat, superseded: superseder.signal, ended: ender.signal, end };
      const supersede = () => {
        superseder.abort();
      };
      attempts.set(consumer, { attempt, supersede });
      return attempt;
    },
  };
}
