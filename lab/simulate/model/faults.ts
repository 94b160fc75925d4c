import type { Clock } from "../../../lib/base/clock.ts";

/** What may befall a call that has arrived, as the rehearsal's stand-in plays it; none of them renews a lease. */
const kinds = [
  ...["reset", "reset", "reset", "hang", "hang", "html", "html"],
  ...["status-502", "status-503", "internal-error", "service-unavailable", "throttle"],
] as const;

export type Fault =
  | "reset"
  | "hang"
  | "html"
  | "status-502"
  | "status-503"
  | "internal-error"
  | "service-unavailable"
  | "throttle";

export type Faults = {
  /** The fault of the call that arrives now, where it has one. */
  strike(): Fault | undefined;
};

export const noFaults: Faults = { strike: () => undefined };

/** Every `everyMs` a fault lies in wait for the next call. */
export function createFaults(clock: Clock, random: () => number, everyMs: number): Faults {
  let waiting: Fault | undefined;
  const arm = () => {
    waiting = kinds[Math.floor(random() * kinds.length)];
    clock.after(everyMs, arm);
  };
  arm();
  return {
    strike() {
      const fault = waiting;
      waiting = undefined;
      return fault;
    },
  };
}

/** CLS is dead for a while: no call that arrives then is answered as it should be. */
export function createOutage(
  clock: Clock,
  {
    fault,
    fromMs,
    toMs,
  }: { readonly fault: Fault; readonly fromMs: number; readonly toMs: number },
): Faults {
  return { strike: () => (clock.nowMs() >= fromMs && clock.nowMs() < toMs ? fault : undefined) };
}
