import type { ConsumerGroups } from "../groups/consumer-groups.ts";
import type { Resources } from "../groups/resources.ts";

/** What an action works on, and the region that it was asked in. */
export type Account = {
  readonly groups: ConsumerGroups;
  readonly resources: Resources;
  readonly region: string;
};

/** From a request's body to what stands in `Response`. @throws ClsError */
export type Action = (account: Account, json: unknown) => object;
