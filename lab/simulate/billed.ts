import type { Fleet } from "./scenarios/fleet.ts";

/** What AWS bills a fleet for, as the model counted it. */
export type Billed = {
  readonly name: string;
  /** Heartbeats that CLS accepted. */
  readonly renewed: number;
  /** Requests that the gateway took, and those of them that got to the relay. */
  readonly requests: number;
  readonly served: number;
  readonly notRenewed: number;
  readonly billedMs: number;
  readonly readUnits: number;
  readonly writeUnits: number;
};

export function toBilled({ name, played }: Fleet): Billed {
  const billed = { renewed: 0, requests: 0, served: 0, notRenewed: 0 };
  const rest = { billedMs: 0, readUnits: 0, writeUnits: 0 };
  for (const { cls, host } of played) {
    billed.renewed += cls.accepted;
    if (host === undefined) continue;
    const { served, withoutSandbox, notRenewed, billedMs, table } = host;
    billed.requests += served + withoutSandbox;
    billed.served += served;
    billed.notRenewed += notRenewed;
    rest.billedMs += billedMs;
    rest.readUnits += table.readUnits;
    rest.writeUnits += table.writeUnits;
  }
  return { name, ...billed, ...rest };
}
