import type { Clock } from "./clock.ts";
import { toConsumerKey } from "./consumer-key.ts";
import { type Heartbeat, toRecord } from "./heartbeat.ts";

/** Sends a heartbeat; `isNewest` turns false when a newer body of the same consumer has come. */
export type Send<T> = (isNewest: () => boolean) => Promise<T>;

export type Joined<T> = { readonly result: T; readonly coalesced: boolean };

/** Makes one upstream call of identical beats of one consumer. */
export type Coalescer<T> = {
  join(heartbeat: Heartbeat, send: Send<T>): Promise<Joined<T>>;
};

type Flight<T> = { readonly body: string; readonly result: Promise<T> };

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
  return {
    async join(heartbeat, send) {
      const consumer = toConsumerKey(heartbeat);
      const body = toBody(heartbeat);
      const current = flights.get(consumer);
      if (current?.body === body) return { result: await current.result, coalesced: true };
      // Sent in a later turn, when the flight is known: what is sent may ask at once whether it is the newest.
      const isNewest = () => flights.get(consumer) === flight;
      const flight: Flight<T> = { body, result: Promise.resolve().then(() => send(isNewest)) };
      flights.set(consumer, flight);
      const end = () => {
        if (flights.get(consumer) === flight) flights.delete(consumer);
      };
      try {
        const result = await flight.result;
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
