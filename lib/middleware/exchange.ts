import type { MiddlewareObj } from "@middy/core";
import type { AccessKey } from "../access.ts";
import type { BeatRecord } from "../beat-record.ts";
import type { Heartbeat } from "../heartbeat.ts";
import type { HttpAnswer } from "../http/answer.ts";
import { isPlainId } from "../http/headers.ts";
import { type HttpRequest, readRequest } from "../http/request.ts";
import type { Route } from "../http/routes.ts";

/** What travels through the stack in place of the event; the middlewares fill it in. */
export type Exchange = {
  readonly request: HttpRequest;
  readonly requestId: string;
  readonly record: BeatRecord;
  route?: Route;
  key?: AccessKey;
  heartbeat?: Heartbeat;
};

export type ExchangeMiddleware = MiddlewareObj<Exchange, HttpAnswer>;

/** Reads the event of any front; never throws. The caller's id is kept where it is plain. */
export function openExchange(event: unknown, invocationId: string): Exchange {
  const request = readRequest(event);
  const offered = request.headers["x-request-id"];
  const requestId = isPlainId(offered) ? offered : invocationId;
  return { request, requestId, record: { requestId, invocationId, source: "http" } };
}
