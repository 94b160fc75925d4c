import type { Socket } from "node:net";
import { faults, isServerFaultName, type ServerFaultName } from "../faults.ts";
import type { Sockets } from "../sockets.ts";
import { createFaultOrders, type FaultOrders } from "./orders.ts";
import { explainName } from "./parse-orders.ts";
import type { FaultMemory } from "./memory.ts";
import { createStriker, type Exchange, type Sleep } from "./strike.ts";
import { faultAskedFor, namesIn } from "./target.ts";

export type Struck = {
  readonly fault: ServerFaultName;
  /** Undefined where no request had been read, or its body names none. */
  readonly consumer: string | undefined;
};

export type Faults = FaultOrders & {
  /** The last thousand strikes, oldest first: one for each attempt that a fault has met. */
  readonly struck: readonly Struck[];
};

export type FaultInjector = {
  readonly faults: Faults;
  /** Strikes a connection just accepted, if that was ordered. */
  readonly accept: (socket: Socket) => void;
  /**
   * Strikes a request, if it asks for that or it was ordered; false when nothing has happened to it.
   *
   * @throws when the connection ends while the fault waits.
   */
  readonly strike: (exchange: Omit<Exchange, "remember">) => Promise<boolean>;
};

const STRUCK_LIMIT = 1000;

/** Decides which fault strikes whom. */
export function createFaultInjector(options: {
  readonly sockets: Sockets;
  readonly sleep: Sleep;
  readonly tls: boolean;
  readonly memory: FaultMemory;
}): FaultInjector {
  const { sockets, tls, memory } = options;
  const { take, ...orders } = createFaultOrders();
  const striker = createStriker(options);
  const struck: Struck[] = [];

  function note(fault: ServerFaultName, consumer: string | undefined): void {
    struck.push({ fault, consumer });
    if (struck.length > STRUCK_LIMIT) struck.shift();
  }

  return {
    faults: {
      struck,
      left: () => orders.left(),
      set(next) {
        memory.clear();
        orders.set(next);
      },
      clear() {
        memory.clear();
        orders.clear();
      },
    },

    accept(socket) {
      const order = take({ names: undefined, open: sockets.open() });
      if (!order) return;
      note(order.fault, undefined);
      faults[order.fault].atAccept?.(socket, { tls });
    },

    async strike(exchange) {
      const { request, response, body } = exchange;
      const frozenBy = striker.frozenBy(request.socket);
      const asked = frozenBy?.fault ?? faultAskedFor(request.headers);
      if (asked !== undefined && !isServerFaultName(asked)) {
        // A misspelt fault that strikes nobody would let a test pass that proves nothing.
        response.writeHead(400, { "Content-Type": "text/plain" });
        response.end(`The fault ${JSON.stringify(asked)} ${explainName(asked)}\n`);
        return true;
      }
      const names = namesIn(body);
      const asking = asked && { fault: asked };
      const order =
        frozenBy ??
        asking ??
        take({ names, open: sockets.open() }) ??
        memory.slownessOf(request.headers, body);
      if (!order) return false;
      note(order.fault, names.consumer);
      await striker.strike(order, { ...exchange, remember: memory.of(request.headers, body) });
      return true;
    },
  };
}
