import { runOutcome, type RunOutcome } from "../heartbeat/run-outcome.ts";
import { toUtf8 } from "./headers.ts";
import { toFields } from "../base/unknown-object.ts";

/** A name of a query, and what its value says of a run. The value itself may be a credential and is not kept. */
export type QueryParameter = { readonly name: string; readonly outcome?: RunOutcome };

/** Parameters of the routes that read, which are no credentials: the only ones whose values are kept. */
export const filterNames = ["group", "logsetId", "topic", "state", "limit", "after"] as const;
export type Filters = Partial<Readonly<Record<(typeof filterNames)[number], string>>>;

type Pair = readonly [name: string, value: string];

/** The query of any front's event, and the values of filters in it. */
export function readQuery(event: Record<string, unknown>): {
  readonly query: readonly QueryParameter[];
  readonly filters: Filters;
} {
  const pairs = readPairs(event);
  const query = pairs.map(([name, value]) => {
    const outcome = runOutcome(name, value);
    return { name, ...(outcome && { outcome }) };
  });
  return { query, filters: toFilters(pairs) };
}

/** Of one that is given twice the last. */
function toFilters(pairs: readonly Pair[]): Filters {
  const values = new Map(pairs);
  const given = filterNames.flatMap((name) => {
    const value = values.get(name);
    return value === undefined ? [] : [[name, toUtf8(value)] as const];
  });
  return Object.fromEntries(given);
}

function readPairs(event: Record<string, unknown>): readonly Pair[] {
  const { rawQueryString, multiValueQueryStringParameters } = event;
  if (typeof rawQueryString === "string" && rawQueryString !== "") {
    return rawQueryString.split("&").filter(Boolean).map(toPair);
  }
  // SCF has its own name for it.
  const single = toFields(event["queryStringParameters"] ?? event["queryString"]);
  const multiple = toFields(multiValueQueryStringParameters);
  const pairs = Object.entries({ ...single, ...multiple }).flatMap(([name, values]) =>
    (Array.isArray(values) ? values : [values]).map((value): Pair => [name, toText(value)]),
  );
  // Only an ALB leaves the decoding to its target.
  const isDecoded = !("elb" in toFields(event["requestContext"]));
  return isDecoded ? pairs : pairs.map(([name, value]) => [decode(name), decode(value)]);
}

function toPair(text: string): Pair {
  const at = text.includes("=") ? text.indexOf("=") : text.length;
  return [decode(text.slice(0, at)), decode(text.slice(at + 1))];
}

/** Byte by byte, since only ASCII is looked for; anything that is not an escape stays as it is. */
function decode(text: string): string {
  return text
    .replaceAll("+", " ")
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function toText(value: unknown): string {
  return typeof value === "string" ? value : "";
}
