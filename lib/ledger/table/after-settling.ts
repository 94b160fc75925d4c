import type { Grant } from "../ledger.ts";

/** The same grant, with something to be done when its call has been settled. */
export function afterSettling(grant: Grant, act: () => void): Grant {
  if (!grant.granted) return grant;
  return {
    ...grant,
    async settle(end, facts) {
      await grant.settle(end, facts);
      act();
    },
  };
}
