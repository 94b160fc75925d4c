/** A group's own timeout is set by the program that makes it: 40 s by Tencent's Python consumers, 20 s in Go's demo. */
export const defaultLeaseMs = 40_000;

/** When a consumer beats, as a share of its lease: twice in it, with time left for a retry of the second beat. */
export const cadenceShare = 0.45;

/** Of a lease: a beat that comes earlier keeps nothing that was in danger. */
export const keepingShare = 0.25;

/** Of the rate: when the leases that are held need so much, each renewed once in its length, nobody else is let in. */
export const carriedShare = 0.8;

/** Of the credits: what batches leave to others. */
export const leftShare = 0.25;

/** In leases: enough for a key that holds none yet to get some, too little to take the rate from those who do. */
export const leastWeight = 20;

/** Told to wait longer, `curl --retry-max-time 25` would have one try left or none. */
export const mostAheadMs = 10_000;
