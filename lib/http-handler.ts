import middy from "@middy/core";
import type { Context } from "aws-lambda";
import { toBeatError } from "./beat-error.ts";
import { beatBudgetMs, remainingTimeMs } from "./budget.ts";
import { RelayError } from "./errors.ts";
import { type HttpAnswer, healthAnswer, renewedAnswer } from "./http/answer.ts";
import { isPlainId, parsePrefer } from "./http/headers.ts";
import { authenticate } from "./middleware/authenticate.ts";
import { type Exchange, openExchange } from "./middleware/exchange.ts";
import { finishAnswer } from "./middleware/finish-answer.ts";
import { normalizeErrors } from "./middleware/normalize-errors.ts";
import { readHeartbeat } from "./middleware/read-heartbeat.ts";
import { recordBeat } from "./middleware/record-beat.ts";
import { routeRequest } from "./middleware/route-request.ts";
import type { Services } from "./services.ts";
import { nextBeatInMs } from "./steering.ts";
import { version } from "./version.ts";

/** A Lambda handler of HTTP events, of whichever front. */
export type HttpHandler = (event: unknown, context: Context) => Promise<HttpAnswer>;

/**
 * All HTTP routes. Down is the way in; on the way out the hooks of what stands above run last, so that
 * a throw anywhere below is answered, then recorded, then finished.
 */
export function createHttpHandler(services: Services): HttpHandler {
  const stack = middy<Exchange, HttpAnswer>({ timeoutEarlyInMillis: 0 })
    .use(finishAnswer())
    .use(recordBeat(services))
    .use(normalizeErrors())
    .use(routeRequest())
    .use(authenticate(services))
    .use(readHeartbeat(services))
    .handler(async (exchange, context) => answerExchange(services, exchange, context));
  return async (event, context) => {
    const invocationId = isPlainId(context.awsRequestId)
      ? context.awsRequestId
      : services.newRequestId();
    return stack(openExchange(event, invocationId), context);
  };
}

async function answerExchange(
  { relay, config, random }: Services,
  { heartbeat, record, request, requestId }: Exchange,
  context: Context,
): Promise<HttpAnswer> {
  if (heartbeat === undefined) return healthAnswer(version);
  if (relay === undefined) throw new RelayError("relay-misconfigured", { cause: config.faults });
  const { waitMs } = parsePrefer(request.headers["prefer"]);
  const budgetMs = beatBudgetMs(config.deadlineMs, remainingTimeMs(context), waitMs);
  const report = await relay.beat(heartbeat, { budgetMs, traceId: requestId });
  record.report = report;
  if (!report.ok) throw toBeatError(report, config.ratePerSecond);
  const { assignment, coalesced } = report;
  const load = relay.load();
  const next = nextBeatInMs({ intervalMs: config.intervalMs, load, random });
  return renewedAnswer(heartbeat, { assignment, coalesced, nextBeatInMs: next }, request.headers);
}
