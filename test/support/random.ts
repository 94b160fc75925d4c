/**
 * Numbers from 0 to below 1, the same ones for the same seed: a counter stepped by the golden ratio,
 * its bits mixed by two multiplications.
 */
export function createRandom(seed: number): () => number {
  let counter = seed | 0;
  return () => {
    counter = (counter + 0x9e3779b9) | 0;
    let mixed = Math.imul(counter ^ (counter >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** The time until the next of events that come by chance, `meanMs` apart on average (Poisson). */
export function exponentialMs(random: () => number, meanMs: number): number {
  return -Math.log(1 - random()) * meanMs;
}

/** A number from `least` to below `most`, each as likely. */
export function uniform(random: () => number, least: number, most: number): number {
  return least + (most - least) * random();
}
