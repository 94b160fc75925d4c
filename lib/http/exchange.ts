import { type AccessKey, findKey } from "../config/access.ts";
import type { Services } from "../app/services.ts";
import type { Config } from "../config/config.ts";
import type { BeatRecord } from "../observe/beat-record.ts";
import type { Endpoint, Exchange } from "./endpoint.ts";
import { isPlainId } from "./headers.ts";
import { decodeSegment, type HttpRequest, readRequest } from "./request.ts";

/** A shorter piece, such as `Bearer`, proves nothing. */
const pieceCharacters = 8;
/** What `npm run key` makes. */
const madeKeyCharacters = 43;
/** No route has more, prefix included. */
const mostSegments = 16;

/** Whether the id holds a piece of the caller's own key or token: it goes into logs, answers and to Tencent. */
function quotesProof(id: string, { headers, path }: HttpRequest): boolean {
  const { authorization = "", "x-api-key": apiKey = "", "x-tc-token": token = "" } = headers;
  const segments = path.split("/", mostSegments).map(decodeSegment);
  // A stage or a base path may be called "hooks" as well.
  const hookKeys = segments.filter((_, index) => segments[index - 1] === "hooks");
  const proofs = [authorization, apiKey, token, ...hookKeys];
  return piecesOf(id, pieceCharacters).some((piece) => proofs.some((text) => text.includes(piece)));
}

/** Whether the id holds a secret of this relay or another caller's key. */
function holdsSecret(id: string, { settings, ownSecrets }: SecretHolder): boolean {
  if (ownSecrets?.().some((secret) => id.includes(secret))) return true;
  const { keys } = settings ?? { keys: [] };
  return [id, ...piecesOf(id, madeKeyCharacters)].some((text) => findKey(keys, text));
}

/** Whether a text of the caller holds a secret: it goes into logs and answers. */
export function isSecret(text: string, request: HttpRequest, holder: SecretHolder): boolean {
  return quotesProof(text, request) || holdsSecret(text, holder);
}

/** What no text of a caller may hold. */
export type SecretHolder = Pick<Services, "ownSecrets"> & Partial<Pick<Config, "settings">>;

function piecesOf(text: string, characters: number): string[] {
  const count = Math.max(0, text.length - characters + 1);
  return Array.from({ length: count }, (_, at) => text.slice(at, at + characters));
}

/** Stands for the caller until its key is known; may do nothing. */
const nobody: AccessKey = {
  name: "nobody",
  digests: [],
  aliases: [],
  consumerGroups: [],
  hookOnly: true,
};

/**
 * Reads the event of any front; never throws. The caller's id is kept where it is plain and no secret; Tencent's
 * SDKs call theirs `X-TC-TraceId`.
 *
 * @param endpoint what answers until the request is routed
 * @param holder whose secrets no id may hold
 */
export function openExchange(
  event: unknown,
  invocationId: string,
  endpoint: Endpoint,
  holder: SecretHolder = {},
): Exchange {
  const request = readRequest(event);
  const offered = request.headers["x-request-id"] ?? request.headers["x-tc-traceid"];
  const isTaken = isPlainId(offered) && !isSecret(offered, request, holder);
  const requestId = isTaken ? offered : invocationId;
  const { client } = request;
  const record: BeatRecord = {
    ...{ requestId, invocationId, source: "http" },
    ...(client !== "" && { client }),
  };
  return { request, requestId, record, endpoint, basePath: "", key: nobody };
}
