import { type AccessKey, allowsHeartbeat, allowsRaw } from "../../config/access.ts";
import { RelayError } from "../../heartbeat/relay-error.ts";
import { renewedAnswer } from "../renewed-answer.ts";
import { requireJson } from "../body.ts";
import type { Endpoint } from "../endpoint.ts";
import { headerKey } from "../key-rule.ts";
import { parseHeartbeat } from "../../heartbeat/parse-heartbeat.ts";
import { toRepeatedFaults } from "../../heartbeat/parse-json.ts";
import { requireParsed, withFaults } from "../../heartbeat/faults.ts";
import type { Services } from "../../app/services.ts";
import { answerCheck } from "./check.ts";
import { requireSettings, sendHeartbeat } from "./send-heartbeat.ts";

export const bodyExample = 'a JSON object such as {"consumer":"orders-1","topics":["<topicId>"]}';

/**
 * Sends the heartbeat in the body. A HEAD checks the key and sends nothing.
 *
 * @throws RelayError `malformed-body`, `body-too-large`, `invalid-heartbeat`, `forbidden`
 */
export function createBodyEndpoint(services: Services): Endpoint {
  return {
    methods: ["HEAD", "POST"],
    key: headerKey,
    beats: true,
    async answer(exchange, context) {
      const { key, record, request } = exchange;
      const { defaults } = requireSettings(services.config);
      requireRaw(key);
      if (request.method === "HEAD") return answerCheck(services, record);
      const { value, repeated } = requireJson(request, { example: bodyExample });
      const parsed = parseHeartbeat(value, defaults);
      const heartbeat = requireParsed(withFaults(parsed, toRepeatedFaults(repeated)));
      record.heartbeat = heartbeat;
      if (!allowsHeartbeat(key, heartbeat)) throw new RelayError("forbidden");
      const renewal = await sendHeartbeat(services, exchange, heartbeat, context);
      return renewedAnswer(heartbeat, renewal, request.headers);
    },
  };
}

/** @throws RelayError `forbidden` for a key that is for aliases only */
export function requireRaw(key: AccessKey): void {
  if (allowsRaw(key)) return;
  throw new RelayError("forbidden", { detail: "This key may send heartbeats by alias only." });
}
