/** A group's own timeout is set by the program that makes it: 40 s by Tencent's Python consumers, 20 s in Go's demo. */
export const defaultLeaseMs = 40_000;

/** When a consumer beats, as a share of its lease: twice in it, with time left for a retry of the second beat. */
export const cadenceShare = 0.45;

/** Of a lease: a beat that comes earlier keeps nothing that was in danger. */
export const keepingShare = 0.25;

/** Of the rate: with more leases than it can renew so often, each once in its length, nobody else is let in. */
export const carriedShare = 0.8;
