import type { Teller } from "../transition.ts";
import { toTransition, type Untold } from "./alarm.ts";

/** Each is told by itself: one that fails is told again, and the others are not. */
export type Tellers = ReadonlyMap<string, Teller>;

/** Tells everybody what is untold; gives what is left, since a teller did not take it. */
export async function deliver(
  untold: readonly Untold[],
  tellers: Tellers,
  { signal, onFailure }: { readonly signal: AbortSignal; readonly onFailure: OnFailure },
): Promise<readonly Untold[]> {
  const failed = new Set<string>();
  const tell = async ([name, teller]: [string, Teller]) => {
    const own = untold.filter(({ to }) => to.includes(name));
    if (own.length === 0) return;
    try {
      await teller.tell(own.map(toTransition), signal);
    } catch (thrown) {
      failed.add(name);
      onFailure(name, thrown);
    }
  };
  await Promise.all([...tellers].map(tell));
  return untold
    .map((one) => ({ ...one, to: one.to.filter((name) => failed.has(name)) }))
    .filter(({ to }) => to.length > 0);
}

export type OnFailure = (teller: string, thrown: unknown) => void;
