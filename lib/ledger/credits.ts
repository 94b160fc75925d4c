/**
 * A call holds a credit until a second after its answer. Then any second at the other end has at most as many
 * arrivals as there are credits, whatever travel and clocks do: of these calls take the one sent last; each
 * other one was answered less than a second before that or not at all, so it still held its credit. A call that
 * was given up may arrive up to a second later, and holds its credit for a second more.
 */
export type Credits = {
  free(nowMs: number): number;
  take(): void;
  /** The call has ended. */
  giveBack(nowMs: number, wasGivenUp: boolean): void;
  /** The earliest moment at which one can be free for a caller with so many others before it. */
  earliestMs(before: number, nowMs: number): number;
};

const secondMs = 1000;

export function createCredits(count: number): Credits {
  let calling = 0;
  /** When each of those whose call has ended is free, in that order. */
  const coolingUntilMs: number[] = [];
  const free = (nowMs: number) => {
    const still = coolingUntilMs.findIndex((untilMs) => untilMs > nowMs);
    coolingUntilMs.splice(0, still === -1 ? coolingUntilMs.length : still);
    return count - calling - coolingUntilMs.length;
  };
  return {
    free,
    take() {
      calling += 1;
    },
    giveBack(nowMs, wasGivenUp) {
      calling -= 1;
      const freeMs = nowMs + (wasGivenUp ? 2 : 1) * secondMs;
      const before = coolingUntilMs.findLastIndex((untilMs) => untilMs <= freeMs);
      coolingUntilMs.splice(before + 1, 0, freeMs);
    },
    earliestMs(before, nowMs) {
      const place = before - free(nowMs);
      if (place < 0) return nowMs;
      // A caller that comes after a whole turn of all credits waits a turn longer.
      const turns = Math.floor(place / count);
      const untilMs = coolingUntilMs[place % count] ?? nowMs + secondMs;
      return untilMs + turns * secondMs;
    },
  };
}
