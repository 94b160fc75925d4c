import { isFor } from "../../config/access.ts";
import { canSend } from "../../config/can-send.ts";
import type { Config } from "../../config/config.ts";
import { beatTimeLeftMs, remainingTimeMs } from "../../relay/relay.ts";
import { RelayError } from "../../heartbeat/relay-error.ts";
import type { Endpoint } from "../endpoint.ts";
import { headerKey } from "../key-rule.ts";
import { json } from "../http-answer.ts";
import { keepFindings } from "../../relay/readiness.ts";
import type { Services } from "../../app/services.ts";

/**
 * Says whether CLS would accept a beat, and joins no group: 200, or the problem that a beat would get, without the
 * words of CLS. A request without any key asks about the relay alone: an outage of CLS must not take it out of service.
 *
 * @see docs/api.md, "Health and readiness"
 */
export function createReadyEndpoint({ config, clock, readiness }: Services): Endpoint {
  const find = readiness && keepFindings({ clock, readiness });
  const serving = createServingEndpoint(config);
  return {
    methods,
    key: headerKey,
    beats: false,
    insteadFor: ({ headers }) =>
      headers["x-api-key"] === undefined && headers["authorization"] === undefined
        ? serving
        : undefined,
    async answer({ key }, context) {
      if (config.settings && !isFor(key, "reading") && !canSend(key, config.settings)) {
        throw new RelayError("forbidden", { detail: "This key may send no heartbeat at all." });
      }
      if (find === undefined) throw new RelayError("relay-misconfigured", { cause: config.faults });
      const finding = await find(beatTimeLeftMs(config.deadlineMs, remainingTimeMs(context)));
      if (finding) throw withoutMessage(finding);
      return json(200, { status: "ready" });
    },
  };
}

const methods = ["GET", "HEAD"];

function createServingEndpoint({ upstream, settings, auth, faults }: Config): Endpoint {
  const hasKeys = auth === "none" || (settings?.keys ?? []).length > 0;
  return {
    methods,
    beats: false,
    answer: () =>
      upstream && hasKeys
        ? Promise.resolve(json(200, { status: "serving" }))
        : Promise.reject(new RelayError("relay-misconfigured", { cause: faults })),
  };
}

/** What CLS says may name a logset that the caller's key does not allow: the code and the request id are told. */
function withoutMessage(error: RelayError): RelayError {
  const { code, detail, upstream, headers, cause } = error;
  if (upstream === undefined) return error;
  const message = "Left out on this route; the doctor shows what CLS says.";
  return new RelayError(code, { detail, upstream: { ...upstream, message }, headers, cause });
}
