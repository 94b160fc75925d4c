export type TestRequest = {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

type ToEvent = (request: TestRequest) => object;

const base64 = (text: string) => Buffer.from(text).toString("base64");

/** API Gateway HTTP API, payload format 2.0. */
export const httpApiEvent: ToEvent = ({ method = "POST", path = "/", headers = {}, body }) => ({
  version: "2.0",
  routeKey: "$default",
  rawPath: path,
  rawQueryString: "",
  headers,
  requestContext: { stage: "$default", requestId: "r", http: { method, path } },
  ...(body !== undefined && { body, isBase64Encoded: false }),
});

/** The same behind a named stage, which stands before the path, and with a body in base64. */
const stagedHttpApiEvent: ToEvent = ({ method = "POST", path = "/", headers = {}, body }) => ({
  version: "2.0",
  rawPath: `/prod${path}`,
  headers,
  requestContext: { stage: "prod", http: { method, path: `/prod${path}` } },
  ...(body !== undefined && { body: base64(body), isBase64Encoded: true }),
});

/** API Gateway REST API, payload format 1.0. */
const restApiEvent: ToEvent = ({ method = "POST", path = "/", headers = {}, body }) => ({
  resource: "/{proxy+}",
  path,
  httpMethod: method,
  headers,
  multiValueHeaders: toLists(headers),
  queryStringParameters: null,
  requestContext: { stage: "v1", path: `/v1${path}`, httpMethod: method },
  body: body ?? null,
  isBase64Encoded: false,
});

const albEvent: ToEvent = ({ method = "POST", path = "/", headers = {}, body }) => ({
  requestContext: { elb: { targetGroupArn: "arn:aws:elasticloadbalancing:…" } },
  httpMethod: method,
  path,
  queryStringParameters: {},
  headers,
  body: body === undefined ? "" : base64(body),
  isBase64Encoded: true,
});

const albMultiValueEvent: ToEvent = ({ headers = {}, ...request }) => {
  const event: Record<string, unknown> = { ...albEvent(request) };
  delete event["headers"];
  return { ...event, multiValueHeaders: toLists(headers) };
};

/** Lambda Function URL: format 2.0, without a stage of its own. */
const functionUrlEvent: ToEvent = ({ method = "POST", path = "/", headers = {}, body }) => ({
  version: "2.0",
  rawPath: path,
  headers,
  requestContext: {
    accountId: "anonymous",
    domainName: "x.lambda-url.aws",
    http: { method, path },
  },
  ...(body !== undefined && { body: base64(body), isBase64Encoded: true }),
});

function toLists(headers: Readonly<Record<string, string>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
}

/** Every front that the one handler serves, by name. */
export const fronts: readonly (readonly [string, ToEvent])[] = [
  ["HTTP API", httpApiEvent],
  ["HTTP API with a stage", stagedHttpApiEvent],
  ["REST API", restApiEvent],
  ["ALB", albEvent],
  ["ALB with multi-value headers", albMultiValueEvent],
  ["Function URL", functionUrlEvent],
];
