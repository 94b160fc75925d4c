import { RelayError } from "../heartbeat/relay-error.ts";
import { type Json, parseJson } from "../heartbeat/parse-json.ts";
import { whyNotJson } from "../heartbeat/why-not-json.ts";
import { lazy } from "../base/lazy.ts";
import type { HttpRequest } from "./request.ts";

/** What a heartbeat may have at most, alone or in a batch. */
export const heartbeatBytes = 16 * 1024;

export type BodyRule = {
  /** What to send, for the caller whose body is not JSON. */
  readonly example: string;
  readonly mostBytes?: number;
  /** A list whose elements are to be measured. */
  readonly measured?: string;
};

const byteOrderMark = /^\uFEFF/;
// Only for bodies that come in base64; the first decoder of a process takes a millisecond to make.
const utf8 = lazy(() => new TextDecoder("utf-8", { fatal: true }));

/**
 * The JSON of a body of any content type, or undefined for an empty one.
 * Errors carry no cause: a parser's message quotes the body, and that must not reach a log.
 *
 * @throws RelayError `body-too-large` over `mostBytes`, 16 KB unless told otherwise; `malformed-body`
 * for anything but JSON in UTF-8.
 */
export function readJson(
  { body, headers }: Pick<HttpRequest, "body" | "headers">,
  { example, mostBytes = heartbeatBytes, measured }: BodyRule,
): Json | undefined {
  if (Buffer.byteLength(body) > mostBytes) {
    const detail = `The body may have at most ${mostBytes} bytes.`;
    throw new RelayError("body-too-large", { detail });
  }
  try {
    const text = typeof body === "string" ? body.replace(byteOrderMark, "") : utf8().decode(body);
    return text.trim() === "" ? undefined : parseJson(text, measured);
  } catch {
    const coding = headers["content-encoding"]?.trim() || "identity";
    const why =
      coding.toLowerCase() === "identity"
        ? whyNotJson(body.toString().replace(byteOrderMark, ""))
        : "It is compressed; send it without Content-Encoding.";
    throw malformed(why, example);
  }
}

/** The same, where there has to be a body. */
export function requireJson(request: Pick<HttpRequest, "body" | "headers">, rule: BodyRule): Json {
  const json = readJson(request, rule);
  if (json === undefined) throw malformed("It is empty.", rule.example);
  return json;
}

function malformed(why: string, example: string): RelayError {
  return new RelayError("malformed-body", { detail: `${why} Send ${example}.` });
}
