import {
  type Heartbeat,
  mergeTopics,
  partitionsNotIn,
  type Topics,
  toRecord,
} from "../heartbeat/heartbeat.ts";
import type { Renewal } from "../relay/relay.ts";
import { type Headers, parsePrefer, prefersText } from "./headers.ts";
import { answer, type HttpAnswer, json } from "./http-answer.ts";

/** The answer to a beat that CLS accepted, in the form that the caller prefers. */
export function renewedAnswer(
  heartbeat: Heartbeat,
  renewal: Renewal,
  headers: Headers,
): HttpAnswer {
  const told = contestedHeader(renewal);
  if (parsePrefer(headers["prefer"]).minimal) {
    return answer(204, "", { "Preference-Applied": "return=minimal", ...told });
  }
  if (prefersText(headers["accept"])) {
    return answer(200, "OK", { "Content-Type": "text/plain; charset=utf-8", ...told });
  }
  return json(200, renewedBody(heartbeat, renewal), told);
}

/** Another instance beats for the same consumer (docs/delivery.md, "One name, one consumer"). */
export function contestedHeader({ rival }: Pick<Renewal, "rival">): Record<string, string> {
  return rival === undefined ? {} : { "X-Heartbeat-Contested": "true" };
}

/** The body of that answer: what CLS assigned, and when to beat next. */
export function renewedBody(heartbeat: Heartbeat, renewal: Renewal): object {
  const { assignment, nextBeatInMs, rival } = renewal;
  return {
    consumerGroup: heartbeat.consumerGroup,
    consumer: heartbeat.consumer,
    logsetId: heartbeat.logsetId,
    topics: toRecord(assignment.topics),
    added: toRecord(partitionsNotIn(assignment.topics, heartbeat.topics)),
    revoked: toRecord(partitionsNotIn(heartbeat.topics, assignment.topics)),
    sendNext: toRecord(holdingBoth(heartbeat.topics, assignment.topics)),
    requestId: assignment.requestId,
    nextBeatInMs,
    ...(rival && { contested: true }),
  };
}

/**
 * What the caller is to report next time if it has let go of nothing until then: what it held and what it holds
 * now. A caller that always reports it never gives a partition up (docs/consumer-loop.md). Topics in the order of
 * the report; partitions ascending, so that a set has one body.
 */
function holdingBoth(reported: Topics, assigned: Topics): Topics {
  const both = mergeTopics([...reported, ...assigned]);
  return new Map([...both].map(([topicId, list]) => [topicId, list.toSorted((a, b) => a - b)]));
}
