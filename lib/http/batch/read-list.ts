import type { Fault } from "../../heartbeat/relay-error.ts";
import { faultPath, type Parsed } from "../../heartbeat/faults.ts";
import { isObject } from "../../base/unknown-object.ts";

/** As many as the rate of one set of credentials, 20 a second, takes in half of a batch's time. */
export const mostHeartbeats = 100;
const rule = `a list of 1 to ${mostHeartbeats} heartbeats`;

/** The entries of a batch, unread, or what is wrong with the object around them. */
export function readList(json: unknown): Parsed<readonly unknown[]> {
  if (!isObject(json)) {
    const message = 'must be a JSON object such as {"heartbeats":[{"alias":"orders-1"}]}';
    return { ok: false, faults: [{ path: "", message }] };
  }
  const { heartbeats, ...others } = json;
  const faults: Fault[] = Object.keys(others).map((key) => ({
    path: faultPath([key]),
    message: "is not a field of this object",
  }));
  const isList = Array.isArray(heartbeats);
  if (isList && heartbeats.length > 0 && heartbeats.length <= mostHeartbeats) {
    return faults.length > 0 ? { ok: false, faults } : { ok: true, value: heartbeats };
  }
  const message = heartbeats === undefined ? `is missing; it must be ${rule}` : `must be ${rule}`;
  return { ok: false, faults: [{ path: "heartbeats", message }, ...faults] };
}
