import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
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
 * @returns undefined where `swagger-ui-dist` is not installed, as after `npm ci --omit=dev`
 */
export function createDocs(): Pages | undefined {
  try {
    const files = listFiles();
    return (request, response) => serveDocs(files, request, response);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND")
      return undefined;
    throw error;
  }
}

function serveDocs(
  files: ReadonlyMap<string, File>,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const { method = "", url = "", headers } = request;
  if (!["GET", "HEAD"].includes(method)) return false;
  const path = url.replace(/\?.*/s, "").replace(/\/$/, "");
  // A person who typed the bare address. For programs this is Tencent's path, which takes a POST.
  if (path === "" && headers.accept?.includes("text/html")) {
    response.writeHead(302, { Location: "/docs", Vary: "Accept", "Cache-Control": "no-store" });
    response.end();
    return true;
  }
  const found = files.get(path);
  if (found === undefined) return false;
  response.writeHead(200, {
    "Content-Type": found.type,
    "Content-Security-Policy": policy,
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
  });
  response.end(readFileSync(found.file));
  return true;
}
