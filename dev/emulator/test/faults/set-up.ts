import { setImmediate } from "node:timers/promises";
import type { EmulatorOptions } from "../../server.ts";
import type { Call } from "../cls-client.ts";
import { heartbeat, setUp } from "../set-up.ts";
import { callRaw } from "./raw-call.ts";

/** A wait that takes one turn of the loop, whatever it was asked for. */
export const noWait: NonNullable<EmulatorOptions["sleep"]> = (_ms, signal) =>
  setImmediate(undefined, { signal });

/** Waits, turn by turn, for what another party on the same loop is about to do. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await setImmediate();
}

/** An emulator whose faults do not wait, and calls that see every byte. */
export async function setUpFaults(options: Partial<EmulatorOptions> = {}) {
  const started = await setUp({ sleep: noWait, ratePerSecond: 0, ...options });
  const { emulator, credential, clock } = started;
  return {
    ...started,
    raw: (overrides: Partial<Call> = {}) =>
      callRaw(emulator.port, {
        credential,
        nowMs: clock.nowMs(),
        body: heartbeat("a"),
        ...overrides,
      }),
    granted: () => emulator.received.filter(({ code }) => code === undefined).length,
  };
}

/** The header by which a request asks for a fault. */
export const asking = (fault: string) => ({ unsigned: { "x-emulator-fault": fault } });
