import type { Headers } from "./headers.ts";
import { toFields } from "../base/unknown-object.ts";

/** A request, whichever of API Gateway v1 and v2, ALB and Function URL brought it. */
export type HttpRequest = {
  readonly method: string;
  readonly path: string;
  /** A named stage, whose name may stand before the path. */
  readonly stage: string | undefined;
  readonly headers: Headers;
  /** Of the query only the names: its values may be credentials that somebody put into a URL. */
  readonly queryNames: readonly string[];
  /** As text where it came as text; its bytes where it came in base64. */
  readonly body: string | Buffer;
  /** An ALB that sends multi-value headers takes no others. */
  readonly multiValueHeaders: boolean;
};

/** Reads the event of any of the four fronts; what is absent reads as empty and finds no route. */
export function readRequest(event: unknown): HttpRequest {
  const fields = toFields(event);
  const context = toFields(fields["requestContext"]);
  const http = toFields(context["http"]);
  const stage = text(context["stage"]);
  const body = text(fields["body"]);
  return {
    method: text(http["method"]) || text(fields["httpMethod"]),
    path: text(fields["rawPath"]) || text(fields["path"]),
    stage: stage === "" || stage === "$default" ? undefined : stage,
    // A REST API repeats every header, and in `headers` keeps only the last of several values.
    headers: { ...readSingle(fields["headers"]), ...readMultiValue(fields["multiValueHeaders"]) },
    queryNames: readQueryNames(fields),
    body: fields["isBase64Encoded"] === true ? Buffer.from(body, "base64") : body,
    multiValueHeaders: "elb" in context && "multiValueHeaders" in fields,
  };
}

function readSingle(headers: unknown): Headers {
  return Object.fromEntries(
    Object.entries(toFields(headers)).map(([name, value]) => [name.toLowerCase(), text(value)]),
  );
}

function readMultiValue(headers: unknown): Headers {
  return Object.fromEntries(
    Object.entries(toFields(headers)).map(([name, values]) => [
      name.toLowerCase(),
      Array.isArray(values) ? values.map(text).join(", ") : "",
    ]),
  );
}

function readQueryNames(fields: Record<string, unknown>): string[] {
  const { rawQueryString, queryStringParameters, multiValueQueryStringParameters } = fields;
  const pairs = text(rawQueryString).split("&").filter(Boolean);
  return [
    ...pairs.map((pair) => pair.replace(/=.*/s, "")),
    ...Object.keys(toFields(queryStringParameters)),
    ...Object.keys(toFields(multiValueQueryStringParameters)),
  ];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Senders may encode what needs no encoding; what cannot be decoded is taken as it stands. */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
