import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import type { Figure } from "../../report/figures.ts";
import { renderText } from "../../report/rows.ts";
import { timeLoad } from "../load/measure-load.ts";
import { spread } from "../statistics.ts";
import { createWorkspace } from "../support/workspace.ts";
import { units } from "../units.ts";
import { variants } from "./variants.ts";

type Variant = {
  readonly file: string;
  readonly kb: number;
  readonly env: object;
  readonly ms: number[];
};

/**
 * Loads each variant in turn, in fresh processes. Medians of differences within a round say more than differences
 * of medians: what disturbs the machine for a round is in both.
 */
export async function compareVariants(
  rounds: number,
  progress: (line: string) => void,
): Promise<string> {
  const workspace = await createWorkspace();
  const folder = join(workspace.directory, "variants");
  await mkdir(folder);
  const all = new Map<string, Variant>();
  for (const [name, options] of Object.entries(variants)) {
    const file = join(folder, `${all.size}.${options.format === "esm" ? "mjs" : "cjs"}`);
    await build({ ...options, outfile: file });
    all.set(name, { file, kb: (await stat(file)).size / 1024, env: {}, ms: [] });
  }
  const deployed = all.get("as deployed");
  if (deployed === undefined) throw new Error("There is nothing to compare with.");
  const env = { NODE_COMPILE_CACHE: join(folder, "cache") };
  all.set("as deployed, warm compile cache", { ...deployed, env, ms: [] });
  for (let round = 0; round <= rounds; round += 1) {
    if (round > 0) progress(`variants: round ${round} of ${rounds}`);
    for (const { file, env, ms } of round % 2 === 0 ? all.values() : [...all.values()].reverse()) {
      const place = { ...workspace, env: { ...workspace.env, ...env } };
      const loadMs = await timeLoad({ title: file, file, silent: false }, place);
      // The first round fills the caches.
      if (round > 0) ms.push(loadMs);
    }
  }
  await workspace.remove();
  const rows = [...all].map(([name, { kb, ms }]): [Figure, Figure, Figure] => {
    const { value, ...more } = spread(ms);
    const differences = spread(ms.map((one, round) => one - (deployed.ms[round] ?? NaN)));
    return [
      { name, ...units.kb, value: kb },
      { name, ...units.ms, value, more },
      { name, ...units.ms, value: differences.value },
    ];
  });
  return renderText([
    { title: "size", figures: rows.map(([size]) => size) },
    { title: "load", figures: rows.map(([, load]) => load) },
    {
      title: "load, median of the differences to the deployed one",
      figures: rows.map(([, , difference]) => difference),
    },
  ]);
}
