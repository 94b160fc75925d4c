import { type Clock, type Moment, momentOf, sinceMs } from "../base/clock.ts";
import { type Heartbeat, toConsumerKey, toRecord } from "../heartbeat/heartbeat.ts";
import { createNotice, type Notice } from "../base/notice.ts";

/** Sends a heartbeat; the notice comes when a newer body of the same consumer has come. */
export type Send<T> = (superseded: Notice) => Promise<T>;

export type Joined<T> = { readonly result: T; readonly coalesced: boolean };

/** Makes one upstream call of identical beats of one consumer. */
export type Coalescer<T> = {
  /** `giveUp` settles when whoever only waits for another's call has waited long enough. */
  join(heartbeat: Heartbeat, send: Send<T>, giveUp: () => Promise<T>): Promise<Joined<T>>;
};

type Flight<T> = {
  readonly body: string;
  readonly result: Promise<T>;
  readonly supersede: () => void;
  answered?: Moment;
};

export type CoalescerOptions<T> = {
  readonly clock: Clock;
  /** How long after its answer a beat stands for identical ones; 0: only while it is under way. */
  readonly windowMs: number;
  /** Whether a result may stand for later beats: a failure must not. */
  readonly mayStand: (result: T) => boolean;
};

/** A body that changed is a beat of its own, and marks what is under way of that consumer as older. */
export function createCoalescer<T>({
  clock,
  windowMs,
  mayStand,
}: CoalescerOptions<T>): Coalescer<T> {
  const flights = new Map<string, Flight<T>>();
  // Not by the timer alone, which stands still in a sandbox that is frozen.
  const stands = ({ answered }: Flight<T>) =>
    answered === undefined || sinceMs(clock, answered) < windowMs;
  return {
    async join(heartbeat, send, giveUp) {
      const consumer = toConsumerKey(heartbeat);
      const body = toBody(heartbeat);
      const current = flights.get(consumer);
      if (current?.body === body && stands(current)) {
        return { result: await Promise.race([current.result, giveUp()]), coalesced: true };
      }
      current?.supersede();
      const newer = createNotice();
      const flight: Flight<T> = {
        body,
        // Sent in a later turn, when the flight is known.
        result: Promise.resolve().then(() => send(newer)),
        supersede: () => {
          newer.abort();
        },
      };
      flights.set(consumer, flight);
      const end = () => {
        if (flights.get(consumer) === flight) flights.delete(consumer);
      };
      try {
        const result = await flight.result;
        flight.answered = momentOf(clock);
        if (windowMs > 0 && mayStand(result)) clock.after(windowMs, end);
        else end();
        return { result, coalesced: false };
      } catch (thrown) {
        end();
        throw thrown;
      }
    },
  };
}

function toBody({ topics, partitionStrategy }: Heartbeat): string {
  return JSON.stringify([toRecord(topics), partitionStrategy]);
}
