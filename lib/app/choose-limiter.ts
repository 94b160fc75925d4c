import type { Config } from "../config/config.ts";
import type { UpstreamConfig } from "../tencent/upstream.ts";
import { createExactLimiter, type ExactLimiterOptions } from "../ledger/exact/exact-limiter.ts";
import type { StoreFailure } from "../ledger/exact/store-guard.ts";
import { type Log, noteIfPossible } from "../observe/logger.ts";
import { createRateLimiter, type RateLimiter } from "../ledger/even-limiter.ts";
import { ratePerSecondWithin } from "../ledger/travel-margin.ts";
import { type Share, shareOf } from "../config/rate-share.ts";
import { createLazyCounter } from "../ledger/exact/shared-counter.ts";

export type LimiterParts = Pick<ExactLimiterOptions, "clock" | "random" | "onFallback"> & {
  readonly log: Log;
};

/** CLS counts at arrival; the slowest way there, less the fastest, as far as is known. */
const travelSpreadMs = 60;

/**
 * Even slots of this host's own part; where a table is named, the HTTP routes count in it instead
 * (docs/decisions/exact-mode.md).
 */
export function chooseLimiter(
  config: Config,
  { credentials, endpoint }: UpstreamConfig,
  share: Share,
  { log, ...parts }: LimiterParts,
): RateLimiter {
  const { limitStore: store } = config;
  const evenly = (perSecond: number) =>
    createRateLimiter({
      ...parts,
      perSecond: ratePerSecondWithin({ perSecond, travelSpreadMs }),
    });
  if (store === undefined || share === "schedule") return evenly(shareOf(config, share));
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
  return createExactLimiter({
    ...parts,
    counter,
    quota,
    partPerSecond,
    fallback: evenly(partPerSecond),
    onFailure,
  });
}
