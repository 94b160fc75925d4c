/** How much is measured, and how far everything is away. */
export const tableCounts = {
  warmUp: 20,
  /** Calls of each contender, one at a time. */
  oneByOne: 400,
  /** There and back. */
  clsMs: 40,
  /** A read, its own time included. */
  tableMs: 2,
  /** Reads from which it is known how long the stand-in itself takes. */
  probes: 100,
} as const;
