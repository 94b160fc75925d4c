import type { AccessKey } from "../config/access.ts";
import type { BeatRecord } from "../observe/beat-record.ts";
import { createMask } from "../base/mask.ts";
import type { Endpoint, Exchange } from "./endpoint.ts";
import { isPlainId } from "./headers.ts";
import { decodeSegment, type HttpRequest, readRequest } from "./request.ts";

/** Shorter words, such as `Bearer`, prove nothing. */
const proofCharacters = 8;

/** Whether the id gives away a piece of what the caller proves itself with: it goes into logs, answers and to Tencent. */
function quotesKey(id: string, { headers, path }: HttpRequest): boolean {
  const { authorization = "", "x-api-key": apiKey = "", "x-tc-token": token = "" } = headers;
  const segments = path.split("/").map(decodeSegment);
  const hookKey = segments[segments.indexOf("hooks") + 1] ?? "";
  const words = [authorization, apiKey, token, hookKey].flatMap((text) => text.split(/[\s,=/]+/));
  return createMask(words.filter(({ length }) => length >= proofCharacters))(id) !== id;
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
 *
 * @param endpoint what answers until the request is routed
 */
export function openExchange(event: unknown, invocationId: string, endpoint: Endpoint): Exchange {
  const request = readRequest(event);
  const offered = request.headers["x-request-id"] ?? request.headers["x-tc-traceid"];
  const requestId = isPlainId(offered) && !quotesKey(offered, request) ? offered : invocationId;
  const record: BeatRecord = { requestId, invocationId, source: "http" };
  return { request, requestId, record, endpoint, key: nobody };
}
