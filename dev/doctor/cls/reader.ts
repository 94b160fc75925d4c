import { randomUUID } from "node:crypto";
import { type Clock, sleep, startDeadline } from "../../../lib/base/clock.ts";
import type { ClsApi } from "../../../lib/tencent/cls-api.ts";
import type { Failure } from "../../../lib/tencent/failure.ts";
import { isObject } from "../../../lib/base/unknown-object.ts";
import { inParallel } from "./in-parallel.ts";
import { createSlots } from "./slots.ts";

export type Group = {
  readonly name: string;
  readonly leaseMs: number | undefined;
  readonly topicIds: readonly string[];
};

export type Topic = { readonly topicId: string; readonly logsetId: string };

/** A read-only call that brought nothing. */
export class CallFailed extends Error {
  readonly action: string;
  readonly failure: Failure;

  constructor(action: string, failure: Failure) {
    super(action);
    this.action = action;
    this.failure = failure;
  }
}

/** The doctor's own time was over before a call was, or before it began: that says nothing of CLS. */
export class OutOfTime extends Error {}

/** The calls of CLS that only read. All reject with {@link CallFailed} or {@link OutOfTime}. */
export type ClsReader = {
  groups(logsetId: string): Promise<readonly Group[]>;
  /** Those of the logsets that exist. */
  logsets(logsetIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Those of the topics that exist, in whatever logset. */
  topics(topicIds: readonly string[]): Promise<readonly Topic[]>;
};

export type ReaderOptions = {
  readonly api: ClsApi;
  readonly clock: Clock;
  /** For one call, and for all together; the reader ends with the latter. */
  readonly callMs: number;
  readonly wholeMs: number;
};

/** What one filter may name, as the API's page says. */
const mostLogsets = 5;
const mostTopics = 100;

/** Of one action; below the 20 that CLS allows by default, so that /readyz and others have some left. */
const mostPerSecond = 16;

export function createClsReader({ api, clock, callMs, wholeMs }: ReaderOptions): ClsReader {
  const endsMs = clock.nowMs() + wholeMs;
  const nextSlotMs = createSlots(clock, mostPerSecond);

  /** The lists under `field` of as many calls as the ids need. */
  async function list(action: string, field: string, bodies: readonly object[]): Promise<Fields[]> {
    return (await inParallel(bodies, (body) => call(action, field, body))).flat();
  }

  async function call(action: string, field: string, body: object): Promise<Fields[]> {
    const slotMs = nextSlotMs(action);
    if (slotMs >= endsMs) throw new OutOfTime();
    await sleep(clock, slotMs - clock.nowMs());
    const leftMs = endsMs - clock.nowMs();
    const deadline = startDeadline(clock, Math.min(callMs, leftMs));
    const options = { signal: deadline.signal, traceId: randomUUID(), freshConnection: false };
    const answer = await api.call(action, body, options);
    deadline.end();
    if (!answer.ok) {
      const isOurs = answer.failure.kind === "timeout" && leftMs < callMs;
      throw isOurs ? new OutOfTime() : new CallFailed(action, answer.failure);
    }
    const items = isObject(answer.response) ? (answer.response[field] ?? []) : undefined;
    if (!Array.isArray(items)) throw new CallFailed(action, { kind: "malformed" });
    return items.filter(isObject);
  }

  return {
    async groups(logsetId) {
      const body = { LogsetId: logsetId };
      const groups = await call("DescribeConsumerGroups", "ConsumerGroupsInfo", body);
      return groups.map(({ ConsumerGroup: name, Timeout: seconds, Topics: topicIds }) => ({
        name: textOf(name),
        leaseMs: typeof seconds === "number" ? seconds * 1000 : undefined,
        topicIds: Array.isArray(topicIds) ? topicIds.map(textOf) : [],
      }));
    },

    async logsets(logsetIds) {
      const bodies = chunks(logsetIds, mostLogsets).map((Values) => ({
        Filters: [{ Key: "logsetId", Values }],
        Limit: 100,
      }));
      const logsets = await list("DescribeLogsets", "Logsets", bodies);
      return new Set(logsets.map(({ LogsetId: id }) => textOf(id)));
    },

    async topics(topicIds) {
      const bodies = chunks(topicIds, mostTopics).map((Values) => ({
        Filters: [{ Key: "topicId", Values }],
        Limit: 100,
      }));
      const topics = await list("DescribeTopics", "Topics", bodies);
      return topics.map(({ TopicId: id, LogsetId: logset }) => ({
        topicId: textOf(id),
        logsetId: textOf(logset),
      }));
    },
  };
}

type Fields = Record<string, unknown>;

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size));
}
