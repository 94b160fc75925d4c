/** Enough to hide the way to CLS, and few enough for its limit of calls in a second. */
const atOnce = 5;

/**
 * The answers in the order of the items, five asked for at a time. After a failure no other one is begun, and
 * those under way are waited for.
 *
 * @throws the first failure
 */
export async function inParallel<Item, Answer>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Answer>,
): Promise<Answer[]> {
  const waiting = items.entries();
  const answers = new Map<number, Answer>();
  const failures: unknown[] = [];
  async function work(): Promise<void> {
    for (const [index, item] of waiting) {
      if (failures.length > 0) return;
      try {
        answers.set(index, await ask(item));
      } catch (error) {
        failures.push(error);
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
  if (failures.length > 0) throw failures[0];
  return [...answers].sort(([a], [b]) => a - b).map(([, answer]) => answer);
}
