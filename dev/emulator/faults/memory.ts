import type { IncomingHttpHeaders } from "node:http";
import { type ConsumerGroups, type GroupName, keyOf } from "../groups/consumer-groups.ts";
import type { GroupMemory } from "./fault.ts";
import type { FaultOrder } from "./orders.ts";
import { namesIn } from "./target.ts";

/** What lasting faults have done to groups. */
export type FaultMemory = {
  of(headers: IncomingHttpHeaders, body: unknown): GroupMemory;
  /** The order that a group's slowness is for each of its requests. */
  slownessOf(headers: IncomingHttpHeaders, body: unknown): FaultOrder | undefined;
  clear(): void;
};

export function createFaultMemory(groups: ConsumerGroups): FaultMemory {
  const slow = new Map<string, FaultOrder>();
  return {
    of(headers, body) {
      const name = groupIn(headers, body);
      return {
        slowDown(afterMs) {
          slow.set(keyOf(name), { fault: "slow-headers", afterMs });
        },
        forget() {
          groups.forget(name);
        },
        splitBrain() {
          groups.splitBrain(name);
        },
        unsettleLease() {
          groups.unsettleLease(name);
        },
      };
    },
    slownessOf: (headers, body) => slow.get(keyOf(groupIn(headers, body))),
    clear() {
      slow.clear();
      groups.heal();
    },
  };
}

function groupIn(headers: IncomingHttpHeaders, body: unknown): GroupName {
  const { LogsetId: logsetId }: Record<string, unknown> = {
    ...(typeof body === "object" ? body : undefined),
  };
  const region = headers["x-tc-region"];
  return {
    region: typeof region === "string" ? region : "",
    logsetId: typeof logsetId === "string" ? logsetId : "",
    consumerGroup: namesIn(body).consumerGroup ?? "",
  };
}
