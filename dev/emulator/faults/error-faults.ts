import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { ServerFault } from "./fault.ts";
import {
  failed,
  failedAfterPause,
  malformed,
  type Outcome,
  refused,
  refusedAfterSigningAnew,
  rejected,
  throttled,
  unavailable,
  unavailableAfterPause,
} from "./outcomes.ts";
import { sendJson } from "./wire.ts";

/** Refusals of the API, each family of its codes once: status 200 with `Response.Error`. */
export const errorFaults = {
  throttle: refusal("RequestLimitExceeded", throttled),
  "throttle-sub-code": refusal("RequestLimitExceeded.UinLimitExceeded", throttled),
  "invalid-parameter": refusal("InvalidParameter", rejected),
  "invalid-parameter-sub-code": refusal("InvalidParameter.Content", rejected),
  "invalid-parameter-value": refusal("InvalidParameterValue", rejected),
  "missing-parameter": refusal("MissingParameter", rejected),
  "unknown-parameter": refusal("UnknownParameter", rejected),
  "unsupported-operation": refusal("UnsupportedOperation", rejected),
  "resource-not-found": refusal("ResourceNotFound.TopicNotExist", rejected),
  "signature-expire": refusal("AuthFailure.SignatureExpire", refusedAfterSigningAnew),
  "signature-failure": refusal("AuthFailure.SignatureFailure", refused),
  "unauthorized-operation": refusal("UnauthorizedOperation", refused),
  "operation-denied": refusal("OperationDenied.AccountIsolate", refused),
  "limit-exceeded": refusal("LimitExceeded", refused),
  "no-such-version": refusal("NoSuchVersion", refused),
  "internal-error": refusal("InternalError", failedAfterPause),
  "internal-error-sub-code": refusal("InternalError.ServerBusy", failedAfterPause),
  "failed-operation": refusal("FailedOperation", failed),
  "service-unavailable": refusal("ServiceUnavailable", unavailableAfterPause),
  "resource-unavailable": refusal("ResourceUnavailable", unavailable),
  "resource-insufficient": refusal("ResourceInsufficient", unavailable),
  "resource-in-use": refusal("ResourceInUse", unavailable),
  "unknown-code": refusal("NobodyKnows.ThisCode", failed),
  "quoted-credentials": {
    ...refusal("AuthFailure.SignatureFailure", refused),
    does: "Refuses with AuthFailure.SignatureFailure, quoting Authorization and token in the message.",
    strike({ request, response }) {
      sendRefusal(response, "AuthFailure.SignatureFailure", quoteCredentials(request));
    },
  },
  "error-without-code": {
    layer: "api",
    does: "Answers with an Error that has neither Code nor Message.",
    ...malformed,
    granted: 0,
    strike({ response }) {
      sendJson(response, { Response: { Error: {}, RequestId: randomUUID() } });
    },
  },
} satisfies Record<string, ServerFault>;

function refusal(code: string, outcome: Outcome): ServerFault {
  return {
    layer: "api",
    does: `Refuses with ${code}.`,
    ...outcome,
    granted: 0,
    strike({ response }) {
      sendRefusal(response, code, `The emulator was told to answer ${code}.`);
    },
  };
}

function sendRefusal(response: Parameters<typeof sendJson>[0], code: string, message: string) {
  sendJson(response, {
    Response: { Error: { Code: code, Message: message }, RequestId: randomUUID() },
  });
}

function quoteCredentials({ headers }: IncomingMessage): string {
  const token = headers["x-tc-token"];
  const quotedToken = typeof token === "string" ? ` with token ${token}` : "";
  return `The signature ${headers.authorization ?? ""}${quotedToken} does not match.`;
}
