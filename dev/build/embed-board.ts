import type { Plugin } from "esbuild";
import { boardPage } from "../board/page.ts";

/** Whose code is in the page, besides our own and zod's. */
export const boardPackages = ["node_modules/preact", "node_modules/uplot"] as const;

/** What is built has the page as a text, since it has neither esbuild nor the sources of the page. */
export const embedBoard: Plugin = {
  name: "embed-board",
  setup(build) {
    build.onLoad({ filter: /[/\\]dev[/\\]board[/\\]page\.ts$/ }, () => ({
      contents: `const page = ${JSON.stringify(boardPage())}; export const boardPage = () => page;`,
      loader: "ts",
    }));
  },
};
