import type { Expectation } from "./expectation.ts";
import { groups } from "./expectations/groups.ts";
import { expiry, joins, renewals } from "./expectations/leases.ts";
import { limits } from "./expectations/limits.ts";
import { moves } from "./expectations/moves.ts";
import { offsets } from "./expectations/offsets.ts";
import { parameters } from "./expectations/parameters.ts";
import { signing } from "./expectations/signing.ts";

/** All that we believe of CLS, by what it is about. */
export const expectations: Readonly<Record<string, readonly Expectation[]>> = {
  Signing: signing,
  Parameters: parameters,
  Groups: groups,
  Joins: joins,
  Renewals: renewals,
  Expiry: expiry,
  Moves: moves,
  Limits: limits,
  Offsets: offsets,
};
