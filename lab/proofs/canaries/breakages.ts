import fc from "fast-check";
import type { Recorder } from "../../../lib/observe/beat-record.ts";
import type { Clock } from "../../../lib/base/clock.ts";
import type { Canaries } from "../support/canaries.ts";
import { fill } from "./fill.ts";
import { text } from "./texts.ts";

/** A part of the relay that throws, and what it throws: errors of libraries quote their input. */
export type Breakage = {
  readonly part: "clock" | "timer" | "recorder" | "remaining time";
  readonly throws: "error" | "error with all of it" | "text" | "object";
  readonly message: string;
};

export const breakage: fc.Arbitrary<Breakage | undefined> = fc.oneof(
  { weight: 30, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc.record<Breakage>({
      part: fc.constantFrom("clock", "timer", "recorder", "remaining time"),
      throws: fc.constantFrom("error", "error with all of it", "text", "object"),
      message: text.map((one) => `Unexpected token in "${one}"\n    at ${one} (${one}:1:1)`),
    }),
  },
);

export function throwAs({ throws, message }: Breakage, canaries: Canaries): never {
  const quoting = fill(message, canaries);
  const error = new Error(quoting);
  if (throws === "error with all of it") {
    throw Object.assign(new TypeError(quoting, { cause: error }), {
      data: canaries,
      code: quoting,
    });
  }
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- a library may throw what is no error
  throw { error, text: quoting, object: { message: quoting, stack: quoting, ...canaries } }[throws];
}

/** Parts that work until `broken` names them. */
export function breakable(broken: (part: Breakage["part"]) => void) {
  return {
    clock: (clock: Clock): Clock => ({
      epochMs: () => clock.epochMs(),
      nowMs() {
        broken("clock");
        return clock.nowMs();
      },
      after(delayMs, callback) {
        broken("timer");
        return clock.after(delayMs, callback);
      },
    }),
    recorder: (recorder: Recorder): Recorder => ({
      ...recorder,
      write(record, error) {
        broken("recorder");
        recorder.write(record, error);
      },
    }),
  };
}
