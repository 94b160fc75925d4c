import { type Fault, RelayError } from "./relay-error.ts";

/** What reading unknown input gives: a checked value, or everything that is wrong with it. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * The value of what was read from a caller.
 *
 * @throws RelayError `invalid-heartbeat` with every fault.
 */
export function requireParsed<T>(parsed: Parsed<T>): T {
  if (parsed.ok) return parsed.value;
  throw new RelayError("invalid-heartbeat", { faults: parsed.faults });
}
