import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { restsOf } from "../lib/http/router.ts";
import { codeOf } from "./error-code.ts";
import type { Pages } from "./front.ts";

const { resolve } = createRequire(import.meta.url);
const own = (name: string) => join(import.meta.dirname, "docs-page", name);
const ui = (name: string) => resolve(`swagger-ui-dist/${name}`);

type File = { readonly type: string; readonly file: string };

/** Every file of the page, by its path. */
const listFiles = (): ReadonlyMap<string, File> =>
  new Map([
    ["/docs", { type: "text/html; charset=utf-8", file: own("page.html") }],
    ["/docs/page.css", { type: "text/css", file: own("page.css") }],
    ["/docs/page.mjs", { type: "text/javascript", file: own("page.mjs") }],
    ["/docs/swagger-ui.css", { type: "text/css", file: ui("swagger-ui.css") }],
    ["/docs/swagger-ui-bundle.js", { type: "text/javascript", file: ui("swagger-ui-bundle.js") }],
    ["/docs/favicon-32x32.png", { type: "image/png", file: ui("favicon-32x32.png") }],
  ]);

/** Nothing from elsewhere and no script in the page; the stylesheet has its icons inside it, as `data:`. */
const policy = [
  "default-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * The page for people at `/docs`: the OpenAPI document, to read and to try out on this relay. A browser
 * that asks for `/` is led there.
 *
 * @param basePath what a proxy may leave before every path; the links of the page have it
 * @returns undefined where `swagger-ui-dist` is not installed, as after `npm ci --omit=dev`
 */
export function createDocs(basePath = ""): Pages | undefined {
  try {
    const files = listFiles();
    return (request, response) => serveDocs({ files, basePath }, request, response);
  } catch (error) {
    if (codeOf(error) === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

function serveDocs(
  { files, basePath }: { readonly files: ReadonlyMap<string, File>; readonly basePath: string },
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const { method = "", url = "", headers } = request;
  if (!["GET", "HEAD"].includes(method)) return false;
  const paths = restsOf(url.replace(/\?.*/s, ""), basePath === "" ? [] : [basePath]).map((path) =>
    path.replace(/\/$/, ""),
  );
  // A person who typed the bare address. For programs this is Tencent's path, which takes a POST.
  if (paths.includes("") && headers.accept?.includes("text/html")) {
    response.writeHead(302, {
      Location: `${basePath}/docs`,
      Vary: "Accept",
      "Cache-Control": "no-store",
    });
    response.end();
    return true;
  }
  const found = paths.map((path) => files.get(path)).find((file) => file !== undefined);
  if (found === undefined) return false;
  response.writeHead(200, {
    "Content-Type": found.type,
    "Content-Security-Policy": policy,
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
  });
  const content = readFileSync(found.file);
  response.end(
    isPage(found) ? content.toString().replaceAll('="/docs/', `="${basePath}/docs/`) : content,
  );
  return true;
}

function isPage({ type }: File): boolean {
  return type.startsWith("text/html");
}
