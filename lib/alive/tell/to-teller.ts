import type { Teller, Transition } from "../transition.ts";
import type { Place } from "./place.ts";

/** So many ids are remembered; more are not told again and again at once. */
const mostRemembered = 10_000;

/** Tells at a place, in as many steps as it takes; what it has taken is not told there again when a later step fails. */
export function toTeller({ toBatches, send }: Place): Teller {
  const taken = new Set<string>();
  const remember = ({ id }: Transition) => {
    taken.add(id);
    const [first] = taken;
    if (taken.size > mostRemembered && first !== undefined) taken.delete(first);
  };
  return {
    async tell(transitions, signal) {
      const left = transitions.filter(({ id }) => !taken.has(id));
      for (const batch of toBatches(left)) {
        await send(batch, signal);
        batch.forEach(remember);
      }
    },
  };
}
