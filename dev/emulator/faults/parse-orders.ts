import * as z from "zod/mini";
import { faults, isFaultName, serverFaultNames } from "../faults.ts";
import type { FaultOrder } from "./orders.ts";

export type OrderFault = { readonly path: string; readonly message: string };

const count = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.exactOptional(z.int({ error }).check(z.minimum(least, error), z.maximum(most, error)));
};
const name = z.exactOptional(z.string({ error: "must be a string" }));

const order = z
  .strictObject(
    {
      fault: z.enum(serverFaultNames, { error: ({ input }) => explainName(input) }),
      times: count(1, 1_000_000),
      afterMs: count(0, 600_000),
      limit: count(0, 1_000_000),
      match: z.exactOptional(
        z.strictObject({ consumer: name, consumerGroup: name }, { error: explainObject }),
      ),
    },
    { error: explainObject },
  )
  .check(
    z.refine(({ fault, limit }) => limit === undefined || fault === "connection-limit", {
      path: ["limit"],
      error: "belongs to connection-limit alone",
    }),
  );

const orders = z.array(order, { error: 'must be a list such as [{"fault":"hang"}]' });

/** Turns the body of the control route into orders, or says everything that is wrong with it. */
export function parseOrders(
  json: unknown,
): { readonly orders: FaultOrder[] } | { readonly faults: OrderFault[] } {
  const parsed = orders.safeParse(json);
  if (parsed.success) return { orders: parsed.data };
  return {
    faults: parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message })),
  };
}

/** Why no order, header or trace id can ask for this fault, and what can be done instead. */
export function explainName(fault: unknown): string {
  const known = typeof fault === "string" && isFaultName(fault) ? faults[fault] : undefined;
  return known && "connectTo" in known
    ? `is caused at the client; start the relay with CLS_CONNECT_TO=${known.connectTo}`
    : "must be a fault of the catalogue; GET /__faults/catalogue lists them";
}

function explainObject(issue: { code: string; keys?: unknown }): string {
  return issue.code === "unrecognized_keys"
    ? `has keys that mean nothing here: ${String(issue.keys)}`
    : 'must be an object such as {"fault":"hang","times":1}';
}
