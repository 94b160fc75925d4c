import type { Socket } from "node:net";
import type { Clock } from "../../../lib/base/clock.ts";
import type { UpstreamConfig } from "../../../lib/tencent/upstream.ts";
import { isObject } from "../../../lib/base/unknown-object.ts";
import { examined, type Found, notExamined, type Part } from "../finding.ts";
import type { Take } from "./take.ts";
import type { HttpAnswer, Probes } from "./probes.ts";
import type { Route } from "./route.ts";

export type AnswerOptions = {
  readonly upstream: UpstreamConfig;
  readonly socket: Socket;
  readonly take: Take;
  readonly route: Route;
  readonly probes: Probes;
  readonly clock: Clock;
};

/** CLS refuses signatures from here on. */
const refusedSkewMs = 300_000;
const doubtfulSkewMs = 30_000;

/** Asks without a signature, so that CLS says no as only its API does, and says what time it is. */
export async function examineAnswer(options: AnswerOptions): Promise<Part> {
  const { upstream, socket, take, route, probes, clock } = options;
  const body = "{}";
  const headers = {
    Host: upstream.endpoint,
    "Content-Type": "application/json",
    "Content-Length": `${body.length}`,
    "X-TC-Action": "DescribeConsumerGroups",
    "X-TC-Version": "2020-10-16",
    "X-TC-Region": upstream.region,
    Connection: "close",
  };
  const askedMs = clock.epochMs();
  const answer = await take("HTTP", (signal) =>
    probes.ask(socket, { method: "POST", path: "/", headers, body }, signal),
  );
  const skewMs = skewOf(answer, (askedMs + clock.epochMs()) / 2);
  const clockPart = examineClock(skewMs);
  if (isOfApi(answer)) {
    const found = clockPart.found;
    return { found, examined: [examined("HTTP", "the API answers"), ...clockPart.examined] };
  }
  const detail = `It answers with status ${answer.status}.`;
  return {
    found: [{ code: "http-not-api", subject: route.subject, detail }],
    examined: [examined("HTTP", "http-not-api"), notExamined("clock", "rests on HTTP")],
  };
}

function isOfApi({ status, body }: HttpAnswer): boolean {
  const json = parse(body);
  return status === 200 && isObject(json) && isObject(json["Response"]);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** How far the server is ahead; `Date` has whole seconds, so half of one is added. */
function skewOf({ date }: HttpAnswer, nowEpochMs: number): number {
  return date === undefined ? Number.NaN : Date.parse(date) + 500 - nowEpochMs;
}

function examineClock(skewMs: number): Part {
  if (Number.isNaN(skewMs)) {
    return { found: [], examined: [notExamined("clock", "the answer has no Date")] };
  }
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const detail = `It is ${seconds} s ${skewMs > 0 ? "behind" : "ahead of"} the server.`;
  const found = (code: Found["code"]): Found[] => [{ code, subject: "clock", detail }];
  return {
    found:
      Math.abs(skewMs) >= refusedSkewMs
        ? found("clock-skew")
        : Math.abs(skewMs) > doubtfulSkewMs
          ? found("clock-drift")
          : [],
    examined: [examined("clock", `${seconds} s apart`)],
  };
}
