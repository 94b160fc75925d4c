import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { faults } from "../faults.ts";
import type { Sockets } from "../sockets.ts";
import type { GroupMemory, StruckCall } from "./fault.ts";
import type { FaultOrder } from "./orders.ts";

/** Waits `ms`; rejects when the signal aborts before. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<unknown>;

/** A request on its way to the API. */
export type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The parsed body, or its text when it is not JSON. */
  readonly body: unknown;
  readonly letThrough: StruckCall["letThrough"];
  readonly remember: GroupMemory;
};

export type Striker = {
  /** The order that has killed this connection for good, if one has. */
  frozenBy(socket: Socket): FaultOrder | undefined;
  /** @throws when the connection ends while the fault waits. */
  strike(order: FaultOrder, exchange: Exchange): Promise<void>;
};

/** Carries faults out. Nothing outlives the connection that it was done to. */
export function createStriker(options: {
  readonly sockets: Sockets;
  readonly sleep: Sleep;
}): Striker {
  const { sockets, sleep } = options;
  const frozen = new WeakMap<Socket, FaultOrder>();

  async function carryOut(order: FaultOrder, call: StruckCall): Promise<void> {
    const fault = faults[order.fault];
    const isDead = frozen.has(call.request.socket);
    const pacesItself = fault.afterMs !== undefined && !isDead;
    if (call.afterMs > 0 && !pacesItself) await call.sleep(call.afterMs);
    if (isDead) call.reset();
    else await fault.strike(call);
  }

  return {
    frozenBy: (socket) => frozen.get(socket),

    async strike(order, { request, response, letThrough, remember }) {
      const { socket } = request;
      const gone = new AbortController();
      const abort = () => {
        gone.abort();
      };
      socket.once("close", abort);
      try {
        await carryOut(order, {
          request,
          response,
          letThrough,
          remember,
          afterMs: order.afterMs ?? faults[order.fault].afterMs ?? 0,
          async sleep(ms) {
            await sleep(ms, gone.signal);
          },
          reset() {
            sockets.reset(socket);
          },
          freeze() {
            frozen.set(socket, order);
            // A frozen caller would not hear the server's good-bye to an idle connection either.
            response.once("close", () => setImmediate(() => socket.setTimeout(0)));
          },
        });
      } finally {
        socket.off("close", abort);
      }
    },
  };
}
