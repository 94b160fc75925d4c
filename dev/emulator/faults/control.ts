import type { ServerResponse } from "node:http";
import { type ControlRequest, jsonOrUndefined, sendPretty } from "../control.ts";
import { faults } from "../faults.ts";
import type { FaultOrders } from "./orders.ts";
import { parseOrders } from "./parse-orders.ts";

const ORDERS = "/__faults";
const CATALOGUE = "/__faults/catalogue";

/**
 * Answers `/__faults`, where faults are ordered.
 *
 * @returns false for every other path; nothing has been answered then.
 */
export function answerFaults(
  { method, path, body }: ControlRequest,
  response: ServerResponse,
  orders: FaultOrders,
): boolean {
  if (path !== ORDERS && path !== CATALOGUE) return false;
  if (path === CATALOGUE && method === "GET") {
    sendPretty(response, 200, faults);
  } else if (path === ORDERS && method === "GET") {
    sendPretty(response, 200, orders.left());
  } else if (path === ORDERS && method === "DELETE") {
    orders.clear();
    response.writeHead(204).end();
  } else if (path === ORDERS && method === "PUT") {
    put(body, response, orders);
  } else {
    response.writeHead(405, { Allow: path === ORDERS ? "GET, PUT, DELETE" : "GET" }).end();
  }
  return true;
}

function put(body: Buffer, response: ServerResponse, orders: FaultOrders): void {
  const parsed = parseOrders(jsonOrUndefined(body));
  if ("faults" in parsed) {
    sendPretty(response, 400, { errors: parsed.faults });
    return;
  }
  orders.set(parsed.orders);
  sendPretty(response, 200, orders.left());
}
