import { type Beat, isNewerBody, type Version } from "./roster.ts";

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
  /** From now on this beat's body is the newest that this process knows of its consumer. */
  enter(beat: Beat): void;
  /** Whether a newer body of its consumer has come to this process. */
  isOutdated(beat: Beat): boolean;
  /** The one that is under way; it is superseded where this one is newer. */
  before(beat: Beat): Attempt | undefined;
  start(beat: Beat): Attempt;
};

/** Of so many consumers, those that came last: a beat is under way for seconds. */
const mostEntered = 10_000;

export function createUnderWay(): UnderWay {
  const newest = new Map<string, Version>();
  const attempts = new Map<string, { attempt: Attempt; supersede: () => void }>();
  return {
    enter({ entry: { consumer }, version }) {
      newest.delete(consumer);
      newest.set(consumer, version);
      const [first] = newest.keys();
      if (first !== undefined && newest.size > mostEntered) newest.delete(first);
    },
    isOutdated({ entry: { consumer }, version }) {
      const known = newest.get(consumer);
      return known !== undefined && isNewerBody(known, version);
    },
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
