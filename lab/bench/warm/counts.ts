/** How much is measured, the same in every run. */
export const warmCounts = {
  /** Calls of each contender before any is counted. */
  warmUp: 600,
  /** Calls of each contender, one at a time. */
  oneByOne: 4000,
  /** Calls of one contender started together, and how often. */
  atOnce: 16,
  bursts: 190,
  /** Blocks of calls of one contender over which CPU is counted: short, so that neighbours meet the same machine. */
  cpuBlocks: 600,
  callsPerBlock: 20,
} as const;
