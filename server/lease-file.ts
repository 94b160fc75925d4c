import * as z from "zod/mini";
import type { HeldLease } from "../lib/app/services.ts";

/** Made when it is needed: most servers have no such file. */
const shape = () =>
  z.strictObject({
    version: z.literal(1),
    leases: z.array(
      z.strictObject({
        consumer: z.string(),
        endsEpochMs: z.number(),
        lengthMs: z.number().check(z.minimum(1), z.maximum(3_600_000)),
        key: z.string(),
        isKept: z.boolean(),
      }),
    ),
  });

/** The text of the file that keeps leases across restarts. */
export function writeLeases(leases: readonly HeldLease[]): string {
  return `${JSON.stringify({ version: 1, leases })}\n`;
}

/** The leases in such a text; undefined where it is damaged. */
export function readLeases(text: string): readonly HeldLease[] | undefined {
  try {
    return z.parse(shape(), JSON.parse(text), { jitless: true }).leases;
  } catch {
    return undefined;
  }
}
