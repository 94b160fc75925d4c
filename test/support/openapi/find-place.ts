import type { Operation, PathItem } from "../../../dev/openapi/types.ts";
import { restsOf } from "../../../lib/http/router.ts";
import type { HttpRequest } from "../../../lib/http/request.ts";
import { document } from "./document.ts";

/** Where in the document a request belongs. */
export type Place = {
  readonly path: string;
  /** As the document names it. */
  readonly method: string;
  readonly item: PathItem;
  /** Absent where the path does not have the method. */
  readonly operation: Operation | undefined;
  /** What stands in the path in place of each parameter. */
  readonly parts: Readonly<Record<string, string>>;
};

/** By the path, with a prefix before it or without; undefined where the document has no such path. */
export function findPlace(
  { method, path, prefixes }: HttpRequest,
  basePath = "",
): Place | undefined {
  for (const rest of restsOf(path, basePath === "" ? prefixes : [...prefixes, basePath])) {
    const place = find(method, rest);
    if (place) return place;
  }
  return undefined;
}

function find(method: string, path: string): Place | undefined {
  if (!path.startsWith("/")) return undefined;
  const segments = path.replace(/\/$/, "").split("/").map(decode);
  for (const [template, item] of Object.entries(document.paths)) {
    const parts = partsOf(segments, template.replace(/\/$/, "").split("/"));
    if (parts) {
      // `post` is another method than POST, and none of the document's.
      const name = method === method.toUpperCase() ? method.toLowerCase() : "none";
      return { path: template, method: name, item, operation: item[name], parts };
    }
  }
  return undefined;
}

function partsOf(
  segments: readonly string[],
  template: readonly string[],
): Record<string, string> | undefined {
  if (segments.length !== template.length) return undefined;
  const parts: Record<string, string> = {};
  const fits = template.every((expected, index) => {
    const segment = segments[index] ?? "";
    const name = /^\{(.+)\}$/.exec(expected)?.[1];
    if (name === undefined) return expected === segment;
    parts[name] = segment;
    return segment !== "";
  });
  return fits ? parts : undefined;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
