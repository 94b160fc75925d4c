import { batchAnswer } from "../batch/batch-answer.ts";
import { readBatch } from "../batch/read-batch.ts";
import { sendBatch } from "../batch/send-batch.ts";
import { beatTimeLeftMs, remainingTimeMs } from "../../relay/relay.ts";
import { requireJson } from "../body.ts";
import type { Endpoint } from "../endpoint.ts";
import { parsePrefer } from "../headers.ts";
import { headerKey } from "../key-rule.ts";
import { requireParsed } from "../../heartbeat/faults.ts";
import type { Services } from "../../app/services.ts";
import { requireRelay, requireSettings } from "./send-heartbeat.ts";

const mostBytes = 256 * 1024;
const example = 'a JSON object such as {"heartbeats":[{"alias":"orders-1"}]}';
const batchDeadlineMs = 10_000;

/**
 * Sends up to 100 heartbeats, paced, as many as the rate of this process takes in 10 s, less what the host needs
 * for the answer, and answers for each. What it throws refuses the batch as a whole, and is recorded as one
 * beat; the beats themselves have records of their own.
 *
 * @see docs/api.md, "Many at once"
 * @throws RelayError `malformed-body`, `body-too-large`, `invalid-heartbeat` for a list that is
 * invalid or too long, or names a consumer twice
 */
export function createBatchEndpoint(services: Services): Endpoint {
  return {
    methods: ["POST"],
    key: headerKey,
    beats: true,
    async answer(exchange, context) {
      const { key, request, requestId } = exchange;
      const settings = requireSettings(services.config);
      const json = requireJson(request, { example, mostBytes, measured: "heartbeats" });
      const items = requireParsed(readBatch(json, { settings, key }));
      const relay = requireRelay(services);
      const { waitMs } = parsePrefer(request.headers["prefer"]);
      const timeLeftMs = beatTimeLeftMs(batchDeadlineMs, remainingTimeMs(context), waitMs);
      const results = await sendBatch(items, { services, relay, exchange, timeLeftMs });
      return batchAnswer(results, requestId, exchange.basePath);
    },
  };
}
