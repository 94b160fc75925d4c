import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "../../../dev/build/main.ts";
import { atMost, type Figure, type Part } from "../../report/figures.ts";
import { units } from "../units.ts";
import { bytesByPackage } from "./by-package.ts";

const barKb = 160;
const kb = (bytes: number) => bytes / 1024;

/**
 * Builds every function and tells its minified and gzipped size, by package. The gzipped size of a whole file is
 * exact; a package is given its share of it in proportion to its minified bytes, since gzip knows no packages.
 */
export async function measureBytes(outdir: string): Promise<readonly Part[]> {
  const { outputs } = await build({ outdir });
  const parts: Part[] = [];
  for (const [path, output] of Object.entries(outputs)) {
    if (!path.endsWith(".cjs")) continue;
    const name = basename(path);
    const built = await readFile(join(outdir, name));
    const gzippedKb = kb(gzipSync(built).length);
    const toFigure = (title: string, bytes: number): Figure => ({
      name: title,
      ...units.kb,
      value: kb(bytes),
      more: { gzipped: (gzippedKb * bytes) / built.length },
    });
    const packages = bytesByPackage(output).map((row) => toFigure(row.name, row.bytes));
    const whole = { ...toFigure("the whole file", built.length), ...atMost(barKb) };
    parts.push({ title: `${name}, minified`, figures: [whole, ...packages] });
  }
  return parts;
}
