import { RelayError } from "../heartbeat/relay-error.ts";
import { once } from "../base/lazy.ts";

/** What a heartbeat may have at most. */
const heartbeatBytes = 16 * 1024;
// Only for bodies that come in base64; the first decoder of a process takes a millisecond to make.
const utf8 = once(() => new TextDecoder("utf-8", { fatal: true }));

/**
 * The JSON of a body, whatever its content type says, or undefined for an empty one.
 * Errors carry no cause: a parser's message quotes the body, and that must not reach a log.
 *
 * @throws RelayError `body-too-large` over `mostBytes`, 16 KB unless told otherwise; `malformed-body`
 * for anything but JSON in UTF-8.
 */
export function readJson(body: string | Buffer, mostBytes = heartbeatBytes): unknown {
  if (Buffer.byteLength(body) > mostBytes) {
    throw new RelayError("body-too-large", {
      detail: `The body may have at most ${mostBytes} bytes.`,
    });
  }
  try {
    const text = typeof body === "string" ? body.replace(/^\uFEFF/, "") : utf8().decode(body);
    return text.trim() === "" ? undefined : JSON.parse(text);
  } catch {
    throw new RelayError("malformed-body");
  }
}
