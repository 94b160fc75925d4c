/** How much is measured, and how far everything is away. */
export const tableCounts = {
  warmUp: 20,
  /** Calls of each contender, one at a time. */
  oneByOne: 400,
  /** There and back. */
  clsMs: 40,
  tableMs: 2,
} as const;
