import type { Part } from "../report/figures.ts";
import { playBadNetwork, playOutage } from "./scenarios/bad-network.ts";
import { playLightLoad } from "./scenarios/light-load.ts";
import { playMinute, playMinuteVariants } from "./scenarios/minute.ts";
import { playOverload, playOverloadInOneProcess } from "./scenarios/overload.ts";

/** A scenario by the size that the proofs ask for, divided by `shrink`. */
type Scenario = (seed: number, shrink: number) => Promise<Part>;

const hour = 60;

export const scenarios: readonly Scenario[] = [
  (seed, shrink) => playOverloadInOneProcess({ seed, seconds: (hour * 60) / shrink }),
  (seed, shrink) => playOverload("exact", { seed, seconds: (hour * 60) / shrink, sandboxes: 20 }),
  (seed, shrink) => playOverload("shares", { seed, seconds: (hour * 60) / shrink, sandboxes: 20 }),
  (seed, shrink) => playOverload("shares", { seed, seconds: (hour * 60) / shrink, sandboxes: 4 }),
  (seed, shrink) => playLightLoad({ seed, seconds: (hour * 60) / shrink }),
  (seed, shrink) => playMinute({ seed, minutes: hour / shrink, consumers: 390 }),
  (seed, shrink) => playMinuteVariants({ seed, minutes: Math.max(10 / shrink, 2), consumers: 390 }),
  (seed, shrink) => playBadNetwork({ seed, minutes: hour / shrink, consumers: 200 }),
  (seed, shrink) => playOutage({ seed, minutes: hour / shrink, consumers: 100 }),
];
