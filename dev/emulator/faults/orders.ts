import { faults, type ServerFaultName } from "../faults.ts";

/** The next `times` requests that match get the fault. */
export type FaultOrder = {
  readonly fault: ServerFaultName;
  /** 1 when absent. */
  readonly times?: number;
  /**
   * Milliseconds. For a fault that paces itself its own pace; for the others the wait before it strikes. Nothing waits
   * at accept.
   */
  readonly afterMs?: number;
  /** For `connection-limit`: connections that may be open; 0 when absent. */
  readonly limit?: number;
  /** Names that the request's body must have; any request when absent. */
  readonly match?: FaultMatch;
};

export type FaultMatch = { readonly consumer?: string; readonly consumerGroup?: string };

export type FaultOrders = {
  /** Replaces whatever was ordered. */
  set(orders: readonly FaultOrder[]): void;
  clear(): void;
  /** What is still to come, with `times` counted down. */
  left(): FaultOrder[];
};

/** The names in a request's body; undefined where the connection has brought no request yet. */
export type FaultTarget = { readonly names: FaultMatch | undefined; readonly open: number };

/**
 * A queue of orders: the first that fits strikes. An order without `match` for a fault that can strike at accept waits
 * for a new connection; every other order waits for a request.
 */
export function createFaultOrders(): FaultOrders & {
  /** The order that strikes the target, counted down by one. */
  readonly take: (target: FaultTarget) => FaultOrder | undefined;
} {
  let queue: { order: FaultOrder; times: number }[] = [];

  return {
    set(orders) {
      queue = orders.map((order) => ({ order, times: order.times ?? 1 }));
    },
    clear() {
      queue = [];
    },
    left: () => queue.map(({ order, times }) => ({ ...order, times })),
    take(target) {
      const entry = queue.find(({ order }) => fits(order, target));
      if (!entry) return undefined;
      entry.times -= 1;
      queue = queue.filter(({ times }) => times > 0);
      return entry.order;
    },
  };
}

function fits({ fault, match, limit = 0 }: FaultOrder, { names, open }: FaultTarget): boolean {
  const waitsForConnection = match === undefined && faults[fault].atAccept !== undefined;
  if (waitsForConnection !== (names === undefined)) return false;
  if (fault === "connection-limit" && open <= limit) return false;
  const { consumer = names?.consumer, consumerGroup = names?.consumerGroup } = match ?? {};
  return consumer === names?.consumer && consumerGroup === names?.consumerGroup;
}
