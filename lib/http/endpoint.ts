import type { MiddlewareObj } from "@middy/core";
import type { Context } from "aws-lambda";
import { RelayError } from "../heartbeat/relay-error.ts";
import type { AccessKey } from "../config/access.ts";
import type { BeatRecord } from "../observe/beat-record.ts";
import type { HttpAnswer } from "./answer.ts";
import type { KeyRule } from "./key-rule.ts";
import type { HttpRequest } from "./request.ts";

/** What travels through the stack in place of the event; the middlewares fill it in. */
export type Exchange = {
  readonly request: HttpRequest;
  readonly requestId: string;
  readonly record: BeatRecord;
  endpoint: Endpoint;
  /** What stands before every path of ours, as callers see it. */
  basePath: string;
  key: AccessKey;
};

/** What answers at a path: all that the stack asks of it, so that a route is one line of the table. */
export type Endpoint = {
  /** What it takes, and `Allow` names; absent where every method gets the same answer. */
  readonly methods?: readonly string[];
  /** Methods that it takes or refuses by itself, once it knows who asks for what. */
  readonly judgedMethods?: readonly string[];
  /** How it asks for a key; absent where it asks for none. */
  readonly key?: KeyRule;
  /** Whether its requests are beats, which are recorded and counted as such even when refused. */
  readonly beats: boolean;
  /** @throws RelayError for whatever is no success */
  readonly answer: (exchange: Exchange, context: Context) => Promise<HttpAnswer>;
  /** How it tells an error, where that is not a problem of RFC 9457. */
  readonly problem?: (error: RelayError, exchange: Exchange) => HttpAnswer;
  /** What answers in its place, where it depends on more than the path. */
  readonly insteadFor?: (request: HttpRequest) => Endpoint | undefined;
};

export type ExchangeMiddleware = MiddlewareObj<Exchange, HttpAnswer>;

/** Where no path leads. */
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
