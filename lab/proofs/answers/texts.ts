import fc from "fast-check";

/** Topics that the beat of the proof reports; an answer may name others. */
export const reported = ["topic-a", "topic-b"] as const;

const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, "", 0, 7, -1, 1.5, true, false, "text", 2 ** 53, [], {}, [null], [[]]),
  fc.jsonValue({ maxDepth: 2 }),
);

const partition = fc.oneof(
  { weight: 60, arbitrary: fc.nat({ max: 99 }) },
  { weight: 1, arbitrary: fc.maxSafeNat() },
  { weight: 1, arbitrary: junk },
);
const partitions = fc.oneof(
  { weight: 20, arbitrary: fc.array(partition, { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: junk },
);
const topicId = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(...reported, "topic-c", "__proto__", "constructor") },
  { weight: 1, arbitrary: fc.constantFrom(null, "") },
  { weight: 1, arbitrary: junk },
);
const topic = fc.oneof(
  {
    weight: 30,
    arbitrary: fc.record(
      { TopicID: topicId, Partitions: partitions },
      { requiredKeys: ["TopicID"] },
    ),
  },
  { weight: 1, arbitrary: fc.record({ Partitions: partitions }) },
  { weight: 1, arbitrary: junk },
);
const topics = fc.oneof(
  { weight: 30, arbitrary: fc.array(topic, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: junk },
);
const requestId = fc.oneof(
  { weight: 40, arbitrary: fc.uuid() },
  { weight: 1, arbitrary: fc.string({ maxLength: 40 }) },
  { weight: 1, arbitrary: junk },
);
const code = fc.constantFrom(
  "InternalError",
  "AuthFailure.SignatureFailure",
  "Made.Up",
  "",
  null,
  5,
);
const error = fc.oneof(
  fc.record({ Code: code, Message: fc.constant("No.") }),
  fc.record({ Code: code, Message: fc.constantFrom("No.", "", null) }, { requiredKeys: [] }),
  fc.constant(null),
  junk,
);

type Fields = Readonly<Record<string, unknown>>;

/** What is in `Response`: mostly an acceptance, with any part of it missing, wrong, or spoilt by an `Error`. */
const response = fc
  .tuple(
    fc.record(
      { ConsumerGroup: fc.constantFrom("orders", null, 3), TopicPartitionsInfo: topics },
      { requiredKeys: [] },
    ),
    // One in so many is nil.
    fc.option(requestId, { freq: 40, nil: undefined }),
    fc.oneof({ weight: 10, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: error }),
    fc.dictionary(fc.constantFrom("Extra", "error", "Errors", "requestId"), junk, { maxKeys: 1 }),
  )
  .map(
    ([fields, id, failure, extra]): Fields => ({
      ...fields,
      ...(failure !== undefined && { Error: failure }),
      ...(id !== undefined && { RequestId: id }),
      ...extra,
    }),
  );

const wrap: fc.Arbitrary<(inner: Fields) => unknown> = fc.oneof(
  { weight: 60, arbitrary: fc.constant((inner: Fields) => ({ Response: inner })) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<((inner: Fields) => unknown)[]>(
      (inner) => inner,
      (inner) => ({ response: inner }),
      (inner) => ({ Response: [inner] }),
      (inner) => [{ Response: inner }],
      (inner) => ({ Response: JSON.stringify(inner) }),
      (inner) => ({ Response: { Response: inner } }),
      (inner) => ({ Data: { Response: inner } }),
      (inner) => ({ Response: inner, Error: { Code: "InternalError" } }),
      () => ({ Response: null }),
    ),
  },
  { weight: 1, arbitrary: junk.map((value) => () => value) },
);

const whole = fc.tuple(response, wrap).map(([inner, around]) => JSON.stringify(around(inner)));

const page = "<!doctype html><html><body>RequestId</body></html>";

/** The text of an answer: whole, or cut, doubled, led or followed by what does not belong there. */
export const answerText: fc.Arbitrary<string> = fc.oneof(
  { weight: 50, arbitrary: whole },
  { weight: 1, arbitrary: whole.map((text) => `\r\n ${text}\t\n`) },
  {
    weight: 1,
    arbitrary: fc.tuple(whole, fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1))),
  },
  { weight: 1, arbitrary: fc.tuple(whole, whole).map(([a, b]) => a + b) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(response, response)
      .map(([a, b]) => `{"Response":${JSON.stringify(a)},"Response":${JSON.stringify(b)}}`),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(whole, fc.constantFrom(")]}'\n", "\uFEFF", "data: ", page, "\0"))
      .map(([text, lead]) => lead + text),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(whole, fc.constantFrom(",", "}", "\0", page, "// ok"))
      .map(([text, tail]) => text + tail),
  },
  { weight: 1, arbitrary: whole.map((text) => text.replaceAll('"', "'")) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("", "null", "OK", page, "true", '"yes"', "[]", "{}", "NaN"),
  },
);
