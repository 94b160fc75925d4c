import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { ServerFault } from "./fault.ts";
import { sendJson } from "./wire.ts";

/** Refusals of the API, each family of its codes once: status 200 with `Response.Error`. */
export const errorFaults = {
  throttle: refusal("RequestLimitExceeded"),
  "throttle-sub-code": refusal("RequestLimitExceeded.UinLimitExceeded"),
  "invalid-parameter": refusal("InvalidParameter"),
  "invalid-parameter-sub-code": refusal("InvalidParameter.Content"),
  "invalid-parameter-value": refusal("InvalidParameterValue"),
  "missing-parameter": refusal("MissingParameter"),
  "unknown-parameter": refusal("UnknownParameter"),
  "unsupported-operation": refusal("UnsupportedOperation"),
  "resource-not-found": refusal("ResourceNotFound.TopicNotExist"),
  "signature-expire": refusal("AuthFailure.SignatureExpire"),
  "signature-failure": refusal("AuthFailure.SignatureFailure"),
  "unauthorized-operation": refusal("UnauthorizedOperation"),
  "operation-denied": refusal("OperationDenied.AccountIsolate"),
  "limit-exceeded": refusal("LimitExceeded"),
  "no-such-version": refusal("NoSuchVersion"),
  "internal-error": refusal("InternalError"),
  "internal-error-sub-code": refusal("InternalError.ServerBusy"),
  "failed-operation": refusal("FailedOperation"),
  "service-unavailable": refusal("ServiceUnavailable"),
  "resource-unavailable": refusal("ResourceUnavailable"),
  "resource-insufficient": refusal("ResourceInsufficient"),
  "resource-in-use": refusal("ResourceInUse"),
  "unknown-code": refusal("NobodyKnows.ThisCode"),
  "quoted-credentials": {
    ...refusal("AuthFailure.SignatureFailure"),
    does: "Refuses with AuthFailure.SignatureFailure, quoting Authorization and token in the message.",
    strike({ request, response }) {
      sendRefusal(response, "AuthFailure.SignatureFailure", quoteCredentials(request));
    },
  },
  "error-without-code": {
    layer: "api",
    does: "Answers with an Error that has neither Code nor Message.",
    granted: 0,
    strike({ response }) {
      sendJson(response, { Response: { Error: {}, RequestId: randomUUID() } });
    },
  },
} satisfies Record<string, ServerFault>;

function refusal(code: string): ServerFault {
  return {
    layer: "api",
    does: `Refuses with ${code}.`,
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
