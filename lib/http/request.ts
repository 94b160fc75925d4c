import type { Headers } from "./headers.ts";
import { type Filters, type QueryParameter, readQuery } from "./query.ts";
import { toFields } from "../base/unknown-object.ts";

/** A request from API Gateway v1 or v2, an ALB, or a function URL of Lambda or SCF. */
export type HttpRequest = {
  readonly method: string;
  readonly path: string;
  /** What may stand before the relay's path: a named stage, and a path that API Gateway maps to the API. */
  readonly prefixes: readonly string[];
  /** The host that the caller sees, where the front says it. */
  readonly outerHost: string;
  /** The address of the caller, where the front says it. */
  readonly client: string;
  /** What the front has removed from the path that the caller sees. */
  readonly outerPath: string;
  readonly headers: Headers;
  readonly query: readonly QueryParameter[];
  /** Values of the query by which consumers are chosen; absent where there is no query. */
  readonly filters?: Filters;
  /** As text where it came as text; its bytes where it came in base64. */
  readonly body: string | Buffer;
  /** An ALB that sends multi-value headers takes no others. */
  readonly multiValueHeaders: boolean;
};

/** Reads the event of any of these fronts; what is absent reads as empty and finds no route. */
export function readRequest(event: unknown): HttpRequest {
  const fields = toFields(event);
  const context = toFields(fields["requestContext"]);
  const http = toFields(context["http"]);
  const path = text(fields["rawPath"]) || text(fields["path"]);
  const body = text(fields["body"]);
  return {
    method: text(http["method"]) || text(fields["httpMethod"]),
    path,
    prefixes: [stageOf(context), ...mappingsOf(fields, path)].filter((prefix) => prefix !== ""),
    outerHost: text(context["domainName"]),
    client: text(http["sourceIp"]),
    outerPath: beforeEnd(text(context["path"]), path),
    // A REST API repeats every header, and in `headers` keeps only the last of several values.
    headers: { ...readSingle(fields["headers"]), ...readMultiValue(fields["multiValueHeaders"]) },
    ...(hasQuery(fields) ? readQuery(fields) : { query: [] }),
    body: fields["isBase64Encoded"] === true ? Buffer.from(body, "base64") : body,
    multiValueHeaders: "elb" in context && "multiValueHeaders" in fields,
  };
}

function stageOf(context: Record<string, unknown>): string {
  const stage = text(context["stage"]);
  return stage === "" || stage === "$default" ? "" : `/${stage}`;
}

/**
 * What may stand before the relay's path where a domain maps a path to an API: what is before all that the route
 * matched, and, for a greedy route below a path of its own, what is before the greedy part.
 */
function mappingsOf(fields: Record<string, unknown>, path: string): string[] {
  const route = text(fields["resource"]) || text(fields["routeKey"]).replace(/^\S+ /, "");
  const [part, name = "proxy"] = /\{(\w+)\+\}/.exec(route) ?? [];
  const greedy = toSegments(text(toFields(fields["pathParameters"])[name]));
  const own = toSegments(route).filter((segment) => segment !== part);
  // By their number, since one of the two may be decoded.
  const before = (count: number) => {
    const segments = toSegments(path);
    return segments.slice(0, Math.max(0, segments.length - count)).map((segment) => `/${segment}`);
  };
  const counts: number[] = [];
  if (route.startsWith("/") && (part === undefined || greedy.length > 0)) {
    counts.push(own.length + greedy.length);
  }
  if (greedy.length > 0) counts.push(greedy.length);
  return [...new Set(counts.map((count) => before(count).join("")))];
}

function toSegments(path: string): string[] {
  const bare = path.replace(/^\//, "").replace(/\/$/, "");
  return bare === "" ? [] : bare.split("/");
}

function beforeEnd(whole: string, end: string): string {
  return end !== "" && whole.endsWith(end) ? whole.slice(0, -end.length) : "";
}

function readSingle(headers: unknown): Headers {
  return Object.fromEntries(namedHeaders(headers).map(([name, value]) => [name, text(value)]));
}

function readMultiValue(headers: unknown): Headers {
  return Object.fromEntries(
    namedHeaders(headers).map(([name, values]) => [
      name,
      Array.isArray(values) ? values.map(text).join(", ") : "",
    ]),
  );
}

/** Without SCF's own headers, which hold the credentials of the function's role (docs/hosts.md). */
function namedHeaders(headers: unknown): [name: string, value: unknown][] {
  return Object.entries(toFields(headers))
    .map(([name, value]): [string, unknown] => [name.toLowerCase(), value])
    .filter(([name]) => !name.startsWith("x-scf-"));
}

const queryFields = [
  "rawQueryString",
  "queryStringParameters",
  "multiValueQueryStringParameters",
  "queryString",
] as const;

/** Most requests have no query, and need not pay for one. */
function hasQuery(fields: Record<string, unknown>): boolean {
  return queryFields.some((name) => fields[name]);
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
