import type { ServerFaultName } from "../../faults.ts";

/** What comes back on the wire, and how the connection ends. */
export type Sight = { bytes: RegExp; end: "open" | "closed" | "reset" };

const [, uvMinor = 0] = process.versions.uv.split(".").map(Number);
/** Of a reset that comes with the last bytes libuv told as of an end, until 1.52 (Node 22 has 1.51). */
export const resetAfterBytes: Sight["end"] = uvMinor >= 52 ? "reset" : "closed";

const OK = String.raw`HTTP\/1\.1 200 OK\r\n`;
const WHOLE_HEAD = String.raw`([^\r]+\r\n)+\r\n`;
const HALF_OF_HEAD = new RegExp(`^${OK}(?!.*\r\n\r\n)`, "s");
const HALF_OF_BODY = new RegExp(`^${OK}${WHOLE_HEAD}\\{"Response":[^}]*$`);
const GRANTED = String.raw`"Partitions":\[1,2,3,4\]`;

const sees = (bytes: RegExp, end: Sight["end"] = "closed"): Sight => ({ bytes, end });
const nothing = (end: Sight["end"]): Sight => sees(/^$/, end);
const ok = (inside: string): Sight => sees(new RegExp(`^${OK}(?=.*\r\n\r\n).*${inside}`, "s"));
const status = (code: number): Sight =>
  sees(new RegExp(`^HTTP/1.1 ${code} .*\r\n\r\n.*\\{"message":"[A-Z].*"\\}`, "s"));
const redirect = (code: number): Sight =>
  sees(new RegExp(`^HTTP/1.1 ${code} .*\r\nLocation: /redirected\r\n`, "s"));
const refusal = (code: string): Sight => ok(`"Error":\\{"Code":"${code}","Message":".+"RequestId"`);

/** One row for each fault that a server can make. */
export const sights: Record<ServerFaultName, Sight> = {
  "reset-before-answer": nothing("reset"),
  "close-before-answer": nothing("closed"),
  "reset-in-headers": sees(HALF_OF_HEAD, resetAfterBytes),
  "reset-in-body": sees(HALF_OF_BODY, resetAfterBytes),
  hang: nothing("open"),
  "hang-in-headers": sees(HALF_OF_HEAD, "open"),
  "hang-in-body": sees(HALF_OF_BODY, "open"),
  "half-open": ok(GRANTED),
  "connection-limit": nothing("reset"),
  "tls-refused": nothing("closed"),
  "tls-for-http": sees(/^\x15\x03\x01\0\x02\x02\x28$/),
  "not-http": sees(/^SSH-2\.0-.+\r\n$/),

  "slow-headers": ok(GRANTED),
  "slow-body": ok(GRANTED),
  "endless-body": sees(new RegExp(`^${OK}.*\r\n\r\n(2\r\n {2}\r\n)+$`, "s"), "open"),
  "cut-body": sees(new RegExp(`^${OK}.*Content-Length: 1\\d\\d\r\n\r\n\\{"Resp[^}]{40,80}$`, "s")),
  "cut-chunked-body": sees(
    new RegExp(`^${OK}.*Transfer-Encoding: chunked\r\n\r\n4\\w\r\n\\{"Response":.*\r\n$`, "s"),
  ),
  "bad-gzip": ok(`Content-Encoding: gzip\r\n.*\\{"Response":`),
  "event-stream": ok(`Content-Type: text/event-stream\r\n.*data: \\{"Response":.*\\}\n\n`),

  html: ok("Content-Type: text/html\r\n.*<html>"),
  empty: sees(new RegExp(`^${OK}.*\r\n\r\n(0\r\n\r\n)?$`, "s")),
  "switching-protocols": sees(/^HTTP\/1\.1 101 Switching Protocols\r\n.*\r\n\r\n$/s, "open"),
  "early-hints": sees(/^HTTP\/1\.1 103 .*\r\n\r\nHTTP\/1\.1 200 .*"Partitions"/s),
  "status-204": sees(/^HTTP\/1\.1 204 .*\r\n\r\n$/s),
  "redirect-301": redirect(301),
  "redirect-302": redirect(302),
  "redirect-303": redirect(303),
  "redirect-307": redirect(307),
  "redirect-308": redirect(308),
  "status-400": status(400),
  "status-403": status(403),
  "status-404": status(404),
  "status-429": status(429),
  "status-500": status(500),
  "status-502": status(502),
  "status-503": status(503),
  "status-500-large": sees(/^HTTP\/1\.1 500 [^.]*\.{1000}/),

  "no-response": ok('\\{"message":"ok"\\}'),
  "response-null": ok('\\{"Response":null\\}'),
  "json-null": ok("\r\n\r\n4\r\nnull\r\n"),
  "no-request-id": ok(`\\{"Response":(?!.*RequestId).*${GRANTED}`),
  "wrong-types": ok('"Partitions":\\["zero"\\].*"RequestId":"'),
  "null-lists": ok('"TopicPartitionsInfo":null.*"RequestId":"|"RequestId":".*Info":null'),
  "absent-lists": ok('\\{"Response":(?!.*TopicPartitionsInfo).*"RequestId":"'),
  "null-fields": ok(
    '"ConsumerGroup":null,"TopicPartitionsInfo":\\[\\{"TopicID":null,"Partitions":null',
  ),
  "answer-twice": ok(`${GRANTED}.*${OK}.*${GRANTED}`),
  "processed-twice": ok(GRANTED),
  "wrong-clock": refusal("AuthFailure.SignatureExpire"),

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
  "quoted-credentials": ok('"AuthFailure.SignatureFailure","Message":"[^"]*Credential=AKID'),
  "slow-group": ok(GRANTED),
  "forget-group": refusal("ResourceNotFound"),
  "split-brain": ok(GRANTED),
  "unsettled-lease": ok(GRANTED),
  "error-without-code": ok('"Error":\\{\\},"RequestId":"'),
};
