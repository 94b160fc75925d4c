import type { Clock } from "../../../lib/base/clock.ts";
import { uniform } from "../../../test/support/random.ts";
import type { Fault, Faults } from "./faults.ts";
import type { Leases } from "./leases.ts";

export type Outcome = "accepted" | "refused" | Fault;

/** CLS as its callers see it: 20 calls in each second of its own clock, counted when they arrive. */
export type Cls = {
  /** Opens a connection. */
  connect(callback: () => void): void;
  /** Sends one call over an open connection; `answer` is called back unless the call hangs. */
  call(consumer: string, answer: (outcome: Outcome) => void): void;
  readonly counts: ClsCounts;
};

export type ClsCounts = {
  calls: number;
  accepted: number;
  /** Refused since the rate was used up. */
  refused: number;
  /** Most calls in any second, wherever it begins. */
  worstSecond: number;
  /** What arrived in each ten seconds. */
  readonly perTenSeconds: (number | undefined)[];
};

export type ClsOptions = {
  readonly clock: Clock;
  readonly random: () => number;
  readonly leases: Leases;
  readonly faults: Faults;
  /** One way, each way. */
  readonly travelMs: { readonly least: number; readonly most: number };
};

export const clsPerSecond = 20;

/** TCP and TLS 1.3: two round trips before the first byte of a call. */
const setUpTravels = 4;

export function createCls({ clock, random, leases, faults, travelMs }: ClsOptions): Cls {
  const counts: ClsCounts = {
    ...{ calls: 0, accepted: 0, refused: 0, worstSecond: 0 },
    perTenSeconds: [],
  };
  /** CLS has a clock of its own: its seconds begin where ours do not. */
  const offsetMs = random() * 1000;
  let arrivals: number[] = [];
  let second = 0;
  let inSecond = 0;
  const travel = (times = 1) => {
    let sumMs = 0;
    for (let time = 0; time < times; time += 1) {
      sumMs += uniform(random, travelMs.least, travelMs.most);
    }
    return sumMs;
  };

  const arrive = (consumer: string): Outcome => {
    const nowMs = clock.nowMs();
    const ten = Math.floor(nowMs / 10_000);
    counts.perTenSeconds[ten] = (counts.perTenSeconds[ten] ?? 0) + 1;
    arrivals = [...arrivals.filter((atMs) => atMs > nowMs - 1000), nowMs];
    counts.worstSecond = Math.max(counts.worstSecond, arrivals.length);
    const arrivalSecond = Math.floor((nowMs + offsetMs) / 1000);
    inSecond = arrivalSecond === second ? inSecond + 1 : 1;
    second = arrivalSecond;
    if (inSecond > clsPerSecond) {
      counts.refused += 1;
      return "refused";
    }
    const fault = faults.strike();
    if (fault !== undefined) return fault;
    counts.accepted += 1;
    leases.renew(consumer, nowMs);
    return "accepted";
  };

  return {
    connect: (callback) => void clock.after(travel(setUpTravels), callback),
    call(consumer, answer) {
      counts.calls += 1;
      clock.after(travel(), () => {
        const outcome = arrive(consumer);
        if (outcome === "hang") return;
        clock.after(travel(), () => {
          answer(outcome);
        });
      });
    },
    counts,
  };
}
