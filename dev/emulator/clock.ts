/** The wall clock as the emulator reads it; tests hand in one that they move themselves. */
export type Clock = { nowMs(): number };

export const systemClock: Clock = { nowMs: () => Date.now() };
