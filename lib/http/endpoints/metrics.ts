import { RelayError } from "../../heartbeat/relay-error.ts";
import type { Services } from "../../app/services.ts";
import type { Endpoint } from "../endpoint.ts";
import { answer } from "../http-answer.ts";
import { headerKey } from "../key-rule.ts";

/** The text format of Prometheus, which its scrapers ask for first. */
const contentType = "text/plain; version=0.0.4; charset=utf-8";

/**
 * Gives the metrics of this process, as far as the key may read them.
 *
 * @see docs/operate.md, "Metrics"
 * @throws RelayError `not-found` where the host has none
 */
export function createMetricsEndpoint({ readMetrics }: Pick<Services, "readMetrics">): Endpoint {
  return {
    methods: ["GET", "HEAD"],
    key: headerKey,
    beats: false,
    reads: true,
    async answer({ key }) {
      if (readMetrics === undefined) throw new RelayError("not-found", { detail });
      return answer(200, await readMetrics(key), { "Content-Type": contentType });
    },
  };
}

const detail = "This host has no metrics of its own; on Lambda they are in CloudWatch.";
