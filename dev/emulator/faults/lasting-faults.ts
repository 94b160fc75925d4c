import type { ServerFault, StruckCall } from "./fault.ts";
import { send } from "./wire.ts";

/** Faults with a memory: they outlast the request that they struck, for its group alone, until faults are cleared. */
export const lastingFaults = {
  "slow-group": {
    layer: "api",
    lasts: true,
    does: "Answers this consumer group after afterMs from now on, and the others at once.",
    granted: 1,
    afterMs: 200,
    async strike({ response, letThrough, remember, sleep, afterMs }) {
      remember.slowDown(afterMs);
      const answer = letThrough();
      await sleep(afterMs);
      send(response, answer);
    },
  },
  "forget-group": {
    layer: "api",
    lasts: true,
    does: "Forgets the consumer group and refuses it until it is created again.",
    granted: 0,
    strike({ response, letThrough, remember }) {
      remember.forget();
      send(response, letThrough());
    },
  },
  "split-brain": {
    layer: "api",
    lasts: true,
    does: "Grants the request; from then on two sides with leases of their own answer in turn.",
    granted: 1,
    strike: thenRemember((remember) => {
      remember.splitBrain();
    }),
  },
  "unsettled-lease": {
    layer: "api",
    lasts: true,
    does: "Grants the request; from then on every second one finds a quarter of the lease.",
    granted: 1,
    strike: thenRemember((remember) => {
      remember.unsettleLease();
    }),
  },
} satisfies Record<string, ServerFault>;

/** Lets the request through first, so that the group is there. */
function thenRemember(change: (remember: StruckCall["remember"]) => void): ServerFault["strike"] {
  return ({ response, letThrough, remember }) => {
    const answer = letThrough();
    if (answer.code === undefined) change(remember);
    send(response, answer);
  };
}
