import { RelayError } from "../heartbeat/relay-error.ts";
import { type Headers, presentedKey } from "./headers.ts";

/** How an endpoint asks for a key. */
export type KeyRule = {
  /** The key in the request. */
  presented(headers: Headers): string | undefined;
  /** The error for a missing or unknown key. */
  refusal(headers: Headers): RelayError;
  /** The error for a key that may not use the alias in its path. */
  outOfScope(): RelayError;
  /** Whether the key stands in the URL: then keys with `hookOnly` work, and an alias keeps to its own topics. */
  readonly takesHookKeys: boolean;
};

/** `X-Api-Key: <key>`, else `Authorization: Bearer <key>`. */
export const headerKey: KeyRule = {
  presented: presentedKey,
  refusal: unauthorized,
  outOfScope: () => new RelayError("forbidden"),
  takesHookKeys: false,
};

const disguises: readonly (readonly [RegExp, string])[] = [
  [/^["'`<]|["'`>]$/, "The key arrived in quotes or brackets; send it without them."],
  [/^Bearer\b/i, "X-Api-Key takes the key alone, without the word Bearer."],
  [/^[$%{]/, "A variable's name arrived in place of the key; nothing replaced it."],
];

/** The refusal of a key that is missing or unknown, with the reason where the key itself shows it. */
export function unauthorized(headers: Headers, detail?: string): RelayError {
  const key = presentedKey(headers) ?? "";
  const [, told = detail] = disguises.find(([sign]) => sign.test(key)) ?? [];
  return new RelayError("unauthorized", {
    headers: { "WWW-Authenticate": "Bearer" },
    ...(told !== undefined && { detail: told }),
  });
}

/** The key of a hook's path. A wrong key, a wrong alias and one out of scope must not be told apart. */
export function pathKey(key: string): KeyRule {
  const notFound = () => new RelayError("not-found");
  return { presented: () => key, refusal: notFound, outOfScope: notFound, takesHookKeys: true };
}
