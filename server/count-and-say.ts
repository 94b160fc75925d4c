/** How often a line may be repeated. */
const sayEveryMs = 10_000;

/** How often each kind of thing happened. */
export type Counts = Readonly<Record<string, number>>;

/**
 * Counts what may happen often: the first time is said at once, all others together, every 10 s.
 *
 * @returns counts one of a kind
 */
export function countAndSay(say: (counts: Counts) => void): (kind: string) => void {
  let counts: Record<string, number> = {};
  let timer: NodeJS.Timeout | undefined;

  function note(): void {
    timer = undefined;
    if (Object.keys(counts).length === 0) return;
    say(counts);
    counts = {};
    timer = setTimeout(note, sayEveryMs).unref();
  }

  return (kind) => {
    counts[kind] = (counts[kind] ?? 0) + 1;
    if (timer === undefined) note();
  };
}
