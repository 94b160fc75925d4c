import { readAnswer, type Wire } from "./oracle-http.ts";

/** `unclear` is what neither HTTP, JSON nor Tencent settles: the relay may take it either way. */
export type Verdict =
  | { readonly says: "refused" | "unclear" }
  | { readonly says: "accepted"; readonly requestId: string; readonly topics: object };

const refused: Verdict = { says: "refused" };
const unclear: Verdict = { says: "unclear" };

/**
 * Whether bytes on the wire accept a heartbeat that reported `reported`: HTTP 200, whole, with a JSON
 * object whose `Response` is an object with a `RequestId` of 1 to 200 characters, no `Error`, no other
 * `ConsumerGroup` than was asked about, and a `TopicPartitionsInfo` that is absent, null, or a list of topics with
 * their partitions, each counted once.
 *
 * Made from Tencent's page and what is known of its answers alone. Its rulings: null stands for absent, in
 * `Error` as well; of a key given twice the last counts, as in ECMAScript. An acceptance is unclear with a byte order
 * mark or bytes that are not UTF-8 in it, with more bytes behind its end, and on a connection that was reset,
 * since the reset may have overtaken it. A refusal is never unclear.
 */
export function judge(wire: Wire, reported: readonly string[], consumerGroup = "orders"): Verdict {
  const { body, doubt } = readAnswer(wire) ?? {};
  if (body === undefined) return refused;
  const text = body.toString("utf8").replace(/^\uFEFF/, "");
  const verdict = judgeText(text, reported, consumerGroup);
  const inDoubt = doubt === true || wire.end === "reset" || isDoubtful(body);
  return verdict.says === "accepted" && inDoubt ? unclear : verdict;
}

function isDoubtful(body: Buffer): boolean {
  const marked = body.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]));
  return marked || !Buffer.from(body.toString("utf8")).equals(body);
}

function judgeText(text: string, reported: readonly string[], consumerGroup: string): Verdict {
  const response = member(parse(text), "Response");
  const requestId = member(response, "RequestId");
  if (typeof requestId !== "string" || !/^.{1,200}$/su.test(requestId)) return refused;
  if ((member(response, "ConsumerGroup") ?? consumerGroup) !== consumerGroup) return refused;
  if ((member(response, "Error") ?? null) !== null) return refused;
  const topics = new Map<string, number[]>(reported.map((topicId) => [topicId, []]));
  const info = member(response, "TopicPartitionsInfo") ?? [];
  if (!Array.isArray(info) || !info.every((entry) => assign(entry, topics))) return refused;
  return { says: "accepted", requestId, topics: Object.fromEntries(topics) };
}

/** Adds what an entry assigns; false where it is invalid. Partitions without a topic are no assignment. */
function assign(entry: unknown, topics: Map<string, number[]>): boolean {
  if (!isObject(entry)) return false;
  const topicId = member(entry, "TopicID") ?? "";
  const partitions = member(entry, "Partitions") ?? [];
  if (typeof topicId !== "string" || !Array.isArray(partitions)) return false;
  const whole = partitions.filter((one): one is number => Number.isSafeInteger(one) && one >= 0);
  if (whole.length < partitions.length) return false;
  if (topicId === "") return whole.length === 0;
  topics.set(topicId, [...new Set([...(topics.get(topicId) ?? []), ...whole])]);
  return true;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function member(value: unknown, name: string): unknown {
  return isObject(value) ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
