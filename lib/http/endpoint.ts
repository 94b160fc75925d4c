import type { MiddlewareObj } from "@middy/core";
import type { Context } from "aws-lambda";
import { RelayError } from "../heartbeat/relay-error.ts";
import type { AccessKey } from "../config/access.ts";
import type { BeatRecord } from "../observe/beat-record.ts";
import type { HttpAnswer } from "./http-answer.ts";
import type { KeyRule } from "./key-rule.ts";
import type { HttpRequest } from "./request.ts";

/** What travels through the stack in place of the event; the middlewares fill it in. */
export type Exchange = {
  readonly request: HttpRequest;
  readonly requestId: string;
  readonly record: BeatRecord;
  endpoint: Endpoint;
  /** The path before every route of the relay, as callers see it. */
  basePath: string;
  key: AccessKey;
};

/** What answers at a path: all that the stack asks of it, so that a route is one line of the table. */
export type Endpoint = {
  /** The methods it accepts, as in `Allow`; absent where every method gets the same answer. */
  readonly methods?: readonly string[];
  /** Methods that it accepts or refuses itself, once it knows the key and the alias. */
  readonly conditionalMethods?: readonly string[];
  /** How it asks for a key; absent where it asks for none. */
  readonly key?: KeyRule;
  /** Whether its requests are beats, which are recorded and counted as such even when refused. */
  readonly beats: boolean;
  /** Whether only keys that read may ask. */
  readonly reads?: true;
  /** @throws RelayError unless it succeeds */
  readonly answer: (exchange: Exchange, context: Context) => Promise<HttpAnswer>;
  /** Its form of an error, where that is not a problem of RFC 9457. */
  readonly problem?: (error: RelayError, exchange: Exchange) => HttpAnswer;
  /** What answers in its place, where it depends on more than the path. */
  readonly insteadFor?: (request: HttpRequest) => Endpoint | undefined;
};

export type ExchangeMiddleware = MiddlewareObj<Exchange, HttpAnswer>;

/** Answers every path that has no route. */
export const nowhere: Endpoint = {
  beats: false,
  answer: () => Promise.reject(new RelayError("not-found")),
};

/** `detail` says what else there is to do. */
export function methodNotAllowed(methods: readonly string[], detail = ""): RelayError {
  const allow = methods.join(", ");
  return new RelayError("method-not-allowed", {
    detail: `This path takes ${allow}.${detail}`,
    headers: { Allow: allow },
  });
}
