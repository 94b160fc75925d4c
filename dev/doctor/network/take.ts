import { type Clock, startDeadline } from "../../../lib/base/clock.ts";
import { codeOf } from "../../../lib/base/unknown-object.ts";
import type { Check } from "../codes/row.ts";
import type { Found } from "../finding.ts";
import { type Step, toCode } from "./failures.ts";

export type TakeOptions = {
  readonly clock: Clock;
  readonly progress: (check: Check) => void;
};

/** How long each step may take, and all of them; with the 5 s of the calls to CLS they stay under 15 s. */
const stepMs = { DNS: 2000, TCP: 2000, TLS: 2000, HTTP: 2500 };
const wholeMs = 9000;

/** A step that failed ends the examination of the network. */
export class Stop extends Error {
  readonly found: Found;

  constructor(found: Found) {
    super(found.code);
    this.found = found;
  }
}

export type Take = <T>(step: Step, run: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/** Takes a step within its time; what fails ends the examination with a finding. */
export function createTake(subject: string, { clock, progress }: TakeOptions): Take {
  const endsMs = clock.nowMs() + wholeMs;
  return async (step, run) => {
    progress(step);
    const deadline = startDeadline(clock, Math.min(stepMs[step], endsMs - clock.nowMs()));
    try {
      return await run(deadline.signal);
    } catch (error) {
      if (error instanceof Stop) throw error;
      const reason = deadline.signal.aborted ? "ETIMEDOUT" : (codeOf(error) ?? "unknown");
      throw new Stop({ code: toCode(step, reason), subject, detail: `(${reason})` });
    } finally {
      deadline.end();
    }
  };
}
