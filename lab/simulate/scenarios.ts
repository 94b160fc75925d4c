import type { Comparison } from "./rows.ts";
import type { Runs } from "./scenarios/fleet.ts";
import * as bookings from "./scenarios/bookings.ts";
import * as deployed from "./scenarios/deployed.ts";
import * as trouble from "./scenarios/deployed-trouble.ts";
import * as oneProcess from "./scenarios/one-process.ts";

export const scenarios: readonly ((runs: Runs) => Promise<Comparison>)[] = [
  oneProcess.playFaults,
  oneProcess.playMinute,
  oneProcess.playOverload,
  oneProcess.playOutages,
  deployed.playSpread,
  deployed.playDeployedFaults,
  deployed.playDeployedOverload,
  trouble.playClocks,
  trouble.playTable,
  bookings.playIdleSecond,
  bookings.playBookings,
];
