import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type * as esbuild from "esbuild";

const root = join(import.meta.dirname, "../..");

/**
 * The page of the board, made of `board/`: one file, with its script and its style inside. What is built has the page as a
 * text in place of this file (`dev/build/embed-board.ts`).
 *
 * @throws Error where esbuild is not installed, as after `npm ci --omit=dev`
 */
export function boardPage(): string {
  const { buildSync } = createRequire(import.meta.url)("esbuild") as typeof esbuild;
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: ["board/main.tsx", "board/board.css"],
    bundle: true,
    minify: true,
    write: false,
    outdir: "dist",
    format: "iife",
    // Browsers since 2023.
    target: ["chrome116", "firefox115", "safari17"],
    // The settings of the compiler are for people and lint; an image is built without them.
    tsconfigRaw: "{}",
    jsx: "automatic",
    jsxImportSource: "preact",
    legalComments: "none",
    logLevel: "warning",
  });
  const textOf = (ending: string) =>
    outputFiles.find(({ path }) => path.endsWith(ending))?.text.trim() ?? "";
  return readFileSync(join(root, "board/page.html"), "utf8")
    .replace("<style></style>", () => `<style>${textOf(".css")}</style>`)
    .replace("<script></script>", () => `<script>${textOf(".js")}</script>`);
}
