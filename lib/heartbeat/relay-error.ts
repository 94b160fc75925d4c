import { type ErrorCode, type ErrorRow, errorTable } from "./error-table.ts";

/** The kinds of faults that code tells apart. */
export const faultKinds = [
  "missing",
  "no-default",
  "unknown-field",
  "repeated",
  "name",
  "digest-of-nothing",
  "not-json",
  "placeholder",
  "not-a-number",
  "conflict",
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** One thing wrong with a caller's input: where, and what would be valid; never the value. */
export type Fault = {
  readonly path: string;
  readonly message: string;
  /** For code: words change. It is told to nobody. */
  readonly kind?: FaultKind;
  /** What would be valid, where the message says no more than that. It is told to nobody. */
  readonly rule?: string;
};

/** The faults as they are told. */
export function toTold(
  faults: readonly Fault[],
): { readonly path: string; readonly message: string }[] {
  return faults.map(({ path, message }) => ({ path, message }));
}

/** What CLS said, word for word, with the relay's own credentials masked. */
export type Upstream = {
  readonly code: string;
  readonly message: string;
  readonly requestId: string;
};

export type RelayErrorOptions = {
  /** For the caller: what exactly is wrong and what to do; never internal text. */
  readonly detail?: string;
  readonly faults?: readonly Fault[];
  readonly upstream?: Upstream;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the problem of this code has besides. */
  readonly fields?: Readonly<Record<string, string>>;
  /** For our own log only. */
  readonly cause?: unknown;
};

/**
 * The one error of this project; its code is a row of the table.
 * Match on `code`, not on text.
 *
 * @example throw new RelayError("forbidden", { detail: "This key works on hook URLs only." });
 */
export class RelayError extends Error {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly faults: readonly Fault[];
  readonly upstream: Upstream | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, options: RelayErrorOptions = {}) {
    super(code, { cause: options.cause });
    this.name = "RelayError";
    this.code = code;
    this.detail = options.detail ?? errorTable[code].detail;
    this.faults = options.faults ?? [];
    this.upstream = options.upstream;
    this.headers = options.headers ?? {};
    this.fields = options.fields ?? {};
  }

  get row(): ErrorRow {
    return errorTable[this.code];
  }
}

/** Anything thrown, as a RelayError; anything else than a RelayError is a fault of the relay. */
export function toRelayError(thrown: unknown): RelayError {
  return thrown instanceof RelayError
    ? thrown
    : new RelayError("internal-error", { cause: thrown });
}
