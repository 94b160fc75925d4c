import { type AccessKey, allowsAlias, allowsHeartbeat } from "../config/access.ts";
import type { RelaySettings } from "../config/relay-file.ts";
import type { Fill, Ledger, Usage } from "../ledger/ledger.ts";
import { defaultLeaseMs } from "../ledger/lease.ts";
import type { BeatCounts, BeatTally, Histogram } from "./beat-tally.ts";
import type { TransitionTally } from "./transition-tally.ts";

/** What a process tells of itself when it is asked; docs/operate.md says what each figure means. */
export type Figures = {
  readonly counts: readonly BeatCounts[];
  readonly latencies: Histogram;
  readonly leaseMargins: Histogram;
  /** How many consumers are in each state; absent where the ledger does not say. */
  readonly states: Readonly<Record<string, number>> | undefined;
  readonly transitions: Readonly<Record<string, number>>;
  readonly fill: Fill | undefined;
  /** Absent where the rate is kept in a table. */
  readonly usage: Usage | undefined;
  readonly aliases: readonly { readonly alias: string; readonly secondsSinceRenewal: number }[];
};

export type FigureSources = {
  readonly tally: BeatTally;
  readonly transitions: TransitionTally;
  readonly states: Figures["states"];
  readonly ledger: Ledger | undefined;
  readonly settings: Pick<RelaySettings, "aliases"> | undefined;
};

/** What this key may see: sums, and of aliases those that its lists allow. */
export function readFigures(
  { tally, transitions, states, ledger, settings }: FigureSources,
  key: AccessKey,
): Figures {
  const aliases = [...(settings?.aliases ?? [])].filter(
    ([alias, { heartbeat }]) => allowsAlias(key, alias) && allowsHeartbeat(key, heartbeat),
  );
  return {
    counts: tally.counts(),
    latencies: tally.latencies(),
    leaseMargins: tally.leaseMargins(),
    states,
    transitions: transitions.counts(),
    fill: ledger?.fill(defaultLeaseMs),
    usage: ledger?.memory?.usage(),
    aliases: aliases.map(([alias, { heartbeat }]) => ({
      alias,
      secondsSinceRenewal: tally.sinceRenewalMs(heartbeat) / 1000,
    })),
  };
}
