import { type AccessKey, allowsAlias, allowsHeartbeat } from "../config/access.ts";
import type { RelaySettings } from "../config/relay-file.ts";
import type { Fill, Ledger, Usage } from "../ledger/ledger.ts";
import { defaultLeaseMs } from "../ledger/lease.ts";
import type { BeatCounts, BeatTally, Latencies } from "./beat-tally.ts";

/** What a process tells of itself when it is asked; docs/operate.md says what each figure means. */
export type Figures = {
  readonly counts: readonly BeatCounts[];
  readonly latencies: Latencies;
  readonly fill: Fill | undefined;
  /** Absent where the rate is kept in a table. */
  readonly usage: Usage | undefined;
  readonly aliases: readonly { readonly alias: string; readonly secondsSinceRenewal: number }[];
};

export type FigureSources = {
  readonly tally: BeatTally;
  readonly ledger: Ledger | undefined;
  readonly settings: Pick<RelaySettings, "aliases"> | undefined;
};

/** What this key may see: sums, and of aliases those that its lists allow. */
export function readFigures({ tally, ledger, settings }: FigureSources, key: AccessKey): Figures {
  const aliases = [...(settings?.aliases ?? [])].filter(
    ([alias, { heartbeat }]) => allowsAlias(key, alias) && allowsHeartbeat(key, heartbeat),
  );
  return {
    counts: tally.counts(),
    latencies: tally.latencies(),
    fill: ledger?.fill(defaultLeaseMs),
    usage: ledger?.memory?.usage(),
    aliases: aliases.map(([alias, { heartbeat }]) => ({
      alias,
      secondsSinceRenewal: tally.sinceRenewalMs(heartbeat) / 1000,
    })),
  };
}
