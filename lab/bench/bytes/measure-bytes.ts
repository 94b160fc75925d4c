import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "../../../dev/build/main.ts";
import type { Figure, Part } from "../figures.ts";
import { bytesByPackage } from "./by-package.ts";

const barKb = 160;
const kb = (bytes: number) => bytes / 1024;

/**
 * Minified and gzipped size of every function's bundle, by package. The gzipped size of a whole file is exact;
 * a package is given its share of it in proportion to its minified bytes, since gzip knows no packages.
 *
 * @param deployed the folder of the bundles that are measured.
 * @param outdir where to build once more, to learn what is in them.
 * @throws Error when the deployed bundles are not what the sources build.
 */
export async function measureBytes(deployed: string, outdir: string): Promise<readonly Part[]> {
  const { outputs } = await build({ outdir });
  const parts: Part[] = [];
  for (const [path, output] of Object.entries(outputs)) {
    if (!path.endsWith(".cjs")) continue;
    const name = basename(path);
    const built = await readFile(join(outdir, name));
    const found = await readFile(join(deployed, name)).catch(() => undefined);
    if (!found?.equals(built)) {
      throw new Error(`dist/functions/${name} is not what the sources build; run npm run build.`);
    }
    const gzippedKb = kb(gzipSync(built).length);
    const toFigure = (title: string, bytes: number): Figure => ({
      name: title,
      unit: "KB",
      value: kb(bytes),
      gzipped: (gzippedKb * bytes) / built.length,
    });
    const packages = bytesByPackage(output).map((row) => toFigure(row.name, row.bytes));
    const whole = { ...toFigure("the whole file", built.length), bar: barKb };
    parts.push({ title: `${name}, minified`, figures: [whole, ...packages] });
  }
  return parts;
}
