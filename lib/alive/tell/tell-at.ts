import type { Teller, Transition } from "../transition.ts";
import type { Place } from "./place.ts";

/** So many ids are remembered for each place; more are not told again and again at once. */
const mostRemembered = 10_000;

/** Tells at several places. What one of them has taken is not told there again while another one is down. */
export function tellAt(places: readonly Place[]): Teller {
  const tells = places.map(tellOnce);
  return {
    async tell(transitions, signal) {
      const ends = await Promise.allSettled(tells.map((tell) => tell(transitions, signal)));
      const reasons = ends.flatMap((end): unknown[] =>
        end.status === "rejected" ? [end.reason] : [],
      );
      if (reasons.length > 0) throw new Error(reasons.map(toMessage).join("; "));
    },
  };
}

function tellOnce({ name, toBatches, send }: Place): Teller["tell"] {
  const taken = new Set<string>();
  const remember = ({ id }: Transition) => {
    taken.add(id);
    const [first] = taken;
    if (taken.size > mostRemembered && first !== undefined) taken.delete(first);
  };
  return async (transitions, signal) => {
    const left = transitions.filter(({ id }) => !taken.has(id));
    for (const batch of toBatches(left)) {
      await send(batch, signal).catch((error: unknown) => {
        throw new Error(`${name}: ${toMessage(error)}`);
      });
      batch.forEach(remember);
    }
  };
}

function toMessage(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : "unknown";
}
