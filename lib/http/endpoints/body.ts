import { type AccessKey, allowsHeartbeat, allowsRaw } from "../../config/access.ts";
import { RelayError } from "../../heartbeat/relay-error.ts";
import { renewedAnswer } from "../renewed-answer.ts";
import { requireJson } from "../body.ts";
import type { Endpoint, Exchange } from "../endpoint.ts";
import { headerKey } from "../key-rule.ts";
import type { Heartbeat } from "../../heartbeat/heartbeat.ts";
import { type HeartbeatDefaults, parseHeartbeat } from "../../heartbeat/parse-heartbeat.ts";
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
      const heartbeat = readHeartbeat(exchange, defaults);
      const renewal = await sendHeartbeat(services, exchange, heartbeat, context);
      return renewedAnswer(heartbeat, renewal, request.headers);
    },
  };
}

/**
 * The heartbeat in the body, which the key may send; the record gets it.
 *
 * @throws RelayError `malformed-body`, `body-too-large`, `invalid-heartbeat`, `forbidden`
 */
export function readHeartbeat(
  { key, record, request }: Exchange,
  defaults: HeartbeatDefaults,
): Heartbeat {
  const { value, repeated } = requireJson(request, { example: bodyExample });
  const parsed = parseHeartbeat(value, defaults);
  const heartbeat = requireParsed(withFaults(parsed, toRepeatedFaults(repeated)));
  record.heartbeat = heartbeat;
  if (!allowsHeartbeat(key, heartbeat)) throw new RelayError("forbidden");
  return heartbeat;
}

/** @throws RelayError `forbidden` for a key that is for aliases only */
export function requireRaw(key: AccessKey): void {
  if (allowsRaw(key)) return;
  throw new RelayError("forbidden", { detail: "This key may send heartbeats by alias only." });
}
