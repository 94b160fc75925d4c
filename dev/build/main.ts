import { readdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { build as bundle, type Metafile } from "esbuild";
import { readArguments } from "../cli/read-arguments.ts";
import { boardPage } from "../board/page.ts";
import { bundleOptions } from "./options.ts";
import { buildPackage } from "./package.ts";
import { openApiDocument } from "../openapi/document.ts";

const root = join(import.meta.dirname, "../..");

/**
 * One self-contained CommonJS file per function, its source map beside it, outside the package, and
 * `openapi.json` and `board.html`, which the relay gives when it is asked for them.
 */
export async function build(options: { readonly outdir?: string } = {}): Promise<Metafile> {
  const outdir = options.outdir ?? join(root, "dist/functions");
  const sources = await readdir(join(root, "functions"));
  await rm(outdir, { recursive: true, force: true });
  const { metafile } = await bundle({
    ...bundleOptions,
    entryPoints: sources.map((file) => `functions/${basename(file)}`),
    outdir,
    outExtension: { ".js": ".cjs" },
    sourcemap: "external",
    metafile: true,
    // CommonJS has another word for the folder of a file.
    define: { "import.meta.dirname": "__dirname" },
  });
  await writeFile(join(outdir, "board.html"), boardPage());
  await writeFile(join(outdir, "openapi.json"), JSON.stringify(openApiDocument()));
  return metafile;
}

/** The doctor as one file that runs wherever the environment of a function is; it is in no package. */
export async function buildDoctor(outfile = join(root, "dist/doctor.cjs")): Promise<Metafile> {
  const { metafile } = await bundle({
    ...bundleOptions,
    entryPoints: ["dev/doctor/main.ts"],
    outfile,
    metafile: true,
  });
  return metafile;
}

/** The relay as one process, in one file that runs on every Node that is maintained. */
export async function buildServer(outfile = join(root, "dist/server.cjs")): Promise<Metafile> {
  const { metafile } = await bundle({
    ...bundleOptions,
    entryPoints: ["server/production.ts"],
    outfile,
    metafile: true,
  });
  return metafile;
}

if (import.meta.main) {
  readArguments({
    name: "npm run build",
    about:
      "Bundles the functions, the server and the doctor, each into one file of dist/, and the package.",
    options: {},
  });
  const built = [await build(), await buildServer(), await buildDoctor(), await buildPackage()];
  for (const [file, { bytes }] of built.flatMap(({ outputs }) => Object.entries(outputs))) {
    if (/\.[cm]js$/.test(file)) console.log(`${file.padEnd(32)} ${(bytes / 1024).toFixed(1)} KB`);
  }
}
