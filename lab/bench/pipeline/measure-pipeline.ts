import { join } from "node:path";
import { build } from "esbuild";
import * as z from "zod/mini";
import { bundleOptions } from "../../../dev/build/options.ts";
import { atMost, type Part } from "../../report/figures.ts";
import { percentile } from "../statistics.ts";
import { measureIn } from "../support/children.ts";
import type { Workspace } from "../support/workspace.ts";
import { units } from "../units.ts";

const pipelineReport = z.object({ timesMs: z.array(z.number()).check(z.minLength(1)) });

/**
 * The relay from event to answer with a client that answers at once, bundled as it is deployed; its log line
 * and its metric line go to /dev/null.
 * @throws Error when a beat is not granted.
 */
export async function measurePipeline({ directory, env, key }: Workspace): Promise<Part> {
  const bundle = join(directory, "pipeline.cjs");
  await build({
    ...bundleOptions,
    entryPoints: [join(import.meta.dirname, "entry.ts")],
    outfile: bundle,
  });
  const child = join(import.meta.dirname, "child.ts");
  const { timesMs } = pipelineReport.parse(
    await measureIn(child, [bundle, key], { directory, env }),
  );
  const timesUs = timesMs.map((ms) => ms * 1000);
  return {
    title: "pipeline without the SDK, p50",
    figures: [
      {
        name: "event to answer, log line with its metric written",
        ...units.us,
        value: percentile(timesUs, 0.5),
        more: { p99: percentile(timesUs, 0.99) },
        ...atMost(40),
      },
    ],
  };
}
