import { toFields } from "../../../lib/base/unknown-object.ts";
import type { HttpAnswer } from "../../../lib/http/http-answer.ts";
import type { TestRequest } from "../../../test/support/events.ts";
import { reported } from "./texts.ts";

/** What a caller takes an answer for. */
export type Told = {
  /** Whether the answer as a whole reads as accepted. */
  readonly whole: boolean;
  /** The same of each heartbeat, in the order in which they were sent. */
  readonly each: readonly TellsOfOne[];
};

export type TellsOfOne = {
  readonly renewed: boolean;
  /** Absent where the answer has no room for one. */
  readonly assignment?: { readonly requestId: unknown; readonly topics: unknown };
};

export type EntryPoint = {
  readonly name: string;
  /** As many heartbeats as it takes at once; only a batch takes several. */
  readonly mostBeats: number;
  readonly toRequest: (consumers: readonly string[]) => TestRequest;
  readonly read: (answer: HttpAnswer) => Told;
};

/** Aliases are called like their consumers. */
export const consumers = ["orders-1", "orders-2", "orders-3"] as const;

const preset = { consumerGroup: "orders", logsetId: "logset", topics: reported };
const beatOf = (consumer: string) => ({ ...preset, consumer });

export const file = {
  aliases: Object.fromEntries(
    consumers.map((consumer) => [consumer, { ...beatOf(consumer), allowGet: true }]),
  ),
};

/** An acceptance is 2xx here, whatever the body says; a reader of JSON finds the assignment in it. */
function readPlain({ statusCode, headers, body }: HttpAnswer): Told {
  const renewed = isSuccess(statusCode);
  const isJson = headers["Content-Type"] === "application/json";
  const told = { renewed, ...(renewed && isJson && { assignment: assignmentIn(parse(body)) }) };
  return { whole: renewed, each: [told] };
}

/** Tencent's SDKs take a 2xx without `Response.Error` as accepted, and no other answer. */
function readApi({ statusCode, body }: HttpAnswer): Told {
  const response = toFields(toFields(parse(body))["Response"]);
  const code = toFields(response["Error"])["Code"];
  const renewed = isSuccess(statusCode) && !(typeof code === "string" && code !== "");
  if (!renewed) return { whole: false, each: [{ renewed }] };
  const { RequestId: requestId, TopicPartitionsInfo: info } = response;
  const topics = toList(info).map(toFields);
  const entries = topics.map(({ TopicID, Partitions }) => [String(TopicID), Partitions] as const);
  const assignment = { requestId, topics: Object.fromEntries(entries) };
  return { whole: true, each: [{ renewed, assignment }] };
}

function readBatch({ statusCode, body }: HttpAnswer): Told {
  const results = toList(toFields(parse(body))["results"]);
  const each = results.map((result) => {
    const renewed = isSuccess(toFields(result)["status"]);
    return { renewed, ...(renewed && { assignment: assignmentIn(result) }) };
  });
  return { whole: isSuccess(statusCode), each };
}

function alone(name: string, toRequest: (consumer: string) => TestRequest): EntryPoint {
  return {
    name,
    mostBeats: 1,
    toRequest: ([consumer = consumers[0]]) => toRequest(consumer),
    read: readPlain,
  };
}

const json = (body: object) => JSON.stringify(body);

export const entryPoints: readonly EntryPoint[] = [
  alone("body", (consumer) => ({ path: "/v1/heartbeats", body: json(beatOf(consumer)) })),
  alone("alias", (consumer) => ({ path: `/v1/heartbeats/${consumer}` })),
  alone("alias, run succeeded", (consumer) => ({
    path: `/v1/heartbeats/${consumer}/0`,
    body: "the output of the run",
  })),
  alone("hook", (consumer) => ({
    path: `/v1/hooks/any-key/${consumer}`,
    body: json({ topics: reported }),
  })),
  alone("hook by GET", (consumer) => ({ method: "GET", path: `/v1/hooks/any-key/${consumer}` })),
  {
    ...alone("drop-in", (consumer) => ({
      path: "/",
      headers: {
        "X-TC-Action": "SendConsumerHeartbeat",
        "X-TC-Version": "2020-10-16",
        "X-TC-Region": "ap-guangzhou",
      },
      body: json({
        ConsumerGroup: "orders",
        Consumer: consumer,
        LogsetId: "logset",
        TopicPartitionsInfo: reported.map((TopicID) => ({ TopicID, Partitions: [] })),
      }),
    })),
    read: readApi,
  },
  {
    name: "batch",
    mostBeats: consumers.length,
    toRequest: ([first, ...others]) => ({
      path: "/v1/heartbeats:batch",
      body: json({ heartbeats: [{ alias: first }, ...others.map(beatOf)] }),
    }),
    read: readBatch,
  },
];

function assignmentIn(json: unknown): { requestId: unknown; topics: unknown } {
  const { requestId, topics } = toFields(json);
  return { requestId, topics };
}

function isSuccess(status: unknown): boolean {
  return typeof status === "number" && status >= 200 && status < 300;
}

function toList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
