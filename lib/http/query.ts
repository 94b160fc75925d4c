import { toldOutcome, type ToldOutcome } from "../heartbeat/told-outcome.ts";
import { toFields } from "../base/unknown-object.ts";

/** Of a query the names, and what its values say of a run: the values themselves may be credentials, and are not kept. */
export type QueryParameter = { readonly name: string; readonly told?: ToldOutcome };

/** The query of any front's event. */
export function readQuery(event: Record<string, unknown>): readonly QueryParameter[] {
  return Array.from(readPairs(event), ([name, value]) => {
    const told = toldOutcome(name, value);
    return { name, ...(told && { told }) };
  });
}

function readPairs(event: Record<string, unknown>): Iterable<readonly [string, string]> {
  const { rawQueryString, queryStringParameters, multiValueQueryStringParameters } = event;
  if (typeof rawQueryString === "string" && rawQueryString !== "") {
    return new URLSearchParams(rawQueryString);
  }
  const single = toFields(queryStringParameters);
  const multiple = toFields(multiValueQueryStringParameters);
  const pairs = Object.entries({ ...single, ...multiple }).flatMap(([name, values]) =>
    (Array.isArray(values) ? values : [values]).map((value) => [name, toText(value)] as const),
  );
  // Only an ALB leaves the decoding to its target.
  if (!("elb" in toFields(event["requestContext"]))) return pairs;
  return new URLSearchParams(pairs.map((pair) => pair.join("=")).join("&"));
}

function toText(value: unknown): string {
  return typeof value === "string" ? value : "";
}
