import { join } from "node:path";
import type { BuildOptions } from "esbuild";
import { embedBoard } from "./embed-board.ts";
import { replaceDeadWeight } from "./replace-dead-weight.ts";

/** How everything is bundled that is deployed, and what is measured in its place (docs/decisions/load.md). */
export const bundleOptions = {
  absWorkingDir: join(import.meta.dirname, "../.."),
  bundle: true,
  platform: "node",
  // The oldest Node on which any host runs what is built (docs/hosts.md).
  target: "node20",
  format: "cjs",
  minify: true,
  // V8 reads functions faster than arrows, which it cannot tell from an expression before their end.
  supported: { arrow: false },
  plugins: [embedBoard, replaceDeadWeight],
  logLevel: "warning",
} satisfies BuildOptions;
