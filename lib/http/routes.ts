import { RelayError } from "../errors.ts";

export type Route =
  | { readonly name: "health" }
  | { readonly name: "heartbeats" }
  | { readonly name: "alias"; readonly alias: string }
  | { readonly name: "hook"; readonly key: string; readonly alias: string };

type Found = { readonly route: Route; readonly methods: readonly string[] };

/**
 * The route of a request. A path is first taken as it stands: a stage that is itself called `v1`
 * must not swallow the beginning of ours.
 *
 * @throws RelayError `not-found`, or `method-not-allowed` with `Allow`: a GET must never join a group.
 */
export function findRoute(method: string, path: string, stage: string | undefined): Route {
  const found =
    match(path) ?? (stage && path.startsWith(`/${stage}/`) && match(path.slice(stage.length + 1)));
  if (!found) throw new RelayError("not-found");
  if (found.methods.includes(method)) return found.route;
  const allow = found.methods.join(", ");
  const detail = `This path takes ${allow}.`;
  throw new RelayError("method-not-allowed", { detail, headers: { Allow: allow } });
}

function match(path: string): Found | undefined {
  const segments = path.replace(/\/$/, "").split("/").map(decode);
  const [root, first, second, third, fourth, ...rest] = segments;
  if (root !== "" || rest.length > 0) return undefined;
  if (first === "healthz" && second === undefined) {
    return { route: { name: "health" }, methods: ["GET", "HEAD"] };
  }
  if (first !== "v1") return undefined;
  if (second === "heartbeats" && fourth === undefined) return beat(toAliasRoute(third));
  if (second === "hooks" && third && fourth) {
    return beat({ name: "hook", key: third, alias: fourth });
  }
  return undefined;
}

/** Senders may encode what needs no encoding; what cannot be decoded is taken as it stands. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function toAliasRoute(alias: string | undefined): Route {
  return alias === undefined ? { name: "heartbeats" } : { name: "alias", alias };
}

function beat(route: Route): Found {
  return { route, methods: ["POST"] };
}
