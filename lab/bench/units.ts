/** How a figure of each unit is shown; a ratio and a count have none. */
export const units = {
  ms: { unit: "ms", digits: 2 },
  us: { unit: "µs", digits: 1 },
  kb: { unit: "KB", digits: 1 },
  ratio: { unit: "", digits: 3 },
  count: { unit: "", digits: 0 },
} as const;
