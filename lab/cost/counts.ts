import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Billed } from "../simulate/billed.ts";

/** Where a full `npm run simulate` records what it counted. */
export const countsFile = join(import.meta.dirname, "counts.json");

const count = z.int().nonnegative();

const schema = z.array(
  z.object({
    name: z.string(),
    renewed: z.int().positive(),
    ...{ requests: count, served: count, notRenewed: count, billedMs: count },
    ...{ readUnits: count, writeUnits: count },
  }),
);

export function readCounts(): readonly Billed[] {
  return schema.parse(JSON.parse(readFileSync(countsFile, "utf8")));
}
