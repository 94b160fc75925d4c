/** Calls of the pipeline, one after the other. */
export const pipelineCounts = { warmUp: 10_000, measured: 30_000 } as const;
