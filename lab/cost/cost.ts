import { markdownTable } from "../report/table.ts";
import type { Billed } from "../simulate/billed.ts";
import { logBytes } from "./log-bytes.ts";
import { dollarsOfLooks } from "./look.ts";
import { type Priced, prices, region } from "./prices.ts";

const million = 1_000_000;
const memoryGb = 0.5;

/** How much of each priced thing a million renewed heartbeats take. */
export function amountsOf(billed: Billed): Readonly<Record<Priced, number>> {
  const times = million / billed.renewed;
  const bytes = logBytes();
  const renewed = billed.served - billed.notRenewed;
  return {
    gateway: times * billed.requests,
    requests: times * billed.served,
    duration: (times * billed.billedMs * memoryGb) / 1000,
    writes: times * billed.writeUnits,
    reads: times * billed.readUnits,
    logs: times * (renewed * bytes.renewed + billed.notRenewed * bytes.refused),
  };
}

export function dollarsOf(billed: Billed): Readonly<Record<Priced, number>> {
  const amounts = amountsOf(billed);
  const toDollars = (name: Priced) => (amounts[name] * prices[name].dollars) / prices[name].per;
  return {
    ...{ gateway: toDollars("gateway"), requests: toDollars("requests") },
    ...{ duration: toDollars("duration"), writes: toDollars("writes") },
    ...{ reads: toDollars("reads"), logs: toDollars("logs") },
  };
}

const names = ["gateway", "requests", "duration", "writes", "reads", "logs"] as const;

const inDollars = (value: number) => `$${value.toFixed(2)}`;

/** The section of docs/deploy.md. */
export function renderCost(all: readonly Billed[]): string {
  const costs = all.map(dollarsOf);
  const sums = costs.map((cost) => names.reduce((sum, name) => sum + cost[name], 0));
  const rows = names.map((name) => {
    const { what, dollars, unit, page } = prices[name];
    return [
      `[${what}](${page})`,
      `$${dollars < 0.01 ? dollars.toFixed(10) : dollars} ${unit}`,
      ...costs.map((cost) => inDollars(cost[name])),
    ];
  });
  const columns = [
    { title: "what", align: "left" },
    { title: `price in ${region}†`, align: "left" },
    ...all.map(({ name }) => ({ title: name, align: "right" }) as const),
  ] as const;
  const table = markdownTable(columns, [...rows, ["**sum**", "", ...sums.map(inDollars)]]);
  const duration = all.map(({ billedMs, served }) => (billedMs / served).toFixed(0)).join(" / ");
  return `A million heartbeats that CLS accepts, with the calls to the table, the refusals and the
milliseconds that [the simulation](resilience.md) counted for each fleet: ${duration} ms a request at 512 MB.
Written by \`npm run cost\`; the simulation leaves out the relay's own work, a few milliseconds a request.

${table}

Each minute the schedule looks [who is alive](api.md#who-is-alive), with or without heartbeats: the table costs
${inDollars(dollarsOfLooks(20))} in 30 days of that for 20 consumers, and ${inDollars(dollarsOfLooks(400))} for 400.`;
}
