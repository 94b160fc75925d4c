import { readdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { build as bundle, type Metafile } from "esbuild";
import { replaceDeadWeight } from "./bundle/replace-dead-weight.ts";

const root = join(import.meta.dirname, "..");

/** One self-contained CommonJS file per function, and its source map beside it, outside the package. */
export async function build(options: { readonly outdir?: string } = {}): Promise<Metafile> {
  const outdir = options.outdir ?? join(root, "dist/functions");
  const sources = await readdir(join(root, "functions"));
  await rm(outdir, { recursive: true, force: true });
  const { metafile } = await bundle({
    absWorkingDir: root,
    entryPoints: sources.map((file) => `functions/${basename(file)}`),
    outdir,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    minify: true,
    sourcemap: "external",
    metafile: true,
    plugins: [replaceDeadWeight],
    logLevel: "warning",
  });
  return metafile;
}

if (import.meta.main) {
  const { outputs } = await build();
  for (const [file, { bytes }] of Object.entries(outputs)) {
    if (file.endsWith(".cjs")) console.log(`${file.padEnd(32)} ${(bytes / 1024).toFixed(1)} KB`);
  }
}
