/** How much is measured, and how far everything is away. */
export const tableCounts = {
  warmUp: 20,
  /** Calls of each contender, one at a time. */
  oneByOne: 400,
  /** There and back; a timer adds one, and the table's own time comes on top: it answers after two. */
  clsMs: 40,
  tableWayMs: 1,
} as const;
