import { type Endpoint, type ExchangeMiddleware, methodNotAllowed, nowhere } from "./endpoint.ts";
import { decodeSegment } from "./request.ts";

/**
 * A path such as `/v1/hooks/{key}/{alias}`, and what answers there for its parts in braces, in their
 * order; undefined where these lead nowhere.
 */
export type Route = readonly [
  path: string,
  toEndpoint: (...parts: string[]) => Endpoint | undefined,
];

/** What answers at a path; `nowhere` where nothing does. */
export type Router = (path: string, stage: string | undefined) => Endpoint;

/**
 * Routes by exact paths, with or without one slash at the end. A path is first taken as it stands: a
 * stage that is itself called `v1` must not swallow the beginning of ours.
 */
export function createRouter(routes: readonly Route[]): Router {
  const table = routes.map(([path, toEndpoint]) => ({ parts: toParts(path), toEndpoint }));

  function match(path: string): Endpoint | undefined {
    if (!path.startsWith("/")) return undefined;
    const segments = toSegments(path);
    for (const { parts, toEndpoint } of table) {
      const values = valuesIn(segments, parts);
      if (values) return toEndpoint(...values);
    }
    return undefined;
  }

  return (path, stage) => {
    const found = match(path);
    if (found || !stage || !path.startsWith(`/${stage}/`)) return found ?? nowhere;
    return match(path.slice(stage.length + 1)) ?? nowhere;
  };
}

const anything = Symbol("a part in braces");
type Part = string | typeof anything;

function toParts(path: string): Part[] {
  return toSegments(path).map((segment) => (segment.startsWith("{") ? anything : segment));
}

function toSegments(path: string): string[] {
  return path.replace(/\/$/, "").split("/").map(decodeSegment);
}

/** What stands in place of the parts in braces. An empty segment is a variable that was not set, and fits nowhere. */
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

/**
 * Finds what answers at the path.
 *
 * @throws RelayError `method-not-allowed` with `Allow`: a GET must never join a group
 */
export function routeRequest(route: Router): ExchangeMiddleware {
  return {
    before: function routeRequestBefore({ event }) {
      const { method, path, stage } = event.request;
      event.endpoint = route(path, stage);
      const { methods, judgedMethods = [] } = event.endpoint;
      if (methods === undefined || [...methods, ...judgedMethods].includes(method)) return;
      throw methodNotAllowed(methods);
    },
  };
}
