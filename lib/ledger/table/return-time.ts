import { mostAheadMs } from "../lease.ts";

/** Of a lease: who has just lost it must not be sent away for longer. */
const mostShare = 0.25;

/**
 * When one that is refused is to come back: each of a period at a moment of its own behind the next free credit,
 * and before half of what its lease has left, to have a second chance as well.
 */
export function returnInMs(refused: {
  readonly nextFreeInMs: number;
  /** Which one of this period it is. */
  readonly place: number;
  readonly spacingMs: number;
  readonly leaseMs: number;
  /** 0 where it holds none. */
  readonly leaseLeftMs: number;
  /** A number from 0 to below 1. */
  readonly chance: number;
}): number {
  const { nextFreeInMs, place, spacingMs, leaseMs, leaseLeftMs, chance } = refused;
  const ownMs = ((place + chance) * spacingMs) % Math.min(mostAheadMs, mostShare * leaseMs);
  const returnMs = nextFreeInMs + ownMs;
  return leaseLeftMs > 0 ? Math.max(nextFreeInMs, Math.min(returnMs, leaseLeftMs / 2)) : returnMs;
}
