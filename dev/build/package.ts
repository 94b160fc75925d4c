import { chmod, copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build as bundle, type Metafile } from "esbuild";
import packageJson from "../../package.json" with { type: "json" };
import { toFields } from "../../lib/base/unknown-object.ts";
import { asPackage } from "./as-package.ts";
import { boardPackages } from "./embed-board.ts";
import { bundleOptions } from "./options.ts";

const root = join(import.meta.dirname, "../..");
const { name, version, description, license } = packageJson;

/** Nothing to install beside it, and no publishing by mistake. */
const manifest = {
  ...{ name, version, description, license },
  private: true,
  type: "module",
  bin: { [name]: "heartbeat-relay.cjs" },
  // `hash` of node:crypto came with 20.12.
  engines: { node: ">=20.12" },
};

/** The package: every command as JavaScript without dependencies, since Node strips no types below node_modules. */
export async function buildPackage(outdir = join(root, "dist/package")): Promise<Metafile> {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  const options = {
    ...bundleOptions,
    plugins: [...bundleOptions.plugins, asPackage(manifest)],
    outdir,
  };
  const { metafile } = await bundle({
    ...options,
    entryPoints: { main: "dev/cli/main.ts" },
    format: "esm",
    // Each command loads what it needs and no more.
    splitting: true,
    outExtension: { ".js": ".mjs" },
    chunkNames: "parts/[name]-[hash]",
    // Its other form, for Node, hides what it requires.
    alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
    banner: {
      js: 'import{createRequire as requireOfPackage}from"node:module";const require=requireOfPackage(import.meta.url);',
    },
    metafile: true,
  });
  const bin = join(outdir, manifest.bin[name] ?? "");
  await bundle({
    ...options,
    entryPoints: ["dev/cli/heartbeat-relay.cjs"],
    target: "node14",
    outExtension: { ".js": ".cjs" },
  });
  await chmod(bin, 0o755);
  await writeFile(join(outdir, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  await writeFile(
    join(outdir, "LICENSES-OF-OTHERS.txt"),
    await licensesOf([...Object.keys(metafile.inputs), ...boardPackages]),
  );
  await copyFile(join(root, "dev/build/package-readme.md"), join(outdir, "README.md"));
  for (const file of ["LICENSE", "relay.config.schema.json"]) {
    await copyFile(join(root, file), join(outdir, file));
  }
  return metafile;
}

/** The licences of all whose code is in the package, which is what they ask for. */
async function licensesOf(inputs: readonly string[]): Promise<string> {
  const folders = inputs.flatMap((input) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? []);
  const texts = [...new Set(folders)].toSorted().map(async (folder) => {
    // Some have no file of it, and name it in package.json alone.
    const files = (await readdir(join(root, folder))).filter((one) => /^licen[cs]e/i.test(one));
    const text = await readFile(join(root, folder, files[0] ?? "package.json"), "utf8");
    const own =
      files.length > 0 ? text : `License: ${String(toFields(JSON.parse(text))["license"])}\n`;
    return `${folder.replace("node_modules/", "")}\n\n${own}`;
  });
  return (await Promise.all(texts)).join(`\n${"-".repeat(80)}\n\n`);
}
