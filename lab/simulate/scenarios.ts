import type { Comparison } from "./rows.ts";
import type { Runs } from "./scenarios/fleet.ts";
import * as oneProcess from "./scenarios/one-process.ts";

export const scenarios: readonly ((runs: Runs) => Promise<Comparison>)[] = [
  oneProcess.playFaults,
  oneProcess.playMinute,
  oneProcess.playOverload,
  oneProcess.playOutages,
];
