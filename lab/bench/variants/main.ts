import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type BuildOptions, build } from "esbuild";
import * as z from "zod/mini";
import { bundleOptions } from "../../../dev/build/options.ts";
import { alignTable } from "../report/table.ts";
import { percentile } from "../statistics.ts";
import { runScript } from "../support/children.ts";
import { createWorkspace } from "../support/workspace.ts";

// What the relay could be bundled as: `node lab/bench/variants/main.ts [rounds]` loads each in turn, in fresh
// processes, and prints the medians. The choice and its table are in docs/decisions/load.md.

const rounds = Number(process.argv[2] ?? 21);
const workspace = await createWorkspace();
const folder = join(workspace.directory, "variants");
await mkdir(folder);

const relay = { ...bundleOptions, entryPoints: ["functions/relay.ts"] };
const cjs = { ...relay, define: { "import.meta.dirname": "__dirname" } };
const clsClient = "tencentcloud-sdk-nodejs/tencentcloud/services/cls/v20201016/cls_client.js";
const banner =
  'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';
const bundles: Readonly<Record<string, BuildOptions>> = {
  "as deployed": cjs,
  "with arrows": { ...cjs, supported: {} },
  "not minified": { ...cjs, minify: false },
  "ESM output": { ...relay, format: "esm", banner: { js: banner } },
  "with the CLS client as well": {
    ...cjs,
    entryPoints: [],
    stdin: {
      contents: `import ${JSON.stringify(clsClient)}; export * from "./functions/relay.ts";`,
      resolveDir: bundleOptions.absWorkingDir,
    },
  },
  "without replacements": { ...cjs, plugins: [], external: ["encoding"] },
};
const files = new Map<string, string>();
for (const [name, options] of Object.entries(bundles)) {
  const extension = options.format === "esm" ? "mjs" : "cjs";
  const outfile = join(folder, `${files.size}.${extension}`);
  await build({ ...options, outfile });
  files.set(name, outfile);
}
const cache = join(folder, "cache");
files.set("as deployed, warm compile cache", files.get("as deployed") ?? "");

const runner = join(import.meta.dirname, "../load/runner.cjs");
const report = z.object({ loadMs: z.number() });
const times = new Map([...files.keys()].map((name) => [name, new Array<number>()]));
for (let round = 0; round <= rounds; round += 1) {
  const turn = round % 2 === 0 ? [...files] : [...files].reverse();
  for (const [name, file] of turn) {
    const more = name.includes("cache") ? { NODE_COMPILE_CACHE: cache } : {};
    const env = { ...workspace.env, ...more };
    const { stdout } = await runScript(runner, [file], { ...workspace, env });
    const { loadMs } = report.parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""));
    // The first round fills the cache.
    if (round > 0) times.get(name)?.push(loadMs);
  }
}
const columns = [
  { title: "bundle", align: "left" },
  { title: "median", align: "right" },
  { title: "least", align: "right" },
] as const;
const rows = [...times].map(([name, ms]) => [
  name,
  `${percentile(ms, 0.5).toFixed(1)} ms`,
  `${Math.min(...ms).toFixed(1)} ms`,
]);
console.log(alignTable(columns, rows));
await workspace.remove();
