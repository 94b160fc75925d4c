import { ClientRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { type Clock, systemClock } from "../../../lib/base/clock.ts";

/** Counts what has been begun and not ended, on either side of the connection to CLS. */
export type Pending = {
  /** A real clock that knows which of its timers are still waited for. */
  readonly clock: Clock;
  /** Notes a request that has reached the server; never answers it. */
  readonly intercept: (request: IncomingMessage, response: ServerResponse) => false;
  timers(): number;
  /** Requests of this process that have neither their answer nor their end. */
  clientRequests(): number;
  /** Open sockets with a request that has no answer. */
  unanswered(): number;
  stop(): void;
};

const started = "http.client.request.start";

export function watchPending(): Pending {
  const timers = new Set<symbol>();
  const requests = new Set<ClientRequest>();
  const exchanges: { request: IncomingMessage; response: ServerResponse }[] = [];
  const note = (message: unknown) => {
    const { request }: { request?: unknown } = typeof message === "object" ? { ...message } : {};
    if (!(request instanceof ClientRequest)) throw new Error(`${started} brings no request`);
    requests.add(request);
    request.once("close", () => requests.delete(request));
  };
  subscribe(started, note);
  return {
    clock: {
      ...systemClock,
      after(delayMs, callback) {
        const timer = Symbol();
        timers.add(timer);
        const cancel = systemClock.after(delayMs, () => {
          timers.delete(timer);
          callback();
        });
        return () => {
          timers.delete(timer);
          cancel();
        };
      },
    },
    intercept: (request, response) => {
      exchanges.push({ request, response });
      return false;
    },
    timers: () => timers.size,
    clientRequests: () => requests.size,
    unanswered: () =>
      exchanges.filter(
        ({ request, response }) => !response.writableFinished && !request.socket.destroyed,
      ).length,
    stop: () => {
      unsubscribe(started, note);
    },
  };
}
