export type TestRequest = {
  readonly method?: string;
  readonly path?: string;
  /** As it stands in the URL, without its question mark. */
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

type ToEvent = (request: TestRequest) => object;

type FilledRequest = Required<Omit<TestRequest, "body">> & Pick<TestRequest, "body">;

const withDefaults =
  (toEvent: (request: FilledRequest) => object): ToEvent =>
  (request) =>
    toEvent({ method: "POST", path: "/", query: "", headers: {}, ...request });

const base64 = (text: string) => Buffer.from(text).toString("base64");

/** API Gateway HTTP API, payload format 2.0. */
export const httpApiEvent: ToEvent = withDefaults(({ method, path, query, headers, body }) => ({
  version: "2.0",
  routeKey: "$default",
  rawPath: path,
  rawQueryString: query,
  ...(query !== "" && { queryStringParameters: Object.fromEntries(new URLSearchParams(query)) }),
  headers,
  requestContext: { stage: "$default", requestId: "r", http: { method, path } },
  ...(body !== undefined && { body, isBase64Encoded: false }),
}));

/** The same behind a named stage, which stands before the path, and with a body in base64. */
const stagedHttpApiEvent: ToEvent = withDefaults(({ method, path, query, headers, body }) => ({
  version: "2.0",
  rawPath: `/prod${path}`,
  rawQueryString: query,
  headers,
  requestContext: { stage: "prod", http: { method, path: `/prod${path}` } },
  ...(body !== undefined && { body: base64(body), isBase64Encoded: true }),
}));

/** API Gateway REST API, payload format 1.0. */
const restApiEvent: ToEvent = withDefaults(({ method, path, query, headers, body }) => ({
  resource: "/{proxy+}",
  path,
  httpMethod: method,
  headers,
  multiValueHeaders: toLists(headers),
  queryStringParameters: query === "" ? null : Object.fromEntries(new URLSearchParams(query)),
  multiValueQueryStringParameters: query === "" ? null : toValueLists(new URLSearchParams(query)),
  requestContext: { stage: "v1", path: `/v1${path}`, httpMethod: method },
  body: body ?? null,
  isBase64Encoded: false,
}));

const albEvent: ToEvent = withDefaults(({ method, path, query, headers, body }) => ({
  requestContext: { elb: { targetGroupArn: "arn:aws:elasticloadbalancing:…" } },
  httpMethod: method,
  path,
  queryStringParameters: Object.fromEntries(pairsAsTheyStand(query)),
  headers,
  body: body === undefined ? "" : base64(body),
  isBase64Encoded: true,
}));

const albMultiValueEvent: ToEvent = ({ headers = {}, query = "", ...request }) => {
  const event: Record<string, unknown> = { ...albEvent(request) };
  delete event["headers"];
  delete event["queryStringParameters"];
  return {
    ...event,
    multiValueHeaders: toLists(headers),
    multiValueQueryStringParameters: toValueLists(pairsAsTheyStand(query)),
  };
};

/** Lambda Function URL: format 2.0, without a stage of its own. */
const functionUrlEvent: ToEvent = withDefaults(({ method, path, query, headers, body }) => ({
  version: "2.0",
  rawPath: path,
  rawQueryString: query,
  headers,
  requestContext: {
    accountId: "anonymous",
    domainName: "x.lambda-url.aws",
    http: { method, path },
  },
  ...(body !== undefined && { body: base64(body), isBase64Encoded: true }),
}));

/** A function URL of SCF, which decodes no body. */
const scfEvent: ToEvent = withDefaults(({ method, path, query, headers, body }) => ({
  httpMethod: method,
  path,
  queryString: Object.fromEntries(new URLSearchParams(query)),
  headers: Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  ),
  body: body ?? "",
}));

function toLists(headers: Readonly<Record<string, string>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
}

/** An ALB decodes nothing. */
function pairsAsTheyStand(query: string): [string, string][] {
  return query
    .split("&")
    .filter(Boolean)
    .map((pair) => [pair.replace(/=.*/s, ""), pair.includes("=") ? pair.replace(/.*?=/s, "") : ""]);
}

function toValueLists(pairs: Iterable<[string, string]>): Record<string, string[]> {
  const lists: Record<string, string[]> = {};
  for (const [name, value] of pairs) (lists[name] ??= []).push(value);
  return lists;
}

/** Every front that the one handler serves, by name. */
export const fronts: readonly (readonly [string, ToEvent])[] = [
  ["HTTP API", httpApiEvent],
  ["HTTP API with a stage", stagedHttpApiEvent],
  ["REST API", restApiEvent],
  ["ALB", albEvent],
  ["ALB with multi-value headers", albMultiValueEvent],
  ["Function URL", functionUrlEvent],
  ["function URL of SCF", scfEvent],
];
