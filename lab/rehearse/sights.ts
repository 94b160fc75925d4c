import * as z from "zod/mini";

/** What the emulator saw. */
export const upstreamSight = z.object({
  calls: z.number(),
  /** In the worst second, wherever it begins. */
  mostInASecond: z.number(),
  faults: z.record(z.string(), z.number()),
});
export type UpstreamSight = z.infer<typeof upstreamSight>;

/** What the consumers saw. */
export type CallerSight = {
  /** Attempts by the status that they got; 0 where no answer came. */
  readonly statuses: Map<number, number>;
  readonly tookMs: number[];
  beats: number;
  renewed: number;
  /** Consumers whose first beat was accepted within a lease, or later. */
  joinedInTime: number;
  joinedLate: number;
  readonly losses: Loss[];
};

/** A lease that ended, or one that was wanted for as long, and all that happened to its consumer meanwhile. */
export type Loss = {
  readonly consumer: string;
  readonly kind: "lost" | "never got in";
  readonly events: readonly string[];
};

export const noSight = (): CallerSight => ({
  statuses: new Map(),
  tookMs: [],
  beats: 0,
  renewed: 0,
  joinedInTime: 0,
  joinedLate: 0,
  losses: [],
});
