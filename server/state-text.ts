import * as z from "zod/mini";
import type { Kept } from "../lib/app/services.ts";

/** Made when it is needed: most servers have no such file. */
const shape = () => {
  const [text, number] = [z.string(), z.number()];
  const lease = z.strictObject({
    consumer: text,
    endsEpochMs: number,
    lengthMs: z.number().check(z.minimum(1), z.maximum(3_600_000)),
    key: text,
    isKept: z.boolean(),
  });
  // What every sight has (lib/ledger/sight-item.ts); without it nobody could say what became of the consumer.
  const sight = z.catchall(
    z.object({
      ...{ logsetId: text, group: text, consumer: text, key: text },
      ...{ seenLeaseMs: number, cadenceMs: number, partitions: text },
      ...{ triedMs: number, outcome: text },
    }),
    z.union([text, number]),
  );
  return z.strictObject({
    version: z.literal(1),
    leases: z.array(lease),
    sights: z.optional(z.record(text, sight)),
    told: z.optional(text),
  });
};

/** The text of the file that keeps what a process knows across restarts. */
export function writeState(kept: Kept): string {
  return `${JSON.stringify({ version: 1, ...kept })}\n`;
}

/** What such a text says; undefined where it is damaged. */
export function readState(text: string): Kept | undefined {
  try {
    const { version: _version, ...kept } = z.parse(shape(), JSON.parse(text), { jitless: true });
    return kept;
  } catch {
    return undefined;
  }
}
