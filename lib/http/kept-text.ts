import { RelayError } from "../heartbeat/relay-error.ts";

/**
 * A text that the host keeps, read when it is first asked for: it has no part in a cold start.
 *
 * @param detail where the host would get it from
 * @returns what reads it, which throws RelayError `not-found` where there is none
 */
export function createKeptText(read: (() => string) | undefined, detail: string): () => string {
  let text: string | undefined;
  return () => {
    if (read === undefined) throw new RelayError("not-found", { detail });
    try {
      text ??= read();
      return text;
    } catch (cause) {
      throw new RelayError("not-found", { detail, cause });
    }
  };
}
