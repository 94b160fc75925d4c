import type { EmulatorOptions } from "../../server.ts";

/** A wait that ends when the test says so. */
export function createGate() {
  const waits: number[] = [];
  const waiting: (() => void)[] = [];
  const sleep: NonNullable<EmulatorOptions["sleep"]> = (ms, signal) =>
    new Promise<void>((resolve, reject) => {
      waits.push(ms);
      waiting.push(resolve);
      signal.addEventListener("abort", () => {
        reject(new Error("The connection has ended."));
      });
    });
  return {
    sleep,
    /** Milliseconds of every wait asked for so far. */
    waits,
    open() {
      for (const resolve of waiting.splice(0)) resolve();
    },
  };
}
