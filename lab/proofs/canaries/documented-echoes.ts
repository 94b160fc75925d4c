import { withoutSharedPieces } from "../support/scan.ts";

/** What a caller sent that it may be told again. */
export type CallerTexts = {
  /** Without one that gives away a piece of what the same request proves itself with. */
  readonly requestId: readonly string[];
  /** Keys and strings of the JSON in the body. */
  readonly body: readonly string[];
  /** The same of this request and those before it: what a consumer held is remembered. */
  readonly earlier: readonly string[];
  /** What CLS was sent, one text to a line: it may quote any piece, which is not masked (lib/base/mask.ts). */
  readonly quoted: string;
};

type Echo = { readonly at: RegExp; readonly of: keyof CallerTexts };

/**
 * Where a caller may meet its own text again. The request id goes where X-Request-Id is documented to go;
 * the names of a heartbeat are what the answer is about, and CLS may quote them; a fault names the place it
 * is at, which for an unknown field is the field's own name, up to 64 characters of it. A caller that puts a
 * key into one of these is told that key again. Nobody else is, and nothing else may hold it; and the key that
 * a request brings is no id of it. Each result of a batch, and an answer in Tencent's words, say the same.
 */
export const answerEchoes: readonly Echo[] = [
  { at: /^headers\/X-Request-Id$/, of: "requestId" },
  { at: /^multiValueHeaders\/X-Request-Id\/0$/, of: "requestId" },
  { at: /^(headers|multiValueHeaders)\/X-TC-TraceId(\/0)?$/, of: "requestId" },
  { at: /^body\/(results\/\d+\/)?instance$/, of: "requestId" },
  { at: /^body\/(results\/\d+\/)?(consumerGroup|consumer|logsetId)$/, of: "body" },
  { at: /^body\/(results\/\d+\/)?(topics|added|revoked|sendNext)\//, of: "body" },
  { at: /^body\/(results\/\d+\/)?errors\/\d+\/path$/, of: "body" },
  { at: /^body\/(results\/\d+\/)?upstream\/(code|message|requestId)$/, of: "quoted" },
  { at: /^body\/Response\/RequestId$/, of: "requestId" },
  { at: /^body\/Response\/RequestId$/, of: "quoted" },
  { at: /^body\/Response\/ConsumerGroup$/, of: "body" },
  { at: /^body\/Response\/TopicPartitionsInfo\/\d+\/TopicID$/, of: "body" },
  { at: /^body\/Response\/Error\/(Code|Message)$/, of: "body" },
  { at: /^body\/Response\/Error\/(Code|Message)$/, of: "quoted" },
];

/** The same in a log line; the event of a schedule is the operator's own, and its faults are logged. */
export const logEchoes: readonly Echo[] = [
  { at: /^requestId$/, of: "requestId" },
  { at: /^(failures\/\d+\/)?(consumerGroup|consumer|logsetId)$/, of: "body" },
  { at: /^(gained|lost)\//, of: "earlier" },
  { at: /^faults\/\d+\/path$/, of: "body" },
  { at: /^upstream(Code|Message|RequestId)$/, of: "quoted" },
];

/** What the schedule throws of an event with faults. */
export const throwEchoes: readonly Echo[] = [{ at: /^faults\/\d+\/path$/, of: "body" }];

/** What the table is told of a consumer: its names, its topics and what CLS called a failure (docs/operate.md, "The ledger's table"). */
export const tableEchoes: readonly Echo[] = [
  { at: /^body\/ExpressionAttributeValues\/:v\d+\/S$/, of: "earlier" },
  { at: /^body\/ExpressionAttributeValues\/:v\d+\/S$/, of: "quoted" },
];

/** What of a caller's is sent on: its request id as the trace id, and the names of the heartbeat. */
export const upstreamEchoes: readonly Echo[] = [
  { at: /^headers\/x-tc-traceid$/, of: "requestId" },
  { at: /^body\/(ConsumerGroup|Consumer|LogsetId)$/, of: "body" },
  { at: /^body\/TopicPartitionsInfo\/\d+\/TopicID$/, of: "body" },
];

/**
 * The JSON without what the caller may be told of its own; `onEcho` hears of every text at such a place.
 * Keys are texts as well: a topic is one.
 */
export function withoutEchoes(
  json: unknown,
  echoes: readonly Echo[],
  texts: CallerTexts,
  onEcho: (place: string, text: string) => void,
): unknown {
  const strip = (text: string, path: string): string => {
    const here = echoes.filter(({ at }) => at.test(path));
    for (const { at } of here.slice(0, 1)) onEcho(at.source, text);
    return here.reduce((left, { of }) => takeOut(left, texts[of]), text);
  };
  const walk = (value: unknown, path: string): unknown => {
    if (typeof value === "string") return strip(value, path);
    if (typeof value !== "object" || value === null) return value;
    // As a list of pairs: two keys may be the same without what was taken out of them.
    return Object.entries(value).map(([key, inner]: [string, unknown]) => {
      const place = path === "" ? key : `${path}/${key}`;
      return [strip(key, place), walk(inner, place)];
    });
  };
  return walk(json, "");
}

function takeOut(text: string, own: string | readonly string[]): string {
  if (typeof own === "string") return withoutSharedPieces(text, own);
  return own.reduce((left, one) => left.replaceAll(one, ""), text);
}
