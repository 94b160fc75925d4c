import type { Config } from "../config/config.ts";
import type { UpstreamConfig } from "../tencent/upstream.ts";
import { createExactLimiter, type ExactLimiterOptions } from "../ledger/exact/exact-limiter.ts";
import { withLimiter } from "../ledger/exact/exact-ledger.ts";
import type { StoreFailure } from "../ledger/exact/store-guard.ts";
import { type Log, noteIfPossible } from "../observe/logger.ts";
import { createRateLimiter } from "../ledger/even-limiter.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { createMemoryLedger } from "../ledger/memory.ts";
import { ratePerSecondWithin } from "../ledger/travel-margin.ts";
import { type Share, shareOf } from "../config/rate-share.ts";
import { createLazyCounter } from "../ledger/exact/shared-counter.ts";

export type LedgerParts = Pick<ExactLimiterOptions, "clock" | "random" | "onFallback"> & {
  readonly log: Log;
};

/** CLS counts at arrival; the slowest way there, less the fastest, as far as is known. */
const travelSpreadMs = 60;

/**
 * The memory of this process for its own part of the rate; where a table is named, the HTTP routes count in it
 * as well (docs/decisions/exact-mode.md).
 */
export function chooseLedger(
  config: Config,
  { credentials, endpoint }: UpstreamConfig,
  share: Share,
  { log, ...parts }: LedgerParts,
): Ledger {
  const { limitStore: store } = config;
  const inMemory = (ratePerSecond: number) => createMemoryLedger({ ...parts, ratePerSecond });
  if (store === undefined || share === "schedule") return inMemory(shareOf(config, share));
  const quota = shareOf({ ...config, sandboxes: 1 }, share);
  const partPerSecond = quota / config.sandboxes;
  const budget = [credentials.secretId, endpoint];
  const counter = createLazyCounter(async () => {
    const { createDynamoCounter } = await import("../ledger/exact/dynamo-counter.ts");
    return createDynamoCounter({ store, clock: parts.clock, budget });
  });
  const onFailure = (failure: StoreFailure) => {
    noteIfPossible(() => {
      log.warn("the limit's table does not answer: the rate is shared by parts for now", failure);
    });
  };
  const perSecond = ratePerSecondWithin({ perSecond: partPerSecond, travelSpreadMs });
  const fallback = createRateLimiter({ ...parts, perSecond });
  const limiter = createExactLimiter({
    ...parts,
    counter,
    quota,
    partPerSecond,
    fallback,
    onFailure,
  });
  return withLimiter(inMemory(quota), limiter);
}
