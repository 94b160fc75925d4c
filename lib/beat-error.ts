import { RelayError } from "./errors.ts";
import type { BeatReport } from "./relay.ts";
import { toErrorCode } from "./tencent/failure.ts";

/** The error that a caller meets for a failed beat, with what CLS said where it said something. */
export function toBeatError({
  failure,
  attempts,
}: BeatReport & { readonly ok: false }): RelayError {
  return new RelayError(toErrorCode(failure), {
    ...(failure.kind === "rejected" && { upstream: failure.upstream }),
    ...(attempts === 0 && {
      detail: "There was no time left to send the heartbeat; it was not sent.",
    }),
    cause: failure,
  });
}
