import type { ErrorCode } from "../heartbeat/error-table.ts";
import type { Upstream } from "../heartbeat/relay-error.ts";
import { fromTencentCode } from "../heartbeat/tencent-codes.ts";

/** Why an attempt brought no assignment. */
export type Failure =
  /** CLS refused. */
  | {
      readonly kind: "rejected";
      readonly upstream: Upstream;
      /** Whether there are other credentials now than those that it refused. */
      readonly hasNewCredentials?: boolean;
    }
  /** Something answered, but not as the API does: a status that is not 200, HTML, a cut body, … */
  | { readonly kind: "malformed"; readonly httpStatus?: number }
  /** No answer began: refused, reset, DNS, TLS. */
  | {
      readonly kind: "unreachable";
      readonly reason: string;
      /** Whether it was a connection from an earlier call, which had died in between. */
      readonly keptConnection?: true;
    }
  /** Our own deadline ended it. */
  | { readonly kind: "timeout" };

/** Put before Node's own reason by the agent; the SDK hands on nothing of an error but its text. */
export const keptConnectionReason = "kept connection: ";

/** Whether CLS says that it does not know the credentials: they have ended, or were replaced. */
export function isAboutCredentials(
  failure: Failure,
): failure is Extract<Failure, { kind: "rejected" }> {
  return (
    failure.kind === "rejected" &&
    /^AuthFailure\.(?:TokenFailure|SecretIdNotFound)$/.test(failure.upstream.code)
  );
}

/** The row of the error table that a failure stands for. */
export function toErrorCode(failure: Failure): ErrorCode {
  switch (failure.kind) {
    case "rejected":
      return fromTencentCode(failure.upstream.code);
    case "malformed":
      return "upstream-malformed";
    case "unreachable":
      return "upstream-unreachable";
    case "timeout":
      return "deadline-exceeded";
  }
}

/** No connection was made, so that nothing was sent. */
const notConnected = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|certificate|proxy/;

/** Whether CLS may have taken the beat all the same. */
export function mayBeTaken(failure: Failure): boolean {
  if (failure.kind === "unreachable") return !notConnected.test(failure.reason);
  return failure.kind !== "rejected";
}

/**
 * What the SDK threw, as a failure. The SDK's own errors are told apart by their fields: with `code`
 * CLS answered, with `httpCode` something else did, without both no answer began. Anything that is not
 * an error of the SDK's came out of reading the body. Whether it was our deadline we know from our own
 * signal, not from any text.
 */
export function toFailure(thrown: unknown, deadlinePassed: boolean): Failure {
  const error = errorFields(thrown);
  if (typeof error["code"] === "string" && error["code"] !== "" && "traceId" in error) {
    const { code, message, requestId } = error;
    return {
      kind: "rejected",
      upstream: { code, message: text(message), requestId: text(requestId) },
    };
  }
  if (deadlinePassed) return { kind: "timeout" };
  if (typeof error["httpCode"] === "number") {
    return { kind: "malformed", httpStatus: error["httpCode"] };
  }
  const answerBegan = !("traceId" in error) || "code" in error;
  const message = text(error["message"]);
  if (answerBegan || message.includes("Parse Error")) return { kind: "malformed" };
  // The SDK's fetch puts its own words, and the URL, before Node's.
  const reason = message.replace(/^request to .*? failed, reason: /, "");
  const keptConnection = reason.startsWith(keptConnectionReason);
  return { kind: "unreachable", reason, ...(keptConnection && { keptConnection }) };
}

/** The own fields of an error of the SDK, and its message. */
function errorFields(thrown: unknown): Record<string, unknown> {
  if (typeof thrown !== "object" || thrown === null) return {};
  // `message` is an own property of every error; the spread leaves inherited methods behind.
  return { ...thrown, message: "message" in thrown ? thrown.message : undefined };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
