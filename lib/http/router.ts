import { type Endpoint, type ExchangeMiddleware, methodNotAllowed, nowhere } from "./endpoint.ts";
import { decodeSegment } from "./request.ts";

/**
 * A path and what answers there. For a path such as `/v1/hooks/{key}/{alias}` a function makes the endpoint from the
 * parts in braces, in their order; undefined where there is no such endpoint.
 */
export type Route = readonly [path: string, endpoint: Endpoint | ToEndpoint];
type ToEndpoint = (...parts: string[]) => Endpoint | undefined;

/** What answers at a path (`nowhere` if nothing does), and the part of the path before the route. */
export type Found = { readonly endpoint: Endpoint; readonly before: string };

export type Router = (path: string, prefixes: readonly string[]) => Found;

/**
 * Routes by exact paths, with or without one slash at the end. A path is first taken as it stands, then without the
 * prefixes that may stand before it: a stage that is itself called `v1` must not take the `v1` of a route.
 */
export function createRouter(routes: readonly Route[]): Router {
  const table = routes.map(([path, endpoint]) => ({
    parts: toParts(path),
    toEndpoint: typeof endpoint === "function" ? endpoint : () => endpoint,
  }));
  const mostSegments = Math.max(...table.map(({ parts }) => parts.length));

  function match(path: string): Endpoint | undefined {
    if (!path.startsWith("/")) return undefined;
    // A path with more parts than any route is not decoded.
    const raw = trimSlash(path).split("/", mostSegments + 1);
    if (raw.length > mostSegments) return undefined;
    const segments = raw.map(decodeSegment);
    for (const { parts, toEndpoint } of table) {
      const values = valuesIn(segments, parts);
      if (values) return toEndpoint(...values);
    }
    return undefined;
  }

  return (path, prefixes) => {
    let before = "";
    for (const rest of restsOf(path, prefixes)) {
      const endpoint = match(rest);
      before = beginningOf(path, rest);
      if (endpoint) return { endpoint, before };
    }
    return { endpoint: nowhere, before };
  };
}

/** The path, and what is left of it without one or more of the prefixes. */
export function restsOf(path: string, prefixes: readonly string[]): readonly string[] {
  const rests = [path];
  for (const prefix of prefixes) {
    for (const rest of [...rests]) {
      if (rest === prefix || rest.startsWith(`${prefix}/`)) {
        rests.push(rest.slice(prefix.length) || "/");
      }
    }
  }
  return rests;
}

function beginningOf(path: string, rest: string): string {
  return path.endsWith(rest) ? path.slice(0, path.length - rest.length) : path;
}

const anything = Symbol("a part in braces");
type Part = string | typeof anything;

function toParts(path: string): Part[] {
  const segments = trimSlash(path).split("/");
  return segments.map((segment) => (segment.startsWith("{") ? anything : segment));
}

function trimSlash(path: string): string {
  return path.endsWith("/") ? path.slice(0, -1) : path;
}

/** The values of the parts in braces. An empty segment is a variable that was not set, and matches nothing. */
function valuesIn(segments: readonly string[], parts: readonly Part[]): string[] | undefined {
  if (segments.length !== parts.length) return undefined;
  const values: string[] = [];
  const fits = segments.every((segment, index) => {
    if (parts[index] !== anything) return parts[index] === segment;
    values.push(segment);
    return segment !== "";
  });
  return fits ? values : undefined;
}

/** A base path that may stand in answers: only characters that need no escape. */
const plainPath = /^(?:\/[A-Za-z0-9._~-]+)*$/;

/**
 * Finds what answers at the path.
 *
 * @param basePath the path before every route, where the event does not show it
 * @throws RelayError `method-not-allowed` with `Allow`: a GET must never join a group
 */
export function routeRequest(route: Router, basePath: string): ExchangeMiddleware {
  const configured = basePath === "" ? [] : [basePath];
  return {
    before: function routeRequestBefore({ event }) {
      const { method, path, prefixes, outerPath } = event.request;
      const { endpoint, before } = route(path, [...prefixes, ...configured]);
      const outside = outerPath + before;
      event.basePath = outside !== "" && plainPath.test(outside) ? outside : basePath;
      event.endpoint = endpoint.insteadFor?.(event.request) ?? endpoint;
      const { methods, conditionalMethods = [] } = event.endpoint;
      if (methods === undefined || [...methods, ...conditionalMethods].includes(method)) return;
      throw methodNotAllowed(methods);
    },
  };
}
