import type { MiddlewareObj } from "@middy/core";
import type { AccessKey } from "../access.ts";
import type { BeatRecord } from "../beat-record.ts";
import type { HttpAnswer } from "../http/answer.ts";
import { type Endpoint, nowhere } from "../http/endpoint.ts";
import { isPlainId } from "../http/headers.ts";
import { type HttpRequest, readRequest } from "../http/request.ts";

/** What travels through the stack in place of the event; the middlewares fill it in. */
export type Exchange = {
  readonly request: HttpRequest;
  readonly requestId: string;
  readonly record: BeatRecord;
  endpoint: Endpoint;
  key: AccessKey;
};

export type ExchangeMiddleware = MiddlewareObj<Exchange, HttpAnswer>;

/** In fewer characters an id and a key may agree by chance. */
const tellingCharacters = 8;

/** Whether the id gives away what the caller proves itself with: it goes into logs, answers and to Tencent. */
function isPartOfKey(id: string, { headers, path }: HttpRequest): boolean {
  if (id.length < tellingCharacters) return false;
  const [, hookKey = ""] = /\/hooks\/([^/]*)/.exec(path) ?? [];
  const { authorization = "", "x-api-key": apiKey = "" } = headers;
  return [authorization, apiKey, hookKey].some((secret) => secret.includes(id));
}

/** Whose key is not known yet, and who may do nothing. */
const nobody: AccessKey = {
  name: "nobody",
  digest: Buffer.alloc(0),
  aliases: [],
  consumerGroups: [],
  hookOnly: true,
};

/**
 * Reads the event of any front; never throws. The caller's id is kept where it is plain; Tencent's SDKs
 * call theirs `X-TC-TraceId`.
 */
export function openExchange(event: unknown, invocationId: string): Exchange {
  const request = readRequest(event);
  const offered = request.headers["x-request-id"] ?? request.headers["x-tc-traceid"];
  const requestId = isPlainId(offered) && !isPartOfKey(offered, request) ? offered : invocationId;
  const record: BeatRecord = { requestId, invocationId, source: "http" };
  return { request, requestId, record, endpoint: nowhere, key: nobody };
}
